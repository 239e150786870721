//! What stands between the parts of headers, and what tells that a part ends a header (classification.md 4.6).

use super::author::is_verb;
use super::header::HEADER_BYTES_MAX;
use super::part::{is_dated, number_end, time_end, word_end};
use crate::line::Line;

/// Whether a time of day, a year or a number of days ago ends here.
pub(super) fn is_full_time(line: &Line<'_>, end: usize) -> bool {
    const BYTES: usize = 12;
    let text = line.slice(end.saturating_sub(BYTES)..end);
    is_dated(text) || memchr::memmem::find(text, b"il y a ").is_some()
}

/// `Incident IM-118822 - …`: a noun and the number of the case, and then a separator.
pub(super) fn is_numbering_cell(line: &Line<'_>, at: usize) -> bool {
    let number = word_end(line, at).map(|word| line.run(word, |b| b" #".contains(&b)));
    let end = number.and_then(|number| number_end(line, number));
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
