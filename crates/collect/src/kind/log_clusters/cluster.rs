//! The records of one shape.

use crate::logs::Record;
use crate::rounded::tenths;
use domain::Moment;
use serde_json::{Value, json};

const MICROS_PER_HOUR: f64 = 3_600e6;

/// What is known of the records of one shape.
#[derive(Debug, Default)]
pub(in crate::kind) struct Cluster {
    pub(in crate::kind) example: Vec<u8>,
    pub(in crate::kind) first: Option<Moment>,
    pub(in crate::kind) last: Option<Moment>,
    pub(in crate::kind) count: u64,
    lines: u64,
    pub(in crate::kind) before: u64,
    pub(in crate::kind) recent: u64,
}

impl Cluster {
    pub(in crate::kind) fn add(&mut self, record: &Record, boundary: Moment) {
        self.count += 1;
        self.lines += record.lines;
        self.first = self.first.into_iter().chain(record.time).min();
        self.last = self.last.into_iter().chain(record.time).max();
        match record.time {
            Some(time) if time >= boundary => self.recent += 1,
            Some(_) => self.before += 1,
            None => {}
        }
    }

    pub(in crate::kind) fn facts(&self, name: &str, value: &str, halves: &Halves) -> Value {
        let per_hour_before = per_hour(self.before, halves.before_hours);
        let per_hour_recent = per_hour(self.recent, halves.recent_hours);
        // Once in all the time before, where it never happened: the least that the logs could have shown.
        let least = per_hour(1, halves.before_hours);
        let rise = if halves.has_history() { per_hour_recent / per_hour_before.max(least) } else { 0.0 };
        json!({
            name: value,
            "count": self.count,
            "lines": self.lines,
            "first": self.first,
            "last": self.last,
            "before": self.before,
            "recent": self.recent,
            "per_hour_before": tenths(per_hour_before),
            "per_hour_recent": tenths(per_hour_recent),
            "rise": tenths(rise),
            "new": halves.has_history() && self.before == 0 && self.recent > 0,
        })
    }
}

/// The two parts of a window, in hours: before, as far back as the logs tell, and recently.
#[derive(Debug)]
pub(in crate::kind) struct Halves {
    before_hours: f64,
    recent_hours: f64,
}

impl Halves {
    pub(in crate::kind) fn new(earliest: Option<Moment>, boundary: Moment, end: Moment) -> Self {
        let hours = |from: Moment, to: Moment| to.since(from).micros().max(0);
        let before = earliest.map_or(0, |earliest| hours(earliest.min(boundary), boundary));
        #[expect(clippy::cast_precision_loss, reason = "hours need no more than 53 bits")]
        let as_hours = |micros: i64| micros as f64 / MICROS_PER_HOUR;
        Self { before_hours: as_hours(before), recent_hours: as_hours(hours(boundary, end)) }
    }

    /// Whether the logs tell anything of the time before, so that something can be new.
    pub(in crate::kind) fn has_history(&self) -> bool {
        self.before_hours > 0.0
    }
}

#[expect(clippy::cast_precision_loss, reason = "a rate needs no more than 53 bits")]
fn per_hour(count: u64, hours: f64) -> f64 {
    if hours > 0.0 { count as f64 / hours } else { 0.0 }
}
