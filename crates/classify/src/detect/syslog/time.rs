//! The time in front of a line's host: of RFC 3164 with its variants, of RFC 5424, and with a blank between date and time.

use crate::line::Line;

/// `Mar  5 10:15:32 ` with or without a year.
pub(super) fn after_bsd(line: &Line<'_>, start: usize) -> Option<usize> {
    const MONTHS: [&[u8]; 12] =
        [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
    let month = line.slice(start..start + 3);
    let month_end = if MONTHS.iter().any(|name| name.eq_ignore_ascii_case(month)) {
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
    let behind = line.run(time, |b| b == b':' || b == b' ');
    (day > month_end && is_time && behind > time).then_some(after_zone(line, behind))
}

/// The end of a month as the journal writes it in French and German.
pub(super) fn translated_month(line: &Line<'_>, start: usize) -> Option<usize> {
    const MONTHS: [&str; 14] = [
        "janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
        "Okt", "Dez",
    ];
    let longest = line.slice(start..start + 6);
    let month = MONTHS.iter().find(|month| longest.starts_with(month.as_bytes()))?;
    let end = start + month.len();
    (line.byte(end) == Some(b' ')).then_some(end)
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

/// `2026-03-05 10:15:32,123 `, as many programs write it; any text may follow.
pub(super) fn after_spaced(line: &Line<'_>, start: usize) -> Option<usize> {
    const TIME_BYTES: usize = 19;
    let time = line.slice(start..start + TIME_BYTES);
    let shaped = time.iter().enumerate().all(|(at, b)| match at {
        4 | 7 => *b == b'-',
        10 => *b == b' ',
        13 | 16 => *b == b':',
        _ => b.is_ascii_digit(),
    });
    let end = line.run(start + TIME_BYTES, |b| b.is_ascii_digit() || b",.Z+".contains(&b));
    (time.len() == TIME_BYTES && shaped && line.byte(end) == Some(b' ')).then(|| after_zone(line, end + 1))
}

/// `2026-03-05T10:15:32.123+01:00 `, in RFC 5424 behind the version.
pub(super) fn after_iso(line: &Line<'_>, start: usize) -> Option<usize> {
    let at = if line.slice(start..start + 2) == b"1 " { start + 2 } else { start };
    let date = line.slice(at..at + 11);
    let is_date = date.len() == 11 && date[4] == b'-' && date[7] == b'-' && date[10] == b'T';
    let end = line.run(at, |b| b.is_ascii_digit() || b"-:.TZ+".contains(&b));
    (is_date && end >= at + 19 && line.byte(end) == Some(b' ')).then_some(end + 1)
}
