//! The numbers of events: each once, in order, none left out.

use crate::{Fault, FaultKind, Noticed};
use std::collections::VecDeque;

/// Gaps that are remembered in case a missing event comes late. Bounds memory.
const GAPS_MAX: usize = 1_000;

/// Which events have been seen: all below `next` but those in `gaps`.
#[derive(Default)]
pub(super) struct Sequence {
    next: u64,
    gaps: VecDeque<Gap>,
}

/// Events that were passed over.
struct Gap {
    first: u64,
    last: u64,
    /// The event that came instead, and its line.
    instead: u64,
    line: u64,
}

/// What an event with an unexpected number is.
pub(super) enum Arrival {
    /// Events before it have not come. The oldest gap is handed out when there are too many.
    AfterGap { overflow: Option<Fault> },
    /// It was passed over before; `after` is the highest event so far.
    Late { after: u64 },
    /// It was seen before.
    Again,
}

impl Sequence {
    /// The number that is due.
    pub(super) fn next(&self) -> u64 {
        self.next
    }

    /// The highest number so far.
    pub(super) fn last(&self) -> Option<u64> {
        self.next.checked_sub(1)
    }

    /// The event that was due came.
    pub(super) fn advance(&mut self) {
        self.next += 1;
    }

    /// Goes on at `number` without waiting for those before it.
    pub(super) fn skip_to(&mut self, number: u64) {
        self.next = number;
    }

    /// Another event than the one that was due came.
    pub(super) fn out_of_turn(&mut self, number: u64, line: u64) -> Arrival {
        if number > self.next {
            let gap = Gap { first: self.next, last: number - 1, instead: number, line };
            self.next = number + 1;
            self.gaps.push_back(gap);
            let overflow = if self.gaps.len() > GAPS_MAX { self.gaps.pop_front() } else { None };
            return Arrival::AfterGap { overflow: overflow.map(Gap::into_fault) };
        }
        match self.gaps.iter().position(|gap| (gap.first..=gap.last).contains(&number)) {
            Some(place) => {
                self.fill(place, number);
                Arrival::Late { after: self.next.saturating_sub(1) }
            }
            None => Arrival::Again,
        }
    }

    /// Splits a gap at the event that came after all.
    fn fill(&mut self, place: usize, number: u64) {
        let Some(Gap { first, last, instead, line }) = self.gaps.remove(place) else { return };
        if number < last {
            self.gaps.insert(place, Gap { first: number + 1, last, instead, line });
        }
        if first < number {
            self.gaps.insert(place, Gap { first, last: number - 1, instead: number, line });
        }
    }

    /// The events that never came.
    pub(super) fn take_gaps(&mut self) -> impl Iterator<Item = Fault> + use<> {
        std::mem::take(&mut self.gaps).into_iter().map(Gap::into_fault)
    }
}

impl Gap {
    fn into_fault(self) -> Fault {
        let noticed = Noticed::Event(self.instead);
        let kind = FaultKind::Missing { first: self.first, last: self.last, noticed };
        Fault { line: self.line, event: Some(self.instead), kind }
    }
}
