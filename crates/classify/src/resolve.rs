//! From overlapping candidates to non-overlapping spans (classification.md 1, Precedence).

use crate::entity::Entity;
use crate::span::Span;
use std::cmp::Reverse;
use std::ops::Range;

/// Keeps, of overlapping candidates, the higher rank, then the longer, then the earlier rule; the loser keeps what is
/// left of it if that still holds a letter or digit. `taken` are bytes that nobody may claim (our own tokens).
///
/// `accepted` receives the spans in order; `found` is consumed.
pub(crate) fn resolve(text: &[u8], taken: &[Range<usize>], found: &mut Vec<Span>, accepted: &mut Vec<Span>) {
    accepted.clear();
    found.sort_unstable_by_key(|s| (s.start, s.end));
    let mut rest = found.as_mut_slice();
    // Candidates that do not touch are settled apart, so that a line's spans cost no more than its overlaps.
    while let Some(length) = cluster_length(rest) {
        let (together, behind) = rest.split_at_mut(length);
        settle(text, taken, together, accepted);
        rest = behind;
    }
    found.clear();
}

/// How many of the first candidates overlap each other in a chain.
fn cluster_length(sorted: &[Span]) -> Option<usize> {
    let mut end = sorted.first()?.end;
    let mut length = 1;
    for span in sorted.iter().skip(1) {
        if span.start >= end {
            break;
        }
        end = end.max(span.end);
        length += 1;
    }
    Some(length)
}

/// Settles candidates that stand behind all that are accepted so far.
fn settle(text: &[u8], taken: &[Range<usize>], cluster: &mut [Span], accepted: &mut Vec<Span>) {
    cluster.sort_unstable_by_key(|s| (Reverse(s.category().rank()), Reverse(s.len()), s.entity, s.start));
    for candidate in cluster {
        place(text, taken, *candidate, accepted);
    }
}

fn place(text: &[u8], taken: &[Range<usize>], candidate: Span, accepted: &mut Vec<Span>) {
    let mut start = candidate.start;
    while start < candidate.end {
        let Some(obstacle) = first_obstacle(taken, accepted, start, candidate.end) else {
            insert(text, Span { start, ..candidate }, candidate, accepted);
            return;
        };
        if obstacle.start > start {
            insert(text, Span::new(start, obstacle.start, candidate.entity), candidate, accepted);
        }
        start = obstacle.end;
    }
}

/// The first occupied range that touches `start..end`.
fn first_obstacle(
    taken: &[Range<usize>],
    accepted: &[Span],
    start: usize,
    end: usize,
) -> Option<Range<usize>> {
    let word = taken.get(taken.partition_point(|t| t.end <= start)).filter(|t| t.start < end).cloned();
    let span = accepted.get(accepted.partition_point(|s| s.end <= start)).filter(|s| s.start < end);
    match (word, span) {
        (Some(word), Some(span)) if word.start < span.start => Some(word),
        (_, Some(span)) => Some(span.start..span.end),
        (word, None) => word,
    }
}

/// Adds what is left of `whole`, trimmed where it was cut; a fragment of customer text is trimmed at both ends.
fn insert(text: &[u8], part: Span, whole: Span, accepted: &mut Vec<Span>) {
    let Some(bytes) = text.get(part.start..part.end) else { return };
    let (front, back) = if part.entity == Entity::CustomerText {
        fragment_edges(bytes, text.first() == Some(&b'{'))
    } else {
        let front = if part.start > whole.start { front_edge(bytes) } else { 0 };
        (front, if part.end < whole.end { back_edge(&bytes[front..]) } else { 0 })
    };
    let (start, end) = (part.start + front, part.end - back);
    let Some(rest) = text.get(start..end) else { return };
    if rest.iter().any(|b| b.is_ascii_alphanumeric() || !b.is_ascii()) {
        let at = accepted.partition_point(|s| s.start < start);
        accepted.insert(at, Span::new(start, end, part.entity));
    }
}

/// White space and one separator.
fn front_edge(bytes: &[u8]) -> usize {
    let blank = bytes.iter().take_while(|b| b.is_ascii_whitespace()).count();
    blank + usize::from(matches!(bytes.get(blank), Some(b'@' | b':' | b'.')))
}

fn back_edge(bytes: &[u8]) -> usize {
    let blank = bytes.iter().rev().take_while(|b| b.is_ascii_whitespace()).count();
    let before = bytes.len().checked_sub(blank + 1).and_then(|at| bytes.get(at));
    blank + usize::from(matches!(before, Some(b'@' | b':' | b'.')))
}

/// How much to trim off a fragment of customer text, front and back (classification.md 4.6). In JSON the letter of `\n` is
/// white space as much as its backslash is (2).
fn fragment_edges(bytes: &[u8], json: bool) -> (usize, usize) {
    let mut front = 0;
    while let Some(rest) = bytes.get(front..) {
        match rest {
            [b'\\', b'n' | b'r' | b't' | b'\\', ..] if json => front += 2,
            [0xc2, 0xa0 | 0xab | 0xbb, ..] => front += 2,
            [b, ..] if is_edge(*b) => front += 1,
            _ => break,
        }
    }
    let mut back = 0;
    while let Some(rest) = bytes.get(front..bytes.len() - back) {
        match rest {
            [.., 0xc2, 0xa0 | 0xab | 0xbb] => back += 2,
            [before @ .., b'\\', b'n' | b'r' | b't'] if json && !ends_in_escape(before) => back += 2,
            [.., b] if is_edge(*b) => back += 1,
            _ => break,
        }
    }
    (front, back)
}

/// Whether a backslash in front takes the next one for itself.
fn ends_in_escape(before: &[u8]) -> bool {
    before.iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1
}

fn is_edge(byte: u8) -> bool {
    byte.is_ascii_whitespace() || b".,;:!?()[]{}<>\"'@/\\=-".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, found: &[(usize, usize, Entity)], expected: &[(&str, Entity)]) {
        let mut found = found.iter().map(|&(s, e, x)| Span::new(s, e, x)).collect();
        let mut accepted = Vec::new();
        resolve(text.as_bytes(), &[], &mut found, &mut accepted);
        let got: Vec<_> = accepted.iter().map(|s| (&text[s.start..s.end], s.entity)).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn the_higher_rank_keeps_its_bytes_and_the_other_its_rest() {
        check(
            "joe@contoso.com",
            &[(0, 15, Entity::TenantDomain), (0, 3, Entity::Upn)],
            &[("joe", Entity::Upn), ("contoso.com", Entity::TenantDomain)],
        );
    }

    #[test]
    fn the_longer_of_one_rank_wins() {
        check(
            "10.1.2.3 x",
            &[(0, 4, Entity::UserIpv4), (0, 8, Entity::MachineName)],
            &[("10.1.2.3", Entity::MachineName)],
        );
    }

    #[test]
    fn escapes_are_trimmed_off_the_fragments_of_json() {
        let text = r#"{"body":"on PC-1.\nBye,\nAnn"}"#;
        let found =
            [(9, 28, Entity::CustomerText), (12, 16, Entity::MachineName), (25, 28, Entity::PersonName)];
        let bye =
            [("on", Entity::CustomerText), ("PC-1", Entity::MachineName), ("Bye", Entity::CustomerText)];
        check(text, &found, &[&bye[..], &[("Ann", Entity::PersonName)]].concat());
    }

    #[test]
    fn a_candidate_cut_in_the_middle_leaves_two_parts() {
        check(
            "call me at 555 now.",
            &[(0, 18, Entity::CustomerText), (11, 14, Entity::Phone)],
            &[("call me at", Entity::CustomerText), ("555", Entity::Phone), ("now", Entity::CustomerText)],
        );
    }
}
