//! Writes the screened form of lines: each value becomes its token, or stays.

use super::Revealed;
use crate::entity::Entity;
use crate::memo::Memo;
use crate::policy::Policy;
use crate::pseudonym::Pseudonyms;
use crate::repeats::Replaced;
use crate::sink::{Action, Label, Sink};
use crate::span::Span;
use std::ops::Range;

/// How many values have their digests remembered.
const DIGESTS_MAX: usize = 1 << 14;

/// Builds the output of a piece.
#[derive(Debug)]
pub(super) struct Rewriter {
    pub(super) policy: Policy,
    pub(super) pseudonyms: Pseudonyms,
    digests: Memo<[u8; 4]>,
    /// Tokens and the values that they stand for, if somebody wants to know.
    pub(super) revealed: Option<Vec<Revealed>>,
    output: Vec<u8>,
    labels: Vec<Label>,
    pub(super) written: u64,
    /// A buffer for the tokens of one line.
    tokens: Vec<u8>,
}

impl Rewriter {
    pub(super) fn new(policy: Policy, pseudonyms: Pseudonyms) -> Self {
        let digests = Memo::with_slots(DIGESTS_MAX);
        let (output, labels, tokens) = (Vec::new(), Vec::new(), Vec::new());
        Self { policy, pseudonyms, digests, revealed: None, output, labels, written: 0, tokens }
    }

    /// Copies `text[part]`, its spans replaced or kept; spans that reach out of it are clipped.
    pub(super) fn rewrite(&mut self, text: &[u8], part: Range<usize>, spans: &[Span]) {
        self.output.clear();
        self.labels.clear();
        let Range { start, end } = part;
        let mut copied = start;
        for span in spans.iter().filter(|s| s.end > start && s.start < end) {
            let (from, to) = (span.start.max(start), span.end.min(end));
            self.output.extend_from_slice(text.get(copied..from).unwrap_or_default());
            let offset = self.output.len();
            let value = text.get(from..to).unwrap_or_default();
            let action = if self.policy.keeps(span.category()) {
                self.output.extend_from_slice(value);
                Action::Kept
            } else {
                let is_new = self.pseudonyms.write(span.entity, value, &mut self.digests, &mut self.output);
                if let Some(revealed) = self.revealed.as_mut().filter(|_| is_new) {
                    revealed.push((self.output.get(offset..).unwrap_or_default().into(), value.into()));
                }
                Action::Masked
            };
            self.label(offset, span.entity, action);
            copied = to;
        }
        self.output.extend_from_slice(text.get(copied..end).unwrap_or_default());
    }

    fn label(&mut self, offset: usize, entity: Entity, action: Action) {
        let len = (self.output.len() - offset) as u64;
        self.labels.push(Label { offset: self.written + offset as u64, len, entity, action });
    }

    /// Hands on what was written.
    pub(super) fn hand_on(&mut self, sink: &mut impl Sink) {
        sink.piece(&self.output, &self.labels);
        self.written += self.output.len() as u64;
    }

    /// The tokens of the line that was written last, one behind the other, and its values, which are at `spans`.
    pub(super) fn last_line(&mut self, spans: &[Span]) -> (&[u8], impl ExactSizeIterator<Item = Replaced>) {
        let start = self.written - self.output.len() as u64;
        self.tokens.clear();
        for label in self.labels.iter().filter(|label| label.action == Action::Masked) {
            let [from, len] =
                [label.offset - start, label.len].map(|n| usize::try_from(n).unwrap_or_default());
            self.tokens.extend_from_slice(self.output.get(from..from + len).unwrap_or_default());
        }
        let values = spans.iter().zip(&self.labels).map(|(span, label)| Replaced::of(span, label));
        (&self.tokens, values)
    }

    /// Writes a line as it was written before.
    pub(super) fn write_again(&mut self, line: &[u8], mut tokens: &[u8], values: &[Replaced]) {
        self.output.clear();
        self.labels.clear();
        let mut copied = 0;
        for value in values {
            let [start, end, len] = [value.start, value.end, value.len].map(usize::from);
            self.output.extend_from_slice(line.get(copied..start).unwrap_or_default());
            let offset = self.output.len();
            if value.action == Action::Kept {
                self.output.extend_from_slice(line.get(start..end).unwrap_or_default());
            } else if let Some((token, rest)) = tokens.split_at_checked(len) {
                self.output.extend_from_slice(token);
                tokens = rest;
            }
            self.label(offset, value.entity, value.action);
            copied = end;
        }
        self.output.extend_from_slice(line.get(copied..).unwrap_or_default());
    }
}
