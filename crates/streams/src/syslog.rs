//! An entry as a syslog message (RFC 5424), framed for TLS (RFC 5425).

use crate::cef::cef;
use crate::entry::Entry;
use crate::facts::facts;
use crate::ocsf::ocsf;
use std::fmt::Write as _;

/// Facility 13: log audit.
const FACILITY: u8 = 13;
const WARNING: u8 = 4;
const NOTICE: u8 = 5;
/// The name of the structured data: 32473 is the enterprise number that RFC 5612 reserves for documentation.
const ELEMENT: &str = "glasscase@32473";
/// The longest host name that RFC 5424 takes.
const HOST_BYTES_MAX: usize = 255;

/// What stands behind a message's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payload {
    /// The facts as structured data, and a short sentence.
    Facts,
    /// A line of CEF.
    Cef,
    /// An OCSF event.
    Ocsf,
}

/// The message of an entry, from the desk that is called `host`. Its structured data always holds the event's id.
pub fn message(entry: &Entry, host: &str, payload: Payload) -> String {
    let record = &entry.record;
    let priority = FACILITY * 8 + if entry.is_failure() { WARNING } else { NOTICE };
    let word = record.event.word();
    let (host, at) = (host_name(host), record.at);
    let mut text = format!("<{priority}>1 {at} {host} glasscase - {} ", msg_id(&word));
    text.push_str(&structured(entry, payload == Payload::Facts));
    text.push(' ');
    match payload {
        Payload::Facts => {
            // The mark says that the text is UTF-8.
            text.push('\u{feff}');
            text.push_str(&sentence(entry, &word));
        }
        // CEF's and OCSF's readers look for the first character of theirs.
        Payload::Cef => text.push_str(&cef(entry)),
        Payload::Ocsf => text.push_str(&ocsf(entry).to_string()),
    }
    text
}

/// A message with its length in front, as RFC 5425 frames it.
pub fn framed(message: &str) -> Vec<u8> {
    format!("{} {message}", message.len()).into_bytes()
}

fn sentence(entry: &Entry, word: &str) -> String {
    let (kind, author) = entry.author();
    let case = entry.case.as_ref().map(|case| format!(" in case {case}")).unwrap_or_default();
    let who = entry.name.as_ref().unwrap_or(&author);
    let said = format!("{}{case} by {kind} {who}", word.replace('_', " "));
    said.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn structured(entry: &Entry, whole: bool) -> String {
    let record = &entry.record;
    let (kind, author) = entry.author();
    let mut parameters = vec![
        ("id".to_owned(), entry.id.to_string()),
        ("tenant".to_owned(), record.tenant.to_string()),
        ("sequence".to_owned(), record.sequence.to_string()),
    ];
    if whole {
        parameters.push(("by_kind".to_owned(), kind.to_owned()));
        parameters.push(("by".to_owned(), author));
        parameters.extend(entry.name.iter().map(|name| ("by_name".to_owned(), name.clone())));
        parameters.extend(entry.case.iter().map(|case| ("case".to_owned(), case.to_string())));
        parameters.extend(facts(entry));
    }
    let mut text = format!("[{ELEMENT}");
    for (name, value) in parameters {
        // Writing to a string cannot fail.
        let _ = write!(text, " {}=\"{}\"", parameter_name(&name), parameter_value(&value));
    }
    text.push(']');
    text
}

fn parameter_name(name: &str) -> String {
    let fits = |c: &char| c.is_ascii_graphic() && !['=', ']', '"'].contains(c);
    name.chars().filter(fits).take(32).collect()
}

fn parameter_value(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '"' | '\\' | ']' => text.extend(['\\', c]),
            c if c.is_control() => text.push(' '),
            c => text.push(c),
        }
    }
    text
}

fn host_name(host: &str) -> String {
    let name: String = host.chars().filter(char::is_ascii_graphic).take(HOST_BYTES_MAX).collect();
    if name.is_empty() { "-".to_owned() } else { name }
}

fn msg_id(word: &str) -> String {
    word.chars().filter(char::is_ascii_graphic).take(32).collect()
}
