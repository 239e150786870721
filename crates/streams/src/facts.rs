//! What an entry says, as names and values: what structured data, CEF and OCSF have in common.

use crate::entry::Entry;
use serde_json::Value;

/// Texts that only a verifier reads; with them an entry would outgrow what syslog receivers take.
const LONG: [&str; 5] = ["document", "signature", "public_key", "record", "settings"];
/// What is told by itself.
const TOLD: [&str; 2] = ["type", "case"];

/// The facts of an event beside its type and case, in the order of its leaf: `("diagnostic", "dns-records")`. Members
/// of nested objects come under their own name, lists joined by commas.
pub(crate) fn facts(entry: &Entry) -> Vec<(String, String)> {
    let event = serde_json::to_value(&entry.record.event).unwrap_or_default();
    let mut facts = Vec::new();
    gather(&event, &mut facts);
    facts
}

fn gather(object: &Value, facts: &mut Vec<(String, String)>) {
    let Some(members) = object.as_object() else { return };
    for (name, value) in members {
        if LONG.contains(&name.as_str()) || TOLD.contains(&name.as_str()) {
            continue;
        }
        match value {
            // Its `by` says what stands behind a consent, which is no actor.
            Value::Object(proof) if name == "proof" => {
                let told = [("proof", "by"), ("key", "key")];
                facts.extend(
                    told.into_iter()
                        .filter_map(|(fact, member)| Some((fact.to_owned(), plain(proof.get(member)?)))),
                );
            }
            Value::Object(_) => gather(value, facts),
            Value::Null => {}
            Value::Array(items) if items.iter().any(Value::is_object) => {}
            value => facts.push((fact_name(name).to_owned(), plain(value))),
        }
    }
}

/// An earlier entry's place is told apart from the entry's own.
fn fact_name(member: &str) -> &str {
    if member == "sequence" { "earlier_sequence" } else { member }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// The value of a fact; empty if the entry has none.
pub(crate) fn fact<'f>(facts: &'f [(String, String)], name: &str) -> &'f str {
    facts.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
}
