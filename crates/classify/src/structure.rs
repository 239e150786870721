//! What a line is made of: its view, its words and its fields, and the marks of what they hold.

use crate::channel::Channel;
use crate::context::CompiledContext;
use crate::detect::{self, Mentioned};
use crate::field::Fields;
use crate::key::{KeyClass, KeyMemo};
use crate::line::Line;
use crate::marks::Marks;
use crate::memo::Memo;
use crate::view::View;
use crate::word::{Splitter, Word};
use std::cell::{Cell, OnceCell, RefCell};
use std::ops::Range;

/// The structure of one line. Buffers are reused from line to line.
#[derive(Debug, Default)]
pub(crate) struct Structure {
    view: View,
    splitter: Splitter,
    words: Vec<Word>,
    /// The words that detectors of words look at.
    telling: Vec<u32>,
    /// The words that have marks.
    marked: Vec<u32>,
    fields: Fields<KeyClass>,
    marks: Marks,
}

impl Structure {
    /// Takes over a line.
    pub(crate) fn read(&mut self, text: &[u8], context: &CompiledContext, keys: &mut KeyMemo) {
        self.read_view(text);
        self.read_words(context);
        self.read_fields(keys);
    }

    pub(crate) fn read_view(&mut self, text: &[u8]) {
        self.view.read(text);
    }

    pub(crate) fn read_words(&mut self, context: &CompiledContext) {
        self.marks = self.splitter.split(self.view.bytes(), &mut self.words);
        self.telling.clear();
        self.marked.clear();
        let view = self.view.bytes();
        let lists = detect::lists();
        for (word, index) in self.words.iter_mut().zip(0..) {
            word.marks = context.marks_of(word.hash);
            if !word.is_numeral(view) {
                word.marks.add(detect::marks_of(&lists, word.hash));
            }
            if view.get(word.start).is_some_and(u8::is_ascii_uppercase) {
                word.marks.add(detect::name_mark_of(&lists, word.hash));
            }
            if word.marks != Marks::NONE {
                self.marks.add(word.marks);
                self.marked.push(index);
            }
            if word.is_telling(view) {
                self.telling.push(index);
            }
        }
    }

    pub(crate) fn read_fields(&mut self, keys: &mut KeyMemo) {
        self.fields.read(self.view.bytes(), |parent, key| keys.lookup(parent, key));
    }

    /// The line as detectors see it.
    pub(crate) fn line<'a>(
        &'a self,
        channel: Channel,
        context: &'a CompiledContext,
        memo: &'a RefCell<Memo<Mentioned>>,
    ) -> Line<'a> {
        Line {
            view: self.view.bytes(),
            words: &self.words,
            telling: &self.telling,
            marked: &self.marked,
            fields: &self.fields,
            marks: self.marks,
            channel,
            context,
            memo,
            first_word: Cell::default(),
            on_calls: OnceCell::default(),
        }
    }

    /// Where our tokens stand, in order.
    pub(crate) fn tokens(&self) -> &[Range<usize>] {
        self.view.tokens()
    }
}
