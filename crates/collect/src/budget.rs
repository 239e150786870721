//! What is left of a run's limits.

use diagnostics::Limits;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// What is left of a diagnostic's limits in a run, and which were reached.
#[derive(Debug)]
pub(crate) struct Budget {
    deadline: Instant,
    bytes: u64,
    rows: u64,
    seconds_reached: bool,
    bytes_reached: bool,
    rows_reached: bool,
}

impl Budget {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            deadline: Instant::now() + Duration::from_secs(limits.seconds.into()),
            bytes: limits.bytes,
            rows: limits.rows,
            seconds_reached: false,
            bytes_reached: false,
            rows_reached: false,
        }
    }

    /// The time left; nothing once the deadline has passed, which is noted.
    pub(crate) fn time_left(&mut self) -> Duration {
        let left = self.deadline.saturating_duration_since(Instant::now());
        self.seconds_reached |= left.is_zero();
        left
    }

    /// How many bytes may be read now, at most `bytes_max`; if none, the limit is noted.
    pub(crate) fn readable(&mut self, bytes_max: usize) -> usize {
        self.bytes_reached |= self.bytes == 0;
        bytes_max.min(usize::try_from(self.bytes).unwrap_or(usize::MAX))
    }

    /// Notes that `bytes` were read.
    pub(crate) fn spend(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_sub(bytes as u64);
    }

    /// Whether one more row may be handed over; if not, the limit is noted.
    pub(crate) fn take_row(&mut self) -> bool {
        let taken = self.rows > 0;
        self.rows = self.rows.saturating_sub(1);
        self.rows_reached |= !taken;
        taken
    }

    /// The names of the limits that were reached.
    pub(crate) fn reached(&self) -> Value {
        let limits =
            [("seconds", self.seconds_reached), ("bytes", self.bytes_reached), ("rows", self.rows_reached)];
        json!(limits.iter().filter(|(_, reached)| *reached).map(|(name, _)| name).collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_reached_when_more_is_wanted_than_is_left() {
        let mut budget =
            Budget::new(Limits { seconds: 600, bytes: 10, rows: 1, cpu_seconds: 1, memory_mib: 1 });
        assert_eq!(budget.readable(100), 10);
        budget.spend(10);
        assert!(budget.take_row());
        assert_eq!(budget.reached(), json!([]));
        assert_eq!(budget.readable(1), 0);
        assert!(!budget.take_row());
        assert_eq!(budget.reached(), json!(["bytes", "rows"]));
    }
}
