//! The words of a notice that its program writes: nothing quoted, no names of files and codes (classification.md 4.6).

use crate::line::Line;
use crate::span::Span;
use std::ops::Range;

/// Longer quotes are what somebody said.
const QUOTE_WORDS_MAX: usize = 6;
/// What a notice quotes are values.
const QUOTES: [(&str, &str); 4] = [("«", "»"), ("\"", "\""), ("'", "' "), ("“", "”")];
/// Between what was and what is.
const ARROWS: [&str; 3] = ["→", "->", "=>"];

/// What a line consists of.
#[derive(Default)]
pub(super) struct Spoken {
    pub(super) words: Vec<Range<usize>>,
    /// How many quotes, codes, names of files and other findings stand beside them.
    pub(super) values: usize,
}

/// The words of a text; none if it quotes a sentence.
pub(super) fn read(line: &Line<'_>, found: &[Span], text: &Range<usize>) -> Option<Spoken> {
    let mut spoken = Spoken::default();
    let mut at = text.start;
    while at < text.end {
        at = if let Some(length) = quote_len(line, at) {
            if counts_words(line.slice(at..at + length)) > QUOTE_WORDS_MAX {
                return None;
            }
            spoken.values += 1;
            at + length
        } else {
            let end = line.run(at, |b| !b" ;\",".contains(&b)).clamp(at + 1, text.end);
            spoken.take(line, found, at..end);
            end
        };
    }
    Some(spoken)
}

impl Spoken {
    /// Adds a run between blanks.
    fn take(&mut self, line: &Line<'_>, found: &[Span], token: Range<usize>) {
        let text = line.slice(token.clone());
        if ARROWS.iter().any(|arrow| text == arrow.as_bytes()) {
            self.words.push(token);
        } else if is_value(text) || found.iter().any(|span| span.overlaps(&token)) {
            self.values += 1;
        } else {
            letters(line, token, &mut self.words);
        }
    }
}

fn counts_words(text: &[u8]) -> usize {
    text.split(|b| *b == b' ').filter(|word| word.iter().any(u8::is_ascii_alphanumeric)).count()
}

/// `10:02`, `op_12`, `screen.png`: digits, signs of codes, or a point between letters.
fn is_value(token: &[u8]) -> bool {
    let letter = |b: u8| b.is_ascii_alphanumeric();
    token.iter().any(|b| b.is_ascii_digit() || b"_@/\\%>".contains(b))
        || token.windows(3).any(|w| w[1] == b'.' && letter(w[0]) && letter(w[2]))
}

/// How long the quote is that begins here; a row of an export has quotes around all cells.
fn quote_len(line: &Line<'_>, at: usize) -> Option<usize> {
    let rest = line.slice(at..line.view.len());
    let (open, close) = QUOTES.iter().find(|(open, _)| rest.starts_with(open.as_bytes()))?;
    if line.byte(0) == Some(b'"') {
        return None;
    }
    let inside = memchr::memmem::find(&rest[open.len()..], close.as_bytes())?;
    Some(open.len() + inside + close.len())
}

/// The runs of letters in a token: `PriorityUpdate` has two.
fn letters(line: &Line<'_>, token: Range<usize>, words: &mut Vec<Range<usize>>) {
    let letter = |b: u8| b.is_ascii_alphabetic() || !b.is_ascii();
    let mut at = token.start;
    while at < token.end {
        let mut end = line.run(at, letter).min(token.end);
        if let Some(capital) = line
            .slice(at..end)
            .windows(2)
            .position(|w| w[0].is_ascii_lowercase() && w[1].is_ascii_uppercase())
        {
            end = at + capital + 1;
        }
        let text = line.slice(at..end);
        // `HD` and `N` are parts of numbers and names; signs beyond ASCII are no letters.
        let is_word =
            text.iter().any(u8::is_ascii_lowercase) || text.eq_ignore_ascii_case(b"sla") || text == b"I";
        if is_word {
            words.push(at..end);
        }
        at = end.max(at + 1);
    }
}
