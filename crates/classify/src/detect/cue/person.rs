//! Names of people behind phrases (classification.md 4.2 `person_name`).

use crate::detect::person;
use crate::line::Line;
use crate::span::Span;

/// Words that end or begin a letter: a comma and line ends may stand between them and the name.
const CLOSINGS: [&[u8]; 12] = [
    b"regards",
    b"sincerely",
    b"cordialement",
    b"vous",
    b"signed",
    "signé".as_bytes(),
    b"dear",
    b"hi",
    b"hello",
    b"bonjour",
    b"bonsoir",
    b"attention",
];

/// How far behind its cue a name may begin.
const GAP_BYTES_MAX: usize = 6;

fn ends_with_word(text: &[u8], word: &[u8]) -> bool {
    text.len() >= word.len() && text[text.len() - word.len()..].eq_ignore_ascii_case(word)
}

/// The full name behind the phrase.
pub(super) fn behind(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let index = line.words.partition_point(|word| word.start < end);
    let Some(word) = line.words.get(index) else { return };
    let gap = line.slice(end..word.start);
    // `Ann Lee, IT Manager, Contoso`: behind a role and a comma stands something else.
    let closing = CLOSINGS.iter().any(|word| ends_with_word(line.slice(0..end), word));
    let apart = if closing { &b" :,\n\r"[..] } else { &b" :"[..] };
    if gap.iter().all(|b| apart.contains(b)) && (closing || gap.len() <= 2) && gap.len() <= GAP_BYTES_MAX {
        person::name_behind(line, found, index, 2);
    }
}
