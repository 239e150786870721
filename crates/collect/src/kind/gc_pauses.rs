//! Pauses of a Java virtual machine's garbage collection, by its log.

mod line;

use crate::CollectError;
use crate::logs::{self, Entry, NoFacts, Reader, Wanted, Window};
use crate::rounded::tenths;
use crate::site::Site;
use diagnostics::collector::GcPauses;
use domain::Moment;
use line::{Pause, Word};
use serde_json::{Value, json};

/// Up to how much of the heap a full collection must leave for the heap to count as full.
const FULL_PERCENT: f64 = 90.0;
/// The most pauses that are measured; later ones only count where they are the longest.
const PAUSES_MAX: usize = 1_000_000;

/// Measures every pause of the window.
pub(super) fn collect(site: &mut Site, parameters: &GcPauses) -> Result<Value, CollectError> {
    let GcPauses { files, rotated, hours, until, utc_offset } = parameters;
    let utc_offset = Some(utc_offset);
    let wanted = Wanted { files, rotated, hours, until, utc_offset };
    let window = wanted.window(site.inputs, site.now)?;
    let mut measuring = Measuring::of(window);
    let logs = logs::read(site, wanted, window, &mut measuring)?;
    let mut facts = logs.facts(window);
    facts.extend(measuring.facts());
    Ok(Value::Object(facts))
}

struct Measuring {
    window: Window,
    /// Milliseconds of each pause.
    pauses: Vec<f64>,
    /// Milliseconds, time and kind of the longest.
    longest: Option<(f64, Option<Moment>, String)>,
    full: u64,
    full_without_relief: u64,
    heap_after_full: f64,
    evacuation_failures: u64,
    stalls: u64,
    out_of_memory: u64,
    first: Option<Moment>,
    last: Option<Moment>,
    /// Seconds since the machine's start, where the log tells those alone: the first, the latest, and the sum of earlier runs.
    uptime: Option<(f64, f64)>,
    earlier_uptimes: f64,
}

impl Reader for Measuring {
    type File = NoFacts;

    fn line(&mut self, _site: &mut Site, _file: &mut NoFacts, entry: Entry) -> Result<(), CollectError> {
        if !self.window.admits(entry.time) {
            return Ok(());
        }
        let Some(word) = line::read(entry.line) else { return Ok(()) };
        self.first = self.first.into_iter().chain(entry.time).min();
        self.last = self.last.into_iter().chain(entry.time).max();
        self.note_uptime(line::uptime(entry.line));
        match word {
            Word::Pause(pause) => self.pause(&pause, entry.time),
            Word::EvacuationFailure => self.evacuation_failures += 1,
            Word::Stall => self.stalls += 1,
            Word::OutOfMemory => self.out_of_memory += 1,
        }
        Ok(())
    }
}

impl Measuring {
    fn of(window: Window) -> Self {
        Self {
            window,
            pauses: Vec::new(),
            longest: None,
            full: 0,
            full_without_relief: 0,
            heap_after_full: 0.0,
            evacuation_failures: 0,
            stalls: 0,
            out_of_memory: 0,
            first: None,
            last: None,
            uptime: None,
            earlier_uptimes: 0.0,
        }
    }

    fn note_uptime(&mut self, seconds: Option<f64>) {
        let Some(seconds) = seconds else { return };
        match &mut self.uptime {
            Some((_, latest)) if seconds >= *latest => *latest = seconds,
            // Another run of the machine, or another file.
            Some((first, latest)) => {
                self.earlier_uptimes += *latest - *first;
                self.uptime = Some((seconds, seconds));
            }
            None => self.uptime = Some((seconds, seconds)),
        }
    }

    fn pause(&mut self, pause: &Pause, time: Option<Moment>) {
        if self.longest.as_ref().is_none_or(|(millis, ..)| *millis < pause.millis) {
            self.longest = Some((pause.millis, time, pause.kind.clone()));
        }
        if self.pauses.len() < PAUSES_MAX {
            self.pauses.push(pause.millis);
        }
        if pause.full {
            self.full += 1;
            self.heap_after_full = pause.heap_percent_after.unwrap_or(0.0);
            self.full_without_relief += u64::from(self.heap_after_full >= FULL_PERCENT);
        }
    }

    /// Seconds that the log covers.
    fn covered(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "seconds need no more than 53 bits")]
        let dated = match (self.first, self.last) {
            (Some(first), Some(last)) => last.since(first).micros() as f64 / 1e6,
            _ => 0.0,
        };
        let running = self.uptime.map_or(0.0, |(first, latest)| latest - first) + self.earlier_uptimes;
        if dated > 0.0 { dated } else { running }
    }

    fn facts(mut self) -> Vec<(String, Value)> {
        self.pauses.sort_by(f64::total_cmp);
        let total: f64 = self.pauses.iter().sum();
        let covered = self.covered();
        let share = if covered > 0.0 { (total / 10.0 / covered).min(100.0) } else { 0.0 };
        let rank = (self.pauses.len() * 99).div_ceil(100).saturating_sub(1);
        let (longest, at, kind) = self.longest.unwrap_or_default();
        [
            ("pauses", json!(self.pauses.len())),
            ("longest_ms", json!(tenths(longest))),
            ("longest_at", json!(at)),
            ("longest_kind", json!(kind)),
            ("ninety_ninth_ms", json!(tenths(self.pauses.get(rank).copied().unwrap_or(0.0)))),
            ("total_ms", json!(tenths(total))),
            ("covered_seconds", json!(tenths(covered))),
            ("share_percent", json!(tenths(share))),
            ("full_collections", json!(self.full)),
            ("full_without_relief", json!(self.full_without_relief)),
            ("heap_percent_after_full", json!(tenths(self.heap_after_full))),
            ("evacuation_failures", json!(self.evacuation_failures)),
            ("allocation_stalls", json!(self.stalls)),
            ("out_of_memory", json!(self.out_of_memory)),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }
}
