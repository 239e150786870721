//! Street addresses whose number stands behind the street, as in Belgium, Germany, the Netherlands, Italy and Spain:
//! `Lindenstraße 14, 10969 Berlin`, `avenue des Tilleuls 8, B-5100 Jambes`.

use super::{is_capital, is_house_number, text};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::{STREET_ENDINGS, STREETS_BEFORE};
use std::ops::Range;
use std::sync::LazyLock;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for number in 1..line.words.len() {
        let shortened = text(line, number - 1).ends_with(b"str");
        let beside = separator(line, number) == b" " || shortened && separator(line, number) == b". ";
        if !beside || !is_house_number(line, number) {
            continue;
        }
        let Some(street) = street_before(line, number)
            .or_else(|| announced(line, number))
            .or_else(|| situated(line, number))
        else {
            continue;
        };
        let code = code_behind(line, number);
        // In a sentence a street's number may be followed by nothing; a street that only may be one needs its town.
        if let Some(last) = code.map(|code| town_end(line, code)).or(street.certain.then_some(number)) {
            label(line, found, street.first..last + 1);
        }
    }
}

fn label(line: &Line<'_>, found: &mut Vec<Span>, words: Range<usize>) {
    if let (Some(first), Some(last)) = (line.words.get(words.start), line.words.get(words.end - 1)) {
        push(line, found, first.start..last.end, Entity::PostalAddress);
    }
}

/// The text between a word and the one in front of it.
fn separator<'a>(line: &Line<'a>, index: usize) -> &'a [u8] {
    let end = |at: usize| line.words.get(at).map(|word| word.end);
    let start = line.words.get(index).map(|word| word.start);
    index
        .checked_sub(1)
        .and_then(end)
        .zip(start)
        .map(|(end, start)| line.slice(end..start))
        .unwrap_or_default()
}

struct Street {
    first: usize,
    /// Whether its words say that it is a street.
    certain: bool,
}

/// How many words a street's name may have.
const STREET_WORDS_MAX: usize = 6;

/// The street whose last word stands in front of the number.
fn street_before(line: &Line<'_>, number: usize) -> Option<Street> {
    let last = number - 1;
    if ends_like_street(text(line, last)) && is_capital(text(line, last)) {
        // `Alte Bahnhofstraße`, `Nieuwe Gracht`.
        let adjective = last.checked_sub(1).filter(|at| {
            separator(line, last) == b" " && is_capital(text(line, *at)) && is_adjective(text(line, *at))
        });
        return Some(Street { first: adjective.unwrap_or(last), certain: true });
    }
    let mut first = last;
    for _ in 0..STREET_WORDS_MAX {
        if STREETS_BEFORE.has(text(line, first)) && first < last {
            return Some(Street { first, certain: false });
        }
        let shortened = separator(line, first) == b". " && first > 0 && text(line, first - 1).len() <= 3;
        let joined = shortened || [&b" "[..], b"'", "’".as_bytes()].contains(&separator(line, first));
        if !joined || first == 0 || super::is_house_number(line, first - 1) {
            return None;
        }
        first -= 1;
    }
    None
}

/// `Adres: Meir 50, 2000 Antwerpen`: a street without a word of streets, behind what announces an address.
fn announced(line: &Line<'_>, number: usize) -> Option<Street> {
    const NOUNS: [&[u8]; 7] =
        [b"adres", b"adresse", b"address", b"anschrift", "dirección".as_bytes(), b"indirizzo", b"morada"];
    const WORDS_MAX: usize = 4;
    let last = number - 1;
    let nouns = last.saturating_sub(WORDS_MAX)..last;
    let said = nouns.rev().find(|at| NOUNS.iter().any(|noun| text(line, *at).eq_ignore_ascii_case(noun)))?;
    let first = (said + 1..=last).find(|at| is_capital(text(line, *at)))?;
    (first + 1..=last).all(|at| separator(line, at) == b" ").then_some(Street { first, certain: false })
}

/// `Am Alten Markt 12, 24103 Kiel`: a street that is named by what it lies at, where its town follows.
fn situated(line: &Line<'_>, number: usize) -> Option<Street> {
    const PREPOSITIONS: [&[u8]; 10] =
        [b"Am", b"An", b"Im", b"In", b"Zum", b"Zur", b"Auf", b"Unter", b"Hinter", b"Vor"];
    const WORDS_MAX: usize = 4;
    let last = number - 1;
    let first =
        (last.saturating_sub(WORDS_MAX)..last).rev().find(|at| PREPOSITIONS.contains(&text(line, *at)))?;
    let part =
        |at: usize| is_capital(text(line, at)) || [&b"der"[..], b"den", b"dem"].contains(&text(line, at));
    (first + 1..=last)
        .all(|at| separator(line, at) == b" " && part(at))
        .then_some(Street { first, certain: false })
}

/// `Lindenstraße`, `Bahnhofstr`, `Kerkstraat`, `Hauptweg`.
pub(super) fn ends_like_street(word: &[u8]) -> bool {
    static ENDINGS: LazyLock<Vec<String>> = LazyLock::new(|| STREET_ENDINGS.words().collect());
    let ends_with = |ending: &String| {
        let tail = word.len().checked_sub(ending.len()).and_then(|front| word.get(front..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(ending.as_bytes()))
    };
    word.len() >= 6 && ENDINGS.iter().any(ends_with)
}

fn is_adjective(word: &[u8]) -> bool {
    let lower = word.to_ascii_lowercase();
    [&b"alte"[..], b"neue", b"nieuwe", b"oude", b"grote", b"kleine", b"hoge", b"lange", b"obere", b"untere"]
        .contains(&lower.as_slice())
}

/// The postal code behind the number, a box or an office allowed in between: `bus 4, 9000`.
fn code_behind(line: &Line<'_>, number: usize) -> Option<usize> {
    let boxes = [&b"bus"[..], b"bte", b"boite", "boîte".as_bytes(), b"box", b"app", b"apt"];
    let mut at = number + 1;
    if boxes.contains(&text(line, at)) {
        at += 2;
    }
    let comma = [&b", "[..], b" ", b" - "].contains(&separator(line, at));
    let digits = |word: &[u8]| {
        let number = word.iter().position(u8::is_ascii_digit).map_or(&b""[..], |from| &word[from..]);
        let prefix = &word[..word.len() - number.len()];
        let split = memchr::memchr(b'-', number).unwrap_or(number.len());
        // `4050-262` of Portugal, `00-238` of Poland.
        let joined = matches!((split, number.len() - split), (4 | 2, 4))
            && number.iter().enumerate().all(|(at, b)| at == split || b.is_ascii_digit());
        (joined || (4..=5).contains(&number.len()) && number.iter().all(u8::is_ascii_digit))
            && (prefix.is_empty() || prefix.ends_with(b"-") && prefix.len() <= 3)
    };
    (comma && digits(text(line, at)) && is_capital(text(line, at + 1))).then_some(at)
}

/// `Frankfurt am Main`, `Rothenburg ob der Tauber`: the last word of the river behind a town.
fn river_end(line: &Line<'_>, town: usize) -> usize {
    let beside = |at: usize| separator(line, at) == b" ";
    if !beside(town + 1) || ![&b"am"[..], b"an", b"ob", b"im", b"bei"].contains(&text(line, town + 1)) {
        return town;
    }
    let article = beside(town + 2) && text(line, town + 2) == b"der";
    let river = town + if article { 3 } else { 2 };
    if beside(river) && is_capital(text(line, river)) { river } else { town }
}

/// The last word of the town behind its code; `3512 LG Utrecht` has letters in between.
fn town_end(line: &Line<'_>, code: usize) -> usize {
    let mut last = code;
    while separator(line, last + 1) == b" " && is_capital(text(line, last + 1)) && last < code + 3 {
        last += 1;
    }
    river_end(line, last)
}
