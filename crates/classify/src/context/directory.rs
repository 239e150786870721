//! The people of a tenant in the form that lines are checked against. Each is taken in as it is read, so that a large
//! directory is in memory once.

use super::naming_scheme::NamesRead;
use super::networks::Networks;
use super::numbers::Numbers;
use super::{AddressOwner, ContextError, Known, Phrase, User, phrases};
use crate::phrase_table::PhraseTable;
use crate::word::{self, Splitter, Word};
use crate::word_table::Table;
use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use std::fmt;

/// What is known of people.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    pub(super) networks: Networks,
    pub(super) known: Table<Known>,
    pub(super) local_parts: Table<()>,
    /// The first words of what people are called.
    pub(super) given: Table<()>,
    /// What is written in more than a word.
    pub(super) phrases: PhraseTable<Phrase>,
    /// The hash of every word that is looked for without a key or a shape that points to it.
    pub(super) names: Vec<u32>,
    /// Words without a letter, and those that begin a phrase.
    pub(super) numbers: Numbers,
    pub(super) first_numbers: Numbers,
    /// Whether a colon stands in a phrase that begins with a number.
    pub(super) numbers_with_colon: bool,
    pub(super) machines: NamesRead,
    /// The first address that cannot be read.
    pub(super) trouble: Option<ContextError>,
    /// How many people there are.
    people: usize,
    splitter: Splitter,
    split: Vec<Word>,
}

impl Directory {
    fn add(&mut self, user: &User) {
        let mut know = |word: &str, known| self.known.raise(word.trim().as_bytes(), known);
        know(&user.puid, Known::Puid);
        know(&user.sid, Known::Sid);
        for id in spellings(&user.object_id) {
            know(&id, Known::ObjectId);
        }
        user.machines.iter().for_each(|machine| know(machine, Known::Machine));
        user.machines.iter().for_each(|machine| self.machines.add(machine));
        user.usernames.iter().for_each(|name| know(name, Known::Username));
        let local = user.upn.split_once('@').map(|(local, _)| local);
        if let Some(local) = local {
            self.local_parts.insert(local.as_bytes(), ());
        }
        // `Lee, Ann` begins with the family's.
        let first = user.display_name.split(' ').next().filter(|word| !word.ends_with(','));
        if let Some(first) = first {
            self.given.insert(first.as_bytes(), ());
        }
        let listed = user.usernames.iter().chain(&user.machines).map(String::as_str);
        self.names.extend(listed.chain(local).map(hash));
        let listed =
            user.usernames.iter().chain(&user.machines).chain([&user.puid, &user.sid, &user.object_id]);
        let words = listed.map(String::as_str).chain(local);
        words.for_each(|word| self.numbers.insert(word.trim().as_bytes()));
        let phrases = user.phones.iter().chain([&user.display_name]).chain(&user.machines);
        phrases.for_each(|phrase| self.add_numbers_of(phrase));
        self.add_phrases(user);
        self.add_addresses(&user.ips);
        self.people += 1;
    }

    /// Takes in the numbers of what is written in more than a word.
    pub(super) fn add_numbers_of(&mut self, phrase: &str) {
        if !phrase.bytes().any(|b| b.is_ascii_digit()) {
            return;
        }
        self.splitter.split(phrase.as_bytes(), &mut self.split);
        let bytes = |word: &Word| phrase.as_bytes().get(word.start..word.end).unwrap_or_default();
        let plain = |word: &[u8]| !word.iter().any(u8::is_ascii_alphabetic);
        match self.split.first() {
            Some(first) if plain(bytes(first)) => {
                self.first_numbers.insert(bytes(first));
                self.numbers_with_colon |= phrase.contains(':');
            }
            _ => self.split.iter().for_each(|word| self.numbers.insert(bytes(word))),
        }
    }

    fn add_phrases(&mut self, user: &User) {
        let mut add = |text: &str, meaning| phrases::insert(&mut self.phrases, text, meaning);
        add(&user.display_name, Phrase::Person);
        user.phones.iter().for_each(|phone| add(phone, Phrase::Phone));
        let spaced = user.machines.iter().filter(|machine| machine.contains(' '));
        spaced.for_each(|machine| add(machine, Phrase::Machine));
    }

    fn add_addresses(&mut self, addresses: &[String]) {
        for (index, address) in addresses.iter().enumerate() {
            if self.networks.insert(address, AddressOwner::User).is_none() {
                let place = format!("tenant.users[{}].ips[{index}]", self.people);
                let value = address.clone();
                self.trouble.get_or_insert(ContextError::Network { place, value });
            }
        }
    }
}

/// The hash of a word that is listed.
pub(super) fn hash(word: &str) -> u32 {
    word::hash(word.trim().as_bytes())
}

/// An id with and without its dashes, and with them where 32 hexadecimal digits make a GUID.
pub(super) fn spellings(id: &str) -> Vec<String> {
    let plain: String = id.chars().filter(|c| !matches!(c, '-' | '{' | '}')).collect();
    let mut spellings = vec![id.trim_matches(['{', '}']).to_owned()];
    if plain.len() == 32 && plain.bytes().all(|b| b.is_ascii_hexdigit()) {
        let parts = [&plain[..8], &plain[8..12], &plain[12..16], &plain[16..20], &plain[20..]];
        spellings.push(parts.join("-"));
        spellings.push(plain);
    }
    spellings
}

impl<'u> FromIterator<&'u User> for Directory {
    fn from_iter<I: IntoIterator<Item = &'u User>>(users: I) -> Self {
        let mut directory = Self::default();
        users.into_iter().for_each(|user| directory.add(user));
        directory
    }
}

impl<'de> Deserialize<'de> for Directory {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(People)
    }
}

/// Reads a list of people into a directory.
struct People;

impl<'de> Visitor<'de> for People {
    type Value = Directory;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut people: A) -> Result<Directory, A::Error> {
        let mut directory = Directory::default();
        while let Some(user) = people.next_element::<User>()? {
            directory.add(&user);
        }
        Ok(directory)
    }
}

#[cfg(test)]
mod tests {
    use crate::context::{CompiledContext, Known, TenantContext};

    /// The context as it is read, and as it is made of a value.
    fn both(json: &str) -> [Result<CompiledContext, String>; 2] {
        let parsed = TenantContext::from_json(json.as_bytes()).unwrap();
        [CompiledContext::from_json(json.as_bytes()), CompiledContext::new(&parsed)]
            .map(|compiled| compiled.map_err(|why| why.to_string()))
    }

    #[test]
    fn people_that_are_read_one_by_one_are_known_as_all_others() {
        let json = r#"{"tenant": {"users": [
            {"upn": "ada@contoso.example", "usernames": ["ada7", "BUILD"], "object_id": "8B1F2F5E-3f6a-4a53-9f57-0d5e5b6f7c21"},
            {"upn": "bo@contoso.example", "machines": ["ada7", "LAPTOP-1"], "ips": ["10.1.2.3"]}],
            "ids": ["LAPTOP-1"], "domains": ["contoso.example"]}, "vendor": {"operators": ["build"]}}"#;
        for context in both(json).map(Result::unwrap) {
            for (word, known) in [
                ("ada7", Some(Known::Username)),
                ("build", Some(Known::Username)),
                ("laptop-1", Some(Known::Machine)),
                ("8b1f2f5e3f6a4a539f570d5e5b6f7c21", Some(Known::ObjectId)),
                ("contoso", Some(Known::NetBios)),
                ("bo", None),
            ] {
                assert_eq!(context.known(word.as_bytes()), known, "{word}");
            }
            assert!(context.is_local_part(b"bo") && !context.is_local_part(b"ada7"));
            assert!(context.owner_v4([10, 1, 2, 3].into()).is_some());
        }
    }

    #[test]
    fn a_person_s_bad_address_is_named() {
        let json = r#"{"tenant": {"users": [{}, {"ips": ["::1", "here"]}, {"ips": ["there"]}]}}"#;
        for error in both(json).map(Result::unwrap_err) {
            assert_eq!(
                error,
                "tenant context, tenant.users[1].ips[1]: `here` is not an address or `address/prefix`"
            );
        }
    }

    #[test]
    fn a_list_of_people_that_is_none_is_named() {
        let json = br#"{"tenant": {"users": {}}}"#;
        let [read, made] =
            [CompiledContext::from_json(json).map(|_| ()), TenantContext::from_json(json).map(|_| ())]
                .map(|read| read.unwrap_err().to_string());
        assert_eq!(read, made);
    }
}
