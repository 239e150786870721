//! Reads a value of a HAR and writes what may stay of it.

use super::HarFacts;
use super::form::Form;
use super::guard::State;
use super::mark::mark;
use super::{members, pair, url};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::io::{self, Write};
use std::rc::Rc;

/// The longest word; a longer text is no word.
const WORD_BYTES_MAX: usize = 256;

/// How many statuses and failures are told apart.
const KINDS_MAX: usize = 100;

/// Where the cleaned form goes.
pub(super) struct Cleaner<'a> {
    to: &'a mut dyn Write,
    state: Rc<State>,
    pub(super) facts: HarFacts,
    /// Why nothing more can be written.
    pub(super) failure: Option<io::Error>,
}

impl<'a> Cleaner<'a> {
    pub(super) fn new(to: &'a mut dyn Write, state: Rc<State>) -> Self {
        Self { to, state, facts: HarFacts::default(), failure: None }
    }

    /// How far the parser is, and whether what it reads is passed over.
    pub(super) fn state(&self) -> Rc<State> {
        Rc::clone(&self.state)
    }

    /// Writes text as it is.
    pub(super) fn raw<E: Error>(&mut self, text: &str) -> Result<(), E> {
        self.to.write_all(text.as_bytes()).map_err(|why| {
            self.failure = Some(why);
            E::custom("the cleaned form cannot be written")
        })
    }

    /// Writes a JSON text.
    pub(super) fn text<E: Error>(&mut self, text: &str) -> Result<(), E> {
        let quoted = serde_json::to_string(text).map_err(E::custom)?;
        self.raw(&quoted)
    }

    /// Writes a mark for something of so many bytes.
    pub(super) fn mark<E: Error>(&mut self, bytes: u64) -> Result<(), E> {
        self.count(bytes);
        self.text(&mark(bytes))
    }

    /// Counts something of so many bytes as dropped.
    pub(super) fn count(&mut self, bytes: u64) {
        self.facts.dropped += 1;
        self.facts.dropped_bytes += bytes;
    }
}

/// Reads over a value in no memory; gives how many bytes it had.
pub(super) struct Skip<'a>(pub(super) &'a Rc<State>);

impl<'de> DeserializeSeed<'de> for Skip<'_> {
    type Value = u64;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<u64, D::Error> {
        let start = self.0.position();
        self.0.set_dropping(true);
        let skipped = from.deserialize_ignored_any(IgnoredAny);
        self.0.set_dropping(false);
        skipped.map(|_| self.0.position() - start)
    }
}

/// A value that is read as its form says.
pub(super) struct Seed<'c, 'a> {
    pub(super) form: &'static Form,
    pub(super) to: &'c mut Cleaner<'a>,
}

impl<'c, 'a> Seed<'c, 'a> {
    pub(super) const fn new(form: &'static Form, to: &'c mut Cleaner<'a>) -> Self {
        Self { form, to }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        if !matches!(self.form, Form::Body) {
            return from.deserialize_any(self);
        }
        let state = self.to.state();
        let bytes = Skip(&state).deserialize(from)?;
        self.to.mark(bytes)
    }
}

impl Seed<'_, '_> {
    fn count_status(&mut self, status: i64) {
        let statuses = &mut self.to.facts.statuses;
        // Only hostile ones have more than a few.
        if matches!(self.form, Form::Status) && (statuses.len() < KINDS_MAX || statuses.contains_key(&status))
        {
            *statuses.entry(status).or_default() += 1;
        }
    }

    fn count_failure(&mut self, what: &str) {
        let failures = &mut self.to.facts.failures;
        if failures.len() < KINDS_MAX || failures.contains_key(what) {
            *failures.entry(what.to_owned()).or_default() += 1;
        }
    }

    /// A number, a truth value or nothing, as it is written.
    fn scalar<E: Error>(self, written: &str) -> Result<(), E> {
        match self.form {
            Form::Scalar | Form::Word | Form::Status => self.to.raw(written),
            _ => self.to.mark(written.len() as u64),
        }
    }
}

impl<'de> Visitor<'de> for Seed<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.to.raw("null")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.scalar(if value { "true" } else { "false" })
    }

    fn visit_u64<E: Error>(mut self, value: u64) -> Result<(), E> {
        self.count_status(i64::try_from(value).unwrap_or(i64::MAX));
        self.scalar(&value.to_string())
    }

    fn visit_i64<E: Error>(mut self, value: i64) -> Result<(), E> {
        self.count_status(value);
        self.scalar(&value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        let written = serde_json::Number::from_f64(value)
            .map_or_else(|| "null".to_owned(), |number| number.to_string());
        self.scalar(&written)
    }

    fn visit_str<E: Error>(mut self, value: &str) -> Result<(), E> {
        let is_word = value.len() <= WORD_BYTES_MAX;
        match self.form {
            Form::Url => {
                let clean = url::cleaned(value);
                if clean != value {
                    self.to.count((value.len() as u64).saturating_sub(clean.len() as u64));
                }
                return self.to.text(&clean);
            }
            Form::Creator if is_word => self.to.facts.creator = Some(value.to_owned()),
            Form::CreatorVersion if is_word => self.to.facts.creator_version = Some(value.to_owned()),
            Form::Word if is_word => {}
            Form::Failure if is_word => self.count_failure(value),
            _ => return self.to.mark(value.len() as u64),
        }
        self.to.text(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, items: A) -> Result<(), A::Error> {
        members::list(&mut self, items)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, fields: A) -> Result<(), A::Error> {
        match self.form {
            Form::Header | Form::Parameter => pair::read(self, fields),
            _ => members::object(&mut self, fields),
        }
    }
}
