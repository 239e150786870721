//! Lines with which the program of a desk tells what happened to a case: `Ticket HD-4711 was closed after 5 days without a
//! reply.`, `Le statut passe de « Nouveau » à « Résolu »` (classification.md 4.6: nobody wrote them).
//!
//! Of no form, but of few words: they begin with what they tell of, what else they say is states and times, and nobody
//! speaks in them.

mod spoken;

use super::header;
use super::number::{is_number, number_end, push_number};
use crate::context::Known;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::sections;
use crate::span::Span;
use crate::vocabulary::{HEADER_WORDS, ROLES};
use crate::word::Word;
use crate::word_table::Table;
use std::ops::Range;
use std::sync::LazyLock;

/// What a word says of who wrote the line that it stands in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Word,
    /// A notice may begin with it.
    Topic,
    /// The same; desks alone speak of it.
    Desk,
    /// People alone write it.
    Person,
}

static WORDS: LazyLock<Table<Told>> = LazyLock::new(|| {
    let mut words = Table::default();
    for (heading, word) in sections::phrases(include_str!("../data/notice_words.txt")) {
        let told = match heading {
            "desk" => Told::Desk,
            "topic" => Told::Topic,
            "person" => Told::Person,
            _ => Told::Word,
        };
        words.raise(word.as_bytes(), told);
    }
    words
});

/// No notice is longer.
const BYTES_MAX: usize = 240;
/// How many words of notices stand beside one that is none.
const WORDS_PER_OTHER: usize = 3;
/// Fewer words tell nothing.
const WORDS_MIN: usize = 3;
/// The same beside a value: `Attachment added: trace.etl (18 MB)`.
const WORDS_WITH_VALUE: usize = 2;

/// What parts a header's cells from a text.
const CELLS: [&str; 5] = [" | ", " · ", " - ", " – ", " — "];

/// Whether a program of the desk wrote the line; labels the case and the operator in it.
pub(super) fn is_it(line: &Line<'_>, found: &mut Vec<Span>) -> bool {
    let whole = 0..line.view.len();
    let is_it = whole.len() <= BYTES_MAX
        && (is_fenced(line) || !has_author(line, found) && is_of_desk(line, found, &whole));
    if is_it {
        label(line, found);
    }
    is_it
}

/// `*** The visitor has left the chat ***`, behind a time or in front of one.
fn is_fenced(line: &Line<'_>) -> bool {
    let stamp = |b: &u8| b.is_ascii_digit() || b":-/()[], .".contains(b);
    let start = line.view.iter().position(|b| !stamp(b)).unwrap_or_default();
    let end = line.view.iter().rposition(|b| !stamp(b)).map_or(0, |last| last + 1);
    let inside = line.slice(start..end);
    inside.len() > 2 * b"***".len() && inside.starts_with(b"***") && inside.ends_with(b"***")
}

/// Whether a value of a record, under a key that tells nothing, is what a program of the desk wrote.
pub(super) fn is_value(line: &Line<'_>, value: &Range<usize>) -> bool {
    value.len() <= BYTES_MAX && is_of_desk(line, &[], value)
}

/// Whether the words of a text are those of notices.
fn is_of_desk(line: &Line<'_>, found: &[Span], text: &Range<usize>) -> bool {
    if line.slice(text.clone()).contains(&b'?') {
        return false;
    }
    let Some(spoken) = spoken::read(line, found, text) else { return false };
    let (mut begun, mut of_desk, mut known, mut others) = (false, false, 0, 0);
    for word in spoken.words {
        let text = line.slice(word.clone());
        match WORDS.get(text) {
            Some(Told::Person) => return false,
            Some(told) if !begun => {
                begun = told > Told::Word;
                of_desk = told == Told::Desk;
                // `Visitor: it is slow`.
                if begun && speaks(line, found, &word) {
                    return false;
                }
                known = usize::from(begun);
            }
            Some(told) => {
                known += 1;
                of_desk |= told == Told::Desk;
            }
            None if HEADER_WORDS.has(text) || ROLES.has(text) => {}
            None if !begun => return false,
            None => others += 1,
        }
    }
    let enough = if others == 0 && spoken.values > 0 { WORDS_WITH_VALUE } else { WORDS_MIN };
    of_desk && known >= enough && others * WORDS_PER_OTHER <= known
}

/// Whether somebody stands in front of what may be a text: in a cell, or in front of a colon.
fn has_author(line: &Line<'_>, found: &[Span]) -> bool {
    let operator =
        |word: &Word| line.context.known(line.slice(word.start..word.end)) == Some(Known::Operator);
    let mut headed = found.to_vec();
    let text = header::text_start(line, &mut headed).unwrap_or_default();
    let noted = [&b"otes)"[..], b"ote)", b"omments)", b"omment)", b"ommentaires)", b"otes de travail)"];
    noted.iter().any(|it| memchr::memmem::find(line.view, it).is_some())
        || headed.iter().any(|span| is_of_somebody(span.entity) && span.end <= text)
        || line.words.iter().any(|word| line.byte(word.end) == Some(b':') && operator(word))
        || found.iter().filter(|span| is_of_somebody(span.entity)).any(|span| {
            let behind = line.slice(span.end..span.end + 3).trim_ascii_start();
            // `Conversation by Ann Lee on 9 March | it is slow`.
            let rest = line.slice(span.end..line.view.len());
            let parted = CELLS.iter().any(|cell| memchr::memmem::find(rest, cell.as_bytes()).is_some());
            span.start == 0 || parted || behind.first().is_some_and(|b| b":|;\t\">".contains(b))
        })
}

const fn is_of_somebody(entity: Entity) -> bool {
    matches!(
        entity,
        Entity::PersonName
            | Entity::Username
            | Entity::Email
            | Entity::Upn
            | Entity::TenantDomain
            | Entity::Phone
    )
}

/// Whether the first word is a part in a conversation, or somebody stands in front of it.
fn speaks(line: &Line<'_>, found: &[Span], word: &Range<usize>) -> bool {
    let colon = line.run(word.end, |b| b.is_ascii_digit() || b" ():".contains(&b));
    let colon = line.slice(word.end..colon).contains(&b':');
    let text = line.slice(word.clone());
    ROLES.has(text) && colon || found.iter().any(|span| is_of_somebody(span.entity) && span.end <= word.start)
}

/// Labels the number of the case and the operator in a notice.
fn label(line: &Line<'_>, found: &mut Vec<Span>) {
    for word in line.words {
        let end = number_end(line, word.start).filter(|end| *end > word.start);
        if let Some(end) = end.filter(|end| {
            is_number(line.slice(word.start..*end)) || line.byte_before(word.start) == Some(b'#')
        }) {
            push_number(line, found, word.start..end);
        } else if line.context.known(line.slice(word.start..word.end)) == Some(Known::Operator) {
            push(line, found, word.start..word.end, Entity::VendorOperator);
        }
    }
}
