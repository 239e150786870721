//! A skeleton without the lengths of what it leaves out.
//!
//! Counters, ports, addresses and memory addresses change their lengths from line to line. Each becomes one code, and the
//! spans are those of two lines in which stand-ins have the places, in one the longest and in the other the shortest that
//! may stand there: they do not depend on which of the lines came first, and where a length decides, be it that of a value
//! or that of the text between a value and its cue, the two have other spans and nothing is remembered of the skeleton.

use super::codes;
use crate::context::Values;
use std::ops::Range;

/// What one code stands for, as it stands in the line.
#[derive(Clone, Copy, Debug)]
struct Run {
    start: usize,
    end: usize,
    code: u8,
}

/// The runs of one line, in order.
#[derive(Debug, Default)]
pub(super) struct Runs(Vec<Run>);

impl Runs {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a run behind those there are.
    pub(super) fn push(&mut self, range: Range<usize>, code: u8) {
        self.0.push(Run { start: range.start, end: range.end, code });
    }

    /// Appends `skeleton` with one byte for each run.
    pub(super) fn shorten(&self, skeleton: &[u8], short: &mut Vec<u8>) {
        let mut copied = 0;
        for run in &self.0 {
            short.extend_from_slice(skeleton.get(copied..run.start).unwrap_or_default());
            short.push(run.code);
            copied = run.end;
        }
        short.extend_from_slice(skeleton.get(copied..).unwrap_or_default());
    }

    /// The text with a stand-in for each run.
    pub(super) fn stand_in(&self, text: &[u8], values: &Values) -> Vec<u8> {
        let (mut standing, mut copied) = (Vec::with_capacity(text.len()), 0);
        for run in &self.0 {
            standing.extend_from_slice(text.get(copied..run.start).unwrap_or_default());
            standing.extend_from_slice(stand_in(run.code, values));
            copied = run.end;
        }
        standing.extend_from_slice(text.get(copied..).unwrap_or_default());
        standing
    }

    /// The offset in the short skeleton of one in the text with stand-ins; none inside a stand-in.
    pub(super) fn shortened(&self, at: usize, values: &Values) -> Option<usize> {
        // How much longer than the short skeleton the text with stand-ins is, and the line, in front of a run.
        let (mut standing, mut line) = (0, 0);
        for run in &self.0 {
            let start = run.start - line;
            let length = stand_in(run.code, values).len();
            if at <= start + standing {
                break;
            }
            if at < start + standing + length {
                return None;
            }
            standing += length - 1;
            line += run.end - run.start - 1;
        }
        Some(at - standing)
    }

    /// Gives, for offsets in the short skeleton that ascend, those in the line.
    pub(super) fn lengthened(&self) -> impl FnMut(usize) -> usize + '_ {
        let (mut runs, mut line) = (self.0.iter().peekable(), 0);
        move |at| {
            while let Some(run) = runs.next_if(|run| run.start - line < at) {
                line += run.end - run.start - 1;
            }
            at + line
        }
    }
}

/// What stands in the looked-at text for a code.
fn stand_in(code: u8, values: &Values) -> &[u8] {
    match code {
        codes::PORT => values.port(),
        codes::NAMED_PORT => values.named_port(),
        codes::COUNTER => values.counter(),
        codes::ALONE => values.alone(),
        codes::FRACTION => values.fraction(),
        codes::IDENTIFIER => values.identifier(),
        codes::HEXADECIMAL => values.hexadecimal(),
        codes::SHORT_HEXADECIMAL => values.short_hexadecimal(),
        _ => values.address(usize::from(code - codes::ADDRESSES[0])),
    }
}
