//! Names of people behind phrases (classification.md 4.2 `person_name`).

use crate::detect::{novel, person};
use crate::line::Line;
use crate::span::Span;
use crate::word::Word;

/// Words that end or begin a letter: a comma and line ends may stand between them and the name.
const CLOSINGS: [&[u8]; 20] = [
    b"thanks",
    b"best",
    b"merci",
    b"cheers",
    b"regards",
    b"sincerely",
    b"cordialement",
    b"vous",
    b"salutations",
    "grüßen".as_bytes(),
    "grüße".as_bytes(),
    b"groet",
    b"signed",
    "signé".as_bytes(),
    b"dear",
    b"hi",
    b"hello",
    b"bonjour",
    b"bonsoir",
    b"attention",
];

/// How many of them end one.
const FAREWELLS: usize = 12;

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
    // `Thanks` begins letters too.
    if is_thanks(line.slice(0..end)) && !gap.contains(&b'\n') {
        return;
    }
    let apart = if closing { &b" :,\n\r"[..] } else { &b" :"[..] };
    if gap.iter().all(|b| apart.contains(b)) && (closing || gap.len() <= 2) && gap.len() <= GAP_BYTES_MAX {
        let alone = gap.contains(&b'\n') && is_farewell(line.slice(0..end)) && ends_letter(line, word);
        let beside = || gap == b", " && is_farewell(line.slice(0..end)) && ends_letter(line, word);
        let first = || beside() && novel::is_unknown(line.slice(word.start..word.end));
        person::name_behind(line, found, index, if alone || first() { 1 } else { 2 });
    }
}

/// Whether the cue ends a letter, behind which its author's first name may stand alone on the last line.
fn is_farewell(text: &[u8]) -> bool {
    CLOSINGS.iter().take(FAREWELLS).any(|word| ends_with_word(text, word))
}

fn is_thanks(text: &[u8]) -> bool {
    CLOSINGS.iter().take(4).any(|word| ends_with_word(text, word))
}

/// Whether nothing but the end of the text or another line stands behind the word.
fn ends_letter(line: &Line<'_>, word: &Word) -> bool {
    matches!(line.byte(word.end), None | Some(b'"' | b'\n' | b'\r'))
}
