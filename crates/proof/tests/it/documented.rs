//! docs/export-format.md names every word for a fault that the code has, where it says what must be.

const DOCUMENT: &str = include_str!("../../../../docs/export-format.md");

/// The words, from where they are given out.
fn words() -> Vec<&'static str> {
    let sources = [
        include_str!("../../src/code.rs"),
        include_str!("../../src/since.rs"),
        include_str!("../../src/witnesses.rs"),
    ];
    let quoted = sources.into_iter().flat_map(|source| source.split('"').skip(1).step_by(2));
    let is_word =
        |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte == b'_' || byte.is_ascii_lowercase());
    let mut words: Vec<_> = quoted.filter(is_word).collect();
    words.sort_unstable();
    words.dedup();
    words
}

#[test]
fn every_word_for_a_fault_is_documented() {
    let words = words();
    assert!(words.len() >= 60, "{words:?}");
    let missing: Vec<_> = words.iter().filter(|word| !DOCUMENT.contains(&format!("`{word}`"))).collect();
    assert!(missing.is_empty(), "docs/export-format.md does not say what these mean: {missing:?}");
}
