//! Every crate says what it is for: in its own first line and in ARCHITECTURE.md.

use super::crate_table::Crate;
use super::violation::Violation;
use crate::workspace::TextFile;

const ROOTS: [&str; 2] = ["/src/lib.rs", "/src/main.rs"];

pub(crate) fn opens_with_its_duty(file: &TextFile) -> Vec<Violation> {
    let is_root = ROOTS.iter().any(|root| file.path.ends_with(root));
    if !is_root || file.text.starts_with("//! ") {
        return Vec::new();
    }
    vec![Violation::at(
        file,
        1,
        "open the crate with a `//!` comment that tells its duty and what always holds",
    )]
}

pub(crate) fn architecture_names_every_crate(files: &[TextFile], crates: &[Crate]) -> Vec<Violation> {
    const MAP: &str = "ARCHITECTURE.md";
    let Some(map) = files.iter().find(|file| file.path == MAP) else {
        return vec![Violation::of(MAP, "is missing; it is the map for those who change the project")];
    };
    let unnamed = crates.iter().filter(|one| !map.text.contains(&format!("`{}`", one.name)));
    unnamed.map(|one| Violation::of(MAP, format!("says nothing of the crate `{}`", one.name))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::violation::complaints;
    use super::{Crate, TextFile, architecture_names_every_crate, opens_with_its_duty};

    #[test]
    fn a_crate_without_an_opening_is_named() {
        let check = |path, text| complaints(opens_with_its_duty, path, text).len();
        assert_eq!(check("crates/store/src/lib.rs", "mod a;\n"), 1);
        assert_eq!(check("crates/store/src/lib.rs", "//! Keeps events.\nmod a;\n"), 0);
        assert_eq!(check("crates/store/src/a.rs", "struct A;\n"), 0);
    }

    #[test]
    fn a_crate_that_the_map_leaves_out_is_named() {
        let map = TextFile { path: "ARCHITECTURE.md".to_owned(), text: "`store` and the ledger".to_owned() };
        let crates = ["store", "ledger"].map(|name| Crate { name: name.to_owned(), uses: Vec::new() });
        let found = architecture_names_every_crate(&[map], &crates);
        assert_eq!(found.len(), 1);
        assert!(found[0].to_string().contains("`ledger`"));
        assert_eq!(architecture_names_every_crate(&[], &crates).len(), 1);
    }
}
