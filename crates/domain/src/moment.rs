//! Instants and durations in whole microseconds.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

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
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = i128::from(self.0) * 1_000;
        let at = OffsetDateTime::from_unix_timestamp_nanos(nanos).map_err(|_| fmt::Error)?;
        let (date, (hour, minute, second, micro)) = (at.date(), at.time().as_hms_micro());
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
            set_digits(text.get_mut(places).unwrap_or_default(), number);
        }
        // A log has two of these in every leaf, so they are not written piece by piece.
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

/// A text that names no instant.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a moment; write it as 2026-12-24T18:00:00Z")]
pub struct NotAMoment(pub String);

impl FromStr for Moment {
    type Err = NotAMoment;

    fn from_str(text: &str) -> Result<Self, NotAMoment> {
        let refuse = || NotAMoment(text.to_owned());
        let at = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| refuse())?.to_offset(UtcOffset::UTC);
        let micros = i64::try_from(at.unix_timestamp_nanos().div_euclid(1_000)).map_err(|_| refuse())?;
        Self::from_unix_micros(micros).ok_or_else(refuse)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
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
