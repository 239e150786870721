//! The packages that the workspace is built from, on this machine, tests included.

use super::violation::Violation;
use crate::process::output;
use crate::workspace::Workspace;
use anyhow::Result;
use std::collections::BTreeSet;

/// Two providers would mean two sets of roots, two sets of advisories and twice the C code.
const OTHER_TLS_PROVIDERS: [&str; 4] = ["ring", "openssl", "openssl-sys", "native-tls"];

#[derive(Debug, PartialEq, PartialOrd, Eq, Ord)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    /// The SPDX expression of its manifest; empty if there is none.
    pub(crate) licence: String,
}

pub(crate) fn packages(workspace: &Workspace) -> Result<BTreeSet<Package>> {
    let mut tree = workspace.cargo(&["tree", "--workspace", "--all-features", "--edges", "normal,build,dev"]);
    tree.args(["--prefix", "none", "--format", "{p}\t{l}"]);
    Ok(output(&mut tree)?.lines().filter_map(parse).collect())
}

/// Reads a line such as `axum v0.8.9<tab>MIT (*)`; cargo marks what it shows again with the star.
fn parse(line: &str) -> Option<Package> {
    let (package, licence) = line.split_once('\t')?;
    let mut words = package.split(' ');
    let name = words.next()?.to_owned();
    let version = words.next()?.to_owned();
    let licence = licence.trim_end_matches("(*)").trim().to_owned();
    Some(Package { name, version, licence })
}

pub(crate) fn one_tls_provider(packages: &BTreeSet<Package>) -> Vec<Violation> {
    let others = packages.iter().filter(|package| OTHER_TLS_PROVIDERS.contains(&package.name.as_str()));
    others
        .map(|Package { name, version, .. }| {
            let advice = format!(
                "aws-lc-rs is the one TLS provider; `cargo tree -i {name}` shows who brings this one"
            );
            Violation::of(format!("package `{name}` {version}"), advice)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{BTreeSet, one_tls_provider, parse};

    #[test]
    fn a_line_of_the_tree_gives_name_version_and_licence() {
        let package = parse("axum v0.8.9\tMIT OR Apache-2.0 (*)").unwrap();
        assert_eq!((package.name.as_str(), package.version.as_str()), ("axum", "v0.8.9"));
        assert_eq!(package.licence, "MIT OR Apache-2.0");
        assert_eq!(parse("axum v0.8.9\t").unwrap().licence, "");
        assert_eq!(parse(""), None);
    }

    #[test]
    fn a_second_tls_provider_is_named() {
        let lines = ["ring v0.17.14\tISC", "wring v1.0.0\tISC"];
        let packages: BTreeSet<_> = lines.into_iter().filter_map(parse).collect();
        let found = one_tls_provider(&packages);
        assert_eq!(found.len(), 1);
        assert!(found[0].to_string().starts_with("package `ring` v0.17.14: "));
    }
}
