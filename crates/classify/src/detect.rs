//! The detectors: each finds candidates of one kind in a line; precedence is settled afterwards.

mod access_list;
mod access_log;
mod address;
mod argument;
pub(crate) mod bare_host;
mod beside_address;
mod called;
mod card;
mod colon;
mod command;
mod cookie;
mod credential;
mod cue;
mod declared;
mod dialogue;
mod directive;
mod distinguished;
mod echo;
mod form_data;
mod geo;
pub(crate) mod guid;
mod host;
pub(crate) mod host_form;
mod initial;
mod inner_name;
mod insert;
mod joined;
mod keyed;
mod leased;
mod likely;
mod listing;
mod machine_words;
mod mail;
mod naming;
pub(crate) mod novel;
mod opaque;
mod own_place;
mod participant;
mod path;
mod pem;
pub(crate) mod person;
mod phone;
mod phrase;
mod placed_host;
mod port;
mod postal;
mod record;
mod request_context;
mod row;
mod secret_shape;
mod service_name;
mod siblings;
mod sid;
mod stated;
mod statement;
mod subject;
mod syslog;
mod tied_host;
mod unique;
mod url;
mod user;
mod vcard;
mod words;
mod zone;

pub(crate) use address::is_no_entity;
pub(crate) use card::{begins_account, is_bank_account, is_card, is_country};
pub(crate) use guid::{GUID_BYTES, is_guid, is_puid, is_well_known};
pub(crate) use keyed::is_own_logon;
pub(crate) use pem::{Pem, PemState};
pub(crate) use secret_shape::is_hash_of_nothing;
pub(crate) use user::is_placeholder;
pub(crate) use words::Mentioned;

use crate::line::Line;
use crate::marks::{ListMarks, Marks};
use crate::span::Span;
use crate::vocabulary::{GIVEN_NAMES, LOGIN_WORDS};
use crate::word;
use std::sync::LazyLock;

/// A detector, and what a line must hold for it to find anything.
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    needs: Option<Marks>,
    prose_only: bool,
    find: fn(&Line<'_>, &mut Vec<Span>),
}

const fn always(name: &'static str, find: fn(&Line<'_>, &mut Vec<Span>)) -> Rule {
    Rule { name, needs: None, prose_only: false, find }
}

const fn needing(needs: Marks, name: &'static str, find: fn(&Line<'_>, &mut Vec<Span>)) -> Rule {
    Rule { name, needs: Some(needs), prose_only: false, find }
}

const fn in_prose(name: &'static str, find: fn(&Line<'_>, &mut Vec<Span>)) -> Rule {
    Rule { name, needs: None, prose_only: true, find }
}

/// Every detector, in the order in which they look.
pub(crate) static RULES: [Rule; 40] = [
    always("syslog", syslog::find),
    always("access_log", access_log::find),
    needing(Marks::PHRASE, "phrase", phrase::find),
    always("keyed", keyed::find),
    always("word", words::find),
    needing(Marks::COLON, "colon", colon::find),
    needing(Marks::AT, "mail", mail::find),
    needing(Marks::SLASH.or(Marks::BACKSLASH), "path", path::find),
    needing(Marks::COLON, "url", url::find),
    always("argument", argument::find),
    needing(Marks::ROLE, "access_list", access_list::find),
    needing(Marks::EQUALS, "distinguished", distinguished::find),
    needing(Marks::CUE, "cue", cue::find),
    needing(Marks::ROLE.or(Marks::PREPOSITION), "naming", naming::find),
    needing(Marks::PREPOSITION.or(Marks::COLON), "bare_host", bare_host::find),
    needing(Marks::ROLE, "called", called::find),
    needing(Marks::LOGIN, "subject", subject::find),
    needing(Marks::LOGIN, "dialogue", dialogue::find),
    needing(Marks::COMMAND, "command", command::find),
    needing(Marks::SECRET, "stated", stated::find),
    always("directive", directive::find),
    needing(Marks::STATEMENT, "statement", statement::find),
    needing(Marks::COLON, "record", record::find),
    needing(Marks::BRACKET, "request_context", request_context::find),
    needing(Marks::COLON, "vcard", vcard::find),
    always("own_place", own_place::find),
    always("listing", listing::find),
    always("row", row::find),
    needing(Marks::COLON.or(Marks::EQUALS), "cookie", cookie::find),
    always("secret_shape", secret_shape::find),
    always("phone", phone::find),
    always("card", card::find),
    in_prose("unnamed", stated::find_unnamed),
    in_prose("initial", initial::find),
    in_prose("person", person::find),
    needing(Marks::GIVEN_NAME, "given_name", person::find_given),
    always("titled", person::find_titled),
    // In a program's line an address stands beside somebody's name.
    always("postal", postal::find),
    always("leased", leased::find),
    // Behind all others, whose names it looks for again.
    always("echo", echo::find),
];

impl Rule {
    /// Adds the rule's candidates in `line`.
    pub(crate) fn apply(&self, line: &Line<'_>, found: &mut Vec<Span>) {
        let wanted = !self.prose_only || line.channel.is_prose();
        if wanted && self.needs.is_none_or(|needs| line.marks.has(needs)) {
            (self.find)(line, found);
        }
    }
}

/// Adds every candidate in `line`.
pub(crate) fn detect(line: &Line<'_>, found: &mut Vec<Span>) {
    for rule in &RULES {
        rule.apply(line, found);
    }
}

/// What the word lists of the detectors may say of a word, by a part of its hash.
static MARKS: LazyLock<Box<[ListMarks; MARKS_LEN]>> = LazyLock::new(|| {
    let mut marks = Box::new([ListMarks::default(); MARKS_LEN]);
    let mut add = |text: &str, mark: ListMarks| {
        let mut words = Vec::new();
        word::split(text.as_bytes(), &mut words);
        if let Some(first) = words.first() {
            marks[first.hash as usize % MARKS_LEN].add(mark);
        }
    };
    cue::phrases().for_each(|phrase| add(phrase, ListMarks::CUE));
    command::words().for_each(|word| add(&word, ListMarks::COMMAND));
    statement::phrases().for_each(|phrase| add(phrase, ListMarks::STATEMENT));
    stated::words().for_each(|word| add(&word, ListMarks::SECRET));
    let (nouns, prepositions) = (naming::nouns(), naming::prepositions());
    path::places().for_each(|word| add(word, ListMarks::PLACE));
    let lists: [(&[&str], ListMarks); 2] =
        [(&nouns, ListMarks::ROLE), (&prepositions, ListMarks::PREPOSITION)];
    LOGIN_WORDS.words().for_each(|word| add(&word, ListMarks::LOGIN));
    machine_words::words_before().for_each(|word| add(word, ListMarks::PREPOSITION));
    for (words, mark) in lists {
        for word in words {
            add(word, mark);
        }
    }
    marks
});

/// A small part of the words of a text is taken for one of a list; all lists have some hundred words.
const MARKS_LEN: usize = 8192;

/// What the word lists of the detectors may say of a word with this hash.
pub(crate) fn marks_of(lists: &Lists, hash: u32) -> Marks {
    lists.0[hash as usize % MARKS_LEN].marks()
}

/// What all lists say, ready for the words of a line.
#[derive(Clone, Copy)]
pub(crate) struct Lists(&'static [ListMarks; MARKS_LEN], &'static [u64; NAMES_LEN]);

pub(crate) fn lists() -> Lists {
    Lists(&MARKS, &NAMES)
}

/// A bit for each of the given names, by a part of their hash: there are thousands, and only words with a capital are asked.
static NAMES: LazyLock<Box<[u64; NAMES_LEN]>> = LazyLock::new(|| {
    let mut bits = Box::new([0; NAMES_LEN]);
    for name in GIVEN_NAMES.words() {
        let (block, bit) = name_bit(word::hash(name.as_bytes()));
        bits[block] |= bit;
    }
    bits
});

const NAMES_LEN: usize = 1024;

fn name_bit(hash: u32) -> (usize, u64) {
    ((hash >> 6) as usize % NAMES_LEN, 1 << (hash & 63))
}

/// The mark of given names, for a word with this hash that begins with a capital.
pub(crate) fn name_mark_of(lists: &Lists, hash: u32) -> Marks {
    let (block, bit) = name_bit(hash);
    if lists.1[block] & bit == 0 { Marks::NONE } else { Marks::GIVEN_NAME }
}
