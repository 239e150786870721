//! Instants as people read them.

use domain::Moment;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// This machine's clock. Only words such as "in 20 days" depend on it; what is allowed never does.
#[expect(clippy::disallowed_methods, reason = "shows how far off an instant is; nothing is decided by it")]
pub(crate) fn now() -> Moment {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let micros = i64::try_from(since.as_micros()).unwrap_or(i64::MAX);
    Moment::from_unix_micros(micros).unwrap_or_default()
}

/// `2026-12-14 10:32 UTC`.
pub(crate) fn absolute(at: Moment) -> String {
    let text = at.to_string();
    let (date, time) = text.split_once('T').unwrap_or((&text, ""));
    format!("{date} {} UTC", time.get(..5).unwrap_or(time))
}

/// `2026-12-14 10:32 UTC (in 20 days)`.
pub(crate) fn absolute_and_relative(at: Moment, now: Moment) -> String {
    format!("{} ({})", absolute(at), relative(at, now))
}

/// How far `at` is from `now`, in its largest whole unit.
fn relative(at: Moment, now: Moment) -> String {
    let seconds = at.unix_micros().saturating_sub(now.unix_micros()) / 1_000_000;
    let (count, unit) = match seconds.abs() {
        s @ DAY.. => (s / DAY, "day"),
        s @ HOUR.. => (s / HOUR, "hour"),
        s @ MINUTE.. => (s / MINUTE, "minute"),
        _ => return "now".to_owned(),
    };
    let ending = if count == 1 { "" } else { "s" };
    if seconds > 0 { format!("in {count} {unit}{ending}") } else { format!("{count} {unit}{ending} ago") }
}

/// A length of time in its largest unit without rest: `90 minutes`, `2 hours`.
pub(crate) fn length(seconds: u32) -> String {
    let units = [(DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (1, "second")];
    let seconds = i64::from(seconds);
    let fits = |(size, _): &(i64, &str)| seconds >= *size && seconds % size == 0;
    let (size, unit) = units.into_iter().find(fits).unwrap_or((1, "second"));
    let count = seconds / size;
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_told_as_a_date_and_from_now() {
        let now: Moment = "2026-11-24T10:31:59Z".parse().unwrap();
        for (at, words) in [
            ("2026-12-14T10:32:00Z", "2026-12-14 10:32 UTC (in 20 days)"),
            ("2026-11-24T11:31:58Z", "2026-11-24 11:31 UTC (in 59 minutes)"),
            ("2026-11-24T11:31:59Z", "2026-11-24 11:31 UTC (in 1 hour)"),
            ("2026-11-24T10:31:30Z", "2026-11-24 10:31 UTC (now)"),
            ("2026-11-22T10:31:59Z", "2026-11-22 10:31 UTC (2 days ago)"),
        ] {
            assert_eq!(absolute_and_relative(at.parse().unwrap(), now), words);
        }
        assert!(absolute_and_relative(Moment::MAX, Moment::MIN).contains("in 3652424 days"));
    }

    #[test]
    fn a_length_is_told_in_whole_units() {
        for (seconds, words) in [
            (1, "1 second"),
            (90, "90 seconds"),
            (5400, "90 minutes"),
            (7200, "2 hours"),
            (86_400, "1 day"),
            (0, "0 seconds"),
        ] {
            assert_eq!(length(seconds), words);
        }
    }
}
