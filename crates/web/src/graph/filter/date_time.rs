//! Date-times of filters: with up to seven digits of a second, so they are finer than the log's.

use time::{Date, Month, Time};

/// A tenth of a microsecond since 1970.
pub(super) type Ticks = i64;

/// Reads `2026-01-15T09:30:00.1234567Z`, with an offset instead of the zone, without seconds, or a date alone, which is its
/// first instant. Without a zone it is UTC. None if it is no such text.
pub(super) fn parse(text: &str) -> Option<Ticks> {
    let (date, rest) = match text.split_once(['T', 't']) {
        Some((date, rest)) => (date, Some(rest)),
        None => (text, None),
    };
    let days = day(date)?;
    let Some(rest) = rest else { return ticks(days, 0, 0, 0) };
    let (clock, offset_minutes) = offset(rest)?;
    let (seconds, fraction) = clock_time(clock)?;
    ticks(days, seconds, fraction, offset_minutes)
}

fn ticks(days: i64, seconds: i64, fraction: i64, offset_minutes: i64) -> Option<Ticks> {
    let seconds = days.checked_mul(86_400)?.checked_add(seconds)?.checked_sub(offset_minutes * 60)?;
    seconds.checked_mul(10_000_000)?.checked_add(fraction)
}

/// Days since 1970.
fn day(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return None };
    let month = Month::try_from(u8::try_from(number(month, 2)?).ok()?).ok()?;
    let date = Date::from_calendar_date(
        i32::try_from(number(year, 4)?).ok()?,
        month,
        u8::try_from(number(day, 2)?).ok()?,
    );
    Some(i64::from(date.ok()?.to_julian_day()) - UNIX_JULIAN_DAY)
}

/// The Julian day of 1970-01-01.
const UNIX_JULIAN_DAY: i64 = 2_440_588;

/// The time of day, and the minutes that its zone is ahead of UTC.
fn offset(text: &str) -> Option<(&str, i64)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let Some(sign) = text.rfind(['+', '-']) else { return Some((text, 0)) };
    let (clock, zone) = text.split_at_checked(sign)?;
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    let minutes = number(hours, 2)? * 60 + number(minutes, 2)?;
    (minutes <= 14 * 60).then_some((clock, if zone.starts_with('-') { -minutes } else { minutes }))
}

/// Seconds of the day, and tenths of a microsecond behind them.
fn clock_time(text: &str) -> Option<(i64, i64)> {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let parts: Vec<&str> = whole.split(':').collect();
    let (hour, minute, second) = match parts[..] {
        [hour, minute] if fraction.is_none() => (hour, minute, "00"),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    let small = |text| u8::try_from(number(text, 2)?).ok();
    let time = Time::from_hms(small(hour)?, small(minute)?, small(second)?).ok()?;
    let (hour, minute, second) = time.as_hms();
    let seconds = i64::from(hour) * 3_600 + i64::from(minute) * 60 + i64::from(second);
    let fraction = match fraction {
        None => 0,
        Some(digits) if (1..=7).contains(&digits.len()) => number(&format!("{digits:0<7}"), 7)?,
        Some(_) => return None,
    };
    Some((seconds, fraction))
}

/// A number of exactly so many digits.
fn number(text: &str, digits: usize) -> Option<i64> {
    let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn every_form_of_an_instant_is_read() {
        let instant = 1_768_469_400 * 10_000_000;
        for text in [
            "2026-01-15T09:30:00Z",
            "2026-01-15T09:30Z",
            "2026-01-15t09:30:00.0z",
            "2026-01-15T09:30:00.0000000Z",
            "2026-01-15T10:30:00+01:00",
            "2026-01-15T04:00:00-05:30",
            "2026-01-15T09:30:00",
        ] {
            assert_eq!(parse(text), Some(instant), "{text}");
        }
        assert_eq!(parse("2026-01-15T09:30:00.1234567Z"), Some(instant + 1_234_567));
        assert_eq!(parse("2026-01-15"), Some(instant - 34_200 * 10_000_000));
        assert_eq!(parse("1970-01-01T00:00:00Z"), Some(0));
    }

    #[test]
    fn what_is_no_instant_is_not_read() {
        for text in [
            "",
            "2026",
            "2026-13-01",
            "2026-02-30",
            "2026-01-15T",
            "2026-01-15T9:30:00Z",
            "2026-01-15T24:00:00Z",
            "2026-01-15T09:30:60Z",
            "2026-01-15T09:30:00.12345678Z",
            "2026-01-15T09:30:00.Z",
            "2026-01-15T09:30:00+15:00",
            "2026-01-15T09:30:00+é:00",
            "+026-01-15",
            "99999-01-01",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
