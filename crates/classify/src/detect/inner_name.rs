//! Names of the tenant's servers and machines inside larger words: `srv-1_1709686800` of a backup, `nightly-srv-1`, `srv-1-fd`
//! (classification.md 2: a value inside a larger token is labelled alone).

use super::host;
use crate::context::Known;
use crate::line::Line;
use crate::span::Span;
use std::ops::Range;

/// Words of more parts are sentences.
const PARTS_MAX: usize = 12;
/// Shorter parts of words are anything.
const NAME_BYTES_MIN: usize = 5;

/// Judges the longest part of the word that the context knows as a machine; true if there is one.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, word: &Range<usize>) -> bool {
    let Some(name) = known_part(line, word) else { return false };
    host::judge(line, found, name, host::Role::Mention)
}

fn known_part(line: &Line<'_>, word: &Range<usize>) -> Option<Range<usize>> {
    let text = line.slice(word.clone());
    let is_sign = |b: &u8| b"-_.".contains(b);
    let signs = text.iter().filter(|b| is_sign(b)).count();
    if signs == 0 || signs >= PARTS_MAX || text.contains(&b'.') && !text.contains(&b'_') {
        return None;
    }
    let mut ends = [0; PARTS_MAX + 1];
    let places = text.iter().enumerate().filter(|(_, b)| is_sign(b)).map(|(at, _)| at).chain([text.len()]);
    let mut count = 0;
    for at in places {
        ends[count] = at;
        count += 1;
    }
    let ends = &ends[..count];
    let starts = || std::iter::once(0).chain(ends.iter().map(|end| end + 1)).take(count);
    let candidates = starts().enumerate().flat_map(|(first, start)| {
        ends[first..].iter().rev().map(move |end| start..*end).filter(|part| part.len() >= NAME_BYTES_MIN)
    });
    let known = candidates.filter(|part| part.len() < text.len()).find(|part| {
        let name = &text[part.clone()];
        let numbered = name.last().is_some_and(u8::is_ascii_digit) && !name.contains(&b'_');
        line.context.known(name) == Some(Known::Machine)
            || numbered && !name.contains(&b'.') && line.context.is_tenant_server(name)
    })?;
    Some(word.start + known.start..word.start + known.end)
}
