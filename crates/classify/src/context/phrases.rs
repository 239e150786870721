//! Search for names that are more than a word: people, organisations, telephone numbers.

use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError, MatchKind};

/// What a phrase of the context is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phrase {
    /// A person's display name.
    Person,
    /// A name of the organisation.
    Organisation,
    /// A telephone number as the directory writes it.
    Phone,
    /// A machine whose name has spaces.
    Machine,
}

/// An automaton over all phrases.
#[derive(Debug)]
pub(super) struct Phrases {
    automaton: AhoCorasick,
    meanings: Vec<Phrase>,
}

/// Collects phrases before the automaton is built.
#[derive(Debug, Default)]
pub(super) struct PhraseList {
    texts: Vec<String>,
    meanings: Vec<Phrase>,
}

impl PhraseList {
    /// Adds a phrase of at least `PHRASE_BYTES_MIN` bytes, and its JSON spelling where that differs.
    pub(super) fn insert(&mut self, text: &str, meaning: Phrase) {
        let text = text.trim();
        if text.len() < PHRASE_BYTES_MIN {
            return;
        }
        if !text.is_ascii() {
            self.push(json_escaped(text), meaning);
        }
        self.push(text.to_owned(), meaning);
    }

    fn push(&mut self, text: String, meaning: Phrase) {
        self.texts.push(text);
        self.meanings.push(meaning);
    }

    pub(super) fn build(self) -> Result<Phrases, BuildError> {
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .kind((self.texts.len() > 64).then_some(AhoCorasickKind::ContiguousNFA))
            .build(&self.texts)?;
        Ok(Phrases { automaton, meanings: self.meanings })
    }
}

/// A shorter name would be found inside ordinary words too often; it is still found by field and cue.
const PHRASE_BYTES_MIN: usize = 4;

/// The spelling of serialisers that keep JSON in ASCII.
fn json_escaped(text: &str) -> String {
    let mut escaped = String::new();
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => escaped.push(char::from(byte)),
            _ => escaped.extend(format!("\\u{unit:04x}").chars()),
        }
    }
    escaped
}

impl Phrases {
    /// Each phrase in `text` as start, end and meaning.
    pub(super) fn find<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = (usize, usize, Phrase)> + 'a {
        self.automaton
            .find_iter(text)
            .filter_map(|hit| Some((hit.start(), hit.end(), *self.meanings.get(hit.pattern().as_usize())?)))
    }
}
