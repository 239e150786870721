//! Names that are the value of a field (classification.md 4.2 `person_name`).

use super::form::{is_capitalised, is_full_name, is_particle, is_run_together};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::{GIVEN_NAMES, GREETINGS, NOT_A_NAME, TITLES};
use std::ops::Range;

/// Judges the value of a field for names: two to five words that can be a name, `Lee, Ann` included.
pub(in crate::detect) fn judge_name(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let text = line.slice(range.clone());
    // `Thanks, Ann Lee` of a signature is addressed to nobody.
    if memchr::memchr(b',', text).is_some_and(|comma| GREETINGS.has(&text[..comma])) {
        return;
    }
    let words = || text.split(|b| *b == b' ').filter(|w| !w.is_empty());
    let plausible = |w: &[u8]| {
        !is_run_together(w) && w.iter().all(|b| b.is_ascii_alphabetic() || !b.is_ascii() || b"-'.,".contains(b))
            // `April Lee`.
            && (is_particle(w) || !NOT_A_NAME.has(w) || GIVEN_NAMES.has(w))
    };
    let count = words().filter(|w| !is_particle(w)).count();
    let capitals = words().filter(|w| is_capitalised(w)).count();
    let named = words().count() >= 2 && (1..=5).contains(&count) && capitals * 2 > count;
    if named && words().all(plausible) {
        let titled = line.word_from(range.start).filter(|w| TITLES.has(line.slice(w.start..w.end)));
        let start = titled
            .map(|title| line.run(title.end, |b| b" .".contains(&b)))
            .filter(|start| *start < range.end)
            .unwrap_or(range.start);
        push(line, found, start..range.end, Entity::PersonName);
    }
}

/// Labels the full name that a value is, up to a separator; true if it is one.
pub(in crate::detect) fn full_name_at(line: &Line<'_>, found: &mut Vec<Span>, value: &Range<usize>) -> bool {
    if line.byte(value.start).is_none_or(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return false;
    }
    let end = line.run(value.start, |b| !b"/,;(|<\t\n[\"\x1f".contains(&b)).min(value.end);
    let end = value.start + line.slice(value.start..end).trim_ascii_end().len();
    let name = behind_title(line, value.start..end)..end;
    let full = is_full_name(line.slice(name.clone()));
    if full {
        push(line, found, name, Entity::PersonName);
    }
    full
}

/// Where the name proper starts: titles are no part of it (classification.md 4.2).
fn behind_title(line: &Line<'_>, name: Range<usize>) -> usize {
    let first = line.run(name.start, |b| b != b' ').min(name.end);
    let word = line.slice(name.start..first);
    let title = TITLES.has(word.strip_suffix(b".").unwrap_or(word));
    // `Me Ann`: a name of one word is none without its title.
    if title && line.slice(first + 1..name.end).contains(&b' ') { first + 1 } else { name.start }
}
