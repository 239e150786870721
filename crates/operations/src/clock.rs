//! The one place that reads a clock (access.md, rule 12).

use domain::Moment;
use rustix::time::{ClockId, clock_gettime};
use std::sync::atomic::{AtomicI64, Ordering};

/// How far the wall clock may leave the boot-time clock before nothing is granted or destroyed any more.
const DRIFT_MICROS_MAX: i64 = 60_000_000;

/// Tells the time, and whether it can be trusted.
pub trait Clock: Send + Sync {
    /// The wall clock's instant.
    fn now(&self) -> Moment;

    /// Whether the wall clock has kept step with the boot-time clock since the process began, or an operator said that
    /// it is right.
    fn is_trusted(&self) -> bool;

    /// Takes the wall clock as right from here on: an operator's word.
    fn confirm(&self);
}

/// The system's clocks.
#[derive(Debug)]
pub struct SystemClock {
    /// The wall clock minus the boot-time clock, when last known to be right, in microseconds.
    offset: AtomicI64,
}

impl SystemClock {
    /// Begins to watch the clocks.
    pub fn new() -> Self {
        Self { offset: AtomicI64::new(current_offset()) }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        let micros = micros_of(ClockId::Realtime);
        Moment::from_unix_micros(micros).unwrap_or(Moment::MAX)
    }

    fn is_trusted(&self) -> bool {
        let drift = current_offset().saturating_sub(self.offset.load(Ordering::Relaxed));
        drift.abs() <= DRIFT_MICROS_MAX
    }

    fn confirm(&self) {
        self.offset.store(current_offset(), Ordering::Relaxed);
    }
}

fn current_offset() -> i64 {
    micros_of(ClockId::Realtime).saturating_sub(micros_of(ClockId::Boottime))
}

fn micros_of(clock: ClockId) -> i64 {
    let at = clock_gettime(clock);
    at.tv_sec.saturating_mul(1_000_000).saturating_add(at.tv_nsec / 1_000)
}

/// A clock that stands where it is put: for rehearsals and tests.
#[derive(Debug)]
pub struct SetClock {
    micros: AtomicI64,
}

impl SetClock {
    /// A clock that stands at `at`.
    pub const fn at(at: Moment) -> Self {
        Self { micros: AtomicI64::new(at.unix_micros()) }
    }

    /// Puts the clock to `at`.
    pub fn set(&self, at: Moment) {
        self.micros.store(at.unix_micros(), Ordering::Relaxed);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Moment {
        Moment::from_unix_micros(self.micros.load(Ordering::Relaxed)).unwrap_or(Moment::MAX)
    }

    fn is_trusted(&self) -> bool {
        true
    }

    fn confirm(&self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_stepped_is_not_trusted_until_confirmed() {
        let clock = SystemClock::new();
        assert!(clock.is_trusted());
        clock.offset.fetch_sub(DRIFT_MICROS_MAX + 1_000_000, Ordering::Relaxed);
        assert!(!clock.is_trusted());
        clock.confirm();
        assert!(clock.is_trusted());
    }
}
