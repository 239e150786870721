//! One line in, its spans out.

use crate::above::Above;
use crate::account;
use crate::case;
use crate::channel::Channel;
use crate::context::{CompiledContext, Values};
use crate::detect::{self, Mentioned, Pem, PemState};
use crate::key::KeyMemo;
use crate::line::Line;
use crate::line_memo::{Coming, LineMemo, Remembered};
use crate::memo::Memo;
use crate::resolve::resolve;
use crate::shelf;
use crate::skeleton::{Form, Skeleton};
use crate::span::Span;
use crate::structure::Structure;
use crate::unescaped::Unescaped;
use std::cell::RefCell;

/// Finds the spans of lines and keeps its buffers from one to the next.
#[derive(Debug, Default)]
pub struct Classifier {
    structure: Structure,
    keys: KeyMemo,
    memo: RefCell<Memo<Mentioned>>,
    skeleton: Skeleton,
    lines: LineMemo,
    found: Vec<Span>,
    spans: Vec<Span>,
    /// A line and the one above that it is read with.
    both: Vec<u8>,
    unescaped: Unescaped,
}

impl Classifier {
    /// A classifier without buffers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The spans of `text`: sorted, not overlapping, on character boundaries where the text is UTF-8.
    ///
    /// `text` is one line without its line end, or one JSON document on a line.
    pub fn classify(&mut self, text: &[u8], channel: Channel, context: &CompiledContext) -> &[Span] {
        self.classify_next(text, channel, context, PemState::Outside, None)
    }

    /// As [`Self::classify`] for a line that stands below others.
    pub fn classify_below(
        &mut self,
        text: &[u8],
        channel: Channel,
        context: &CompiledContext,
        above: &Above,
    ) -> &[Span] {
        let key = above.key();
        let Some(below) = above.of_next(text) else {
            return self.classify_next(text, channel, context, key, None);
        };
        let mut both = std::mem::take(&mut self.both);
        below.join(text, &mut both);
        self.classify_next(&both, channel, context, key, None);
        self.both = both;
        let named: Vec<Span> = self.spans.iter().filter_map(|span| below.of_both(*span)).collect();
        self.spans.clear();
        if below.is_row() {
            self.classify_next(text, channel, context, key, None);
            self.spans.retain(|span| below.keeps(span));
        }
        self.spans.extend(named);
        self.spans.sort_unstable_by_key(|span| span.start);
        &self.spans
    }

    /// As [`Self::classify`] for a line that follows others: `key` tells whether they left a private key open, and
    /// `open` is a value that the text before this one began and did not end.
    pub(crate) fn classify_next(
        &mut self,
        text: &[u8],
        channel: Channel,
        context: &CompiledContext,
        key: PemState,
        open: Option<Span>,
    ) -> &[Span] {
        // What went before decides too where a key or a value is open, and other channels look at whole sentences.
        let alone = key == PemState::Outside && open.is_none() && channel == Channel::Log;
        if !alone || !self.skeleton.read(text, context) {
            self.look_at(text, channel, context, key, open);
            return &self.spans;
        }
        self.lines.about(context.serial());
        self.settle_by_skeleton(text, context);
        &self.spans
    }

    /// Finds the spans of a line by its skeleton, or by looking at it.
    fn settle_by_skeleton(&mut self, text: &[u8], context: &CompiledContext) {
        let short = self.recall(Form::Short, Coming::Again);
        if short == Some(true) {
            return;
        }
        let is_first = short.is_none() && self.skeleton.key(Form::Short).is_some();
        let coming = if is_first { Coming::First } else { Coming::Again };
        let exact = self.recall(Form::Exact, coming);
        if exact == Some(true) || is_first && self.learn(text, context) {
            return;
        }
        let behind = self.look_at(text, Channel::Log, context, PemState::Outside, None);
        if exact.is_none() {
            self.remember(text, behind, coming);
        }
    }

    /// Finds the spans of the last line by a skeleton that is remembered; false if its lines differ, none if nothing is known
    /// of it.
    fn recall(&mut self, form: Form, coming: Coming) -> Option<bool> {
        let key = self.skeleton.key(form)?;
        let Remembered::Spans(places) = self.lines.get(coming, shelf::hash(key), key)? else {
            return Some(false);
        };
        self.spans.clear();
        self.skeleton.specialise(form, places.iter().map(|place| place.span()), &mut self.spans);
        Some(true)
    }

    /// Finds the spans of a line whose short skeleton comes again and is not remembered: those of two examples, one with the
    /// longest values and one with the shortest. False if it came for the first time or its lines differ.
    fn learn(&mut self, text: &[u8], context: &CompiledContext) -> bool {
        let Some(hash) = self.skeleton.key(Form::Short).map(shelf::hash) else { return false };
        if !self.lines.came_before(hash) {
            return false;
        }
        let stand_ins = context.stand_ins();
        let longest = self.general_spans(text, stand_ins.longest(), context);
        let general = longest.filter(|longest| {
            self.general_spans(text, stand_ins.shortest(), context).as_ref() == Some(longest)
        });
        if let Some(key) = self.skeleton.key(Form::Short) {
            self.lines.insert(Coming::Again, hash, key, general.as_deref());
        }
        let Some(general) = general else { return false };
        self.spans.clear();
        self.skeleton.specialise(Form::Short, general.into_iter(), &mut self.spans);
        true
    }

    /// The spans of the last line's short skeleton, as its example with these values has them.
    fn general_spans(
        &mut self,
        text: &[u8],
        values: &Values,
        context: &CompiledContext,
    ) -> Option<Vec<Span>> {
        let example = self.skeleton.example(text, values);
        let behind = self.look_at(&example, Channel::Log, context, PemState::Outside, None);
        let closed = behind == PemState::Outside;
        closed.then(|| self.skeleton.generalised_example(&example, &self.spans, values)).flatten()
    }

    /// Remembers what was found in the last line for those of its exact skeleton.
    fn remember(&mut self, text: &[u8], behind: PemState, coming: Coming) {
        let Some(key) = self.skeleton.key(Form::Exact) else { return };
        let general = match behind {
            PemState::Outside => self.skeleton.generalised(text, &self.spans),
            PemState::Inside(_) => None,
        };
        self.lines.insert(coming, shelf::hash(key), key, general.as_deref());
    }

    /// Finds the spans of a line by looking at it, and whether it leaves a private key open.
    fn look_at(
        &mut self,
        text: &[u8],
        channel: Channel,
        context: &CompiledContext,
        key: PemState,
        open: Option<Span>,
    ) -> PemState {
        // A value that began in front has its place in the bytes as they stand.
        if open.is_some() || !self.unescaped.read(text) {
            return self.look_at_text(text, channel, context, key, open);
        }
        let unescaped = std::mem::take(&mut self.unescaped);
        let behind = self.look_at_text(unescaped.text(), channel, context, key, None);
        for span in &mut self.spans {
            *span = unescaped.span(*span);
        }
        self.unescaped = unescaped;
        behind
    }

    /// The same of a text without letters that are escapes.
    fn look_at_text(
        &mut self,
        text: &[u8],
        channel: Channel,
        context: &CompiledContext,
        key: PemState,
        open: Option<Span>,
    ) -> PemState {
        self.found.clear();
        self.structure.read(text, context, &mut self.keys);
        let line = self.structure.line(channel, context, &self.memo);
        detect::detect(&line, &mut self.found);
        detect_by_channel(&line, &mut self.found);
        let behind = Pem::find(text, key, &mut self.found);
        self.found.extend(open);
        settle(text, &self.structure, &mut self.found, &mut self.spans);
        behind
    }
}

impl Classifier {
    /// The spans of the last line.
    pub(crate) fn spans(&self) -> &[Span] {
        &self.spans
    }
}

/// The spans of one line; [`Classifier`] does the same without allocating for each line.
pub fn classify_line(text: &[u8], channel: Channel, context: &CompiledContext) -> Vec<Span> {
    Classifier::new().classify(text, channel, context).to_vec()
}

/// Adds what the channel says, and takes what gives way to it.
pub(crate) fn detect_by_channel(line: &Line<'_>, found: &mut Vec<Span>) {
    match line.channel {
        Channel::Log | Channel::Prose => {}
        Channel::Case => case::find(line, found),
        Channel::Account => account::find(line, found),
    }
}

/// From candidates to spans on character boundaries.
pub(crate) fn settle(text: &[u8], structure: &Structure, found: &mut Vec<Span>, spans: &mut Vec<Span>) {
    resolve(text, structure.tokens(), found, spans);
    snap(text, spans);
}

/// Widens a span that cuts a character in two.
fn snap(text: &[u8], spans: &mut Vec<Span>) {
    let continues = |at: usize| text.get(at).is_some_and(|b| b & 0xc0 == 0x80);
    let mut previous_end = 0;
    for span in &mut *spans {
        let (mut start, mut end) = (span.start.max(previous_end), span.end);
        for _ in 0..3 {
            start -= usize::from(start > previous_end && continues(start));
            end += usize::from(continues(end));
        }
        (span.start, span.end) = (start, end.max(start));
        previous_end = span.end;
    }
    spans.retain(|span| !span.is_empty());
}
