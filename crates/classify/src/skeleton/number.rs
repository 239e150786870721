//! How times and dates, addresses and numbers with decimals are written.

use std::net::Ipv4Addr;

/// The length of the digits at the start of `text`.
pub(super) fn digits(text: &[u8]) -> usize {
    text.iter().position(|b| !b.is_ascii_digit()).unwrap_or(text.len())
}

/// Whether `text` is written as `form`, in which `0` is any digit.
fn is_written(text: &[u8], form: &[u8]) -> bool {
    let alike = |(byte, form): (&u8, &u8)| if *form == b'0' { byte.is_ascii_digit() } else { byte == form };
    text.len() == form.len() && text.iter().zip(form).all(alike)
}

/// Whether the word is a date or a date and a time (ISO 8601 and its likes).
pub(super) fn is_date(word: &[u8]) -> bool {
    const DAY: usize = 10;
    match (word.get(4), word.get(8)) {
        (Some(b'-'), _) => {
            let (day, time) = word.split_at(word.len().min(DAY));
            is_written(day, b"0000-00-00") && (time.is_empty() || is_time_of_day(time))
        }
        (Some(b'.'), _) => is_written(word, b"0000.00.00"),
        (_, Some(b'-')) => word.get(9..).is_some_and(is_time),
        _ => false,
    }
}

/// `2026-03-05T10:15:32.123`.
pub(super) fn is_date_and_time(word: &[u8]) -> bool {
    const BYTES_MIN: usize = 19;
    word.len() >= BYTES_MIN && is_date(word)
}

/// Where the date starts with which the word ends, behind a name and a dot, hyphen or underscore.
pub(super) fn date_behind(word: &[u8]) -> Option<usize> {
    const DAY: usize = 10;
    let last = word.len().checked_sub(DAY)?;
    memchr::memchr_iter(b'-', word)
        .filter_map(|hyphen| hyphen.checked_sub(4))
        .take_while(|at| *at <= last)
        .find(|at| *at > 0 && matches!(word[*at - 1], b'.' | b'-' | b'_') && is_date(&word[*at..]))
}

/// Where the day starts in a word that ends in a day and a time, `22T10:15:32.123Z`, behind a mark of direction (U+200E).
pub(super) fn time_behind_mark(word: &[u8]) -> Option<usize> {
    const MARK: &[u8] = "\u{200e}".as_bytes();
    let last = word.ends_with(b"Z").then(|| memchr::memrchr(MARK[2], word)).flatten()?;
    let (date, time) = word.split_at(last + 1);
    let day = time.split_at_checked(2).filter(|(day, _)| digits(day) == 2);
    day.filter(|(_, time)| date.ends_with(MARK) && is_time_of_day(time)).map(|_| last + 1)
}

/// `T10:15:32`, `T10:15:32.123Z`, `_10:15:32`, `-10.15.32.123456`: what stands behind the day.
fn is_time_of_day(time: &[u8]) -> bool {
    const SECONDS: usize = 9;
    let (seconds, fraction) = time.split_at(time.len().min(SECONDS));
    let is_form =
        [&b"T00:00:00"[..], b"_00:00:00", b"-00.00.00"].iter().any(|form| is_written(seconds, form));
    let fraction = without_zone(fraction);
    let digits_of = fraction.strip_prefix(b".");
    let is_fraction = digits_of.is_some_and(|text| !text.is_empty() && digits(text) == text.len());
    is_form && (fraction.is_empty() || is_fraction)
}

/// Without the `Z` or `-05:00` behind a time; the zones to the east begin with a sign that is no part of a word.
fn without_zone(fraction: &[u8]) -> &[u8] {
    const ZONE: usize = 6;
    let west = fraction.len().checked_sub(ZONE).and_then(|at| fraction.split_at_checked(at));
    match west {
        Some((before, zone)) if is_written(zone, b"-00:00") => before,
        _ => fraction.strip_suffix(b"Z").unwrap_or(fraction),
    }
}

/// Whether the word is written as `10:15:32`.
pub(super) fn is_clock(word: &[u8]) -> bool {
    is_written(word, b"00:00:00")
}

/// Whether the word is numbers of one to three digits with one to three colons between, a fraction behind them perhaps:
/// `10:15:32`, `22:33:46:301`, `00:00:04.500`. A hardware address has more colons, and an IPv6 address letters or more.
pub(super) fn is_time(word: &[u8]) -> bool {
    let (mut at, mut colons) = (0, 0);
    loop {
        let length = digits(word.get(at..).unwrap_or_default());
        at += length;
        match word.get(at) {
            Some(b':') if (1..=4).contains(&length) && colons < 3 => {
                colons += 1;
                at += 1;
            }
            None => return length > 0 && colons > 0,
            Some(b'.') if colons == 2 && length == 2 => {
                let fraction = word.get(at + 1..).unwrap_or_default();
                return !fraction.is_empty() && digits(fraction) == fraction.len();
            }
            _ => return false,
        }
    }
}

/// The address at the start of the word and its length, if nothing follows it but a port.
pub(super) fn address(word: &[u8]) -> Option<(Ipv4Addr, usize)> {
    let mut octets = [0; 4];
    let mut at = 0;
    for (index, octet) in octets.iter_mut().enumerate() {
        let length = digits(word.get(at..)?);
        let text = word.get(at..at + length).filter(|_| (1..=3).contains(&length))?;
        let value = text.iter().fold(0_u16, |value, digit| value * 10 + u16::from(digit - b'0'));
        if length > 1 && text.first() == Some(&b'0') {
            return None;
        }
        *octet = u8::try_from(value).ok()?;
        at += length;
        if index < 3 {
            word.get(at).filter(|dot| **dot == b'.')?;
            at += 1;
        }
    }
    let port = word.get(at..)?;
    let is_port = |port: &[u8]| (1..=5).contains(&port.len()) && digits(port) == port.len();
    let alone = port.is_empty() || port.strip_prefix(b":").is_some_and(is_port);
    alone.then(|| (Ipv4Addr::from(octets), at))
}

/// The whole part and the decimals of a number with one dot.
pub(super) fn decimal(word: &[u8]) -> Option<(usize, usize)> {
    let whole = digits(word);
    let decimals = word.get(whole..)?.strip_prefix(b".")?;
    (whole > 0 && !decimals.is_empty() && digits(decimals) == decimals.len())
        .then_some((whole, decimals.len()))
}

/// The digits in front of the dot and the decimals of a number with a unit of time or of size behind it.
pub(super) fn quantity(word: &[u8]) -> Option<(usize, usize)> {
    let whole = digits(word);
    let rest = word.get(whole..).filter(|_| (1..=9).contains(&whole))?;
    let decimals = rest.strip_prefix(b".").map_or(0, digits);
    let unit = if decimals > 0 { rest.get(1 + decimals..)? } else { rest };
    let unit = std::str::from_utf8(unit).ok()?;
    UNITS.contains(&unit).then_some((whole, decimals))
}

/// As programs write them behind a number.
const UNITS: [&str; 27] = [
    "ns", "us", "µs", "ms", "s", "sec", "secs", "min", "mins", "B", "b", "kB", "KB", "MB", "GB", "TB", "kb",
    "K", "k", "M", "KiB", "MiB", "GiB", "Ki", "Mi", "Gi", "px",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_dates() {
        let times = ["10:15:32", "22:33:46:301", "00:00:04.500", "10:15"];
        assert!(times.iter().all(|time| is_time(time.as_bytes())));
        let others = ["10:15:32:1:2", "2001:db8::1", "10:", "12345:1", "1:2.5"];
        assert!(!others.iter().any(|other| is_time(other.as_bytes())));
        let dates =
            ["2015-07-29", "2017-05-16T00:00:04.500Z", "2005-06-03-15.42.50.675872", "20171224-22:33:46:301"];
        assert!(dates.iter().all(|date| is_date(date.as_bytes())));
        let others = ["2015-07-2", "06-12-34-56-78", "2015-07-29-x", "2015-07-29T10:15:32+", "20171224-22"];
        assert!(!others.iter().any(|other| is_date(other.as_bytes())));
    }

    #[test]
    fn addresses_stand_alone_or_with_a_port() {
        let quad = Ipv4Addr::new(192, 0, 2, 7);
        assert_eq!(address(b"192.0.2.7"), Some((quad, 9)));
        assert_eq!(address(b"192.0.2.7:443"), Some((quad, 9)));
        let others = ["192.0.2", "192.0.2.256", "192.0.2.07", "192.0.2.7.1", "192.0.2.7:", "192.0.2.7:https"];
        assert!(others.iter().all(|other| address(other.as_bytes()).is_none()));
        assert_eq!((decimal(b"0.2477"), decimal(b"1.2.3"), decimal(b"7.")), (Some((1, 4)), None, None));
    }
}
