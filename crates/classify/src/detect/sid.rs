//! Security identifiers (classification.md 4.3 `user_sid`, 5.4 well-known ones).

use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

/// A shorter word holds no SID behind a name.
const NAMED_BYTES_MIN: usize = 24;

/// `joe_S-1-5-21-…`, `Task-S-1-5-21-…`, `GoogleUpdateTaskUserS-1-5-21-…Core`: a SID behind a name.
fn behind_name(line: &Line<'_>, found: &mut Vec<Span>, word: Range<usize>) -> bool {
    let text = line.slice(word.clone());
    let at = Some(text).filter(|text| text.len() >= NAMED_BYTES_MIN).and_then(place);
    at.is_some_and(|at| judge(line, found, word.start + at..word.end))
}

/// Where behind a name and what joins it a SID begins.
pub(super) fn place(text: &[u8]) -> Option<usize> {
    const AUTHORITY: &[u8] = b"S-1-5-21-";
    memchr::memmem::find(text, AUTHORITY).filter(|at| {
        at.checked_sub(1).is_some_and(|before| {
            let byte = text[before];
            byte.is_ascii_lowercase() || b"_-".contains(&byte)
        })
    })
}

/// Labels the SID at the start of a word; true if the word starts with one, labelled or well-known.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, word: Range<usize>) -> bool {
    let text = line.slice(word.clone());
    if !text.get(..4).is_some_and(|t| t.eq_ignore_ascii_case(b"S-1-")) {
        return behind_name(line, found, word);
    }
    let numbers =
        text.iter().skip(4).position(|b| !b.is_ascii_digit() && *b != b'-').map_or(text.len(), |at| at + 4);
    let sid = text.get(4..numbers).unwrap_or_default();
    let parts = sid.split(|b| *b == b'-').filter(|part| !part.is_empty()).count();
    let personal = sid.starts_with(b"5-21-") && parts >= 5
        || sid.starts_with(b"12-1-") && parts >= 4
        || sid.starts_with(b"8-") && parts >= 5;
    if personal {
        push(line, found, word.start..word.start + numbers, Entity::UserSid);
    }
    true
}
