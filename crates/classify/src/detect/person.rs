//! Personal names in fields and in prose (classification.md 4.2 `person_name`).

mod titled;
mod unlisted;

pub(super) use titled::find_titled;
pub(crate) use titled::is_titled;

use super::novel::is_unknown;
use super::siblings;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;
use crate::view::FILLER;
use crate::vocabulary::{GIVEN_NAMES, GREETINGS, NAMES_AND_WORDS, NOT_A_NAME, TITLES};
use crate::word::Word;
use std::ops::Range;

/// Names in the prose of a case: a title or a given name, and the capitalised words behind it.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let mut next = 0;
    for (index, word) in line.words.iter().enumerate() {
        let text = line.slice(word.start..word.end);
        if index < next {
            continue;
        }
        if is_titled(line, index) || GREETINGS.has(text) && is_addressed(line, index + 1) {
            next = index + 1 + name_behind(line, found, index + 1, 1);
        } else if GIVEN_NAMES.has(text) && is_capitalised(text) {
            let alone = signs_alone(line, word) || unlisted::stands_alone(line, index);
            next = index + name_behind(line, found, index, if alone { 1 } else { 2 });
        } else if unlisted::is_name(line, index) || unlisted::is_initial(line, index) {
            next = index + name_behind(line, found, index, 2);
        } else if unlisted::stands_alone(line, index) {
            next = index + name_behind(line, found, index, 1);
        }
    }
}

/// Whether the word is all that its line holds, as a letter ends.
fn signs_alone(line: &Line<'_>, word: &Word) -> bool {
    let ends = |b: Option<u8>| b.is_none_or(|b| b == b'\n' || b == b'\r');
    let last = line.run(word.end, |b| b == b'.' || b == b' ');
    ends(line.byte_before(word.start)) && ends(line.byte(last))
}

/// Full names in records: a given name that is no other word, and one more name behind it.
pub(super) fn find_given(line: &Line<'_>, found: &mut Vec<Span>) {
    if line.channel.is_prose() {
        return;
    }
    let object = line.view.first() == Some(&b'{');
    for (index, word) in line.marked(Marks::GIVEN_NAME) {
        let text = line.slice(word.start..word.end);
        let apart = line
            .byte_before(word.start)
            .is_none_or(|b| b.is_ascii_whitespace() || b"\"'(>,;=|[\x1f".contains(&b));
        // `(c) Ann Lee` wrote the program (classification.md 5.4).
        let notice = [&b"(c) "[..], b"(C) ", "© ".as_bytes()]
            .iter()
            .any(|sign| line.slice(0..word.start).ends_with(sign));
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

/// A capital and small letters.
fn is_spelled(text: &[u8]) -> bool {
    text.len() >= 3
        && is_capitalised(text)
        && text.iter().skip(1).any(u8::is_ascii_lowercase)
        && text.iter().all(|b| b.is_ascii_alphabetic() || !b.is_ascii() || *b == b'-' || *b == b'\'')
}

/// Whether behind one blank at `end` a word stands that can be a family name, and nothing that makes it code.
fn is_family_name_behind(line: &Line<'_>, end: usize) -> bool {
    let next =
        |end: usize| line.word_from(end).filter(|w| w.start == end + 1 && line.byte(end) == Some(b' '));
    let particle = next(end).filter(|w| is_particle(line.slice(w.start..w.end)));
    let Some(word) = next(particle.map_or(end, |w| w.end)) else { return false };
    let text = line.slice(word.start..word.end);
    is_spelled(text)
        && !NOT_A_NAME.has(text)
        && !line.byte(word.end).is_some_and(|b| b"=(/\\[{<*".contains(&b))
}

/// `Thanks Ann,`: one capitalised word between a greeting and a comma.
fn is_addressed(line: &Line<'_>, index: usize) -> bool {
    let Some(name) = line.words.get(index) else { return false };
    let beside = line.byte_before(name.start) == Some(b' ')
        && line.words.get(index.wrapping_sub(1)).is_some_and(|greeting| greeting.end + 1 == name.start);
    let text = line.slice(name.start..name.end);
    let ended =
        matches!(line.byte(name.end), Some(b',' | b'!')) || line.slice(name.end..name.end + 2) == b" !";
    let named = || GIVEN_NAMES.has(text) || is_spelled(text) && is_unknown(text);
    let last = || matches!(line.byte(name.end), None | Some(b'.' | b'\n' | b'"' | b';'));
    beside && name.len() >= 3 && (ended || last() && named())
}

/// Labels the name that starts with word `index`, if it has enough words; gives how many words it took.
pub(crate) fn name_behind(line: &Line<'_>, found: &mut Vec<Span>, index: usize, words_min: usize) -> usize {
    let Some(first) = line.words.get(index) else { return 0 };
    if is_titled(line, index) && words_min > 1 {
        return 1 + name_behind(line, found, index + 1, 1);
    }
    let mut end = first.end;
    let mut count = 0;
    for word in line.words.iter().skip(index).take(NAME_WORDS_MAX) {
        let text = line.slice(word.start..word.end);
        let gap = line.slice(end..word.start);
        let initial = count > 0 && line.byte_before(end.saturating_sub(1)).is_none_or(|b| b == b' ');
        let joined = count == 0 || gap == b" " || initial && gap == b". ";
        // `Ann Lee de Contoso`: behind a whole name `de` may say where from.
        let is_origin = || {
            let behind = line.word_from(word.end).map_or(word.end, |next| next.start);
            count > 1 && found.iter().any(|span| span.start == behind && span.entity == Entity::OrgName)
        };
        let particle = count > 0 && is_particle(text) && leads_to_capital(line, word.end) && !is_origin();
        if !joined || !(is_name_word(text) || particle) {
            break;
        }
        end = word.end;
        count += 1;
    }
    if count >= words_min {
        push(line, found, first.start..end, Entity::PersonName);
        account_behind(line, found, first.start..end);
        count
    } else {
        0
    }
}

/// The account in `Ann Lee (alee)`, which has a part of the name in it.
fn account_behind(line: &Line<'_>, found: &mut Vec<Span>, name: Range<usize>) {
    const PART_BYTES: usize = 3;
    let account = name.end + 2..line.run(name.end + 2, |b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    let text = line.slice(account.clone());
    let alike = line.slice(name.clone()).split(|b| *b == b' ').any(|part| {
        let start = part.get(..PART_BYTES).map(<[u8]>::to_ascii_lowercase);
        start.is_some_and(|start| memchr::memmem::find(text, &start).is_some())
    });
    if line.slice(name.end..name.end + 2) == b" (" && line.byte(account.end) == Some(b')') && alike {
        super::user::judge(line, found, account, super::user::Position::Cue);
    }
}

const NAME_WORDS_MAX: usize = 4;
const PARTICLES: [&[u8]; 26] = [
    b"de", b"du", b"des", b"la", b"le", b"van", b"von", b"der", b"den", b"da", b"di", b"el", b"do", b"dos",
    b"das", b"del", b"della", b"ter", b"ten", b"zu", b"zum", b"al", b"bin", b"bint", b"y", b"e",
];

/// Whether a name's next word behind `end` has a capital, another particle in between allowed: `de la Torre`.
fn leads_to_capital(line: &Line<'_>, end: usize) -> bool {
    let next = |end: usize| line.word_from(end).filter(|w| w.start == end + 1);
    let text = |w: &Word| line.slice(w.start..w.end);
    next(end).is_some_and(|w| {
        is_name_word(text(w)) || is_particle(text(w)) && next(w.end).is_some_and(|w| is_name_word(text(w)))
    })
}

fn is_name_word(text: &[u8]) -> bool {
    let letters =
        text.iter().all(|b| b.is_ascii_alphabetic() || !b.is_ascii() || matches!(b, b'-' | b'\'' | b'.'));
    letters
        && is_capitalised(text)
        && !NOT_A_NAME.has(text)
        && !is_run_together(text)
        && (text.len() == 1 || !is_upper(text) || text.len() > 3)
}

/// `ManagedDevice`: a capital behind more small letters than a name's particle has (`McNeil`, `DeLuca`, `MacDonald`).
fn is_run_together(text: &[u8]) -> bool {
    const PARTICLE_BYTES_MAX: usize = 4;
    let capital =
        text.windows(2).rposition(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    capital.is_some_and(|at| at >= PARTICLE_BYTES_MAX)
}

fn is_upper(text: &[u8]) -> bool {
    text.iter().all(|b| b.is_ascii_uppercase() || !b.is_ascii_alphabetic())
}

/// Starts with a capital; of the letters beyond ASCII, those whose capitals UTF-8 puts at C3 80 to C3 9E and C4, C5.
fn is_capitalised(text: &[u8]) -> bool {
    match text {
        [first, ..] if first.is_ascii() => first.is_ascii_uppercase(),
        [0xc3, second, ..] => (0x80..=0x9e).contains(second),
        [0xc4 | 0xc5, second, ..] => second % 2 == 0 || *second == 0xbd || *second == 0xbb,
        [first, ..] => *first >= 0xc6,
        [] => false,
    }
}

/// Judges the value of a field for names: two to five words that can be a name, `Lee, Ann` included.
pub(super) fn judge_name(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let text = line.slice(range.clone());
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

fn is_particle(word: &[u8]) -> bool {
    PARTICLES.iter().any(|particle| particle.eq_ignore_ascii_case(word))
}

/// Whether the text is a first and a last name, each with a capital, and nothing else.
pub(crate) fn is_full_name(text: &[u8]) -> bool {
    let words = || text.split(|b| *b == b' ');
    text.contains(&b' ')
        && (2..=5).contains(&words().count())
        && !words().next_back().is_some_and(is_particle)
        && words().all(|word| is_name_word(word) || is_particle(word))
        && words().filter(|word| word.len() > 1 && is_name_word(word)).count() >= 2
}

/// Whether the text is a full name one word of which is a given name or no word at all, and no word but a given name is one
/// of products.
pub(crate) fn is_person(text: &[u8]) -> bool {
    let telling = |word: &[u8]| GIVEN_NAMES.has(word) || word.len() >= 4 && is_unknown(word);
    is_full_name(text) && text.split(|b| *b == b' ').any(telling)
}

/// Whether no word of a part of a name is in a list of words.
pub(crate) fn is_no_word(text: &[u8]) -> bool {
    text.len() >= 4 && is_unknown(text)
}

/// Whether the text has two to four words with capitals, the last of which is no word of products and places.
pub(super) fn is_shaped(text: &[u8]) -> bool {
    let words = || text.split(|b| *b == b' ');
    (2..=4).contains(&words().count())
        && !words().next().is_some_and(|first| TITLES.has(first))
        && words().all(|word| is_particle(word) || is_name_word(word) || is_plain(word))
        && words().next_back().is_some_and(is_name_word)
}

/// A capital and letters.
fn is_plain(word: &[u8]) -> bool {
    is_capitalised(word) && !is_run_together(word) && word.iter().all(u8::is_ascii_alphabetic)
}

/// Whether the text is a family name with its particles: `de la Torre`.
pub(super) fn is_family_name(text: &[u8]) -> bool {
    let last = text.rsplit(|b| *b == b' ').next().unwrap_or_default();
    is_name_word(last) && text.split(|b| *b == b' ').all(|word| is_name_word(word) || is_particle(word))
}

/// Whether the text is `Last, First`.
pub(crate) fn is_reversed(text: &[u8]) -> bool {
    let Some(comma) = memchr::memchr(b',', text) else { return false };
    let part = |text: &[u8]| {
        let words = || text.split(|b| *b == b' ');
        (1..=4).contains(&words().count())
            && words().all(|word| is_name_word(word) || is_particle(word))
            && words().any(is_name_word)
    };
    part(&text[..comma]) && text.get(comma + 2..).is_some_and(part)
}

/// Labels the full name that a value is, up to a separator; true if it is one.
pub(super) fn full_name_at(line: &Line<'_>, found: &mut Vec<Span>, value: &Range<usize>) -> bool {
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

/// Labels the name that ends at `end`: the capitalised words up to there, of which there are at least two.
pub(super) fn name_before(line: &Line<'_>, found: &mut Vec<Span>, end: usize) -> bool {
    let behind = line.words.partition_point(|word| word.end <= end);
    let words = line.words.get(behind.saturating_sub(NAME_WORDS_MAX)..behind).unwrap_or_default();
    let (mut start, mut count, mut next) = (end, 0, end);
    for word in words.iter().rev() {
        let text = line.slice(word.start..word.end);
        let joined =
            next - word.end == usize::from(count > 0) && line.slice(word.end..next).trim_ascii().is_empty();
        if !joined || !(is_name_word(text) || count > 0 && is_particle(text)) {
            break;
        }
        next = word.start;
        if is_name_word(text) {
            start = word.start;
            count += 1;
        }
    }
    // `Participant Ann Lee`: what somebody is stands in front.
    while count > 2
        && let Some(word) = line.word_from(start)
    {
        let text = line.slice(word.start..word.end);
        if GIVEN_NAMES.has(text) || is_unknown(text) || is_particle(text) {
            break;
        }
        start = line.word_from(word.end).map_or(end, |next| next.start);
        count -= 1;
    }
    if count >= 2 {
        push(line, found, start..end, Entity::PersonName);
    }
    count >= 2
}
