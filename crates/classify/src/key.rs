//! What the name of a key says of its value. The names are data: `data/keys.txt`.

mod composed;

use crate::memo::Memo;
use crate::sections;
use crate::word_table::Table;
use std::sync::LazyLock;

macro_rules! classes {
    ($($class:ident $name:literal,)+) => {
        /// The class of a key's value; each is a list in `data/keys.txt`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum KeyClass { $($class,)+ }

        impl KeyClass {
            fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$class),)+ _ => None }
            }
        }
    };
}

classes! {
    Password "password",
    ConnectionSecret "connection_secret",
    Token "token",
    Opaque "opaque",
    Code "code",
    Cookie "cookie",
    Otp "otp",
    PasswordHash "password_hash",
    User "user",
    MaybeUser "maybe_user",
    Person "person",
    Name "name",
    Phone "phone",
    PostalAddress "postal_address",
    Machine "machine",
    Server "server",
    ClientHost "client_host",
    Mac "mac",
    Geo "geo",
    Place "place",
    UserGuid "user_guid",
    DeviceGuid "device_guid",
    ClientId "client_id",
    Puid "puid",
    Session "session",
    Logon "logon",
    UserSid "user_sid",
    UserNumber "user_number",
    TenantId "tenant_id",
    Domain "domain",
    Organisation "organisation",
    Body "body",
    CaseNumber "case_number",
    Version "version",
    Mask "mask",
    MessageId "message_id",
    Object "object",
}

/// A list of phrases per class, read from a data file of `[class]` headings and comma-separated phrases.
#[derive(Debug)]
pub(crate) struct Lexicon<T>(Table<T>);

impl<T: Copy> Lexicon<T> {
    pub(crate) fn read(data: &str, class: impl Fn(&str) -> Option<T>) -> Self {
        let mut table = Table::default();
        for (heading, phrase) in sections::phrases(data) {
            if let Some(class) = class(heading) {
                table.insert(phrase.replace(' ', "").as_bytes(), class);
            }
        }
        Self(table)
    }

    /// The class of a key under its parent's key (or behind its record's type; empty where there is none).
    pub(crate) fn lookup(&self, parent: &[u8], key: &[u8]) -> Option<T> {
        let phrase = Phrase::of(parent, key);
        self.longest(&phrase).map(|(class, _)| class)
    }

    /// The class of the longest listed run of last words, and how many they are.
    fn longest(&self, phrase: &Phrase) -> Option<(T, usize)> {
        let words = phrase.words;
        phrase.suffixes().enumerate().find_map(|(at, run)| Some((self.0.get(run)?, words - at)))
    }

    fn word(&self, word: &[u8]) -> Option<T> {
        self.0.get(word)
    }
}

static KEYS: LazyLock<Lexicon<KeyClass>> =
    LazyLock::new(|| Lexicon::read(include_str!("data/keys.txt"), KeyClass::from_name));

/// The class of the key `key` inside `parent`.
pub(crate) fn lookup(parent: &[u8], key: &[u8]) -> Option<KeyClass> {
    let key = without_type(key);
    let phrase = Phrase::of(parent, key);
    let listed = KEYS.longest(&phrase).map(|listed| one_of(parent, key).unwrap_or(listed));
    // `secrets.DEPLOY`, as build services call what they keep.
    if listed.is_none_or(|(class, _)| class == KeyClass::Opaque) && key.starts_with(b"secrets.") {
        return Some(KeyClass::Token);
    }
    if listed.is_none() {
        let secret = glued(key);
        if secret.is_some() {
            return secret;
        }
    }
    composed::class(&phrase, listed)
}

/// `DeviceUDID_g`, `UserEmail_s`: a workspace of logs adds to a column's name of which type it is (Azure's Data Collector API).
fn without_type(key: &[u8]) -> &[u8] {
    match key {
        [name @ .., b'_', b's' | b'g' | b'd' | b't' | b'b']
            if name.len() >= 4 && name[0].is_ascii_uppercase() =>
        {
            name
        }
        _ => key,
    }
}

/// The class of a key in one of many, as `displayName` is in `conditionalAccessPolicies`, where the list has it for a `policy`.
fn one_of(parent: &[u8], key: &[u8]) -> Option<(KeyClass, usize)> {
    let own = Phrase::of(b"", key).words;
    let mut phrase = Phrase::of(b"", parent).singular()?;
    phrase.add(key);
    KEYS.longest(&phrase).filter(|(_, words)| *words > own)
}

/// `rpcpassword`, `dbusername`: words without a sign between them, the last of which says what the value is.
fn glued(key: &[u8]) -> Option<KeyClass> {
    const ENDS: [(&[u8], KeyClass); 4] = [
        (b"password", KeyClass::Password),
        (b"passwd", KeyClass::Password),
        (b"passphrase", KeyClass::Password),
        (b"username", KeyClass::User),
    ];
    // What is done with a password, and that there is none.
    const DEEDS: [&[u8]; 9] =
        [b"no", b"reset", b"change", b"forgot", b"lost", b"show", b"hide", b"has", b"without"];
    let (end, class) = ENDS.iter().find(|(end, _)| key.ends_with(end))?;
    let front = key.get(..key.len() - end.len())?;
    let letters = front.iter().rev().take_while(|b| b.is_ascii_lowercase()).count();
    let word = front.get(front.len() - letters..)?;
    (letters >= 2 && !DEEDS.contains(&word)).then_some(*class)
}

/// Whether a key ends in `tail`, which is in lower case; the case of the key does not matter.
pub(crate) fn ends_in(key: &[u8], tail: &[u8]) -> bool {
    let front = key.len().checked_sub(tail.len());
    front.and_then(|at| key.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(tail))
}

/// Remembers the classes of keys.
#[derive(Debug, Default)]
pub(crate) struct KeyMemo(Memo<Option<KeyClass>>);

impl KeyMemo {
    /// As the function of that name.
    pub(crate) fn lookup(&mut self, parent: &[u8], key: &[u8]) -> Option<KeyClass> {
        self.0.get_or(1, parent, key, || lookup(parent, key))
    }
}

/// Of a longer key only its last bytes count.
const KEY_BYTES_MAX: usize = 80;
/// A parent's key and a key.
const PHRASE_BYTES_MAX: usize = 2 * KEY_BYTES_MAX;
/// No listed phrase has as many words.
const PHRASE_WORDS_MAX: usize = 12;

/// The words of a key, lower-case and run together, with the places where a word starts.
#[derive(Clone, Copy)]
struct Phrase {
    text: [u8; PHRASE_BYTES_MAX],
    len: usize,
    starts: [usize; PHRASE_WORDS_MAX],
    words: usize,
}

impl Default for Phrase {
    fn default() -> Self {
        Self { text: [0; PHRASE_BYTES_MAX], len: 0, starts: [0; PHRASE_WORDS_MAX], words: 0 }
    }
}

impl Phrase {
    fn of(parent: &[u8], key: &[u8]) -> Self {
        let mut phrase = Self::default();
        // What a container holds, `object` does not say.
        if parent != b"object" {
            phrase.add(parent);
        }
        phrase.add(key);
        phrase
    }

    /// The last word but `back`; empty where there are fewer.
    fn last(&self, back: usize) -> &[u8] {
        let Some(index) = self.words.checked_sub(back + 1) else { return b"" };
        let end = if back == 0 { Some(self.len) } else { self.starts.get(index + 1).copied() };
        let start = self.starts.get(index).copied();
        start.zip(end).and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default()
    }

    /// The words in front of the last one.
    fn without_last(&self) -> Option<Self> {
        let words = self.words.checked_sub(1).filter(|words| *words > 0)?;
        Some(Self { words, len: *self.starts.get(words)?, ..*self })
    }

    /// The phrase without the `s` of a plural, or with `y` for `ies`.
    fn singular(&self) -> Option<Self> {
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
    fn add(&mut self, key: &[u8]) {
        let key = key.get(key.len().saturating_sub(KEY_BYTES_MAX)..).unwrap_or(key);
        let mut previous = b' ';
        for (index, &byte) in key.iter().enumerate() {
            let next = key.get(index + 1).copied().unwrap_or(b' ');
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
    fn suffixes(&self) -> impl Iterator<Item = &[u8]> {
        self.starts.iter().take(self.words).filter_map(|&start| self.text.get(start..self.len))
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use KeyClass::*;

    fn check(parent: &str, key: &str, expected: Option<KeyClass>) {
        assert_eq!(lookup(parent.as_bytes(), key.as_bytes()), expected, "{parent} {key}");
    }

    #[test]
    fn the_last_words_of_a_key_decide() {
        check("", "TargetUserName", Some(User));
        check("", "db_password", Some(Password));
        check("", "X-MS-Client-Request-ID", Some(Object));
        check("", "correlationId", Some(Object));
        check("", "Password last set", Some(Object));
        check("", "OrganizationId", Some(TenantId));
        check("", "gearbox", None);
        check("", "a1b2.c3d4 E5f6G7 h8.i9.JkLmNo.pq Password", Some(Password));
    }

    #[test]
    fn the_parent_makes_a_general_key_specific() {
        check("user", "id", Some(User));
        check("deviceDetail", "displayName", Some(Machine));
        check("process", "id", Some(Object));
    }

    #[test]
    fn french_keys_are_known() {
        check("", "Mot de passe", Some(Password));
        check("", "Téléphone", Some(Phone));
    }

    #[test]
    fn every_heading_names_a_class_and_no_phrase_is_listed_twice() {
        let mut seen = std::collections::HashMap::new();
        for (heading, phrase) in sections::phrases(include_str!("data/keys.txt")) {
            assert!(KeyClass::from_name(heading).is_some(), "{heading}");
            let phrase = phrase.replace(' ', "");
            assert_eq!(seen.insert(phrase.clone(), heading), None, "{phrase} in {heading}");
        }
    }
}
