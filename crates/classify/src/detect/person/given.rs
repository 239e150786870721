//! Full names in records, by a given name (classification.md 4.2 `person_name`).

use super::form::{is_particle, is_reversed, is_spelled};
use super::{is_before_apostrophe, name_behind};
use crate::detect::novel::is_unknown;
use crate::detect::siblings;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;
use crate::view::FILLER;
use crate::vocabulary::{GIVEN_NAMES, NAMES_AND_WORDS, NOT_A_NAME};
use crate::word::Word;

/// Full names in records: a given name that is no other word, and one more name behind it.
pub(in crate::detect) fn find_given(line: &Line<'_>, found: &mut Vec<Span>) {
    if line.channel.is_prose() {
        return;
    }
    let object = line.view.first() == Some(&b'{');
    for (index, word) in line.marked(Marks::GIVEN_NAME) {
        let text = line.slice(word.start..word.end);
        let apart = line
            .byte_before(word.start)
            .is_none_or(|b| b.is_ascii_whitespace() || b"\"'(>,;=|[\x1f".contains(&b));
        // `(c) Ann Lee`, `Copyright 2015-2019 Ann Lee` wrote the program (classification.md 5.4).
        let years = line.run_back(word.start, |b| b.is_ascii_digit() || b" -,".contains(&b));
        let notice = [&b"(c)"[..], b"(C)", "©".as_bytes(), b"Copyright"]
            .iter()
            .any(|sign| line.slice(0..years).ends_with(sign));
        // `"city":"Ann Arbor"`.
        let town = || {
            let key = line.slice(line.label_before(word.start));
            [&b"city"[..], b"town", b"ville"].iter().any(|town| key.eq_ignore_ascii_case(town))
        };
        let given = apart && !notice && is_spelled(text) && GIVEN_NAMES.has(text) && !town();
        let unknown =
            || line.word_from(word.end).is_some_and(|next| is_unknown(line.slice(next.start..next.end)));
        let given = given && (!NAMES_AND_WORDS.has(text) || unknown());
        if given && is_family_name_behind(line, word.end) && (!object || is_whole_value(line, word.start)) {
            name_behind(line, found, index, 2);
        } else if given && let Some(start) = reversed_start(line, word) {
            push(line, found, start..word.end, Entity::PersonName);
        }
    }
}

/// Where `(Lee, Ann)` begins, whose brackets or quotes hold nothing else.
fn reversed_start(line: &Line<'_>, given: &Word) -> Option<usize> {
    const NAME_BYTES_MAX: usize = 48;
    let before = line.slice(given.start.saturating_sub(NAME_BYTES_MAX)..given.start);
    let open = before.iter().rposition(|b| b"([\"".contains(b))?;
    let start = given.start - (before.len() - open) + 1;
    let enclosed =
        matches!((before[open], line.byte(given.end)?), (b'(', b')') | (b'[', b']') | (b'"', b'"'));
    (enclosed && is_reversed(line.slice(start..given.end))).then_some(start)
}

/// Whether a name that starts here is all that stands between the quotes: in an object the keys say what sentences hold, and a
/// `type` what is nobody's name.
fn is_whole_value(line: &Line<'_>, start: usize) -> bool {
    const NAME_BYTES_MAX: usize = 48;
    let end = line.run(start, |b| b.is_ascii_alphabetic() || !b.is_ascii() || b" -'.".contains(&b));
    line.byte_before(start) == Some(b'"')
        && matches!(line.byte(end), Some(b'"' | FILLER))
        && line.byte(end + 1) != Some(b':')
        && end - start <= NAME_BYTES_MAX
        && !siblings::is_typed(line, start, siblings::Kind::Thing)
}

/// Whether behind one blank at `end` a word stands that can be a family name, and nothing that makes it code.
fn is_family_name_behind(line: &Line<'_>, end: usize) -> bool {
    let next =
        |end: usize| line.word_from(end).filter(|w| w.start == end + 1 && line.byte(end) == Some(b' '));
    let particle = next(end).filter(|w| is_particle(line.slice(w.start..w.end)));
    let Some(word) = next(particle.map_or(end, |w| w.end)) else { return false };
    let behind = is_before_apostrophe(line, word.start..word.end).then(|| line.word_from(word.end)).flatten();
    let word = behind.unwrap_or(word);
    let text = line.slice(word.start..word.end);
    is_spelled(text)
        && !NOT_A_NAME.has(text)
        && !line.byte(word.end).is_some_and(|b| b"=(/\\[{<*".contains(&b))
}
