//! What the name of a key says of its value. The names are data: `data/keys.txt`.

mod composed;
mod phrase;

use crate::memo::Memo;
use crate::sections;
use crate::word_table::Table;
use phrase::Phrase;
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

/// `rpcpassword`, `dbusername`, `SERVERPASSWORD`: words without a sign between them, the last of which says what the value is.
fn glued(key: &[u8]) -> Option<KeyClass> {
    let key = key.rsplit(|b| *b == b' ').next().unwrap_or_default();
    if key.len() >= CAPITALS_MIN && key.iter().all(u8::is_ascii_uppercase) {
        return glued_in_lower_case(&key.to_ascii_lowercase());
    }
    glued_in_lower_case(key)
}

/// Shorter words in capitals are abbreviations.
const CAPITALS_MIN: usize = 10;

fn glued_in_lower_case(key: &[u8]) -> Option<KeyClass> {
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
