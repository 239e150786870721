//! The time window that is looked at.

use domain::{Moment, Span};

/// A time window, and what is needed to place timestamps that leave things out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    start: Moment,
    end: Moment,
    /// Seconds that the log's clock is ahead of UTC, for timestamps that do not say.
    pub(crate) offset_seconds: i64,
    /// The run's time, for timestamps without a year.
    pub(crate) now: Moment,
}

impl Window {
    /// The `hours` before `end`.
    pub(crate) fn new(end: Moment, hours: u64, offset_seconds: i64, now: Moment) -> Self {
        let span = Span::from_hours(u32::try_from(hours).unwrap_or(u32::MAX));
        Self { start: end.minus(span), end, offset_seconds, now }
    }

    pub(crate) fn start(&self) -> Moment {
        self.start
    }

    pub(crate) fn end(&self) -> Moment {
        self.end
    }

    /// Whether a line of this time belongs to it. A line whose time is not known does.
    pub(crate) fn admits(&self, time: Option<Moment>) -> bool {
        time.is_none_or(|time| self.start <= time && time <= self.end)
    }
}
