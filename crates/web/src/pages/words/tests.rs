//! The message files against each other, and against the pages that use them.

use super::*;
use fluent_bundle::FluentResource;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Families of messages whose last part is a word of the protocol, chosen at run time by `Frame::term` and its like.
const FAMILIES: [&str; 17] = [
    "category", "role", "reason", "refusal", "fault", "field", "level", "severity", "state", "verdict",
    "cause", "event", "example", "kind", "label", "notice", "persona",
];

/// What each message of a file is told, by its key, with the file's own name; a damaged file fails.
fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for (name, text) in files(language) {
        let resource = FluentResource::try_new((*text).to_owned());
        assert!(resource.is_ok(), "{name}: {:?}", resource.err().map(|(_, errors)| errors));
        for block in blocks(text) {
            let (key, body) = block.split_once(" = ").unwrap();
            let before = found.insert(key.to_owned(), variables(body));
            assert!(before.is_none(), "{name}: `{key}` is there twice");
        }
    }
    found
}

/// The messages of a file: each begins at the start of a line, and goes on in lines that are indented or close a choice.
fn blocks(text: &str) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match blocks.last_mut() {
            Some(block) if line.starts_with([' ', '}']) => block.extend(["\n", line]),
            _ => blocks.push(line.to_owned()),
        }
    }
    blocks
}

fn variables(body: &str) -> BTreeSet<String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let named = body.split('$').skip(1);
    named.map(|rest| rest.split(|c| !is_name(c)).next().unwrap_or_default().to_owned()).collect()
}

/// The texts of every template and of every source file of the pages.
fn sources() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut waiting = vec![root.join("templates"), root.join("src")];
    let mut whole = String::new();
    while let Some(place) = waiting.pop() {
        for entry in std::fs::read_dir(place).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.file_name().is_none_or(|name| name != "tests.rs") {
                whole.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    whole
}

/// Every text in quotes that could be a key.
fn quoted(source: &str) -> BTreeSet<&str> {
    let is_key = |text: &&str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    source.split('"').filter(is_key).collect()
}

#[test]
fn both_languages_have_the_same_messages_and_tell_the_same() {
    let (english, french) = (messages(Language::En), messages(Language::Fr));
    for (key, told) in &english {
        assert_eq!(french.get(key), Some(told), "`{key}` differs in French");
    }
    for key in french.keys() {
        assert!(english.contains_key(key), "`{key}` is missing in English");
    }
}

#[test]
fn every_message_is_used() {
    let source = sources();
    let quoted = quoted(&source);
    let is_used = |key: &str| {
        let family = key.split_once('-').map_or("", |(family, _)| family);
        quoted.contains(key) || FAMILIES.contains(&family)
    };
    let unused: Vec<_> = messages(Language::En).into_keys().filter(|key| !is_used(key)).collect();
    assert!(unused.is_empty(), "no page uses {unused:?}");
}

#[test]
fn every_message_that_a_page_says_is_there() {
    let source = sources();
    let english = messages(Language::En);
    let mut said = 0;
    for call in [".say(\"", ".tell(\"", "self.dated(\""] {
        for rest in source.split(call).skip(1) {
            let key = rest.split('"').next().unwrap();
            said += 1;
            assert!(english.contains_key(key), "a page says `{key}`, which is no message");
        }
    }
    assert!(said > 200, "the pages were not found");
}

#[test]
fn a_message_is_filled_in_with_the_plural_of_its_language() {
    for (language, count, text) in [
        (Language::En, 0, "0 days"),
        (Language::En, 1, "1 day"),
        (Language::Fr, 0, "0 jour"),
        (Language::Fr, 2, "2 jours"),
    ] {
        assert_eq!(Words::of(language).say("span-days", &[("count", count.into())]), text);
    }
}

#[test]
fn a_key_without_a_message_is_shown_and_breaks_nothing() {
    assert_eq!(Words::of(Language::En).say("no-such-message", &[]), "no-such-message");
}

#[test]
fn no_french_line_breaks_before_a_mark() {
    let text = "Qui ? « Moi » : oui ; non !";
    assert_eq!(
        typeset(Language::Fr, text),
        "Qui\u{202f}? «\u{a0}Moi\u{a0}»\u{a0}: oui\u{202f}; non\u{202f}!"
    );
    assert_eq!(typeset(Language::En, text), text);
}
