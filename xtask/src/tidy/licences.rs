//! What we give away, and under which terms we were given the rest.

use super::dependencies::Package;
use super::spdx;
use super::violation::Violation;
use crate::workspace::TextFile;
use std::collections::BTreeSet;

/// Licences that ask for no more than naming, and for MPL-2.0 to publish changes to its own files.
const ALLOWED: [&str; 15] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "NCSA",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

pub(crate) fn own_licence_is_there(files: &[TextFile]) -> Option<Violation> {
    let is_ours = |file: &TextFile| {
        file.path == "LICENSE" && file.text.contains("Apache License") && file.text.contains("Version 2.0")
    };
    (!files.iter().any(is_ours))
        .then(|| Violation::of("LICENSE", "must hold the text of the Apache License 2.0"))
}

pub(crate) fn check(packages: &BTreeSet<Package>) -> Vec<Violation> {
    packages.iter().filter_map(violation).collect()
}

fn violation(package: &Package) -> Option<Violation> {
    let place = || format!("package `{}` {}", package.name, package.version);
    match spdx::is_satisfied(&package.licence, |licence| ALLOWED.contains(&licence)) {
        Ok(true) => None,
        Ok(false) => {
            Some(Violation::of(place(), format!("its licence `{}` is not on the list", package.licence)))
        }
        Err(error) => Some(Violation::of(place(), format!("its licence `{}` {error}", package.licence))),
    }
}

#[cfg(test)]
mod tests {
    use super::{BTreeSet, Package, TextFile, check, own_licence_is_there};

    fn complaints(licence: &str) -> usize {
        let package =
            Package { name: "p".to_owned(), version: "v1.0.0".to_owned(), licence: licence.to_owned() };
        check(&BTreeSet::from([package])).len()
    }

    #[test]
    fn licences_that_are_not_on_the_list_are_named() {
        assert_eq!(complaints("MIT OR GPL-3.0-only"), 0);
        assert_eq!(complaints("GPL-3.0-only"), 1);
        assert_eq!(complaints("MIT AND GPL-3.0-only"), 1);
    }

    #[test]
    fn a_package_without_a_licence_is_named() {
        assert_eq!(complaints(""), 1);
    }

    #[test]
    fn our_own_licence_is_the_apache_licence() {
        let file = |text: &str| TextFile { path: "LICENSE".to_owned(), text: text.to_owned() };
        assert_eq!(own_licence_is_there(&[file("Apache License\nVersion 2.0, January 2004\n")]), None);
        assert!(own_licence_is_there(&[file("All rights reserved\n")]).is_some());
        assert!(own_licence_is_there(&[]).is_some());
    }
}
