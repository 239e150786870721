//! Screens a byte stream: what is not covered goes out as tokens.

use crate::above::{self, Above};
use crate::channel::Channel;
use crate::classifier::Classifier;
use crate::context::CompiledContext;
use crate::detect::{Pem, PemState};
use crate::entity::Entity;
use crate::memo::Memo;
use crate::policy::Policy;
use crate::pseudonym::Pseudonyms;
use crate::repeats::{LINE_BYTES_MAX, Repeats, Replaced};
use crate::shelf;
use crate::sink::{Action, Label, Sink};
use crate::span::Span;
use crate::window::{self, CONTEXT_BYTES, Cut, WINDOW_BYTES};
use std::ops::Range;
use std::sync::Arc;

/// A token, and the value that it stands for.
pub type Revealed = (Box<[u8]>, Box<[u8]>);

/// Rewrites a stream of lines, in bounded memory whatever the input.
///
/// Bytes outside replaced spans go out unchanged, line ends and invalid UTF-8 included. How the input is cut into
/// [`push`](Self::push) calls makes no difference to the output.
#[derive(Debug)]
pub struct Screener {
    context: Arc<CompiledContext>,
    channel: Channel,
    rewriter: Rewriter,
    classifier: Classifier,
    repeats: Repeats,
    pem: PemState,
    above: Above,
    /// The part of the last line that has arrived; its first `emitted` bytes are already out.
    pending: Vec<u8>,
    emitted: usize,
    /// The value that the last cut went through.
    open: Option<Entity>,
}

impl Screener {
    /// A screener for one stream.
    pub fn new(
        context: Arc<CompiledContext>,
        channel: Channel,
        policy: Policy,
        pseudonyms: Pseudonyms,
    ) -> Self {
        Self::with(context, channel, Rewriter::new(policy, pseudonyms), Repeats::default())
    }

    fn with(context: Arc<CompiledContext>, channel: Channel, rewriter: Rewriter, repeats: Repeats) -> Self {
        Self {
            context,
            channel,
            rewriter,
            classifier: Classifier::new(),
            repeats,
            pem: PemState::Outside,
            above: Above::new(channel),
            pending: Vec::new(),
            emitted: 0,
            open: None,
        }
    }

    /// A screener for another stream of the same kind. Both remember lines that come again together, also on threads of
    /// their own.
    #[must_use]
    pub fn another(&self) -> Self {
        let Rewriter { policy, pseudonyms, revealed, .. } = &self.rewriter;
        let mut rewriter = Rewriter::new(*policy, pseudonyms.clone());
        rewriter.revealed = revealed.as_ref().map(|_| Vec::new());
        Self::with(Arc::clone(&self.context), self.channel, rewriter, self.repeats.clone())
    }

    /// Takes the next bytes and hands on every piece that they complete.
    pub fn push(&mut self, bytes: &[u8], sink: &mut impl Sink) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let room = WINDOW_BYTES - self.pending.len();
            let reach = rest.get(..room).unwrap_or(rest);
            if let Some(end) = memchr::memchr(b'\n', reach) {
                let (line, behind) = rest.split_at(end + 1);
                self.line(line, sink);
                rest = behind;
            } else {
                self.pending.extend_from_slice(reach);
                rest = rest.get(reach.len()..).unwrap_or_default();
                self.cut_full_window(sink);
            }
        }
    }

    /// Hands on what is left. Without this call the last line is lost.
    pub fn finish(mut self, sink: &mut impl Sink) {
        self.end_stream(sink);
    }

    /// Hands on what is left, and makes ready for another stream.
    pub fn end_stream(&mut self, sink: &mut impl Sink) {
        let mut last = std::mem::take(&mut self.pending);
        if last.len() > self.emitted {
            self.last_piece(&last, sink);
        }
        last.clear();
        self.pending = last;
        (self.emitted, self.open, self.pem) = (0, None, PemState::Outside);
        self.above = Above::new(self.channel);
        self.rewriter.written = 0;
    }

    /// Makes ready for a part of a stream that stands below other lines.
    pub fn begin_below(&mut self, above: Above) {
        self.above = above;
    }

    /// What the lines so far say of the next one.
    pub const fn above(&self) -> &Above {
        &self.above
    }

    /// Keeps, from now on, which value each token stands for. A value that comes again may be kept again; a credential
    /// is never kept.
    pub fn keep_values(&mut self) {
        self.rewriter.revealed = Some(Vec::new());
    }

    /// The tokens and values that were kept since this was last asked.
    pub fn take_values(&mut self) -> Vec<Revealed> {
        self.rewriter.revealed.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Whether what comes next is screened as if nothing had come before, but for what stands above: no line and no private
    /// key is open.
    pub fn is_between_streams(&self) -> bool {
        self.pending.is_empty() && self.pem == PemState::Outside
    }

    /// A line's end has arrived: classifies the line in place, or behind what is pending of it.
    fn line(&mut self, end: &[u8], sink: &mut impl Sink) {
        if self.pending.is_empty() {
            self.whole_line(end, sink);
        } else {
            let mut line = std::mem::take(&mut self.pending);
            line.extend_from_slice(end);
            self.last_piece(&line, sink);
            line.clear();
            self.pending = line;
        }
        self.emitted = 0;
        self.open = None;
    }

    /// Emits a line that arrived whole, as before if it is remembered. What a line with an open private key becomes
    /// follows from the lines before it, and who keeps values has to see each.
    fn whole_line(&mut self, line: &[u8], sink: &mut impl Sink) {
        if self.pem != PemState::Outside || self.above.tells() || self.rewriter.revealed.is_some() {
            return self.last_piece(line, sink);
        }
        let hash = shelf::hash(line);
        let rewriter = &mut self.rewriter;
        if self.repeats.get(hash, line, |tokens, values| rewriter.write_again(line, tokens, values)) {
            self.above.pass_again(without_line_end(line));
            return rewriter.hand_on(sink);
        }
        self.last_piece(line, sink);
        let keeps = self.pem == PemState::Outside && line.len() <= LINE_BYTES_MAX;
        if keeps && self.repeats.came_before(hash) && !above::may_tell(without_line_end(line), self.channel) {
            let (tokens, values) = self.rewriter.last_line(self.classifier.spans());
            self.repeats.keep(hash, line, tokens, values);
        }
    }

    /// Emits the front part of a window that is full and has no line end.
    fn cut_full_window(&mut self, sink: &mut impl Sink) {
        if self.pending.len() < WINDOW_BYTES {
            return;
        }
        let mut text = std::mem::take(&mut self.pending);
        let before = self.pem;
        self.classify(&text);
        let Cut { at, open } = window::cut(&text, self.classifier.spans());
        self.rewriter.rewrite(&text, self.emitted..at, self.classifier.spans());
        self.rewriter.hand_on(sink);
        self.open = open.map(|span| span.entity);
        if self.emitted == 0 {
            self.above.pass(&text);
        }
        // The next window reads what lies behind the cut again, so the state is the one at the cut.
        self.pem = Pem::find(text.get(..at).unwrap_or_default(), before, &mut Vec::new());
        let kept = at.saturating_sub(CONTEXT_BYTES);
        text.drain(..kept);
        self.emitted = at - kept;
        self.pending = text;
    }

    fn classify(&mut self, text: &[u8]) {
        let emitted = self.emitted;
        if emitted == 0 {
            let Self { classifier, channel, context, above, pem, .. } = self;
            classifier.classify_in_text(text, *channel, context, above, pem);
            return;
        }
        let open = self.open.map(|entity| Span::new(emitted, window::open_end(text, emitted), entity));
        let open = open.filter(|span| !span.is_empty());
        self.classifier.classify_next(text, self.channel, &self.context, &mut self.pem, open);
    }

    /// Emits what is not yet out of a line; its line end is not part of what is classified.
    fn last_piece(&mut self, text: &[u8], sink: &mut impl Sink) {
        let line = without_line_end(text);
        self.classify(line);
        if self.emitted == 0 {
            self.above.pass(line);
        }
        self.rewriter.rewrite(text, self.emitted..text.len(), self.classifier.spans());
        self.rewriter.hand_on(sink);
    }
}

pub(crate) fn without_line_end(text: &[u8]) -> &[u8] {
    let line = text.strip_suffix(b"\n").unwrap_or(text);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// How many values have their digests remembered.
const DIGESTS_MAX: usize = 1 << 14;

/// Builds the output of a piece.
#[derive(Debug)]
struct Rewriter {
    policy: Policy,
    pseudonyms: Pseudonyms,
    digests: Memo<[u8; 4]>,
    /// Tokens and the values that they stand for, if somebody wants to know.
    revealed: Option<Vec<Revealed>>,
    output: Vec<u8>,
    labels: Vec<Label>,
    written: u64,
    /// A buffer for the tokens of one line.
    tokens: Vec<u8>,
}

impl Rewriter {
    fn new(policy: Policy, pseudonyms: Pseudonyms) -> Self {
        let digests = Memo::with_slots(DIGESTS_MAX);
        let (output, labels, tokens) = (Vec::new(), Vec::new(), Vec::new());
        Self { policy, pseudonyms, digests, revealed: None, output, labels, written: 0, tokens }
    }

    /// Copies `text[part]`, its spans replaced or kept; spans that reach out of it are clipped.
    fn rewrite(&mut self, text: &[u8], part: Range<usize>, spans: &[Span]) {
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
    fn hand_on(&mut self, sink: &mut impl Sink) {
        sink.piece(&self.output, &self.labels);
        self.written += self.output.len() as u64;
    }

    /// The tokens of the line that was written last, one behind the other, and its values, which are at `spans`.
    fn last_line(&mut self, spans: &[Span]) -> (&[u8], impl ExactSizeIterator<Item = Replaced>) {
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
    fn write_again(&mut self, line: &[u8], mut tokens: &[u8], values: &[Replaced]) {
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
