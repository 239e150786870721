//! Exports of every version so far stay as they were written, and stay verifiable; and the document of the format quotes
//! the small one truly.

use crate::desk::{Desk, key};
use crate::reports::report_with;
use crate::sample::{approve, ask, begun, claim, consent, enrol_key, open, owner, read, request, store};
use consent::{Agreement as _, ApprovalDocument, ConsentDocument, Document as _, Language};
use domain::{Actor, Category, Command, DeleteCause, Event, Level};
use proof::Options;
use std::path::PathBuf;

fn options() -> Options {
    Options { key: Some(key()), ..Options::default() }
}

fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "exports"].iter().collect()
}

/// One case from its opening to its end, with little of everything that the format has.
fn example() -> Desk {
    let mut desk = begun();
    enrol_key(&mut desk);
    open(&mut desk, "A");
    desk.later(60);
    consent(&mut desk, "A", Level::Advanced, &[Category::SystemMetadata]);
    request(&mut desk, "run-1", "A", &[Category::SystemMetadata]);
    desk.later(2);
    claim(&mut desk, "run-1");
    desk.later(5);
    store(&mut desk, "run-1");
    desk.seal();
    ask(&mut desk, "R", "A", &[Category::Euii]);
    desk.later(60);
    approve(&mut desk, "R");
    let engineer = Actor::Vendor("v-engineer".parse().unwrap());
    read(&mut desk, &engineer, "run-1");
    crate::sample::delete(&mut desk, "run-1", DeleteCause::Asked);
    let person = desk.find(|event| matches!(event, Event::PersonAdded { .. }));
    desk.run(&owner(), &Command::ErasePersonalData { sequence: person, fields: vec!["upn".to_owned()] });
    desk.entry(person).parts.retain(|part| part.field != "upn");
    desk.run(&owner(), &Command::CloseCase { case: "A".parse().unwrap() });
    desk.seal();
    desk
}

/// Version 1 is frozen: what was written once is written so for good. With `UPDATE_EXPORTS` set, files that are missing are
/// written; those that are there never change.
#[test]
fn exports_of_every_version_are_sound() {
    for (name, desk) in [("version-1-example", example()), ("version-1-story", crate::sample::story())] {
        let file = folder().join(format!("{name}.export"));
        if std::env::var_os("UPDATE_EXPORTS").is_some() && !file.exists() {
            std::fs::create_dir_all(folder()).unwrap();
            std::fs::write(&file, desk.export()).unwrap();
        }
        let export = std::fs::read(&file).unwrap();
        let report = report_with(&export, &options());
        assert_eq!(report.faults, [], "{name}");
        assert!(report.events > 15 && report.figures.consents.signed > 0);
    }
}

/// The lines of the document that are quoted from the example, each behind `    `.
#[test]
fn the_documents_examples_are_those_of_the_example() {
    let file: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", "..", "docs", "export-format.md"].iter().collect();
    let document = std::fs::read_to_string(file).unwrap();
    let export = std::fs::read_to_string(folder().join("version-1-example.export")).unwrap();
    let mut facts = Vec::new();
    for start in [
        "    glasscase-export/",
        "    header ",
        "    key ",
        "    event ",
        "    part ",
        "    checkpoint ",
        "    end ",
    ] {
        let lines: Vec<_> =
            document.lines().filter(|line| line.starts_with(start)).map(|line| &line[4..]).collect();
        assert!(!lines.is_empty(), "the document quotes no line that begins with `{start}`");
        facts.extend(lines);
    }
    for line in &facts {
        assert!(
            export.lines().any(|own| own == *line),
            "the document quotes a line that is not in the example: {line}"
        );
    }
    // Every value that the document computes from the example.
    for (what, value) in computed(&export) {
        assert!(document.contains(&value), "the document does not state {what}: {value}");
    }
    for text in rendered(&export) {
        assert!(document.contains(&indented(&text)), "the document does not quote\n{}", indented(&text));
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect()
}

fn leaf(export: &str, sequence: u64) -> &str {
    let start = format!("event {sequence} ");
    let line = export.lines().find(|line| line.starts_with(&start)).unwrap();
    line.splitn(4, ' ').last().unwrap()
}

fn document(export: &str, word: &str) -> String {
    let line = export.lines().find(|line| line.contains(&format!(r#""type":"{word}""#))).unwrap();
    let leaf: serde_json::Value = serde_json::from_str(line.splitn(4, ' ').last().unwrap()).unwrap();
    leaf["event"]["document"].as_str().unwrap().to_owned()
}

/// The texts of consent and approval in every language.
fn rendered(export: &str) -> Vec<String> {
    let consent = ConsentDocument::parse(&document(export, "consent_given")).unwrap();
    let approval = ApprovalDocument::parse(&document(export, "access_approved")).unwrap();
    let both =
        Language::ALL.into_iter().map(|language| [consent.render(language), approval.render(language)]);
    both.flatten().collect()
}

fn computed(export: &str) -> Vec<(&'static str, String)> {
    let mut tree = ledger::Frontier::new();
    for sequence in 0..2 {
        tree.append(ledger::LeafHash::of(leaf(export, sequence).as_bytes()));
    }
    let (salt, consent) = (ledger::Salt([1; 32]), document(export, "consent_given"));
    vec![
        ("the hash of leaf 0", ledger::LeafHash::of(leaf(export, 0).as_bytes()).to_string()),
        ("the hash of leaf 1", ledger::LeafHash::of(leaf(export, 1).as_bytes()).to_string()),
        ("the root of the first two leaves", tree.root().to_string()),
        ("a commitment", ledger::Commitment::to(&salt, b"name of 1").to_string()),
        ("the consent's challenge", ConsentDocument::challenge_of(&consent).to_string()),
        ("the consent", consent.clone()),
        ("the consent key's id", crate::sample::signing_key().id().to_string()),
    ]
}
