//! The detectors: each finds candidates of one kind in a line; precedence is settled afterwards.

mod access_log;
mod address;
mod card;
mod colon;
mod command;
mod cookie;
mod credential;
mod cue;
mod distinguished;
mod guid;
mod host;
mod keyed;
mod mail;
mod path;
mod pem;
mod person;
mod phone;
mod phrase;
mod postal;
mod secret_shape;
mod sid;
mod stated;
mod syslog;
mod url;
mod user;
mod words;

pub(crate) use pem::{Pem, PemState};
pub(crate) use user::is_placeholder;
pub(crate) use words::Mentioned;

use crate::channel::Channel;
use crate::line::Line;
use crate::marks::{ListMarks, Marks};
use crate::span::Span;
use crate::word;
use std::sync::LazyLock;

/// A detector, what a line must hold for it to find anything, and the section of classification.md that it serves.
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    needs: Option<Marks>,
    case_only: bool,
    find: fn(&Line<'_>, &mut Vec<Span>),
}

const fn always(name: &'static str, find: fn(&Line<'_>, &mut Vec<Span>)) -> Rule {
    Rule { name, needs: None, case_only: false, find }
}

const fn needing(needs: Marks, name: &'static str, find: fn(&Line<'_>, &mut Vec<Span>)) -> Rule {
    Rule { name, needs: Some(needs), case_only: false, find }
}

const fn in_cases(name: &'static str, find: fn(&Line<'_>, &mut Vec<Span>)) -> Rule {
    Rule { name, needs: None, case_only: true, find }
}

/// Every detector, in the order in which they look.
pub(crate) static RULES: [Rule; 19] = [
    always("syslog", syslog::find),
    always("access_log", access_log::find),
    needing(Marks::PHRASE, "phrase", phrase::find),
    always("keyed", keyed::find),
    always("word", words::find),
    needing(Marks::COLON, "colon", colon::find),
    needing(Marks::AT, "mail", mail::find),
    needing(Marks::SLASH.or(Marks::BACKSLASH), "path", path::find),
    needing(Marks::COLON, "url", url::find),
    needing(Marks::EQUALS, "distinguished", distinguished::find),
    needing(Marks::CUE, "cue", cue::find),
    needing(Marks::COMMAND, "command", command::find),
    needing(Marks::SECRET, "stated", stated::find),
    needing(Marks::COLON, "cookie", cookie::find),
    always("secret_shape", secret_shape::find),
    always("phone", phone::find),
    always("card", card::find),
    in_cases("postal", postal::find),
    in_cases("person", person::find),
];

impl Rule {
    /// Adds the rule's candidates in `line`.
    pub(crate) fn apply(&self, line: &Line<'_>, found: &mut Vec<Span>) {
        let wanted = !self.case_only || line.channel == Channel::Case;
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
    stated::words().for_each(|word| add(&word, ListMarks::SECRET));
    for word in path::PLACES {
        add(word, ListMarks::PLACE);
    }
    marks
});

/// A small part of the words of a text is taken for one of a list; all lists have some hundred words.
const MARKS_LEN: usize = 8192;

/// What the word lists of the detectors may say of a word with this hash.
pub(crate) fn marks_of(hash: u32) -> Marks {
    MARKS[hash as usize % MARKS_LEN].marks()
}
