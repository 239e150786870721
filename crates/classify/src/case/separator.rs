//! What stands between the parts of headers, and what tells that a part ends a header (classification.md 4.6).

use super::author::is_verb;
use super::header::HEADER_BYTES_MAX;
use super::number::number_end;
use super::part::{is_dated, phone_end, time_end, word_end};
use crate::line::Line;
use crate::word::is_any;

/// Whether a time of day, a year or a number of days ago ends here.
pub(super) fn is_full_time(line: &Line<'_>, end: usize) -> bool {
    const BYTES: usize = 16;
    let text = line.slice(end.saturating_sub(BYTES)..end);
    is_dated(text) || [&b"il y a "[..], b" h "].iter().any(|it| memchr::memmem::find(text, it).is_some())
}

/// `Incident IM-118822 - …`: a noun and the number of the case, and then a separator.
pub(super) fn is_numbering_cell(line: &Line<'_>, at: usize) -> bool {
    let number = word_end(line, at).map(|word| line.run(word, |b| b" #".contains(&b)));
    let end = number.and_then(|number| number_end(line, number));
    end.is_some_and(|end| is_in_front_of_separator(line, end))
}

/// `callback +44 131 496 0512 | …`: a word and a telephone number, and then a separator.
pub(super) fn is_calling_cell(line: &Line<'_>, at: usize) -> bool {
    let number = word_end(line, at).map(|word| line.run(word, |b| b" :".contains(&b)));
    let end = number.and_then(|number| phone_end(line, number));
    end.is_some_and(|end| is_in_front_of_separator(line, end))
}

/// `5 June 2026 | at 07:08`: a word that joins a day and a time.
pub(super) fn is_in_front_of_time(line: &Line<'_>, at: usize) -> bool {
    let time = word_end(line, at).filter(|end| line.byte(*end) == Some(b' ')).map(|end| end + 1);
    time.is_some_and(|at| time_end(line, at).is_some_and(|end| is_dated(line.slice(at..end))))
}

/// `- Correspondence added - …`: words of headers, and then a separator.
pub(super) fn is_cell_of_words(line: &Line<'_>, at: usize) -> bool {
    const WORDS_MAX: usize = 3;
    let mut next = at;
    for _ in 0..WORDS_MAX {
        let Some(end) = word_end(line, next) else { return false };
        if is_in_front_of_separator(line, end) {
            return true;
        }
        next = end + 1;
    }
    false
}

/// Whether a word ends how long ago something was: `3 days ago`, `il y a environ 2 heures`.
pub(super) fn ends_past(line: &Line<'_>, at: usize, end: usize) -> bool {
    line.slice(at..end) == b"ago" || is_unit_of_past(line, at)
}

/// Whether a unit of time stands behind `il y a` and a number.
pub(super) fn is_unit_of_past(line: &Line<'_>, at: usize) -> bool {
    const BYTES: usize = 24;
    const UNITS: [&str; 12] = [
        "minute", "minutes", "heure", "heures", "jour", "jours", "semaine", "semaines", "mois", "an", "ans",
        "secondes",
    ];
    let word = line.slice(at..line.run(at, |b| b.is_ascii_alphabetic()));
    let front = line.slice(at.saturating_sub(BYTES)..at);
    is_any(&UNITS, word) && memchr::memmem::find(front, b"il y a ").is_some()
}

/// `Correspondence added We lost …`: what was done, and then a sentence.
pub(super) fn is_in_front_of_sentence(line: &Line<'_>, at: usize) -> bool {
    const DONE: [&str; 14] = [
        "added", "posted", "created", "updated", "received", "sent", "private", "public", "internal",
        "ajoutée", "ajouté", "interne", "publique", "privée",
    ];
    let sentence = |end: usize| {
        let next = end + 1;
        line.byte(end) == Some(b' ') && line.byte(next).is_some_and(|b| b.is_ascii_uppercase() || b == 0xc3)
    };
    let done = |at: usize| word_end(line, at).filter(|end| is_any(&DONE, line.slice(at..*end)));
    let second =
        || word_end(line, at).filter(|end| line.byte(*end) == Some(b' ')).and_then(|end| done(end + 1));
    done(at).or_else(second).is_some_and(sentence)
}

/// Whether a separator begins at the end of a part.
pub(super) fn is_in_front_of_separator(line: &Line<'_>, end: usize) -> bool {
    separates(line.slice(end..line.run(end, |b| b" -|>:;)]/~\t\xe2\x80\x93\x94\xc2\xb7".contains(&b))))
}

/// Behind `wrote > ` or `a écrit : > `, which ends a header.
pub(super) fn behind_verb(line: &Line<'_>, at: usize) -> usize {
    const WORDS_MAX: usize = 2;
    let mut end = at;
    for _ in 0..WORDS_MAX {
        let word = end..line.run(end, |b| b.is_ascii_lowercase() || !b.is_ascii());
        if !is_verb(line.slice(word.clone())) {
            return at;
        }
        let behind = line.run(word.end, |b| b" :>".contains(&b));
        if line.slice(word.end..behind).iter().any(|b| b":>".contains(b)) {
            return behind;
        }
        end = behind;
    }
    at
}

/// Whether what stands between two parts ends a header: more than blanks, commas and brackets that open.
pub(super) fn separates(gap: &[u8]) -> bool {
    gap.iter().any(|b| b"|>:)]\t;".contains(b))
        || gap == b" / "
        || gap.windows(3).any(is_fence)
        || gap.windows(3).any(|w| {
            [
                b" - ",
                b"-- ",
                b"// ",
                b" ~ ",
                "–".as_bytes(),
                "—".as_bytes(),
                "•".as_bytes(),
                "→".as_bytes(),
                "· ".as_bytes(),
                "» ".as_bytes(),
            ]
            .contains(&w)
        })
}

/// `***`, `---`, `===`: what frames the parts of some headers.
pub(super) fn is_fence(signs: &[u8]) -> bool {
    [&b"***"[..], b"---", b"===", b"###", b"~~~"].contains(&signs)
}

/// Where the last frame begins of a header that begins with one; its parts are in front of it, whatever their words are.
pub(super) fn last_fence(line: &Line<'_>) -> usize {
    let front = line.slice(0..line.view.len().min(HEADER_BYTES_MAX));
    let framed = front.get(..3).filter(|signs| is_fence(signs));
    framed.and_then(|fence| memchr::memmem::rfind(front, fence)).unwrap_or(0)
}
