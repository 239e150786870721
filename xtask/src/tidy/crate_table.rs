//! Which of our crates may use which. Each absence keeps something pure: it is an architect's decision to give one up.

use super::violation::Violation;
use crate::process::output;
use crate::workspace::Workspace;
use anyhow::Result;

/// `*` stands for all. What a crate uses in its tests alone is free.
const MAY_USE: [(&str, &[&str]); 19] = [
    ("domain", &[]),
    ("authenticator", &[]),
    ("bundle", &[]),
    ("ledger", &[]),
    ("classify", &["domain"]),
    ("vault", &["domain"]),
    ("store", &["domain", "ledger"]),
    ("operations", &["domain", "ledger", "consent", "diagnostics", "streams", "vault", "store"]),
    ("streams", &["domain"]),
    ("consent", &["domain"]),
    ("proof", &["domain", "ledger", "consent"]),
    ("wire", &["domain"]),
    ("diagnostics", &["domain"]),
    ("collect", &["domain", "classify", "diagnostics"]),
    ("runner", &["domain", "classify", "collect", "consent", "diagnostics", "wire"]),
    ("web", &["domain", "operations", "wire"]),
    ("glasscase", &["*"]),
    ("fuzz", &["bundle", "classify", "domain"]),
    ("xtask", &[]),
];

/// A crate of the workspace, with the packages that its code and its build script name.
pub(crate) struct Crate {
    pub(crate) name: String,
    pub(crate) uses: Vec<String>,
}

/// The workspace's crates, as cargo reads their manifests.
pub(crate) fn crates(workspace: &Workspace) -> Result<Vec<Crate>> {
    let mut tree = workspace.cargo(&["tree", "--workspace", "--all-features", "--edges", "normal,build"]);
    tree.args(["--depth", "1", "--prefix", "depth", "--format", "{p}"]);
    Ok(parse(&output(&mut tree)?))
}

/// Reads lines such as `0web v0.1.0 (…)` for a crate and `1axum v0.8.9` for what it uses.
fn parse(tree: &str) -> Vec<Crate> {
    let mut crates: Vec<Crate> = Vec::new();
    for line in tree.lines() {
        let name = |rest: &str| rest.split(' ').next().unwrap_or_default().to_owned();
        if let Some(rest) = line.strip_prefix('0') {
            crates.push(Crate { name: name(rest), uses: Vec::new() });
        } else if let (Some(rest), Some(user)) = (line.strip_prefix('1'), crates.last_mut()) {
            user.uses.push(name(rest));
        }
    }
    crates
}

pub(crate) fn check(crates: &[Crate]) -> Vec<Violation> {
    let is_ours = |name: &str| crates.iter().any(|one| one.name == name);
    let gone = MAY_USE.iter().filter(|(name, _)| !is_ours(name));
    let mut violations: Vec<_> =
        gone.map(|(name, _)| complaint(name, "is in the crate table but not in the workspace")).collect();
    for user in crates {
        let Some((_, may_use)) = MAY_USE.iter().find(|(name, _)| *name == user.name) else {
            violations.push(complaint(&user.name, "is in the workspace but not in the crate table"));
            continue;
        };
        let allowed = |used: &str| may_use.iter().any(|name| *name == "*" || *name == used);
        for used in user.uses.iter().filter(|used| is_ours(used) && !allowed(used)) {
            violations.push(complaint(
                &user.name,
                &format!("may not use `{used}`: the crate table keeps them apart"),
            ));
        }
    }
    violations
}

fn complaint(name: &str, text: &str) -> Violation {
    Violation::of(format!("crate `{name}`"), text)
}

#[cfg(test)]
mod tests {
    use super::{MAY_USE, check, parse};
    use std::fmt::Write;

    /// The whole table as cargo would show it, and then `more`.
    fn tree(more: &str) -> String {
        let mut tree = String::new();
        for (name, _) in MAY_USE {
            writeln!(tree, "0{name} v0.1.0 (/clone/crates/{name})").unwrap();
        }
        tree + more
    }

    fn complaints(tree: &str) -> Vec<String> {
        check(&parse(tree)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_empty_workspace_of_the_table_passes() {
        assert_eq!(complaints(&tree("")), [""; 0]);
    }

    #[test]
    fn outside_packages_and_allowed_crates_pass() {
        let uses = "1serde v1.0.0\n1domain v0.1.0 (/clone/crates/domain) (*)\n";
        assert_eq!(complaints(&tree(&format!("0web v0.1.0 (/clone/crates/web)\n{uses}"))), [""; 0]);
    }

    #[test]
    fn a_forbidden_use_is_named() {
        let found =
            complaints(&tree("0web v0.1.0 (/clone/crates/web)\n1store v0.1.0 (/clone/crates/store)\n"));
        assert_eq!(found, ["crate `web`: may not use `store`: the crate table keeps them apart"]);
    }

    #[test]
    fn the_table_and_the_workspace_name_the_same_crates() {
        let found = complaints(&tree("0cloud v0.1.0 (/clone/crates/cloud)\n"));
        assert_eq!(found, ["crate `cloud`: is in the workspace but not in the crate table"]);
        assert_eq!(complaints("0domain v0.1.0 (/clone/crates/domain)\n").len(), MAY_USE.len() - 1);
    }
}
