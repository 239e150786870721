//! docs/export-format.md names every word for a fault that the code has, where it says what must be, and no other.

use std::collections::BTreeSet;

const DOCUMENT: &str = include_str!("../../../../docs/export-format.md");

/// The words, from where they are given out.
fn words() -> BTreeSet<&'static str> {
    let sources = [
        include_str!("../../src/code.rs"),
        include_str!("../../src/receipt.rs"),
        include_str!("../../src/since.rs"),
        include_str!("../../src/witnesses.rs"),
    ];
    let quoted = sources.into_iter().flat_map(|source| source.split('"').skip(1).step_by(2));
    let is_word =
        |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte == b'_' || byte.is_ascii_lowercase());
    quoted.filter(is_word).collect()
}

/// The document up to its list of all words, and the words of that list.
fn listed() -> (&'static str, Vec<&'static str>) {
    let (before, list) = DOCUMENT.split_once("All the words that there are for a fault").unwrap();
    let list = list.split("\n\n").nth(1).unwrap();
    (before, list.split('`').skip(1).step_by(2).collect())
}

#[test]
fn the_list_of_words_for_faults_is_that_of_the_code() {
    let (words, (_, listed)) = (words(), listed());
    assert!(words.len() >= 60, "{words:?}");
    let in_order: Vec<_> = words.iter().copied().collect();
    assert_eq!(listed, in_order, "docs/export-format.md lists each word of the code, in order, and no other");
}

#[test]
fn every_word_for_a_fault_is_said_where_it_belongs() {
    let (before, _) = listed();
    let words = words();
    let missing: Vec<_> = words.iter().filter(|word| !before.contains(&format!("`{word}`"))).collect();
    assert!(missing.is_empty(), "docs/export-format.md does not say what these mean: {missing:?}");
}
