//! Numbers of passports that a message calls so, however far in front (classification.md 4.3 `puid`).

use crate::detect::guid::is_puid;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::word::{Word, is_any};
use std::ops::Range;

/// Labels them in a text.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>, text: &Range<usize>) {
    let first = line.words.partition_point(|word| word.start < text.start);
    let behind = line.words.partition_point(|word| word.end <= text.end);
    let words = line.words.get(first..behind).unwrap_or_default();
    let slice = |word: &Word| line.slice(word.start..word.end);
    let Some(called) = words.iter().position(|word| is_any(&["puid", "puids", "netid"], slice(word))) else {
        return;
    };
    for word in words.iter().skip(called + 1).filter(|word| is_puid(slice(word))) {
        push(line, found, word.start..word.end, Entity::Puid);
    }
}
