//! How long a busy service asks to be left alone (RFC 9110, section 10.2.3).

use domain::Moment;
use std::time::Duration;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

/// The longest that is waited for one page.
const PAUSE_MAX: Duration = Duration::from_mins(1);

/// How long to wait before the next of `tries`; none if it is longer than anybody wants to wait.
pub(super) fn asked(header: Option<&str>, now: Moment, tries: usize) -> Option<Duration> {
    let Some(text) = header.map(str::trim) else {
        // Without a wish: longer each time.
        return Some(Duration::from_secs(1 << tries.min(5)));
    };
    let seconds = text.parse().ok().or_else(|| {
        let until = OffsetDateTime::parse(text, &Rfc2822).ok()?.unix_timestamp();
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
