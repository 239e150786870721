//! Personal names in fields and in prose (classification.md 4.2 `person_name`).

mod alone;
mod form;
mod given;
mod titled;
mod unlisted;
mod value;
mod words;

pub(super) use form::{is_family_name, is_shaped};
pub(crate) use form::{is_full_name, is_no_word, is_person, is_reversed};
pub(super) use given::find_given;
pub(super) use titled::find_titled;
pub(crate) use titled::is_titled;
pub(super) use value::{full_name_at, judge_name};

use super::novel::is_unknown;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::{GIVEN_NAMES, GREETINGS, TITLES};
use crate::word::{Word, is_any};
use form::{is_capitalised, is_elided, is_large, is_name_word, is_particle, is_spelled};
use std::ops::Range;

/// Names in the prose of a case: a title or a given name, and the capitalised words behind it.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let mut next = 0;
    let organisations = organisations(found);
    for (index, word) in line.words.iter().enumerate() {
        let text = line.slice(word.start..word.end);
        let organisation = organisations.partition_point(|name| name.end <= word.start);
        if index < next || organisations.get(organisation).is_some_and(|name| name.start < word.end) {
            continue;
        }
        if is_titled(line, index) || GREETINGS.has(text) && is_addressed(line, index + 1) {
            next = index + 1 + name_behind(line, found, index + 1, 1);
        } else if GIVEN_NAMES.has(text) && is_capitalised(text) {
            let is_alone = signs_alone(line, word)
                || alone::stands_alone(line, index)
                || alone::is_called(line, index)
                || alone::closes(line, index);
            next = index + name_behind(line, found, index, if is_alone { 1 } else { 2 });
            large_name_before(line, found, index);
        } else if unlisted::is_name(line, index) || unlisted::is_initial(line, index) {
            next = index + name_behind(line, found, index, 2);
        } else if alone::closes(line, index) {
            next = index + name_behind(line, found, index, 1);
        } else if let Some(name) = unlisted::given_behind_elision(line, index) {
            push(line, found, name, Entity::PersonName);
        } else if alone::stands_alone(line, index) {
            next = index + name_behind(line, found, index, 1);
        }
    }
}

/// Where the names of the tenant's organisations stand, which are nobody's.
fn organisations(found: &[Span]) -> Vec<Range<usize>> {
    let names = found.iter().filter(|span| span.entity == Entity::OrgName);
    let mut names: Vec<_> = names.map(|span| span.start..span.end).collect();
    names.sort_by_key(|name| name.start);
    names
}

/// Takes a family name in large letters to the given name behind it: `AUDOUIN Maxime`.
fn large_name_before(line: &Line<'_>, found: &mut Vec<Span>, index: usize) {
    const WORDS_MAX: usize = 2;
    let Some(given) = line.words.get(index) else { return };
    let mut start = given.start;
    for word in line.words.get(index.saturating_sub(WORDS_MAX)..index).unwrap_or_default().iter().rev() {
        if line.slice(word.end..start) != b" " || !is_large(line.slice(word.start..word.end)) {
            break;
        }
        start = word.start;
    }
    if start < given.start {
        push(line, found, start..given.end, Entity::PersonName);
    }
}

/// Whether the word is all that its line holds, as a letter ends.
fn signs_alone(line: &Line<'_>, word: &Word) -> bool {
    let ends = |b: Option<u8>| b.is_none_or(|b| b == b'\n' || b == b'\r');
    let last = line.run(word.end, |b| b == b'.' || b == b' ');
    ends(line.byte_before(word.start)) && ends(line.byte(last))
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
    // `Bonjour Madame,`.
    let titled = TITLES.has(text) || is_any(&["mesdames", "messieurs"], text);
    beside && !titled && name.len() >= 3 && (ended || last() && named())
}

/// `O'Donnell`, `D'Angelo`, `d'Arcy`: the capital, or the rest of a particle, in front of an apostrophe and another capital.
fn is_before_apostrophe(line: &Line<'_>, letter: Range<usize>) -> bool {
    let capital = |at: usize| line.byte(at).is_some_and(|b| b.is_ascii_uppercase());
    letter.len() == 1
        && (capital(letter.start) || line.byte(letter.start) == Some(b'd'))
        && line.byte(letter.end) == Some(b'\'')
        && capital(letter.end + 1)
        && !line.byte_before(letter.start).is_some_and(|b| b.is_ascii_alphanumeric())
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
        let initial = count > 0 && ends_initial(line, end);
        let joined = count == 0
            || gap == b" "
            || initial && gap == b". "
            || gap == b"'" && is_before_apostrophe(line, end.saturating_sub(1)..end);
        // `Ann Lee de Contoso`: behind a whole name `de` may say where from.
        let is_origin = || {
            let behind = line.word_from(word.end).map_or(word.end, |next| next.start);
            count > 1 && found.iter().any(|span| span.start == behind && span.entity == Entity::OrgName)
        };
        // `Mme Le Bihan`: behind a title a name may begin with one.
        let begins = words_min == 1 && text.first().is_some_and(u8::is_ascii_uppercase);
        let particle =
            (count > 0 || begins) && is_particle(text) && leads_to_capital(line, word.end) && !is_origin();
        // `Ann Lee IPAddress : 192.0.2.7`: the next label of a record that was joined to one line.
        let label = count > 0
            && !line.channel.is_prose()
            && line.slice(word.end..word.end + 3) == b" : "
            && text.iter().filter(|b| b.is_ascii_uppercase()).count() > 1;
        // `A: Ann Lee Q: …`, questions and answers in one line.
        let asked = count > 1 && text.len() == 1 && line.byte(word.end) == Some(b':');
        if label || asked {
            break;
        }
        let front = is_before_apostrophe(line, word.start..word.end) && (count > 0 || text != b"d");
        let elided =
            (count > 0 || words_min == 1 && index > 0 && is_titled(line, index - 1)) && is_elided(text);
        if !joined || !(is_name_word(text) || particle || front || elided) {
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

/// Whether an initial of a name ends here: `A. Lee`, `J.-B. Lee`.
fn ends_initial(line: &Line<'_>, end: usize) -> bool {
    let start = end.saturating_sub(1);
    let first =
        if line.slice(0..start).ends_with(b".-") { start.saturating_sub(b"A.-".len()) } else { start };
    line.byte_before(first).is_none_or(|b| b == b' ' || b == b'\n')
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

/// Whether a name's next word behind `end` has a capital, another particle in between allowed: `de la Torre`.
fn leads_to_capital(line: &Line<'_>, end: usize) -> bool {
    let next = |end: usize| line.word_from(end).filter(|w| w.start == end + 1);
    let text = |w: &Word| line.slice(w.start..w.end);
    next(end).is_some_and(|w| {
        is_name_word(text(w)) || is_particle(text(w)) && next(w.end).is_some_and(|w| is_name_word(text(w)))
    })
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
