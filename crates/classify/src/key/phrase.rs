//! The words of a key, behind those of its parent's.

/// Of a longer key only its last bytes count.
const KEY_BYTES_MAX: usize = 80;
/// A parent's key and a key.
const PHRASE_BYTES_MAX: usize = 2 * KEY_BYTES_MAX;
/// No listed phrase has as many words.
pub(super) const PHRASE_WORDS_MAX: usize = 12;

/// The words of a key, lower-case and run together, with the places where a word starts.
#[derive(Clone, Copy)]
pub(super) struct Phrase {
    text: [u8; PHRASE_BYTES_MAX],
    len: usize,
    starts: [usize; PHRASE_WORDS_MAX],
    pub(super) words: usize,
}

impl Default for Phrase {
    fn default() -> Self {
        Self { text: [0; PHRASE_BYTES_MAX], len: 0, starts: [0; PHRASE_WORDS_MAX], words: 0 }
    }
}

impl Phrase {
    pub(super) fn of(parent: &[u8], key: &[u8]) -> Self {
        let mut phrase = Self::default();
        // What a container holds, `object` does not say.
        if parent != b"object" {
            phrase.add(parent);
        }
        phrase.add(key);
        phrase
    }

    /// The last word but `back`; empty where there are fewer.
    pub(super) fn last(&self, back: usize) -> &[u8] {
        let Some(index) = self.words.checked_sub(back + 1) else { return b"" };
        let end = if back == 0 { Some(self.len) } else { self.starts.get(index + 1).copied() };
        let start = self.starts.get(index).copied();
        start.zip(end).and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default()
    }

    /// The words in front of the last one.
    pub(super) fn without_last(&self) -> Option<Self> {
        let words = self.words.checked_sub(1).filter(|words| *words > 0)?;
        Some(Self { words, len: *self.starts.get(words)?, ..*self })
    }

    /// The phrase without the `s` of a plural, or with `y` for `ies`.
    pub(super) fn singular(&self) -> Option<Self> {
        let last = self.last(0);
        if last.len() <= 3 || !last.ends_with(b"s") || last.ends_with(b"ss") {
            return None;
        }
        let cut = if last.ends_with(b"ies") { b"ies".len() } else { 1 };
        let mut phrase = Self { len: self.len - cut, ..*self };
        if cut > 1 {
            phrase.push(b'y');
        }
        Some(phrase)
    }

    /// Adds the words of `key`.
    pub(super) fn add(&mut self, key: &[u8]) {
        let key = key.get(key.len().saturating_sub(KEY_BYTES_MAX)..).unwrap_or(key);
        let mut previous = b' ';
        for (index, &byte) in key.iter().enumerate() {
            let next = key.get(index + 1).copied().unwrap_or(b' ');
            let byte = if !byte.is_ascii() && is_of_apostrophe(key, index) { b'\'' } else { byte };
            if is_letter(byte) {
                if begins_word(previous, byte, next) {
                    self.begin_word();
                }
                self.push(byte.to_ascii_lowercase());
            }
            previous = byte;
        }
    }

    fn begin_word(&mut self) {
        if self.words == PHRASE_WORDS_MAX {
            self.starts.rotate_left(1);
            self.words -= 1;
        }
        if let Some(start) = self.starts.get_mut(self.words) {
            *start = self.len;
            self.words += 1;
        }
    }

    fn push(&mut self, byte: u8) {
        if let Some(place) = self.text.get_mut(self.len) {
            *place = byte;
            self.len += 1;
        }
    }

    /// Every run of last words, longest first.
    pub(super) fn suffixes(&self) -> impl Iterator<Item = &[u8]> {
        self.starts.iter().take(self.words).filter_map(|&start| self.text.get(start..self.len))
    }
}

/// Whether the byte is one of those of a typographic apostrophe, which French has in its labels: `identifiant d’activité`.
fn is_of_apostrophe(key: &[u8], index: usize) -> bool {
    let apostrophe = "\u{2019}".as_bytes();
    (0..apostrophe.len())
        .any(|back| index.checked_sub(back).is_some_and(|at| key[at..].starts_with(apostrophe)))
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

/// A word begins behind punctuation, at `aB`, and at the last capital of `ABc`.
fn begins_word(previous: u8, byte: u8, next: u8) -> bool {
    !is_letter(previous)
        || (byte.is_ascii_uppercase()
            && (!previous.is_ascii_uppercase() && !previous.is_ascii_digit() || next.is_ascii_lowercase()))
}
