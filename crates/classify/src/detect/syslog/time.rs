//! The time in front of a line's host: of RFC 3164 with its variants, of RFC 5424, with a blank between date and time, and
//! as appliances write it.

use crate::line::Line;

/// `Mar  5 10:15:32 ` with or without a year.
pub(super) fn after_bsd(line: &Line<'_>, start: usize) -> Option<usize> {
    const MONTHS: [&[u8]; 12] =
        [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
    let month = line.slice(start..start + 3);
    let english = MONTHS.iter().any(|name| name.eq_ignore_ascii_case(month));
    let month_end = if english && line.byte(start + 3) == Some(b' ') {
        start + 3
    } else {
        translated_month(line, start)?
    };
    let day = line.run(month_end, |b| b == b' ');
    let mut at = line.run(line.run(day, |b| b.is_ascii_digit()), |b| b == b' ');
    if line.slice(at..at + 2) == b"20" && line.byte(at + 4) == Some(b' ') {
        at += 5;
    }
    let time = line.run(at, |b| b.is_ascii_digit() || b":.".contains(&b));
    let is_time = time >= at + 8 && line.byte(at + 2) == Some(b':') && line.byte(at + 5) == Some(b':');
    let mut behind = line.run(time, |b| b == b':' || b == b' ');
    if line.slice(behind..behind + 2) == b"20" && line.byte(behind + YEAR_BYTES) == Some(b' ') {
        behind += YEAR_BYTES + 1;
    }
    (day > month_end && is_time && behind > time).then_some(after_zone(line, behind))
}

/// The end of a month in any language, `févr.`, `touko`, as the journal writes it: a short word in front of a day and a time.
pub(super) fn translated_month(line: &Line<'_>, start: usize) -> Option<usize> {
    const BYTES: std::ops::RangeInclusive<usize> = 3..=10;
    // `1月 17 16:02:34`.
    let number = line.run(start, |b| b.is_ascii_digit());
    let numbered = number > start && line.slice(number..number + "月".len()) == "月".as_bytes();
    let from = if numbered { number } else { start };
    let end = line.run(from, |b| b.is_ascii_alphabetic() || !b.is_ascii() || b == b'.');
    let day = line.run(end, |b| b == b' ');
    let digits = line.run(day, |b| b.is_ascii_digit());
    let time = line.slice(digits..digits + 9);
    let timed = time.len() == 9
        && time
            .iter()
            .zip(b" dd:dd:dd")
            .all(|(b, form)| if *form == b'd' { b.is_ascii_digit() } else { b == form });
    (BYTES.contains(&(end - start)) && day > end && (1..=2).contains(&(digits - day)) && timed).then_some(end)
}

const YEAR_BYTES: usize = 4;

/// The times of appliances: `2026 Mar  5 10:15:32 `, `2026:03:05-10:15:32 `, and behind a priority `1 1774638949.261209 ` or
/// `03/05/2026:10:15:32 GMT `.
pub(super) fn after_appliance(line: &Line<'_>, start: usize) -> Option<usize> {
    if line.slice(start..start + 2) == b"20" && line.byte(start + YEAR_BYTES) == Some(b' ') {
        return after_bsd(line, start + YEAR_BYTES + 1);
    }
    let end = after_shape(line, start, b"0000:00:00-00:00:00");
    if let Some(end) = end.filter(|end| line.byte(*end) == Some(b' ')) {
        return Some(end + 1);
    }
    let at = if start > 0 { line.run(start, |b| b == b' ') } else { return None };
    if let Some(end) = after_shape(line, at, b"00/00/0000:00:00:00").filter(|e| line.byte(*e) == Some(b' ')) {
        return Some(after_zone(line, end + 1));
    }
    (line.slice(start..start + 2) == b"1 ").then(|| after_epoch(line, start + 2))?
}

/// Behind `1774638949.261209 `.
pub(super) fn after_epoch(line: &Line<'_>, start: usize) -> Option<usize> {
    let epoch = after_shape(line, start, b"0000000000.")?;
    let end = line.run(epoch, |b| b.is_ascii_digit());
    (end > epoch && line.byte(end) == Some(b' ')).then_some(end + 1)
}

/// The end of a text of the shape of `shape`, where a zero stands for any digit.
fn after_shape(line: &Line<'_>, start: usize, shape: &[u8]) -> Option<usize> {
    let end = start + shape.len();
    let text = line.slice(start..end);
    let fits = |(b, s): (&u8, &u8)| if *s == b'0' { b.is_ascii_digit() } else { b == s };
    (text.len() == shape.len() && text.iter().zip(shape).all(fits)).then_some(end)
}

/// Skips the abbreviation of a zone, which some put between the time and the host.
fn after_zone(line: &Line<'_>, start: usize) -> usize {
    const ZONES: [&[u8]; 14] = [
        b"UTC", b"GMT", b"EST", b"EDT", b"CST", b"CDT", b"MST", b"MDT", b"PST", b"PDT", b"CET", b"CEST",
        b"BST", b"JST",
    ];
    let end = line.run(start, |b| b.is_ascii_uppercase());
    let zone = ZONES.contains(&line.slice(start..end)) && line.byte(end) == Some(b' ');
    if zone { end + 1 } else { start }
}

/// `10:15:32 `, with no date.
pub(super) fn after_clock(line: &Line<'_>, start: usize) -> Option<usize> {
    let end = after_shape(line, start, b"00:00:00")?;
    (line.byte(end) == Some(b' ')).then_some(end + 1)
}

/// `2026-03-05 10:15:32,123 `, as many programs write it; any text may follow.
pub(super) fn after_spaced(line: &Line<'_>, start: usize) -> Option<usize> {
    const TIME_BYTES: usize = 19;
    let time = line.slice(start..start + TIME_BYTES);
    let shaped = time.iter().enumerate().all(|(at, b)| match at {
        4 | 7 => matches!(*b, b'-' | b'/'),
        10 => *b == b' ',
        13 | 16 => *b == b':',
        _ => b.is_ascii_digit(),
    });
    let end = line.run(start + TIME_BYTES, |b| b.is_ascii_digit() || b",.Z+-".contains(&b));
    // macOS aligns the column behind.
    let column = line.run(end, |b| b == b' ');
    (time.len() == TIME_BYTES && shaped && column > end).then(|| after_zone(line, column))
}

/// `2026-03-05T10:15:32.123+01:00 `, in RFC 5424 behind the version.
pub(super) fn after_iso(line: &Line<'_>, start: usize) -> Option<usize> {
    let at = if line.slice(start..start + 2) == b"1 " { start + 2 } else { start };
    let date = line.slice(at..at + 11);
    let is_date = date.len() == 11 && date[4] == b'-' && date[7] == b'-' && date[10] == b'T';
    let end = line.run(at, |b| b.is_ascii_digit() || b"-:.TZ+".contains(&b));
    (is_date && end >= at + 19 && line.byte(end) == Some(b' ')).then_some(end + 1)
}
