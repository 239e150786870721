//! One line in, its spans out.

use crate::account;
use crate::case;
use crate::channel::Channel;
use crate::context::CompiledContext;
use crate::detect::{self, Mentioned, Pem, PemState};
use crate::key::KeyMemo;
use crate::line::Line;
use crate::line_memo::{LineMemo, Remembered};
use crate::memo::Memo;
use crate::resolve::resolve;
use crate::shelf;
use crate::skeleton::{Form, Skeleton};
use crate::span::Span;
use crate::structure::Structure;
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
        let mut pem = PemState::Outside;
        self.classify_next(text, channel, context, &mut pem, None)
    }

    /// As [`Self::classify`] for a line that follows others: `pem` tells whether they left a private key open, and
    /// `open` is a value that the text before this one began and did not end.
    pub(crate) fn classify_next(
        &mut self,
        text: &[u8],
        channel: Channel,
        context: &CompiledContext,
        pem: &mut PemState,
        open: Option<Span>,
    ) -> &[Span] {
        // What went before decides too where a key or a value is open, and other channels look at whole sentences.
        let alone = *pem == PemState::Outside && open.is_none() && channel == Channel::Log;
        if !alone || !self.skeleton.read(text, context) {
            self.look_at(text, channel, context, pem, open);
            return &self.spans;
        }
        self.lines.about(context.serial());
        let settled = self.settle_by(Form::Short, text, context, pem)
            || self.settle_by(Form::Exact, text, context, pem);
        if !settled {
            self.look_at(text, channel, context, pem, None);
        }
        &self.spans
    }

    /// Finds the spans of a line by its skeleton, if they follow from it.
    fn settle_by(&mut self, form: Form, text: &[u8], context: &CompiledContext, pem: &mut PemState) -> bool {
        let Some(key) = self.skeleton.key(form) else { return false };
        let hash = shelf::hash(key);
        match self.lines.get(hash, key) {
            Some(Remembered::Spans(places)) => {
                self.spans.clear();
                self.skeleton.specialise(form, places.iter().map(|place| place.span()), &mut self.spans);
                true
            }
            Some(Remembered::Differing) => false,
            None => self.learn(form, hash, text, context, pem),
        }
    }

    /// Looks at an example of the last line's skeleton and remembers what follows from it. Whatever follows, the example
    /// of the exact form is the line itself, and is settled.
    fn learn(
        &mut self,
        form: Form,
        hash: u64,
        text: &[u8],
        context: &CompiledContext,
        pem: &mut PemState,
    ) -> bool {
        let mut behind = PemState::Outside;
        let example = self.skeleton.example(form, text, context);
        self.look_at(&example, Channel::Log, context, &mut behind, None);
        let general = match behind {
            PemState::Outside => self.skeleton.generalised(form, &example, &self.spans, context),
            PemState::Inside(_) => None,
        };
        if let Some(key) = self.skeleton.key(form) {
            self.lines.insert(hash, key, general.as_deref());
        }
        if form == Form::Exact {
            *pem = behind;
            return true;
        }
        let Some(general) = general else { return false };
        self.spans.clear();
        self.skeleton.specialise(form, general.into_iter(), &mut self.spans);
        true
    }

    /// Finds the spans of a line by looking at it.
    fn look_at(
        &mut self,
        text: &[u8],
        channel: Channel,
        context: &CompiledContext,
        pem: &mut PemState,
        open: Option<Span>,
    ) {
        self.found.clear();
        self.structure.read(text, context, &mut self.keys);
        let line = self.structure.line(channel, context, &self.memo);
        detect::detect(&line, &mut self.found);
        detect_by_channel(&line, &mut self.found);
        *pem = Pem::find(text, *pem, &mut self.found);
        self.found.extend(open);
        settle(text, &self.structure, &mut self.found, &mut self.spans);
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
