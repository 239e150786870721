//! What happened, as people read it: one line for each event of the log.

use super::frame::Frame;
use domain::{Actor, Event, Moment, Record};
use fluent_bundle::FluentValue;
use operations::Entry;
use serde_json::Value;

/// An event as a line.
pub(super) struct Line {
    /// Its place in the log.
    pub(super) sequence: u64,
    /// When it took effect.
    pub(super) at: Moment,
    /// Who caused it.
    pub(super) who: String,
    /// What happened.
    pub(super) text: String,
    /// Whether somebody at the vendor's looked.
    pub(super) is_look: bool,
}

impl Line {
    pub(super) fn of(page: &Frame, entry: &Entry) -> Self {
        let Record { sequence, at, by, event, .. } = &entry.record;
        Self {
            sequence: *sequence,
            at: *at,
            who: author(page, by, entry.name.as_deref()),
            text: sentence(page, event, entry.about.as_deref()),
            is_look: is_look(&entry.record),
        }
    }
}

/// Whether somebody at the vendor's looked: a diagnostic collects, or they read evidence.
pub(super) const fn is_look(record: &Record) -> bool {
    match record.event {
        Event::RunClaimed { .. } => true,
        Event::EvidenceRead { .. } => matches!(record.by, Actor::Vendor(_)),
        _ => false,
    }
}

/// Somebody by name, with the vendor's people told from one's own.
pub(super) fn author(page: &Frame, by: &Actor, name: Option<&str>) -> String {
    let named = |id: &dyn ToString| name.map_or_else(|| id.to_string(), str::to_owned);
    match by {
        Actor::Person(id) => named(id),
        Actor::Vendor(id) => page.tell("by-vendor", &[("name", named(id).into())]),
        Actor::Runner(id) => page.tell("by-runner", &[("name", named(id).into())]),
        Actor::System => page.say("by-desk"),
    }
}

/// What an event says. Every message is told all that any may need; what the event lacks is empty.
fn sentence(page: &Frame, event: &Event, about: Option<&str>) -> String {
    let whole = serde_json::to_value(event).unwrap_or_default();
    let field = |name: &str| whole.get(name).or_else(|| whole.get("order")?.get(name));
    let word = |name: &str| field(name).map(plain).unwrap_or_default();
    let somebody = |name: &str| about.map_or_else(|| word(name), str::to_owned);
    let because = field("cause").map(|cause| page.cause(&code(cause))).unwrap_or_default();
    let told = [
        ("case", word("case")),
        ("person", somebody("person")),
        ("engineer", somebody("engineer")),
        ("subscription", word("subscription")),
        ("diagnostic", word("diagnostic")),
        ("runner", word("runner")),
        ("partner", word("partner")),
        ("key", word("key")),
        ("destination", word("destination")),
        ("level", page.term("level", word("level"))),
        ("categories", listed(page, "category", field("categories"))),
        ("missing", listed(page, "category", field("missing"))),
        ("shown", listed(page, "category", field("shown"))),
        ("masked", listed(page, "category", field("masked"))),
        ("roles", listed(page, "role", field("roles"))),
        ("reason", page.term("reason", word("reason"))),
        ("because", because),
        ("size", field("bytes").and_then(Value::as_u64).map(|bytes| page.size(&bytes)).unwrap_or_default()),
        ("sequence", word("sequence")),
    ];
    let told: Vec<_> = told.into_iter().map(|(name, text)| (name, FluentValue::from(text))).collect();
    page.tell(&format!("event-{}", word("type").replace('_', "-")), &told)
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The word of a cause: itself, or the innermost one of a cause that says more.
fn code(cause: &Value) -> String {
    let inner = |name: &str| cause.get(name).map(plain).filter(|word| !word.is_empty());
    inner("reason").or_else(|| inner("code")).or_else(|| inner("why")).unwrap_or_else(|| plain(cause))
}

fn listed(page: &Frame, kind: &str, words: Option<&Value>) -> String {
    let words = words.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if words.is_empty() {
        return page.say("no-category");
    }
    words.iter().map(|word| page.term(kind, plain(word))).collect::<Vec<_>>().join(", ")
}
