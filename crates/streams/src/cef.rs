//! An entry as a line of the Common Event Format, version 0.

use crate::entry::Entry;
use crate::facts::{fact, facts};

/// The custom strings of CEF: what each holds.
const STRINGS: [&str; 6] = ["case", "run", "subscription", "diagnostic", "categories", "collection"];

/// The entry as CEF: header, then extension.
pub(crate) fn cef(entry: &Entry) -> String {
    let word = entry.record.event.word();
    let severity = if entry.is_failure() { 5 } else { 3 };
    let version = env!("CARGO_PKG_VERSION");
    let name = heading(&word.replace('_', " "));
    let mut line = format!("CEF:0|Glasscase|Glasscase|{version}|{}|{name}|{severity}|", heading(&word));
    line.push_str(&extension(entry).join(" "));
    line
}

fn extension(entry: &Entry) -> Vec<String> {
    let facts = facts(entry);
    let (kind, author) = entry.author();
    let record = &entry.record;
    let mut pairs = vec![
        ("rt", (record.at.unix_micros() / 1_000).to_string()),
        ("externalId", entry.id.to_string()),
        ("act", record.event.word()),
        ("outcome", if entry.is_failure() { "failure" } else { "success" }.to_owned()),
        ("suid", author),
        ("spriv", kind.to_owned()),
        ("cn1", record.sequence.to_string()),
        ("cn1Label", "sequence".to_owned()),
        ("deviceExternalId", record.tenant.to_string()),
    ];
    if let Some(name) = &entry.name {
        pairs.push(("suser", name.clone()));
    }
    for reason in ["reason", "why", "code", "cause"] {
        if !fact(&facts, reason).is_empty() {
            pairs.push(("reason", fact(&facts, reason).to_owned()));
            break;
        }
    }
    let mut pairs: Vec<_> = pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    for (number, name) in (1..).zip(STRINGS) {
        let value = match name {
            "case" => entry.case.as_ref().map(ToString::to_string).unwrap_or_default(),
            name => fact(&facts, name).to_owned(),
        };
        if !value.is_empty() {
            pairs.push((format!("cs{number}"), value));
            pairs.push((format!("cs{number}Label"), name.to_owned()));
        }
    }
    pairs.into_iter().map(|(key, value)| format!("{key}={}", extended(&value))).collect()
}

fn heading(text: &str) -> String {
    text.replace('\\', "\\\\").replace('|', "\\|").replace(['\r', '\n'], " ")
}

fn extended(text: &str) -> String {
    text.replace('\\', "\\\\").replace('=', "\\=").replace('\r', "\\r").replace('\n', "\\n")
}
