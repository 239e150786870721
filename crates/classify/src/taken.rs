//! What was found so far, to be asked for a place: a line may consist of finds, and looking at each of them for each other one
//! would take time in proportion to its square.

use crate::span::Span;
use std::ops::Range;

/// Spans in the order of their starts.
#[derive(Debug)]
pub(crate) struct Taken {
    spans: Vec<Span>,
    /// How far those up to each one reach.
    reaches: Vec<usize>,
}

impl Taken {
    /// Those of the spans that `kind` accepts.
    pub(crate) fn of(found: &[Span], kind: impl Fn(&Span) -> bool) -> Self {
        let mut spans: Vec<Span> = found.iter().filter(|span| kind(span)).copied().collect();
        spans.sort_by_key(|span| span.start);
        let reaches = spans
            .iter()
            .scan(0, |reach, span| {
                *reach = span.end.max(*reach);
                Some(*reach)
            })
            .collect();
        Self { spans, reaches }
    }

    /// The spans that overlap a range.
    pub(crate) fn over(&self, range: &Range<usize>) -> impl Iterator<Item = &Span> {
        let first = self.reaches.partition_point(|reach| *reach <= range.start);
        let behind = self.spans.get(first..).unwrap_or_default();
        behind.iter().take_while(|span| span.start < range.end).filter(|span| span.overlaps(range))
    }

    pub(crate) fn overlaps(&self, range: &Range<usize>) -> bool {
        self.over(range).next().is_some()
    }

    /// Whether one span holds the whole range.
    pub(crate) fn holds(&self, range: &Range<usize>) -> bool {
        self.over(range).any(|span| span.start <= range.start && range.end <= span.end)
    }
}
