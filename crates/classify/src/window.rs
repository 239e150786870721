//! Where an over-long line may be cut.
//!
//! A line longer than [`WINDOW_BYTES`] is classified window by window. Each window starts with the last
//! [`CONTEXT_BYTES`] that are already out, so that a key is still seen by its value, and is cut early enough that what
//! stands behind a value was seen too:
//!
//! ```text
//!     | context (out) |        new        | lookahead |
//!     ^ window start  ^ emitted           ^ cut       ^ window end
//! ```
//!
//! The places follow from the text alone, never from how it arrived, so every cut of the input gives the same output.

use crate::span::Span;

/// The most of a line that is looked at in one go.
pub(crate) const WINDOW_BYTES: usize = 256 * 1024;
/// How much of what is already out is looked at again.
pub(crate) const CONTEXT_BYTES: usize = 32 * 1024;
/// How much behind the cut is looked at before it is decided on.
const LOOKAHEAD_BYTES: usize = 16 * 1024;
/// How far in front of the latest place a cut is looked for.
const SEARCH_BYTES: usize = 16 * 1024;

/// Where to cut, and the span that goes on behind the cut if one had to be cut through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) at: usize,
    pub(crate) open: Option<Span>,
}

/// The place to cut a full window: behind white space or punctuation, outside every span if that can be.
pub(crate) fn cut(window: &[u8], spans: &[Span]) -> Cut {
    let latest = window.len().saturating_sub(LOOKAHEAD_BYTES);
    let earliest = latest.saturating_sub(SEARCH_BYTES);
    let around = |at: usize| {
        let span = spans.get(spans.partition_point(|s| s.end <= at))?;
        (span.start < at).then_some(*span)
    };
    let separated =
        (earliest + 1..=latest).rev().find(|&at| separates(window[at - 1]) && around(at).is_none());
    if let Some(at) = separated {
        return Cut { at, open: None };
    }
    match around(latest) {
        Some(span) if span.start > earliest => Cut { at: span.start, open: None },
        Some(span) => Cut { at: latest, open: Some(span) },
        None => Cut { at: on_boundary(window, latest), open: None },
    }
}

fn separates(byte: u8) -> bool {
    byte.is_ascii_whitespace() || b",;|&\"".contains(&byte)
}

/// The start of the character that `at` stands in.
fn on_boundary(window: &[u8], at: usize) -> usize {
    (at.saturating_sub(3)..=at)
        .rev()
        .find(|&at| window.get(at).is_none_or(|b| b & 0xc0 != 0x80))
        .unwrap_or(at)
}

/// The end of a value that a cut went through: the first byte that cannot be part of it.
pub(crate) fn open_end(window: &[u8], from: usize) -> usize {
    let rest = window.get(from..).unwrap_or_default();
    rest.iter()
        .position(|&b| b.is_ascii_whitespace() || b"\"'<>,;&".contains(&b))
        .map_or(window.len(), |at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Entity;

    #[test]
    fn a_cut_avoids_spans() {
        let mut window = vec![b'a'; WINDOW_BYTES];
        let latest = WINDOW_BYTES - LOOKAHEAD_BYTES;
        window[latest - 10] = b' ';
        let span = Span::new(latest - 20, latest + 5, Entity::PersonName);
        assert_eq!(cut(&window, &[]).at, latest - 9);
        assert_eq!(cut(&window, &[span]), Cut { at: latest - 20, open: None });
    }

    #[test]
    fn a_span_without_end_is_cut_through_and_goes_on() {
        let window = vec![b'a'; WINDOW_BYTES];
        let span = Span::new(100, WINDOW_BYTES, Entity::Token);
        assert_eq!(cut(&window, &[span]).open, Some(span));
    }
}
