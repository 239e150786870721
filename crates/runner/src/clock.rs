//! The two clocks of the machine. Only this module reads them.

use domain::Moment;
use rustix::time::{ClockId, clock_gettime};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The wall clock. Outside the years 0 to 9999 it reads as the nearest end.
#[expect(
    clippy::disallowed_methods,
    reason = "the runner holds a consent to its own clock, not to the server's"
)]
pub(crate) fn now() -> Moment {
    let micros = |span: Duration| i64::try_from(span.as_micros()).unwrap_or(i64::MAX);
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(after) => Moment::from_unix_micros(micros(after)).unwrap_or(Moment::MAX),
        Err(before) => {
            Moment::from_unix_micros(micros(before.duration()).saturating_neg()).unwrap_or(Moment::MIN)
        }
    }
}

/// The time since the machine was started. Nobody can set this clock, and it goes on while the machine sleeps
/// (access.md, rule 12), which the timers of the async runtime do not.
pub(crate) fn since_boot() -> Duration {
    let read = clock_gettime(ClockId::Boottime);
    let seconds = u64::try_from(read.tv_sec).unwrap_or_default();
    Duration::new(seconds, u32::try_from(read.tv_nsec).unwrap_or_default())
}
