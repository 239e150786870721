//! Screens a byte stream: what is not covered goes out as tokens.

mod rewriter;

use crate::above::{self, Above};
use crate::channel::Channel;
use crate::classifier::Classifier;
use crate::context::CompiledContext;
use crate::entity::Entity;
use crate::policy::Policy;
use crate::pseudonym::Pseudonyms;
use crate::repeats::{LINE_BYTES_MAX, Repeats};
use crate::shelf;
use crate::sink::Sink;
use crate::span::Span;
use crate::window::{self, CONTEXT_BYTES, Cut, WINDOW_BYTES};
use rewriter::Rewriter;
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
        (self.emitted, self.open) = (0, None);
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

    /// Emits a line that arrived whole, as before if it is remembered. Who keeps values has to see each.
    fn whole_line(&mut self, line: &[u8], sink: &mut impl Sink) {
        if self.rewriter.revealed.is_some() || self.above.decides(without_line_end(line)) {
            return self.last_piece(line, sink);
        }
        let hash = shelf::hash(line);
        let rewriter = &mut self.rewriter;
        if self.repeats.get(hash, line, |tokens, values| rewriter.write_again(line, tokens, values)) {
            self.above.pass_again(without_line_end(line));
            return rewriter.hand_on(sink);
        }
        self.last_piece(line, sink);
        let keeps = line.len() <= LINE_BYTES_MAX && self.repeats.came_before(hash);
        if keeps && !above::may_tell(without_line_end(line), self.channel) {
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
        self.classify(&text);
        let Cut { at, open } = window::cut(&text, self.classifier.spans());
        self.rewriter.rewrite(&text, self.emitted..at, self.classifier.spans());
        self.rewriter.hand_on(sink);
        self.open = open.map(|span| span.entity);
        if self.emitted == 0 {
            self.above.pass_words(&text);
        }
        // The next window reads what lies behind the cut again, so the key is as it is at the cut.
        self.above.pass_key(text.get(..at).unwrap_or_default());
        let kept = at.saturating_sub(CONTEXT_BYTES);
        text.drain(..kept);
        self.emitted = at - kept;
        self.pending = text;
    }

    fn classify(&mut self, text: &[u8]) {
        let emitted = self.emitted;
        if emitted == 0 {
            self.classifier.classify_below(text, self.channel, &self.context, &self.above);
            return;
        }
        let open = self.open.map(|entity| Span::new(emitted, window::open_end(text, emitted), entity));
        let open = open.filter(|span| !span.is_empty());
        self.classifier.classify_next(text, self.channel, &self.context, self.above.key(), open);
    }

    /// Emits what is not yet out of a line; its line end is not part of what is classified.
    fn last_piece(&mut self, text: &[u8], sink: &mut impl Sink) {
        let line = without_line_end(text);
        self.classify(line);
        if self.emitted == 0 {
            self.above.pass_words(line);
        }
        self.above.pass_key(line);
        self.rewriter.rewrite(text, self.emitted..text.len(), self.classifier.spans());
        self.rewriter.hand_on(sink);
    }
}

pub(crate) fn without_line_end(text: &[u8]) -> &[u8] {
    let line = text.strip_suffix(b"\n").unwrap_or(text);
    line.strip_suffix(b"\r").unwrap_or(line)
}
