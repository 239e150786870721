//! How long the runner may work without hearing of the server.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The span since the last beat in which runs may go on. Times are those of [`crate::clock::since_boot`].
#[derive(Debug)]
pub(crate) struct Lease {
    span: Duration,
    /// Nanoseconds since boot at the last beat; 0 before the first.
    last: AtomicU64,
}

impl Lease {
    /// A lease that nobody has given yet.
    pub(crate) const fn new(span: Duration) -> Self {
        Self { span, last: AtomicU64::new(0) }
    }

    /// A beat came at `at`. Tells whether the lease held until then: if not, what ran under it has to stop, although
    /// the lease holds again from here on.
    pub(crate) fn renew(&self, at: Duration) -> bool {
        let before = self.last.swap(nanos(at), Ordering::SeqCst);
        !self.left_since(before, at).is_zero()
    }

    /// Whether the lease holds at `at`.
    pub(crate) fn holds(&self, at: Duration) -> bool {
        !self.left(at).is_zero()
    }

    /// How long the lease holds from `at` on; nothing once it is over.
    pub(crate) fn left(&self, at: Duration) -> Duration {
        self.left_since(self.last.load(Ordering::SeqCst), at)
    }

    fn left_since(&self, last: u64, at: Duration) -> Duration {
        let passed = Duration::from_nanos(nanos(at).saturating_sub(last));
        if last == 0 { Duration::ZERO } else { self.span.saturating_sub(passed) }
    }
}

fn nanos(span: Duration) -> u64 {
    u64::try_from(span.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn a_lease_holds_from_a_beat_until_its_span_is_over() {
        let lease = Lease::new(at(5_000));
        assert!(!lease.holds(at(100)), "nobody gave it yet");
        lease.renew(at(1_000));
        assert!(lease.holds(at(5_999)));
        assert!(!lease.holds(at(6_000)), "the end itself is too late");
        assert_eq!(lease.left(at(4_000)), at(2_000));
    }

    #[test]
    fn a_late_beat_tells_that_the_lease_was_lost_before() {
        let lease = Lease::new(at(5_000));
        assert!(!lease.renew(at(1_000)));
        assert!(lease.renew(at(5_999)));
        assert!(!lease.renew(at(20_000)), "for instance after the machine slept");
        assert!(lease.holds(at(20_001)));
    }
}
