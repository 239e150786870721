//! Numbers of cases: their forms, and the words and signs that say of digits that they are one (classification.md 4.6).

use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::word::Word;
use std::ops::{Range, RangeInclusive};

/// The noun in front of a number, and of the sign that says that it is one (`Ticket n° 4711`).
fn noun_before<'l>(line: &'l Line<'_>, at: usize) -> Option<&'l Word> {
    let word = line.word_before(at)?;
    // The digits may be glued to the sign, which then stands in one word with them.
    let glued = ["n°", "N°"].iter().any(|sign| line.slice(0..at).ends_with(sign.as_bytes()));
    if glued {
        return Some(word);
    }
    let sign = [&b"n"[..], b"no", b"nr", "n°".as_bytes()]
        .iter()
        .any(|sign| line.slice(word.start..word.end).eq_ignore_ascii_case(sign));
    if sign { line.word_before(word.start) } else { Some(word) }
}

/// What is numbered with digits alone.
const NUMBERED: [&str; 14] = [
    "fiche",
    "intervention",
    "interaction",
    "case",
    "ticket",
    "incident",
    "dossier",
    "request",
    "demande",
    "conv",
    "conversation",
    "thread",
    "sr",
    "bug",
];

/// Digits that number a case.
const DIGITS_MIN: usize = 4;

/// Behind the sign for a number, if digits stand right there: `n°4711`.
pub(super) fn behind_sign(line: &Line<'_>, at: usize) -> usize {
    let signs = ["n°", "N°"].iter();
    let behind =
        signs.filter(|sign| line.slice(at..at + sign.len()) == sign.as_bytes()).map(|sign| at + sign.len());
    behind.filter(|end| line.byte(*end).is_some_and(|b| b.is_ascii_digit())).last().unwrap_or(at)
}

/// The number of a case that a subject has in brackets: `RE: badge [#410223]`.
pub(super) fn number_in_subject(line: &Line<'_>, subject: &Range<usize>) -> Option<Range<usize>> {
    const OPEN: &[u8] = b"[#";
    let at = memchr::memmem::rfind(line.slice(subject.clone()), OPEN)?;
    let start = subject.start + at + OPEN.len();
    let number = start..line.run(start, numbers);
    (line.byte(number.end) == Some(b']') && is_numbering(line.slice(number.clone()))).then_some(number)
}

/// Whether a text numbers a case by its form: two to eight capitals, or one and a hyphen, then digits among capitals and hyphens
/// (`CS0181807`, `TICKET-823217`, `R-012844`). No number is long: of `key=a&key=b&…` each value goes to the end of the text.
pub(super) fn is_number(text: &[u8]) -> bool {
    const BYTES_MAX: usize = 64;
    let letters = text.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let joined = letters == 1 && text.get(1) == Some(&b'-');
    (joined || (2..=8).contains(&letters)) && text.len() <= BYTES_MAX && is_numbering(text)
}

/// Whether nothing but digits, enough of them, capitals and hyphens between them stand in a text.
pub(super) fn is_numbering(text: &[u8]) -> bool {
    let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
    digits >= DIGITS_MIN && text.iter().all(|b| numbers(*b) || *b == b'.') && text.last() != Some(&b'-')
}

/// The end of a project's key with a number, however short: `DSI-841`.
pub(super) fn key_end(line: &Line<'_>, at: usize) -> Option<usize> {
    const DIGITS_MIN: usize = 2;
    const OTHERS: [&[u8]; 8] = [b"UTC", b"GMT", b"SHA", b"AES", b"ISO", b"UTF", b"TLS", b"HTTP"];
    let letters = line.run(at, |b| b.is_ascii_uppercase());
    let end = line.run(letters + 1, |b| b.is_ascii_digit());
    let glued = line.byte(end).is_some_and(|b| b.is_ascii_alphanumeric() || b"-_.@".contains(&b));
    let is_key = (2..=8).contains(&(letters - at)) && !OTHERS.contains(&line.slice(at..letters));
    (is_key && line.byte(letters) == Some(b'-') && end > letters + DIGITS_MIN && !glued).then_some(end)
}

/// The same behind another part of the project's name, where nothing but a number stands: `[OPS-DESK-204]`.
pub(super) fn key_of_two_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let first = line.run(at, |b| b.is_ascii_uppercase());
    let second = (line.byte(first) == Some(b'-') && first > at + 1).then(|| key_end(line, first + 1));
    second.flatten().or_else(|| key_end(line, at))
}

/// Behind `T20260313.0042`: a day, and which case of it; else the `end` of what has no point.
fn behind_day(line: &Line<'_>, at: usize, end: usize) -> usize {
    let digits = |text: &[u8]| text.iter().all(u8::is_ascii_digit);
    let day = matches!(line.slice(at..end), [b'T', day @ ..] if day.len() == 8 && digits(day));
    let behind = line.run(end + 1, |b| b.is_ascii_digit());
    if day && line.byte(end) == Some(b'.') && behind > end + 1 { behind } else { end }
}

fn numbers(b: u8) -> bool {
    b.is_ascii_digit() || b.is_ascii_uppercase() || b == b'-' || b == b'_'
}

/// Labels the number of a case, which is no machine's name.
pub(super) fn push_number(line: &Line<'_>, found: &mut Vec<Span>, number: Range<usize>) {
    found.retain(|span| !(span.entity == Entity::MachineName && span.overlaps(&number)));
    push(line, found, number, Entity::CaseNumber);
}

/// The end of the number of a case, or of what numbers it behind `#` or a word that says so.
pub(super) fn number_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let whole = line.run(at, numbers);
    let end = behind_day(line, at, whole);
    let text = line.slice(at..end);
    let named = |word: &Word| {
        NUMBERED.iter().any(|noun| line.slice(word.start..word.end).eq_ignore_ascii_case(noun.as_bytes()))
    };
    // `N° S260513_000044`.
    let signed = line.slice(0..at).ends_with("° ".as_bytes()) && text.iter().any(u8::is_ascii_uppercase);
    let said = signed || line.byte_before(at) == Some(b'#') || noun_before(line, at).is_some_and(named);
    let glued =
        line.byte(end).is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'.' || b == b'@');
    (!glued && (end > whole || is_number(text) || said && is_numbering(text))).then_some(end)
}

/// The number in `[support #190442]` or `(0019034)`, and where what stands behind begins: a number in brackets, behind a word for
/// the desk if a sign says that it is one.
pub(super) fn number_in_brackets(line: &Line<'_>, at: usize) -> Option<(Range<usize>, usize)> {
    const DIGITS: RangeInclusive<usize> = 4..=16;
    let desk = line.run(at + 1, |b| b.is_ascii_alphanumeric() || b"-_. ".contains(&b));
    let start = match (line.byte(at)?, line.byte(desk)) {
        (b'[', Some(b'#')) => desk + 1,
        (b'(' | b'[', _) => at + 1,
        _ => return None,
    };
    let digits = start..line.run(start, |b| b.is_ascii_digit());
    let lettered = || number_end(line, start);
    let number = if DIGITS.contains(&digits.len()) {
        digits
    } else {
        start..key_of_two_end(line, start).or_else(lettered)?
    };
    let closed = matches!(line.byte(number.end), Some(b']' | b')'));
    let behind = line.run(number.end + 1, |b| b == b' ');
    closed.then_some((number, behind))
}
