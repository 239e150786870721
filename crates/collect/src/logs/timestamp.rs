//! Timestamps at the start of log lines.
//!
//! Read are RFC 3339 and ISO 8601 with `T` or a blank (`2026-11-24T00:18:21.5+01:00`, `2026-11-24 00:18:21,123`),
//! RFC 3164 (`Nov 24 00:18:21`) and the Apache form (`[24/Nov/2026:00:18:21 +0100]`), within the first bytes of a
//! line, since many logs put a bracket, a priority or an address before them.

use super::window::Window;
use domain::{Moment, Span};
use time::{Date, Month};

/// How far into a line a timestamp may begin, in bytes.
const SEARCHED_BYTES_MAX: usize = 96;
/// How far a line without a year may lie in the future before it is taken for last year's.
const AHEAD: Span = Span::from_hours(24);

/// A date and time as written, with seconds ahead of UTC if it says so.
struct Written {
    date: Date,
    seconds: i64,
    micros: i64,
    offset: Option<i64>,
}

/// The time of a line, if one stands near its start.
pub(crate) fn of_line(line: &[u8], window: &Window) -> Option<Moment> {
    let head = line.get(..line.len().min(SEARCHED_BYTES_MAX)).unwrap_or(line);
    let starts = |index: usize| index == 0 || !head.get(index - 1).is_some_and(u8::is_ascii_alphanumeric);
    let candidates =
        head.iter().enumerate().filter(|(index, byte)| byte.is_ascii_alphanumeric() && starts(*index));
    candidates.map(|(index, _)| line.get(index..).unwrap_or_default()).find_map(|rest| at_start(rest, window))
}

/// Seconds ahead of UTC in `+02:00` or `+0200`.
pub(crate) fn offset(text: &str) -> Option<i64> {
    let mut cursor = Cursor(text.as_bytes());
    let offset = cursor.offset()?;
    cursor.0.is_empty().then_some(offset)
}

fn at_start(bytes: &[u8], window: &Window) -> Option<Moment> {
    match bytes.first()? {
        b'0'..=b'9' => iso(bytes).or_else(|| apache(bytes)).and_then(|written| placed(&written, window)),
        _ => syslog(bytes, window),
    }
}

/// `2026-11-24T00:18:21.5Z`, also with a blank, a comma, and without an offset.
fn iso(bytes: &[u8]) -> Option<Written> {
    let mut cursor = Cursor(bytes);
    let year = cursor.number(4)?;
    cursor.one_of(b"-")?;
    let month = cursor.number(2)?;
    cursor.one_of(b"-")?;
    let day = cursor.number(2)?;
    cursor.one_of(b"Tt ")?;
    let seconds = cursor.clock()?;
    let micros = cursor.fraction();
    let blank = cursor.0.first() == Some(&b' ');
    let offset = if blank { Cursor(cursor.0.get(1..)?).numeric_offset() } else { cursor.offset() };
    Some(Written { date: date(year, month, day)?, seconds, micros, offset })
}

/// `24/Nov/2026:00:18:21 +0100`.
fn apache(bytes: &[u8]) -> Option<Written> {
    let mut cursor = Cursor(bytes);
    let day = cursor.number(2)?;
    cursor.one_of(b"/")?;
    let month = cursor.month()?;
    cursor.one_of(b"/")?;
    let year = cursor.number(4)?;
    cursor.one_of(b":")?;
    let seconds = cursor.clock()?;
    cursor.one_of(b" ")?;
    Some(Written { date: date(year, month, day)?, seconds, micros: 0, offset: cursor.offset() })
}

/// `Nov 24 00:18:21`: the latest such time that is not in the future.
fn syslog(bytes: &[u8], window: &Window) -> Option<Moment> {
    let mut cursor = Cursor(bytes);
    let month = cursor.month()?;
    cursor.one_of(b" ")?;
    let day = if cursor.one_of(b" ").is_some() { cursor.number(1)? } else { cursor.number(2)? };
    cursor.one_of(b" ")?;
    let seconds = cursor.clock()?;
    let latest = window.now.plus(AHEAD);
    let this_year = 1970 + latest.unix_seconds().div_euclid(31_556_952);
    // Eight years back there was a 29 February in any case.
    (this_year - 8..=this_year + 1).rev().find_map(|year| {
        let date = date(year, month, day)?;
        placed(&Written { date, seconds, micros: 0, offset: None }, window).filter(|moment| *moment <= latest)
    })
}

fn placed(written: &Written, window: &Window) -> Option<Moment> {
    let days = i64::from(written.date.to_julian_day()) - 2_440_588;
    let offset = written.offset.unwrap_or(window.offset_seconds);
    let seconds = days * 86_400 + written.seconds - offset;
    Moment::from_unix_micros(seconds.checked_mul(1_000_000)?.checked_add(written.micros)?)
}

fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?).ok()
}

/// What is left to read of a timestamp.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    /// Takes exactly `digits` digits.
    fn number(&mut self, digits: usize) -> Option<i64> {
        let (taken, rest) = self.0.split_at_checked(digits)?;
        let number = taken.iter().try_fold(0, |number, byte| {
            byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0'))
        })?;
        self.0 = rest;
        Some(number)
    }

    /// Takes one of these bytes.
    fn one_of(&mut self, allowed: &[u8]) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        if !allowed.contains(byte) {
            return None;
        }
        self.0 = rest;
        Some(*byte)
    }

    /// Takes `hh:mm:ss` as seconds of the day; 60 is a leap second.
    fn clock(&mut self) -> Option<i64> {
        let hour = self.number(2)?;
        self.one_of(b":")?;
        let minute = self.number(2)?;
        self.one_of(b":")?;
        let second = self.number(2)?;
        (hour < 24 && minute < 60 && second <= 60).then_some(hour * 3_600 + minute * 60 + second)
    }

    /// Takes `.5` or `,500` as microseconds; further digits are dropped.
    fn fraction(&mut self) -> i64 {
        let digits = match self.0.split_first() {
            Some((b'.' | b',', rest)) => rest.iter().take_while(|byte| byte.is_ascii_digit()).count(),
            _ => 0,
        };
        let (taken, rest) =
            self.0.split_at_checked(digits + usize::from(digits > 0)).unwrap_or((&[], self.0));
        self.0 = rest;
        let digit = |index: usize| taken.get(index + 1).map_or(0, |byte| i64::from(byte - b'0'));
        (0..6).fold(0, |micros, index| micros * 10 + digit(index))
    }

    /// Takes `Z`, `+01:00` or `+0100`.
    fn offset(&mut self) -> Option<i64> {
        if self.one_of(b"Zz").is_some() { Some(0) } else { self.numeric_offset() }
    }

    fn numeric_offset(&mut self) -> Option<i64> {
        let sign = if self.one_of(b"+-")? == b'+' { 1 } else { -1 };
        let hours = self.number(2)?;
        self.one_of(b":");
        let minutes = self.number(2)?;
        (hours < 24 && minutes < 60).then_some(sign * (hours * 3_600 + minutes * 60))
    }

    /// Takes an English month's three letters.
    fn month(&mut self) -> Option<i64> {
        const NAMES: [&[u8]; 12] =
            [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
        let (name, rest) = self.0.split_at_checked(3)?;
        let index = NAMES.iter().position(|known| *known == name)?;
        self.0 = rest;
        i64::try_from(index + 1).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<&str>) {
        let now = "2026-11-24T00:00:00Z".parse().unwrap();
        let window = Window::new(now, 24, 3_600, now);
        let found = of_line(line.as_bytes(), &window).map(|moment| moment.to_string());
        assert_eq!(found.as_deref(), expected, "{line}");
    }

    #[test]
    fn the_common_forms_are_read() {
        for (line, expected) in [
            ("2026-11-23T10:00:00Z x", "2026-11-23T10:00:00.000000Z"),
            ("2026-11-23T10:00:00.123456789+02:00 x", "2026-11-23T08:00:00.123456Z"),
            ("[2026-11-23 10:00:00,5] x", "2026-11-23T09:00:00.500000Z"),
            ("2026-11-23 10:00:00 +0000 x", "2026-11-23T10:00:00.000000Z"),
            ("2026-11-23 10:00:00 UTC x", "2026-11-23T09:00:00.000000Z"),
            ("Nov 23 10:00:00 host app[1]: x", "2026-11-23T09:00:00.000000Z"),
            ("<34>Nov  3 10:00:00 host x", "2026-11-03T09:00:00.000000Z"),
            ("10.0.0.1 - bob [23/Nov/2026:10:00:00 +0100] \"GET /\"", "2026-11-23T09:00:00.000000Z"),
            ("{\"time\":\"2026-11-23T10:00:00Z\"}", "2026-11-23T10:00:00.000000Z"),
            ("2026-11-23T23:59:60Z leap", "2026-11-24T00:00:00.000000Z"),
        ] {
            check(line, Some(expected));
        }
    }

    #[test]
    fn a_line_without_a_year_is_the_latest_that_is_not_ahead() {
        check("Nov 24 10:00:00 x", Some("2026-11-24T09:00:00.000000Z"));
        check("Dec 31 10:00:00 x", Some("2025-12-31T09:00:00.000000Z"));
        check("Feb 29 10:00:00 x", Some("2024-02-29T09:00:00.000000Z"));
    }

    #[test]
    fn what_is_no_time_is_left() {
        for line in [
            "",
            "x",
            "2026-13-01T10:00:00Z",
            "2026-02-30 10:00:00",
            "2026-11-23T25:00:00Z",
            "Nov 32 10:00:00",
            "12026-11-23T10:00:00Z",
            "November 23",
            "99/Nov/2026:10:00:00 +0100",
            "\u{0}\u{ff}",
        ] {
            check(line, None);
        }
    }

    #[test]
    fn an_offset_is_read_as_a_whole() {
        assert_eq!(offset("+02:00"), Some(7_200));
        assert_eq!(offset("-0530"), Some(-19_800));
        assert_eq!(offset("+02:00x"), None);
        assert_eq!(offset("2"), None);
    }
}
