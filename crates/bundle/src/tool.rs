//! Which tool made a bundle, by what it holds.

use crate::har::HarFacts;

/// A tool that makes support bundles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToolName {
    /// sos (`sos report`, `sosreport`).
    Sos,
    /// Replicated's Troubleshoot (`kubectl support-bundle`).
    Troubleshoot,
    /// Elastic's support-diagnostics.
    ElasticDiagnostics,
    /// `oc adm must-gather` of `OpenShift`.
    MustGather,
    /// A browser or a proxy that exports HAR.
    Har,
}

impl ToolName {
    /// The tool's own name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sos => "sos",
            Self::Troubleshoot => "Troubleshoot",
            Self::ElasticDiagnostics => "Elastic support-diagnostics",
            Self::MustGather => "must-gather",
            Self::Har => "HAR",
        }
    }
}

/// The tool that made a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tool {
    /// Which.
    pub name: ToolName,
    /// What it says of itself: its version, or for HAR the program and its version.
    pub version: Option<String>,
}

/// Signs of tools: a part of a path near the top. Two of them make a tool.
const SIGNS: [(&str, ToolName); 17] = [
    ("sos_commands", ToolName::Sos),
    ("sos_logs", ToolName::Sos),
    ("sos_reports", ToolName::Sos),
    ("version.txt", ToolName::Sos),
    ("cluster-info", ToolName::Troubleshoot),
    ("cluster-resources", ToolName::Troubleshoot),
    ("host-collectors", ToolName::Troubleshoot),
    ("version.yaml", ToolName::Troubleshoot),
    ("analysis.json", ToolName::Troubleshoot),
    ("diagnostics.log", ToolName::ElasticDiagnostics),
    ("diagnostic_manifest.json", ToolName::ElasticDiagnostics),
    ("manifest.json", ToolName::ElasticDiagnostics),
    ("cluster-scoped-resources", ToolName::MustGather),
    ("namespaces", ToolName::MustGather),
    ("must-gather.log", ToolName::MustGather),
    ("must-gather.logs", ToolName::MustGather),
    ("event-filter.html", ToolName::MustGather),
];
/// How deep signs stand: below the bundle's folder, and with must-gather below that of an image.
const DEPTH_MAX: usize = 4;
/// The longest version that is told.
const VERSION_CHARS_MAX: usize = 60;

/// What was seen so far.
#[derive(Debug, Default)]
pub(crate) struct Recognition {
    seen: Vec<&'static str>,
    version: Option<(ToolName, String)>,
}

impl Recognition {
    /// Looks at a file's path and its beginning.
    pub(crate) fn see(&mut self, path: &str, head: &[u8]) {
        for part in path.split('/').take(DEPTH_MAX) {
            let sign = SIGNS.iter().map(|(sign, _)| *sign).find(|sign| *sign == part);
            if let Some(sign) = sign.filter(|sign| !self.seen.contains(sign)) {
                self.seen.push(sign);
            }
        }
        if path.split('/').count() <= DEPTH_MAX && self.version.is_none() {
            self.version = version(path.rsplit('/').next().unwrap_or(path), &String::from_utf8_lossy(head));
        }
    }

    /// The tool with the most signs, if it has two; a HAR by what it says of itself.
    pub(crate) fn tool(self, har: Option<&HarFacts>) -> Option<Tool> {
        let names =
            [ToolName::Sos, ToolName::Troubleshoot, ToolName::ElasticDiagnostics, ToolName::MustGather];
        let signs = |tool: ToolName| {
            SIGNS.iter().filter(|(sign, of)| *of == tool && self.seen.contains(sign)).count()
        };
        // Of two with as many signs the first in the list counts.
        let name = names.into_iter().rev().max_by_key(|tool| signs(*tool)).filter(|tool| signs(*tool) >= 2);
        match (name, har) {
            (Some(name), _) => {
                let version = self.version.filter(|(of, _)| *of == name).map(|(_, version)| version);
                Some(Tool { name, version })
            }
            (None, Some(har)) => {
                let words = [har.creator.as_deref(), har.creator_version.as_deref()];
                let version = words.into_iter().flatten().collect::<Vec<_>>().join(" ");
                Some(Tool { name: ToolName::Har, version: (!version.is_empty()).then_some(version) })
            }
            (None, None) => None,
        }
    }
}

/// The version that a file of this name tells.
fn version(name: &str, text: &str) -> Option<(ToolName, String)> {
    let (tool, version) = match name {
        "version.txt" => {
            let (what, version) = text.lines().next()?.split_once(':')?;
            matches!(what.trim(), "sos" | "sosreport").then_some((ToolName::Sos, version))?
        }
        "version.yaml" if text.contains("troubleshoot") => (
            ToolName::Troubleshoot,
            text.lines().find_map(|line| line.trim().strip_prefix("versionNumber:"))?,
        ),
        "manifest.json" | "diagnostic_manifest.json" => {
            let keys = ["\"diagVersion\"", "\"diagnostic_version\"", "\"Diagnostic version\""];
            let rest = keys.into_iter().find_map(|key| text.split_once(key))?.1;
            (ToolName::ElasticDiagnostics, rest.trim_start().strip_prefix(':')?.split('"').nth(1)?)
        }
        _ => return None,
    };
    let version: String = version.trim().trim_matches('"').chars().take(VERSION_CHARS_MAX).collect();
    (!version.is_empty()).then_some((tool, version))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(files: &[(&str, &str)], expected: Option<(ToolName, Option<&str>)>) {
        let mut recognition = Recognition::default();
        for (path, text) in files {
            recognition.see(path, text.as_bytes());
        }
        let expected = expected.map(|(name, version)| Tool { name, version: version.map(str::to_owned) });
        assert_eq!(recognition.tool(None), expected, "{files:?}");
    }

    #[test]
    fn tools_are_known_by_what_they_write() {
        check(
            &[("sosreport-x/version.txt", "sosreport: 4.0\n"), ("sosreport-x/sos_logs/sos.log", "")],
            Some((ToolName::Sos, Some("4.0"))),
        );
        check(
            &[
                ("b/version.yaml", "apiVersion: troubleshoot.sh/v1beta2\nspec:\n  versionNumber: v0.99.0\n"),
                ("b/cluster-info/cluster_version.json", "{}"),
            ],
            Some((ToolName::Troubleshoot, Some("v0.99.0"))),
        );
        check(
            &[("api-x/manifest.json", "{\"diagVersion\" : \"9.0.1\"}"), ("api-x/diagnostics.log", "")],
            Some((ToolName::ElasticDiagnostics, Some("9.0.1"))),
        );
        check(
            &[
                ("m/quay-io/namespaces/a/core/pods.yaml", ""),
                ("m/quay-io/cluster-scoped-resources/x.yaml", ""),
            ],
            Some((ToolName::MustGather, None)),
        );
    }

    #[test]
    fn one_sign_alone_says_nothing() {
        check(&[("x/manifest.json", "{}"), ("x/a/b/c/d/diagnostics.log", "")], None);
        check(&[("version.txt", "1.2.3")], None);
    }
}
