//! How long to wait before the next attempt to reach the server.

use std::time::Duration;

/// The first pause.
const PAUSE_MIN: Duration = Duration::from_millis(200);

/// Pauses that double from 0.2 s to a bound, each shortened by a random part of up to a half, so that the runners of
/// many customers do not come back to a restarted server all at once.
#[derive(Debug)]
pub(crate) struct Backoff {
    pause: Duration,
    pause_max: Duration,
}

impl Backoff {
    pub(crate) const fn up_to(pause_max: Duration) -> Self {
        Self { pause: PAUSE_MIN, pause_max }
    }

    /// The next pause.
    pub(crate) fn next(&mut self) -> Duration {
        // If the system has no number to give, runners come back at the same time, which is no harm.
        self.next_by(getrandom::u32().unwrap_or_default())
    }

    fn next_by(&mut self, random: u32) -> Duration {
        let pause = self.pause;
        self.pause = pause.saturating_mul(2).min(self.pause_max);
        let half = pause / 2;
        half + half.mul_f64(f64::from(random) / f64::from(u32::MAX))
    }

    /// An attempt succeeded.
    pub(crate) const fn reset(&mut self) {
        self.pause = PAUSE_MIN;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_their_bound_and_begin_again() {
        let mut backoff = Backoff::up_to(Duration::from_secs(10));
        let pauses: Vec<_> = (0..8).map(|_| backoff.next_by(u32::MAX).as_millis()).collect();
        assert_eq!(pauses, [200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]);
        backoff.reset();
        assert_eq!(backoff.next_by(0), Duration::from_millis(100), "at most a half is taken off");
    }
}
