//! Instants and durations in words. Instants are rounded up to the minute: what ends does so at the latest then.

use domain::{Moment, Span};

/// An instant taken apart, in UTC.
pub(super) struct Date {
    pub(super) year: String,
    /// From 1.
    pub(super) month: usize,
    pub(super) day: String,
    pub(super) hour: String,
    pub(super) minute: String,
}

impl Date {
    /// The first whole minute from `moment` on.
    pub(super) fn of(moment: Moment) -> Self {
        const MINUTE: i64 = 60_000_000;
        let over = moment.unix_micros().rem_euclid(MINUTE);
        let text = moment.plus(Span::from_micros((MINUTE - over) % MINUTE)).to_string();
        // RFC 3339: `2026-01-31T12:00:00.000000Z`.
        let field = |from: usize, to: usize| text.get(from..to).unwrap_or_default().to_owned();
        Self {
            year: field(0, 4),
            month: field(5, 7).parse().unwrap_or_default(),
            day: field(8, 10).trim_start_matches('0').to_owned(),
            hour: field(11, 13),
            minute: field(14, 16),
        }
    }

    /// The month's name from a list of twelve.
    pub(super) fn month_of(&self, names: &[&'static str; 12]) -> &'static str {
        self.month.checked_sub(1).and_then(|index| names.get(index)).copied().unwrap_or_default()
    }
}

/// How long something lasts, in the largest unit that divides it: how many, and 0 to 3 for days, hours, minutes, seconds.
pub(super) fn length(seconds: u32) -> (u32, usize) {
    let units = [86_400, 3_600, 60, 1];
    let fits = units.iter().position(|unit| seconds.is_multiple_of(*unit)).unwrap_or(3);
    (seconds / units.get(fits).copied().unwrap_or(1), fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(moment: &str, expected: &str) {
        let Date { year, month, day, hour, minute } = Date::of(moment.parse().unwrap());
        assert_eq!(format!("{year} {month} {day} {hour} {minute}"), expected, "{moment}");
    }

    #[test]
    fn an_end_is_rounded_up_to_the_minute() {
        check("2026-01-31T12:00:00Z", "2026 1 31 12 00");
        check("2026-01-31T12:00:00.000001Z", "2026 1 31 12 01");
        check("2026-12-31T23:59:59Z", "2027 1 1 00 00");
    }

    #[test]
    fn a_length_is_told_in_the_largest_unit_that_fits() {
        assert_eq!(length(172_800), (2, 0));
        assert_eq!(length(90 * 60), (90, 2));
        assert_eq!(length(3_600), (1, 1));
        assert_eq!(length(61), (61, 3));
    }
}
