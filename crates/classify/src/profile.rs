//! Where the time goes: each station of a line, measured apart.

use crate::channel::Channel;
use crate::context::CompiledContext;
use crate::detect::RULES;
use crate::key::KeyMemo;
use crate::resolve::resolve;
use crate::span::Span;
use crate::structure::Structure;
use std::cell::RefCell;
use std::time::{Duration, Instant};

/// What one station of the classifier did to some lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StationProfile {
    /// The name of the rule, or of the station before or behind the rules.
    pub name: &'static str,
    /// How long it took.
    pub took: Duration,
    /// The candidates that it found.
    pub candidates: usize,
}

/// How many lines go through a station before the next one gets them.
const BATCH_LINES: usize = 256;

/// Sends `lines` through the classifier, one station after the other, and measures each.
pub fn profile(lines: &[&[u8]], channel: Channel, context: &CompiledContext) -> Vec<StationProfile> {
    let station = |name| StationProfile { name, took: Duration::ZERO, candidates: 0 };
    let mut structure = ["view", "words", "fields"].map(station);
    let mut rules: Vec<_> = RULES.iter().map(|rule| station(rule.name)).collect();
    let mut keys = KeyMemo::default();
    let memo = RefCell::default();
    let mut precedence = station("precedence");
    let mut batch: Vec<Structure> = (0..BATCH_LINES).map(|_| Structure::default()).collect();
    let mut found: Vec<Vec<Span>> = vec![Vec::new(); BATCH_LINES];
    for lines in lines.chunks(BATCH_LINES) {
        let [view, words, fields] = &mut structure;
        measure(view, || {
            batch.iter_mut().zip(lines).for_each(|(read, line)| read.read_view(line));
            0
        });
        measure(words, || {
            batch.iter_mut().zip(lines).for_each(|(read, _)| read.read_words(context));
            0
        });
        measure(fields, || {
            batch.iter_mut().zip(lines).for_each(|(read, _)| read.read_fields(&mut keys));
            0
        });
        for (rule, station) in RULES.iter().zip(&mut rules) {
            measure(station, || {
                let count = |found: &[Vec<Span>]| found.iter().map(Vec::len).sum::<usize>();
                let before = count(&found);
                for (read, found) in batch.iter().zip(&mut found).take(lines.len()) {
                    rule.apply(&read.line(channel, context, &memo), found);
                }
                count(&found) - before
            });
        }
        measure(&mut precedence, || {
            let mut spans = Vec::new();
            for ((read, found), text) in batch.iter().zip(&mut found).zip(lines) {
                resolve(text, read.tokens(), found, &mut spans);
            }
            0
        });
    }
    structure.into_iter().chain(rules).chain(std::iter::once(precedence)).collect()
}

fn measure(station: &mut StationProfile, work: impl FnOnce() -> usize) {
    let started = Instant::now();
    station.candidates += work();
    station.took += started.elapsed();
}
