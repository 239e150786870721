//! What programs of mail put in front of a mail that is answered, in the languages whose words no header else has: `El mié, 11 mar
//! 2026 a las 9:12, Ann Lee (<ann@mail.example>) escribió: …` (classification.md 4.6).

use super::header::HEADER_BYTES_MAX;
use super::part::is_dated;
use crate::detect::person;
use crate::entity::Entity;
use crate::line::{Line, replace};
use crate::span::Span;
use crate::word::is_any;
use std::ops::Range;

/// Its first word.
const LEADS: [&str; 12] = ["on", "le", "el", "op", "il", "em", "am", "den", "dne", "dnia", "ma", "pe"];
/// What says that somebody wrote, behind the name or in front of it.
const VERBS: [&str; 12] = [
    "wrote",
    "a écrit",
    "schrieb",
    "schreef",
    "escribió",
    "ha scritto",
    "escreveu",
    "skrev",
    "napisał",
    "napisała",
    "napisał(a)",
    "kirjoitti",
];

/// Where the text behind such a header begins; labels who wrote.
pub(super) fn text_start(line: &Line<'_>, found: &mut Vec<Span>) -> Option<usize> {
    let first = line.run(0, |b| b == b'>' || b == b' ');
    let lead = first..line.run(first, |b| b.is_ascii_alphabetic());
    if !is_any(&LEADS, line.slice(lead.clone())) || line.byte(lead.end) != Some(b' ') {
        return None;
    }
    let front = line.slice(0..line.view.len().min(HEADER_BYTES_MAX));
    let is_end =
        |colon: &usize| line.byte(colon + 1).is_none_or(|b| b == b' ') && writer(line, *colon).is_some();
    let colon = memchr::memchr_iter(b':', front).find(is_end)?;
    let name = writer(line, colon).filter(|_| is_dated(line.slice(0..colon)))?;
    if person::is_full_name(line.slice(name.clone())) {
        replace(line, found, name, Entity::PersonName);
    }
    Some(line.run(colon + 1, |b| b == b' ' || b == b'>'))
}

/// What stands beside the verb in front of a colon, without the address behind it.
fn writer(line: &Line<'_>, colon: usize) -> Option<Range<usize>> {
    let header = line.slice(0..colon).trim_ascii_end();
    let at_end = VERBS.iter().find_map(|verb| header.strip_suffix(verb.as_bytes())?.strip_suffix(b" "));
    let (from, named) = if let Some(front) = at_end {
        (0, front)
    } else {
        (VERBS.iter().find_map(|verb| behind_verb(header, verb.as_bytes()))?, header)
    };
    let end = memchr::memchr2(b'<', b'(', named.get(from..)?).map_or(named.len(), |at| from + at);
    let whole = named.get(..end)?;
    let trimmed = whole.len() - whole.iter().rev().take_while(|b| b" ,".contains(b)).count();
    // Behind the last comma or the time.
    let start = whole.get(..trimmed)?.iter().rposition(|b| *b == b',' || b.is_ascii_digit());
    let start = start.map_or(from, |at| at + 1).max(from);
    let start = line.run(start, |b| b == b' ').min(trimmed);
    Some(start..trimmed)
}

/// Behind the last place of a verb between blanks.
fn behind_verb(header: &[u8], verb: &[u8]) -> Option<usize> {
    let at = memchr::memmem::rfind(header, verb)?;
    let end = at + verb.len();
    let apart = header.get(at.checked_sub(1)?) == Some(&b' ') && header.get(end) == Some(&b' ');
    apart.then_some(end + 1)
}
