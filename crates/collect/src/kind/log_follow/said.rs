//! What was said while somebody watched: records that match, by their shape.

use crate::kind::log_clusters::shape_of;
use crate::logs::{Appended, Entry, Record, Records, Window, time_of_line};
use domain::Moment;
use regex_automata::meta::Regex;
use serde_json::{Value, json};
use std::collections::HashMap;

/// The most shapes that are told apart.
const SHAPES_MAX: usize = 500;
/// The most that are told.
const TOLD_MAX: usize = 50;

/// Puts lines together to records, file by file, and counts those that match.
pub(super) struct Said {
    pattern: Regex,
    began: Moment,
    window: Window,
    records: HashMap<usize, Records>,
    matches: u64,
    first: Option<Moment>,
    shapes: Vec<(String, u64, Moment)>,
    ungrouped: u64,
}

impl Said {
    pub(super) fn new(pattern: Regex, began: Moment) -> Self {
        Self {
            pattern,
            began,
            window: Window::new(began, 0, 0, began),
            records: HashMap::new(),
            matches: 0,
            first: None,
            shapes: Vec::new(),
            ungrouped: 0,
        }
    }

    /// Takes a line that was seen at `now`.
    pub(super) fn line(&mut self, appended: Appended, now: Moment) {
        let dated = time_of_line(appended.line, &self.window).is_some();
        // What a log says of its time is not needed: it is said now.
        let entry = Entry { path: appended.path, line: appended.line, time: Some(now), dated };
        let wanted = self.pattern.is_match(appended.line);
        if let Some(record) = self.records.entry(appended.file).or_default().line(entry, wanted) {
            self.record(&record);
        }
    }

    fn record(&mut self, record: &Record) {
        let Some(time) = record.time.filter(|_| record.wanted) else { return };
        self.matches += 1;
        self.first = Some(self.first.map_or(time, |first| first.min(time)));
        let shape = shape_of(&record.first);
        let known = self.shapes.len();
        match self.shapes.iter_mut().find(|(known, ..)| *known == shape) {
            Some((_, count, first)) => {
                *count += 1;
                *first = time.min(*first);
            }
            None if known < SHAPES_MAX => self.shapes.push((shape, 1, time)),
            None => self.ungrouped += 1,
        }
    }

    /// The facts, once no more lines come.
    pub(super) fn facts(mut self) -> [(String, Value); 6] {
        for mut records in std::mem::take(&mut self.records).into_values() {
            if let Some(record) = records.end() {
                self.record(&record);
            }
        }
        self.shapes.sort_by_key(|(_, _, first)| *first);
        let after = |time: Moment| time.since(self.began).micros() / 1_000_000;
        let shapes = self.shapes.iter().map(|(shape, count, first)| {
            json!({"shape": shape, "count": count, "first": first, "after_seconds": after(*first)})
        });
        let told: Vec<Value> = shapes.take(TOLD_MAX).collect();
        [
            ("matches", json!(self.matches)),
            ("first_match", json!(self.first)),
            ("shapes", json!(self.shapes.len())),
            ("ungrouped", json!(self.ungrouped)),
            ("first_shape", json!(told.first())),
            ("clusters", json!(told)),
        ]
        .map(|(name, value)| (name.to_owned(), value))
    }
}
