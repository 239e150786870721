//! What was found in texts, counted.

use crate::output::Output;
use crate::output::table::Table;
use classify::{Explained, StationProfile};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// Counts over all texts and for each.
#[derive(Debug, Default, Serialize)]
pub(super) struct Inspection {
    bytes: u64,
    lines: u64,
    /// By class and entity type.
    found: BTreeMap<&'static str, BTreeMap<&'static str, Found>>,
    /// By the rule that found it.
    rules: BTreeMap<&'static str, u64>,
    /// How long each station and rule took, in microseconds.
    microseconds: BTreeMap<&'static str, u64>,
    /// By the path of keys to the value.
    keys: BTreeMap<String, u64>,
    files: Vec<Text>,
    passed_over: Vec<PassedOver>,
}

#[derive(Debug, Default, Serialize)]
struct Found {
    spans: u64,
    bytes: u64,
    sample: String,
}

#[derive(Debug, Default, Serialize)]
struct Text {
    name: String,
    lines: u64,
    /// By class, by entity type, by the rule that found it, and by the path of keys to the value.
    spans: BTreeMap<&'static str, u64>,
    entities: BTreeMap<&'static str, u64>,
    rules: BTreeMap<&'static str, u64>,
    keys: BTreeMap<String, u64>,
}

#[derive(Debug, Serialize)]
struct PassedOver {
    name: String,
    reason: String,
}

/// Random keys must not fill the memory.
const KEYS_MAX: usize = 10_000;
/// How many keys people are shown.
const KEYS_SHOWN: usize = 20;

impl Inspection {
    /// Another text begins.
    pub(super) fn begin(&mut self, name: &str) {
        self.files.push(Text { name: name.to_owned(), ..Text::default() });
    }

    /// A file of which nothing was read.
    pub(super) fn pass_over(&mut self, name: &str, reason: &str) {
        self.passed_over.push(PassedOver { name: name.to_owned(), reason: reason.to_owned() });
    }

    /// Adds a line of `read` bytes.
    pub(super) fn add(&mut self, line: &[u8], reasons: &[Explained], read: usize) {
        self.bytes += read as u64;
        self.lines += 1;
        let mut text = self.files.last_mut();
        if let Some(text) = &mut text {
            text.lines += 1;
        }
        for reason in reasons {
            let span = reason.span;
            let class = span.category().name();
            let found = self.found.entry(class).or_default().entry(span.entity.name()).or_default();
            found.spans += 1;
            found.bytes += span.len() as u64;
            if found.sample.is_empty() {
                found.sample = masked(line.get(span.start..span.end).unwrap_or_default());
            }
            *self.rules.entry(reason.rule).or_default() += 1;
            if let Some(text) = &mut text {
                *text.spans.entry(class).or_default() += 1;
                *text.entities.entry(span.entity.name()).or_default() += 1;
                *text.rules.entry(reason.rule).or_default() += 1;
            }
            let path = &reason.path;
            if !path.is_empty() && (self.keys.len() < KEYS_MAX || self.keys.contains_key(path)) {
                if let Some(text) = &mut text {
                    *text.keys.entry(path.clone()).or_default() += 1;
                }
                *self.keys.entry(path.clone()).or_default() += 1;
            }
        }
    }

    /// Adds how long the stations and rules took for some lines.
    pub(super) fn add_times(&mut self, stations: &[StationProfile]) {
        for station in stations {
            let took = u64::try_from(station.took.as_micros()).unwrap_or(u64::MAX);
            *self.microseconds.entry(station.name).or_default() += took;
        }
    }

    /// Whether there is one of this class or entity type.
    pub(super) fn holds(&self, word: &str) -> bool {
        self.found.iter().any(|(class, entities)| *class == word || entities.contains_key(word))
    }

    /// Writes it for people.
    pub(super) fn show(&self, out: &mut Output) -> io::Result<()> {
        let mut table = Table::new(["class", "type", "spans", "bytes", "for example"]);
        for (class, entities) in &self.found {
            for (entity, found) in entities {
                let Found { spans, bytes, sample } = found;
                let text = |word: &str| word.to_owned();
                table.row([text(class), text(entity), spans.to_string(), bytes.to_string(), sample.clone()]);
            }
        }
        out.line(format_args!("{} lines, {} bytes", self.lines, self.bytes))?;
        out.table(&table)?;
        self.show_places(out)?;
        for PassedOver { name, reason } in &self.passed_over {
            out.line(format_args!("passed over: {name}: {reason}"))?;
        }
        Ok(())
    }

    fn show_places(&self, out: &mut Output) -> io::Result<()> {
        if self.files.len() > 1 {
            let mut table = Table::new(["file", "lines", "found"]);
            for file in &self.files {
                let found: Vec<_> = file.spans.iter().map(|(class, n)| format!("{n} {class}")).collect();
                table.row([file.name.clone(), file.lines.to_string(), found.join(", ")]);
            }
            out.line("")?;
            out.table(&table)?;
        }
        let mut keys: Vec<_> = self.keys.iter().collect();
        keys.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let counted = |name: &str, counts: &[(String, u64)], out: &mut Output| -> io::Result<()> {
            let mut table = Table::new([name, "spans"]);
            for (name, count) in counts {
                table.row([name.clone(), count.to_string()]);
            }
            out.line("")?;
            out.table(&table)
        };
        let keys: Vec<_> = keys.into_iter().take(KEYS_SHOWN).map(|(k, n)| (k.clone(), *n)).collect();
        counted("key", &keys, out)?;
        self.show_rules(out)
    }

    /// Which rule found how much, and how long each took; what comes before the rules is told too.
    fn show_rules(&self, out: &mut Output) -> io::Result<()> {
        let mut table = Table::new(["rule", "spans", "took"]);
        let names: BTreeSet<_> = self.rules.keys().chain(self.microseconds.keys()).copied().collect();
        for name in names {
            let spans = self.rules.get(name).map(u64::to_string).unwrap_or_default();
            let took = self.microseconds.get(name).map(|us| format!("{}.{:03} ms", us / 1000, us % 1000));
            table.row([name.to_owned(), spans, took.unwrap_or_default()]);
        }
        out.line("")?;
        out.table(&table)
    }
}

/// Of a shorter value the first character says too much.
const LENGTH_SHOWN_MIN: usize = 4;

/// The first character and the length, which tell what it is like and not what it is.
fn masked(value: &[u8]) -> String {
    let text = String::from_utf8_lossy(value);
    let count = text.chars().count();
    let first =
        text.chars().next().filter(|_| count >= LENGTH_SHOWN_MIN).map(String::from).unwrap_or_default();
    format!("{first}… ({count} characters)")
}
