//! A text of any kind: spans are in order, no cut of the stream matters, and what comes out is the text with its spans
//! replaced, and nothing else.

use crate::fragments::{CONTEXT, FRAGMENTS, LINES};
use classify::{
    Channel, Classifier, CompiledContext, Label, Policy, Pseudonyms, Screener, Sink, Span, TenantContext,
};
use domain::{Categories, Category};
use std::sync::{Arc, LazyLock};

const CHANNELS: [Channel; 4] = [Channel::Log, Channel::Case, Channel::Prose, Channel::Account];
/// A longer line is cut into windows, which [`expected`] does not know.
const LINE_BYTES_MAX: usize = 200_000;

static CONTEXTS: LazyLock<Vec<Arc<CompiledContext>>> = LazyLock::new(|| {
    let contexts = [CompiledContext::from_json(CONTEXT), CompiledContext::new(&TenantContext::default())];
    contexts.into_iter().flatten().map(Arc::new).collect()
});

/// How a text is screened.
#[derive(Clone)]
struct Way {
    context: Arc<CompiledContext>,
    channel: Channel,
    policy: Policy,
    pseudonyms: Pseudonyms,
}

#[derive(Default, PartialEq, Eq)]
struct Collected {
    output: Vec<u8>,
    labels: Vec<Label>,
}

impl Sink for Collected {
    fn piece(&mut self, output: &[u8], labels: &[Label]) {
        self.output.extend_from_slice(output);
        self.labels.extend_from_slice(labels);
    }
}

impl Way {
    /// Two bits choose the channel, one the context, one the policy.
    fn of(choice: u8) -> Option<Self> {
        let covered = if choice & 8 == 0 { Categories::NONE } else { Categories::NONE.with(Category::Oii) };
        Some(Self {
            context: Arc::clone(CONTEXTS.get(usize::from(choice >> 2 & 1))?),
            channel: *CHANNELS.get(usize::from(choice & 3))?,
            policy: Policy::new(covered),
            pseudonyms: Pseudonyms::new([7; 32]),
        })
    }

    fn screened<'a>(&self, pieces: impl Iterator<Item = &'a [u8]>) -> Collected {
        let Self { context, channel, policy, pseudonyms } = self.clone();
        let mut screener = Screener::new(context, channel, policy, pseudonyms);
        let mut collected = Collected::default();
        pieces.for_each(|piece| screener.push(piece, &mut collected));
        screener.finish(&mut collected);
        collected
    }

    /// A line with its spans replaced, in the plainest way.
    fn rewritten(&self, line: &[u8], spans: &[Span], output: &mut Vec<u8>) {
        let mut copied = 0;
        for span in spans {
            output.extend_from_slice(line.get(copied..span.start).unwrap_or_default());
            let value = line.get(span.start..span.end).unwrap_or_default();
            if self.policy.keeps(span.category()) {
                output.extend_from_slice(value);
            } else {
                output.extend_from_slice(self.pseudonyms.token(span.entity, value).as_bytes());
            }
            copied = span.end;
        }
        output.extend_from_slice(line.get(copied..).unwrap_or_default());
    }
}

/// What screening must give: each line by itself.
fn expected(text: &[u8], way: &Way) -> Vec<u8> {
    let mut classifier = Classifier::new();
    let mut output = Vec::new();
    for line in text.split_inclusive(|b| *b == b'\n') {
        let bare = line.strip_suffix(b"\n").map_or(line, |line| line.strip_suffix(b"\r").unwrap_or(line));
        let spans = classifier.classify(bare, way.channel, &way.context);
        check_spans(bare, spans);
        way.rewritten(line, spans, &mut output);
    }
    output
}

fn check_spans(line: &[u8], spans: &[Span]) {
    let mut end = 0;
    for span in spans {
        assert!(span.start >= end && span.start < span.end && span.end <= line.len(), "{spans:?}");
        end = span.end;
    }
    if let Ok(line) = std::str::from_utf8(line) {
        let is_boundary = |at| line.is_char_boundary(at);
        assert!(spans.iter().all(|span| is_boundary(span.start) && is_boundary(span.end)), "{spans:?}");
    }
}

pub(super) fn check(input: &[u8]) {
    let [choice, cut, text @ ..] = input else { return };
    let Some(way) = Way::of(*choice) else { return };
    let whole = way.screened(std::iter::once(text));
    let cut = way.screened(text.chunks(1 + usize::from(*cut)));
    assert!(whole == cut, "a cut changes the output");
    let lines = || text.split(|b| *b == b'\n');
    let has_key = memmem(text, b"-----");
    if !has_key && lines().all(|line| line.len() < LINE_BYTES_MAX) {
        assert!(whole.output == expected(text, &way), "the output is not the text with its spans replaced");
    } else {
        lines()
            .for_each(|line| check_spans(line, Classifier::new().classify(line, way.channel, &way.context)));
    }
}

/// Whether private keys may be in a text: what a line is then depends on those before it.
fn memmem(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    let lines = LINES.iter().zip(0_u8..=u8::MAX).map(|(line, choice)| input(choice, line.as_bytes()));
    let together = LINES.chunks(9).zip(0..=u8::MAX).map(|(lines, n)| input(n, lines.join("\r\n").as_bytes()));
    lines.chain(together).chain([input(0, FRAGMENTS.concat().as_bytes())]).collect()
}

fn input(choice: u8, text: &[u8]) -> Vec<u8> {
    [&[choice, choice.wrapping_mul(37)], text].concat()
}
