//! Where the parts of headers end: times, numbers of cases, names, mail addresses, telephone numbers and words
//! (classification.md 4.6).

use super::author::is_speech;
use crate::line::Line;
use crate::vocabulary::{HEADER_WORDS, ROLES, TITLES};

/// Whether a time of day or a year stands in the text.
pub(super) fn is_dated(text: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().all(u8::is_ascii_digit);
    let year = |number: &[u8]| number.len() == 4 && (number.starts_with(b"19") || number.starts_with(b"20"));
    text.split(|b| !b.is_ascii_digit()).any(year)
        || text.windows(9).any(|w| year(&w[..4]) && digits(&w[..8]) && w[8] == b'T')
        || text.windows(4).any(|w| w[0].is_ascii_digit() && matches!(w[1], b':' | b'h') && digits(&w[2..]))
}

/// Whether a sentence ends in a text, with a word of some letters: `M. Jadot`, `avr. 2026` end none.
pub(super) fn has_sentence(text: &[u8]) -> bool {
    const LETTERS: usize = 5;
    text.windows(LETTERS + 2).any(|w| {
        let (word, end) = w.split_at(LETTERS);
        word.iter().all(u8::is_ascii_lowercase) && matches!(end, b". " | b"? " | b"! ")
    })
}

/// The end of a telephone number that begins at `at`, in front of a date or what else is no part of it.
pub(super) fn phone_end(line: &Line<'_>, at: usize) -> Option<usize> {
    const DIGITS: std::ops::RangeInclusive<usize> = 8..=15;
    const GROUPS_MAX: usize = 14;
    let opened = line.byte_before(at) == Some(b'(');
    if !opened && !matches!(line.byte(at)?, b'+' | b'0') {
        return None;
    }
    let (mut end, mut next) = (at, at);
    for _ in 0..GROUPS_MAX {
        let group = line.run(next, |b| b.is_ascii_digit() || b"+().-/".contains(&b));
        let whole = !line.byte(group).is_some_and(|b| b.is_ascii_alphanumeric() || b":,@".contains(&b))
            || [b": ", b", "].iter().any(|end| line.slice(group..group + 2) == *end);
        if group == next || !whole || is_date(line.slice(next..group)) {
            break;
        }
        end = group;
        if line.byte(group) != Some(b' ') {
            break;
        }
        next = group + 1;
    }
    let end = line.run_back(end, |b| b"(.-/".contains(&b));
    let digits = line.slice(at.min(end)..end).iter().filter(|b| b.is_ascii_digit()).count();
    DIGITS.contains(&digits).then_some(end)
}

/// `2026-02-14`, `14/02/2026`: three numbers, the first or last of them of four digits.
fn is_date(text: &[u8]) -> bool {
    let mut lengths = text.split(|b| b"-/.".contains(b)).map(<[u8]>::len);
    matches!(
        [(); 4].map(|()| lengths.next()),
        [Some(4), Some(1..=2), Some(1..=2), None]
            | [Some(1..=2), Some(1..=2), Some(4), None]
            | [Some(2), Some(2), Some(2), None]
    )
}

/// How many digits the seconds since 1970 have.
const EPOCH_BYTES: usize = 10;

/// The end of a date, a time or another number that begins at `at`.
pub(super) fn time_end(line: &Line<'_>, at: usize) -> Option<usize> {
    if line.byte(at) == Some(b'+') {
        return offset_end(line, at);
    }
    if !line.byte(at)?.is_ascii_digit() {
        return None;
    }
    let inside = |b: u8| b.is_ascii_digit() || b"-/:.,TZh+".contains(&b);
    let end = behind_month(line, line.run(at, inside), inside);
    let end = line.run_back(end, |b| b".,:-".contains(&b));
    // `9 h 04`.
    let minutes = line.run(end + b" h ".len(), |b| b.is_ascii_digit());
    if line.slice(end..end + b" h ".len()) == b" h " && minutes == end + b" h 04".len() {
        return Some(minutes);
    }
    // `4m 12s` into a chat.
    let unit = matches!(line.byte(end), Some(b'm' | b's'))
        && !line.byte(end + 1).is_some_and(|b| b.is_ascii_alphanumeric());
    let end = behind_zone(line, at, end + usize::from(unit));
    let glued = line.byte(end).is_some_and(|b| b.is_ascii_alphanumeric());
    let number = line.slice(at..end).iter().all(u8::is_ascii_digit);
    // Seconds since 1970, in front of all else.
    let epoch = at == 0 && number && end == EPOCH_BYTES && line.byte(0) == Some(b'1');
    // `2. Okt. 2026`.
    let month = line.slice(end + 2..line.run(end + 2, |b| b.is_ascii_alphabetic() || !b.is_ascii()));
    let ordinal = number && line.slice(end..end + 2) == b". " && month.len() >= 3 && HEADER_WORDS.has(month);
    (!glued && (epoch || !number || end - at <= 4)).then_some(end + usize::from(ordinal))
}

/// Behind the half of the day or the zone of a time of day: `10:14 AM`, `10:02:55 CEST`.
fn behind_zone(line: &Line<'_>, at: usize, end: usize) -> usize {
    const ZONES: [&[u8]; 10] = [b"AM", b"PM", b"am", b"pm", b"CEST", b"CET", b"UTC", b"GMT", b"BST", b"EST"];
    // `5:44pm`, `March 2nd`.
    let half = end..line.run(end, |b| b.is_ascii_alphabetic());
    if [&b"am"[..], b"pm", b"AM", b"PM", b"st", b"nd", b"rd", b"th"].contains(&line.slice(half.clone())) {
        return half.end;
    }
    let timed = line.slice(at..end).contains(&b':');
    let mut behind = end;
    // `12:40 PM GMT`.
    while timed && line.byte(behind) == Some(b' ') {
        let word = behind + 1..line.run(behind + 1, |b| b.is_ascii_alphabetic());
        if !ZONES.contains(&line.slice(word.clone())) {
            break;
        }
        behind = word.end;
    }
    behind
}

/// The end of the hours that a zone is ahead: `+2)`, `+0100]`.
fn offset_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let end = line.run(at + 1, |b| b.is_ascii_digit());
    // `+00:00`.
    let minutes = line.run(end + 1, |b| b.is_ascii_digit());
    let colon = line.byte(end) == Some(b':') && end == at + 3 && minutes == end + 3;
    if colon {
        return Some(minutes);
    }
    let hours = (1..=4).contains(&(end - at - 1));
    // `UTC+1`.
    let zone = line.byte_before(at).is_some_and(|b| b.is_ascii_uppercase());
    // `16:20:33 +0000`.
    let behind_time = end - at - 1 == 4 && line.byte_before(at) == Some(b' ');
    let behind_time = behind_time && line.byte_before(at - 1).is_some_and(|b| b.is_ascii_digit());
    (hours && (zone || behind_time || line.byte(end).is_some_and(|b| b")],".contains(&b)))).then_some(end)
}

/// Behind `Mar/26` where `20/` stands in front.
fn behind_month(line: &Line<'_>, at: usize, inside: impl Fn(u8) -> bool) -> usize {
    let joins = |b: Option<u8>| matches!(b, Some(b'/' | b'-' | b'.'));
    let month = at..line.run(at, |b| b.is_ascii_alphabetic());
    let named = HEADER_WORDS.has(line.slice(month.clone())) && month.len() >= 3;
    // `20Jun26`.
    let digit = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_digit());
    let glued = month.len() == 3 && digit(line.byte_before(at)) && digit(line.byte(month.end));
    if named && (glued || joins(line.byte_before(at)) && joins(line.byte(month.end))) {
        line.run(month.end, inside)
    } else {
        at
    }
}

/// The end of a part that is a cell: `| customer |` behind a name.
pub(super) fn part_of_row(line: &Line<'_>, at: usize) -> Option<usize> {
    let end = word_end(line, at)?;
    let cell = line.byte_before(at) == Some(b'\t') && line.byte(end) == Some(b'\t');
    (cell || line.slice(at.saturating_sub(2)..at) == b"| " && line.slice(end..end + 2) == b" |")
        .then_some(end)
}

/// Whether all words of a text are those of headers or parts: nobody's name.
pub(super) fn is_of_header_words(text: &[u8]) -> bool {
    text.split(|b| *b == b' ').all(|word| HEADER_WORDS.has(word) || ROLES.has(word))
}

/// The end of a part's or another word of headers.
pub(super) fn word_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let end = line.run(at, |b| b.is_ascii_alphanumeric() || !b.is_ascii());
    let text = line.slice(at..end);
    // `jeu. 2 avr. 2026`, `Fr., 2. Okt. 2026`.
    let day = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"].iter().any(|day| day.as_bytes() == text);
    if day && line.slice(end..end + 3) == b"., " && time_end(line, end + 3).is_some() {
        return Some(end + 1);
    }
    let shortened = usize::from(line.slice(end..end + 2) == b". " && text.len() <= 4);
    // `Europe/Paris`, in brackets behind a time.
    let zone = line.run(end + 1, |b| b.is_ascii_alphabetic() || b == b'_');
    let is_zone = ["Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic"];
    if line.byte(end) == Some(b'/') && is_zone.iter().any(|it| it.as_bytes() == text) {
        return Some(zone);
    }
    (HEADER_WORDS.has(text) || ROLES.has(text) || TITLES.has(text) || is_speech(text))
        .then_some(end + shortened)
}
