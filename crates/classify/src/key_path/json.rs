//! Paths in JSON, also where a document stands in a string of another.

use super::{DEPTH_MAX, Walk, push_key};
use crate::view::FILLER;

/// What is open where a walk stands.
#[derive(Debug)]
enum Open {
    /// An object or a list, and the key it stands under.
    Object(Option<String>),
    List(Option<String>),
    /// A string that holds a document: how many bytes escape its quotes, and its key.
    Document(usize, Option<String>),
}

/// Walks the lines of one text.
#[derive(Debug, Default)]
pub(super) struct Json {
    open: Vec<Open>,
    /// The key of the member, and whether its value was met.
    key: Option<String>,
    has_value: bool,
}

impl Json {
    /// The path to each of `places` in one line.
    pub(super) fn of_line(&mut self, view: &[u8], places: impl Iterator<Item = usize>) -> Vec<String> {
        let trimmed = view.trim_ascii_start();
        if !matches!(trimmed.first(), Some(b'"' | b'{' | b'}' | b'[' | b']')) {
            self.forget();
        }
        let start = if self.open.is_empty() { first_bracket(view) } else { 0 };
        self.walk(view, start, places)
    }

    fn forget(&mut self) {
        self.open.clear();
        self.key = None;
    }
}

impl Walk for Json {
    fn step(&mut self, view: &[u8], at: usize) -> usize {
        match view.get(at) {
            Some(b'"') => return self.quote(view, at),
            Some(bracket @ (b'{' | b'[')) => self.enter(*bracket),
            Some(b'}' | b']') => self.leave(),
            Some(b',') => self.key = None,
            Some(byte) if byte.is_ascii_alphanumeric() => self.has_value = true,
            _ => {}
        }
        at + 1
    }

    fn path(&self) -> String {
        let mut path = String::new();
        for open in &self.open {
            let (Open::Object(key) | Open::List(key) | Open::Document(_, key)) = open;
            if let Some(key) = key {
                push_key(&mut path, key.as_bytes());
            }
            if matches!(open, Open::List(_)) {
                path.push_str("[]");
            }
        }
        if let Some(key) = &self.key {
            push_key(&mut path, key.as_bytes());
        }
        path
    }
}

impl Json {
    fn enter(&mut self, bracket: u8) {
        // A member has a key: this begins another document.
        let expected = self.key.is_some() && !self.has_value;
        let misplaced = matches!(self.open.last(), Some(Open::Object(_))) && !expected;
        if misplaced || self.open.len() == DEPTH_MAX {
            self.forget();
        }
        let key = self.key.take();
        self.open.push(if bracket == b'{' { Open::Object(key) } else { Open::List(key) });
    }

    fn leave(&mut self) {
        self.key = None;
        if self.open.pop_if(|open| !matches!(open, Open::Document(..))).is_none() {
            self.forget();
        }
    }

    fn quote(&mut self, view: &[u8], at: usize) -> usize {
        let escapes = escapes_before(view, at);
        if let Some(place) = self.document(escapes) {
            self.open.truncate(place);
            self.key = None;
        } else if matches!(view.get(at + 1), Some(b'{' | b'[')) && self.open.len() < DEPTH_MAX {
            let key = self.key.take();
            self.open.push(Open::Document(escapes, key));
        } else if !self.open.is_empty() {
            return self.string(view, at + 1, escapes);
        }
        at + 1
    }

    /// Where the document is open that ends at a quote with so many escapes.
    fn document(&self, escapes: usize) -> Option<usize> {
        self.open.iter().rposition(|open| matches!(open, Open::Document(own, _) if escapes <= *own))
    }

    /// Goes over a string, which is a key if a colon follows.
    fn string(&mut self, view: &[u8], start: usize, escapes: usize) -> usize {
        let quotes = memchr::memchr_iter(b'"', view.get(start..).unwrap_or_default());
        let Some(end) = quotes.map(|found| start + found).find(|end| escapes_before(view, *end) <= escapes)
        else {
            return view.len();
        };
        let rest = view.get(end + 1..).unwrap_or_default().trim_ascii_start();
        if rest.first() == Some(&b':') {
            let key = view.get(start..end - escapes.min(end - start)).unwrap_or_default();
            self.key = Some(String::from_utf8_lossy(key).into_owned());
        }
        self.has_value = rest.first() != Some(&b':');
        end + 1
    }
}

/// How many bytes escape the quote at `at`.
fn escapes_before(view: &[u8], at: usize) -> usize {
    let before = view.get(..at).unwrap_or_default();
    before.iter().rev().take_while(|byte| matches!(**byte, b'\\' | FILLER)).count()
}

/// Where a document begins in a line: at a bracket before a quote or another bracket.
fn first_bracket(view: &[u8]) -> usize {
    let begins = |at: &usize| {
        let rest = view.get(at + 1..).unwrap_or_default().trim_ascii_start();
        matches!(rest.first().copied(), None | Some(b'"' | b'{' | b'[' | FILLER))
    };
    memchr::memchr2_iter(b'{', b'[', view).find(begins).unwrap_or(view.len())
}
