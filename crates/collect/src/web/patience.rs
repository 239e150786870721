//! How long a busy service asks to be left alone (RFC 9110, section 10.2.3), and leaving it alone.

use super::{Answered, date};
use crate::CollectError;
use crate::database::Failure;
use crate::machine;
use crate::site::Site;
use domain::Moment;
use std::time::Duration;

/// How often a service that is too busy is asked.
const TRIES_MAX: usize = 4;
/// The longest that is waited for one answer.
const PAUSE_MAX: Duration = Duration::from_mins(1);

/// Asks until the service is not too busy (429, 503), with the pauses that it wants, as long as the run may wait. The last
/// answer is given; `throttled` counts the busy ones.
pub(crate) fn patiently(
    site: &mut Site,
    throttled: &mut usize,
    mut ask: impl FnMut(&mut Site) -> Result<Result<Answered, Failure>, CollectError>,
) -> Result<Result<Answered, Failure>, CollectError> {
    let mut tries = 0;
    loop {
        let answered = match ask(site)? {
            Ok(answered) if matches!(answered.way.status, 429 | 503) => answered,
            other => return Ok(other),
        };
        tries += 1;
        *throttled += 1;
        let pause = asked(answered.header("retry-after").as_deref(), site.time(), tries);
        match pause.filter(|pause| tries < TRIES_MAX && *pause < site.budget.time_left()) {
            Some(pause) => machine::pass(site, pause)?,
            None => return Ok(Ok(answered)),
        }
    }
}

/// How long to wait before the next of `tries`; none if it is longer than anybody wants to wait.
fn asked(header: Option<&str>, now: Moment, tries: usize) -> Option<Duration> {
    let Some(text) = header.map(str::trim) else {
        // Without a wish: longer each time.
        return Some(Duration::from_secs(1 << tries.min(5)));
    };
    let seconds = text.parse().ok().or_else(|| {
        let until = date::moment(text)?.unix_seconds();
        u64::try_from(until.saturating_sub(now.unix_seconds()).max(0)).ok()
    });
    Some(Duration::from_secs(seconds?)).filter(|pause| *pause <= PAUSE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_dates_are_understood() {
        let now: Moment = "2026-11-24T00:00:00Z".parse().unwrap();
        for (header, expected) in [
            (Some("7"), Some(7)),
            (Some("0"), Some(0)),
            (Some("3600"), None),
            (Some("Tue, 24 Nov 2026 00:00:20 GMT"), Some(20)),
            (Some("Mon, 23 Nov 2026 00:00:00 GMT"), Some(0)),
            (Some("soon"), None),
            (None, Some(2)),
        ] {
            assert_eq!(asked(header, now, 1), expected.map(Duration::from_secs), "{header:?}");
        }
    }
}
