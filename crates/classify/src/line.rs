//! What a detector may look at: one line, its structure and the tenant context.

use crate::channel::Channel;
use crate::context::CompiledContext;
use crate::detect::Mentioned;
use crate::entity::Entity;
use crate::field::Fields;
use crate::key::KeyClass;
use crate::marks::Marks;
use crate::memo::Memo;
use crate::span::Span;
use crate::view::MASKED;
use crate::word::Word;
use std::cell::{Cell, OnceCell, RefCell};
use std::ops::Range;

/// Blanks as they stand between digits and around signs: plain, no-break, narrow no-break.
pub(crate) const BLANKS: [&str; 3] = [" ", "\u{a0}", "\u{202f}"];

/// One line under examination.
pub(crate) struct Line<'a> {
    /// The bytes with escapes replaced, same length as the text.
    pub(crate) view: &'a [u8],
    pub(crate) words: &'a [Word],
    /// The places of the words that are more than a plain word or a short number.
    pub(crate) telling: &'a [u32],
    /// The places of the words that have marks.
    pub(crate) marked: &'a [u32],
    pub(crate) fields: &'a Fields<KeyClass>,
    pub(crate) marks: Marks,
    pub(crate) channel: Channel,
    pub(crate) context: &'a CompiledContext,
    /// What was found in words.
    pub(crate) memo: &'a RefCell<Memo<Mentioned>>,
    /// The last run without a byte that ends a field's first word, which fields that begin in it share.
    pub(crate) first_word: Cell<(usize, usize)>,
    /// Whether the line is on telephone calls, once that was asked.
    pub(crate) on_calls: OnceCell<bool>,
}

impl<'a> Line<'a> {
    /// What the memo's answers depend on besides the word.
    pub(crate) fn topic(&self) -> u64 {
        self.context.serial() << 2 | self.channel as u64
    }

    /// How many bytes the blank at the place has, plain or one that does not break; none if there is no blank.
    pub(crate) fn blank_len(&self, at: usize) -> usize {
        let blank = BLANKS.iter().find(|blank| self.slice(at..at + blank.len()) == blank.as_bytes());
        blank.map_or(0, |blank| blank.len())
    }

    pub(crate) fn slice(&self, range: Range<usize>) -> &'a [u8] {
        self.view.get(range).unwrap_or_default()
    }

    pub(crate) fn byte(&self, at: usize) -> Option<u8> {
        self.view.get(at).copied()
    }

    pub(crate) fn byte_before(&self, at: usize) -> Option<u8> {
        at.checked_sub(1).and_then(|before| self.byte(before))
    }

    /// The words that are more than a plain word or a short number, in order.
    pub(crate) fn telling(&self) -> impl Iterator<Item = &'a Word> {
        self.telling.iter().filter_map(|place| self.words.get(*place as usize))
    }

    /// The words that have one of these marks, with their indices.
    pub(crate) fn marked(&self, marks: Marks) -> impl Iterator<Item = (usize, &'a Word)> {
        let words = self.marked.iter().filter_map(|place| {
            let index = *place as usize;
            self.words.get(index).map(|word| (index, word))
        });
        words.filter(move |(_, word)| word.marks.has(marks))
    }

    /// The word that holds `at`.
    pub(crate) fn word_at(&self, at: usize) -> Option<&'a Word> {
        let index = self.words.partition_point(|word| word.end <= at);
        self.words.get(index).filter(|word| word.start <= at)
    }

    /// The first word that starts at or behind `at`.
    pub(crate) fn word_from(&self, at: usize) -> Option<&'a Word> {
        self.words.get(self.words.partition_point(|word| word.start < at))
    }

    /// The last word that ends at or before `at`.
    pub(crate) fn word_before(&self, at: usize) -> Option<&'a Word> {
        let index = self.words.partition_point(|word| word.end <= at);
        index.checked_sub(1).and_then(|last| self.words.get(last))
    }

    /// The end of the run of bytes from `start` that `inside` accepts.
    pub(crate) fn run(&self, start: usize, inside: impl Fn(u8) -> bool) -> usize {
        let rest = self.view.get(start..).unwrap_or_default();
        start + rest.iter().position(|&b| !inside(b)).unwrap_or(rest.len())
    }

    /// The start of the run of bytes up to `end` that `inside` accepts.
    pub(crate) fn run_back(&self, end: usize, inside: impl Fn(u8) -> bool) -> usize {
        let rest = self.view.get(..end).unwrap_or_default();
        rest.iter().rposition(|&b| !inside(b)).map_or(0, |last| last + 1)
    }

    /// The letters right in front of the signs between a label and the value at `start`: `key` of `key = "value`. Unlike a
    /// field's key it is one word. Empty where no sign stands between.
    pub(crate) fn label_before(&self, start: usize) -> Range<usize> {
        let end = self.run_back(start, |b| b" :='\"[\x1f".contains(&b));
        if end == start { end..end } else { self.run_back(end, |b| b.is_ascii_alphabetic())..end }
    }

    /// Up to white space, a quote or the end.
    pub(crate) fn blank_after(&self, start: usize) -> usize {
        self.run(start, |b| !b.is_ascii_whitespace() && b != b'"' && b != crate::view::FILLER)
    }
}

/// Adds a candidate, if it is one.
pub(crate) fn push(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>, entity: Entity) {
    found.extend(candidate(line, range, entity));
}

/// Adds a candidate in place of all that it overlaps.
pub(crate) fn replace(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>, entity: Entity) {
    found.retain(|span| !span.overlaps(&range));
    push(line, found, range, entity);
}

/// A span that may be an entity; one that is empty or touches one of our tokens is no candidate.
pub(crate) fn candidate(line: &Line<'_>, range: Range<usize>, entity: Entity) -> Option<Span> {
    let bytes = line.slice(range.clone());
    (!bytes.is_empty() && !bytes.contains(&MASKED)).then(|| Span::new(range.start, range.end, entity))
}
