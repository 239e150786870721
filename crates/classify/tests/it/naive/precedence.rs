//! Of overlapping candidates the higher rank keeps its bytes: the twin gives away byte after byte.

use crate::resolve::resolve;
use classify::{Entity, Span};
use proptest::prelude::*;
use std::cmp::Reverse;
use std::ops::Range;

/// Candidates in the order of precedence take each of their bytes that is still free.
fn naive(text: &[u8], taken: &[Range<usize>], candidates: &[Span]) -> Vec<Span> {
    let mut order = candidates.to_vec();
    order.sort_by_key(|s| (Reverse(s.category().rank()), Reverse(s.len()), s.entity, s.start));
    let mut is_free = vec![true; text.len()];
    for range in taken {
        is_free[range.clone()].fill(false);
    }
    let mut accepted = Vec::new();
    for candidate in order {
        for part in free_runs(&is_free, candidate.start..candidate.end) {
            let Some(span) = trimmed(text, part, candidate) else { continue };
            is_free[span.start..span.end].fill(false);
            accepted.push(span);
        }
    }
    accepted.sort_by_key(|span| span.start);
    accepted
}

/// The longest stretches of a range of which every byte is free.
fn free_runs(is_free: &[bool], range: Range<usize>) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for at in range.filter(|at| is_free[*at]) {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end += 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

/// A part of a candidate, without white space and one separator where it was cut; customer text without any mark at its
/// ends. Nothing if no letter or digit is left.
fn trimmed(text: &[u8], mut part: Range<usize>, whole: Span) -> Option<Span> {
    let is_blank = |at: usize| text[at].is_ascii_whitespace();
    if whole.entity == Entity::CustomerText {
        let is_mark = |at: usize| is_blank(at) || b".,;:!?()[]{}<>\"'@/\\=-".contains(&text[at]);
        while !part.is_empty() && is_mark(part.start) {
            part.start += 1;
        }
        while !part.is_empty() && is_mark(part.end - 1) {
            part.end -= 1;
        }
    } else {
        let is_separator = |at: usize| b"@:.".contains(&text[at]);
        if part.start > whole.start {
            while !part.is_empty() && is_blank(part.start) {
                part.start += 1;
            }
            part.start += usize::from(!part.is_empty() && is_separator(part.start));
        }
        if part.end < whole.end {
            while !part.is_empty() && is_blank(part.end - 1) {
                part.end -= 1;
            }
            part.end -= usize::from(!part.is_empty() && is_separator(part.end - 1));
        }
    }
    let says_something = text[part.clone()].iter().any(u8::is_ascii_alphanumeric);
    says_something.then(|| Span::new(part.start, part.end, whole.entity))
}

/// Each rank more than once, and customer text, which is trimmed.
const ENTITIES: [Entity; 9] = [
    Entity::Password,
    Entity::Upn,
    Entity::MachineName,
    Entity::UserGuid,
    Entity::TenantDomain,
    Entity::CustomerText,
    Entity::CaseNumber,
    Entity::Iban,
    Entity::VendorHost,
];

const LENGTH: usize = 24;

fn candidate() -> impl Strategy<Value = Span> {
    (0..LENGTH - 1, 1..12_usize, prop::sample::select(ENTITIES.to_vec()))
        .prop_map(|(start, length, entity)| Span::new(start, (start + length).min(LENGTH), entity))
}

fn text() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(prop::sample::select(b"ab1 .:@-,".to_vec()), LENGTH)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn precedence_gives_each_byte_to_whom_it_belongs(
        text in text(),
        candidates in prop::collection::vec(candidate(), 0..7),
        token in (0..LENGTH, 0..5_usize),
    ) {
        let end = (token.0 + token.1).min(LENGTH);
        let taken: Vec<_> = (end > token.0).then_some(token.0..end).into_iter().collect();
        let expected = naive(&text, &taken, &candidates);
        let (mut found, mut accepted) = (candidates.clone(), Vec::new());
        resolve(&text, &taken, &mut found, &mut accepted);
        prop_assert_eq!(accepted, expected, "{:?} {:?} {:?}", String::from_utf8_lossy(&text), candidates, taken);
    }
}
