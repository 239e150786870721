//! Instants and durations in whole microseconds.

use crate::from_text::from_text;
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};
use std::fmt;
use std::str::FromStr;
use time::format_description::well_known::Rfc3339;
use time::{Date, Month, OffsetDateTime, Time, UtcOffset};

/// An instant: microseconds since 1970-01-01T00:00:00Z, within the years 0 to 9999.
///
/// Written as RFC 3339 in UTC with exactly six fraction digits, so that texts sort as instants do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

/// Microseconds in a second.
const SECOND: i64 = 1_000_000;

impl Moment {
    /// The earliest instant that can be written: the start of the year 0.
    pub const MIN: Self = Self(-62_167_219_200 * SECOND);
    /// The latest instant that can be written: the end of the year 9999.
    pub const MAX: Self = Self(253_402_300_799 * SECOND + 999_999);

    /// The instant `micros` microseconds after 1970, or none outside the years 0 to 9999.
    pub fn from_unix_micros(micros: i64) -> Option<Self> {
        (Self::MIN.0..=Self::MAX.0).contains(&micros).then_some(Self(micros))
    }

    /// The instant `seconds` seconds after 1970, or none outside the years 0 to 9999.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        seconds.checked_mul(SECOND).and_then(Self::from_unix_micros)
    }

    /// Microseconds since 1970.
    pub const fn unix_micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970, rounded down.
    pub const fn unix_seconds(self) -> i64 {
        self.0.div_euclid(SECOND)
    }

    /// Whole hours since 1970, rounded down: the hour whose key seals what is due then (design.md, idea 5).
    pub const fn unix_hours(self) -> i64 {
        self.0.div_euclid(3_600 * SECOND)
    }

    /// The instant `span` later, or [`Moment::MAX`].
    #[must_use]
    pub fn plus(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0).clamp(Self::MIN.0, Self::MAX.0))
    }

    /// The instant `span` earlier, or [`Moment::MIN`].
    #[must_use]
    pub fn minus(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0).clamp(Self::MIN.0, Self::MAX.0))
    }

    /// How long after `earlier` this is; nothing if it is before.
    pub fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0).max(0))
    }

    /// The text, on the stack: a log has two of these in every leaf.
    fn text(self) -> Option<[u8; 27]> {
        let at = OffsetDateTime::from_unix_timestamp(self.unix_seconds()).ok()?;
        let (date, (hour, minute, second)) = (at.date(), at.time().as_hms());
        let micro = u32::try_from(self.0.rem_euclid(SECOND)).ok()?;
        let mut text = *b"0000-00-00T00:00:00.000000Z";
        for (places, number) in [
            (0..4, date.year().unsigned_abs()),
            (5..7, u8::from(date.month()).into()),
            (8..10, date.day().into()),
            (11..13, hour.into()),
            (14..16, minute.into()),
            (17..19, second.into()),
            (20..26, micro),
        ] {
            set_digits(text.get_mut(places)?, number);
        }
        Some(text)
    }

    /// The instant of a text as [`Moment`] writes it; none for other texts, of which some are moments all the same.
    fn of_own_text(text: &str) -> Option<Self> {
        let text: &[u8; 27] = text.as_bytes().try_into().ok()?;
        let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'.'), (26, b'Z')];
        if marks.iter().any(|(place, mark)| text.get(*place) != Some(mark)) {
            return None;
        }
        let number = |places| digits(text.get(places)?);
        let small = |places| u8::try_from(number(places)?).ok();
        let month = Month::try_from(small(5..7)?).ok()?;
        let date = Date::from_calendar_date(i32::try_from(number(0..4)?).ok()?, month, small(8..10)?).ok()?;
        let time =
            Time::from_hms_micro(small(11..13)?, small(14..16)?, small(17..19)?, number(20..26)?).ok()?;
        let seconds = OffsetDateTime::new_utc(date, time).unix_timestamp();
        Self::from_unix_micros(seconds.checked_mul(SECOND)?.checked_add(i64::from(time.microsecond()))?)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.text().ok_or(fmt::Error)?;
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

/// Writes a number with leading zeros.
fn set_digits(places: &mut [u8], mut number: u32) {
    for place in places.iter_mut().rev() {
        *place = b'0' + u8::try_from(number % 10).unwrap_or_default();
        number /= 10;
    }
}

/// The number that these decimal digits are; none if something else is among them.
fn digits(places: &[u8]) -> Option<u32> {
    places.iter().try_fold(0_u32, |number, place| {
        let digit = place.checked_sub(b'0').filter(|digit| *digit <= 9)?;
        number.checked_mul(10)?.checked_add(digit.into())
    })
}

/// A text that names no instant.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a moment; write it as 2026-12-24T18:00:00Z")]
pub struct NotAMoment(pub String);

impl FromStr for Moment {
    type Err = NotAMoment;

    fn from_str(text: &str) -> Result<Self, NotAMoment> {
        if let Some(moment) = Self::of_own_text(text) {
            return Ok(moment);
        }
        let refuse = || NotAMoment(text.to_owned());
        let at = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| refuse())?.to_offset(UtcOffset::UTC);
        let micros = i64::try_from(at.unix_timestamp_nanos().div_euclid(1_000)).map_err(|_| refuse())?;
        Self::from_unix_micros(micros).ok_or_else(refuse)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.text().ok_or_else(|| ser::Error::custom("no moment can be written"))?;
        serializer.serialize_str(std::str::from_utf8(&text).map_err(ser::Error::custom)?)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer)
    }
}

/// A length of time in microseconds, never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(i64);

impl Span {
    /// A span of `micros` microseconds; negative counts as none.
    pub const fn from_micros(micros: i64) -> Self {
        Self(if micros < 0 { 0 } else { micros })
    }

    /// A span of `seconds` seconds.
    pub const fn from_seconds(seconds: u32) -> Self {
        Self(seconds as i64 * SECOND)
    }

    /// A span of `hours` hours.
    pub const fn from_hours(hours: u32) -> Self {
        Self(hours as i64 * 3_600 * SECOND)
    }

    /// A span of `days` days of 86,400 s.
    pub const fn from_days(days: u32) -> Self {
        Self(days as i64 * 86_400 * SECOND)
    }

    /// Microseconds.
    pub const fn micros(self) -> i64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_with_six_digits_and_read_back() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00.000000Z"),
            (1_795_476_377, "2026-11-23T23:26:17.000000Z"),
            (-1, "1969-12-31T23:59:59.000000Z"),
        ] {
            let moment = Moment::from_unix_seconds(seconds).unwrap();
            assert_eq!(moment.to_string(), text);
            assert_eq!(text.parse(), Ok(moment));
        }
    }

    /// Moments in their own form are read by a shorter way than others: both give the same.
    #[test]
    fn the_short_way_to_read_a_moment_agrees_with_the_long_one() {
        let long = |text: &str| {
            let at = OffsetDateTime::parse(text, &Rfc3339).ok()?;
            Moment::from_unix_micros(i64::try_from(at.unix_timestamp_nanos().div_euclid(1_000)).ok()?)
        };
        for text in [
            "0000-01-01T00:00:00.000000Z",
            "2024-02-29T23:59:59.999999Z",
            "2026-12-24T18:00:00.000001Z",
            "2026-02-29T00:00:00.000000Z",
            "2026-13-01T00:00:00.000000Z",
            "2026-00-10T00:00:00.000000Z",
            "2026-01-00T00:00:00.000000Z",
            "2026-01-01T24:00:00.000000Z",
            "2026-01-01T00:60:00.000000Z",
            "2026-06-30T23:59:60.000000Z",
            "2026-01-01T00:00:00.00000aZ",
            "2026-01-01T00:00:00.0000000",
            "2026-01-01 00:00:00.000000Z",
            "+026-01-01T00:00:00.000000Z",
        ] {
            let short = Moment::of_own_text(text);
            assert!(short.is_none() || short == long(text), "{text}: {short:?}");
            assert_eq!(text.parse().ok(), long(text), "{text}");
        }
    }

    #[test]
    fn the_ends_of_time_can_be_written_and_read() {
        for end in [Moment::MIN, Moment::MAX] {
            assert_eq!(end.to_string().parse(), Ok(end));
        }
        assert_eq!(Moment::MAX.plus(Span::from_days(1)), Moment::MAX);
    }

    #[test]
    fn offsets_are_brought_to_utc_and_nonsense_is_refused() {
        let noon: Moment = "2026-01-01T13:00:00+01:00".parse().unwrap();
        assert_eq!(noon.to_string(), "2026-01-01T12:00:00.000000Z");
        assert!("yesterday".parse::<Moment>().is_err());
        assert!("2026-02-30T00:00:00Z".parse::<Moment>().is_err());
    }
}
