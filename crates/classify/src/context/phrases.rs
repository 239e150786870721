//! Search for names that are more than a word: people, organisations, telephone numbers.

use crate::phrase_table::PhraseTable;
use crate::view::View;

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

/// Adds a phrase of at least `PHRASE_BYTES_MIN` bytes, and its JSON spellings where those differ.
pub(super) fn insert(table: &mut PhraseTable<Phrase>, text: &str, meaning: Phrase) {
    let text = text.trim();
    if text.len() < PHRASE_BYTES_MIN {
        return;
    }
    if !text.is_ascii() {
        let escaped = json_escaped(text);
        let mut view = View::default();
        view.read_escaped(escaped.as_bytes());
        table.insert(&String::from_utf8_lossy(view.bytes()), meaning);
        table.insert(&escaped, meaning);
    }
    table.insert(text, meaning);
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
