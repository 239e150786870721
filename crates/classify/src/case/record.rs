//! Records of cases whose keys say by themselves, or under a general name, where text, number and author are
//! (classification.md 4.6).

use super::number::{is_number, number_in_subject, push_number};
use super::{labelled, notice};
use crate::detect::guid::is_guid;
use crate::entity::Entity;
use crate::field::Fields;
use crate::key::Lexicon;
use crate::line::{Line, replace};
use crate::span::Span;
use std::ops::Range;
use std::sync::LazyLock;

static KEYS: LazyLock<Lexicon<CaseField>> =
    LazyLock::new(|| Lexicon::read(include_str!("../data/case_keys.txt"), field_from_name));

/// Whether a name says what the values of a column are.
pub(crate) fn is_key(name: &[u8]) -> bool {
    KEYS.lookup(b"", name).is_some()
}

/// Keys of objects and lists that tell of the case, or hold its messages.
static THREADS: LazyLock<Lexicon<()>> = LazyLock::new(|| {
    Lexicon::read(include_str!("../data/case_keys.txt"), |name| (name == "thread").then_some(()))
});

/// Keys of whatever numbers the case, with digits alone too.
static CASES: LazyLock<Lexicon<()>> = LazyLock::new(|| {
    Lexicon::read(include_str!("../data/case_keys.txt"), |name| (name == "case").then_some(()))
});

/// Keys of what a desk configures, whose titles nobody wrote to it.
static CONFIGURED: LazyLock<Lexicon<()>> = LazyLock::new(|| {
    Lexicon::read(include_str!("../data/case_keys.txt"), |name| (name == "configured").then_some(()))
});

/// Keys of identifiers of whoever wrote or has the case.
static PEOPLE: LazyLock<Lexicon<()>> = LazyLock::new(|| {
    Lexicon::read(include_str!("../data/case_keys.txt"), |name| (name == "people").then_some(()))
});

/// What the general keys of a case's record hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CaseField {
    Message,
    Number,
    Author,
    Subject,
}

fn field_from_name(name: &str) -> Option<CaseField> {
    Some(match name {
        "message" => CaseField::Message,
        "subject" => CaseField::Subject,
        "number" => CaseField::Number,
        "author" => CaseField::Author,
        _ => return None,
    })
}

/// What general keys of the record's own, or of a thread in it, hold of this kind.
pub(super) fn general_fields(line: &Line<'_>, wanted: CaseField) -> Vec<Range<usize>> {
    own_fields(line, |key| KEYS.lookup(b"", key).filter(|field| *field == wanted))
}

/// The values of the record's own keys, or of a thread's in it, that a lexicon knows.
fn own_fields<T: Copy>(line: &Line<'_>, lookup: impl Fn(&[u8]) -> Option<T>) -> Vec<Range<usize>> {
    let mut fields = Fields::default();
    let threaded = |parent: &[u8]| THREADS.lookup(b"", parent).is_some();
    fields.read(line.view, |parent, key| {
        let own = parent.is_empty() || threaded(parent);
        own.then(|| lookup(key)).flatten()
    });
    fields.iter().map(|f| f.value.clone()).collect()
}

/// The texts under general keys.
pub(super) fn messages(line: &Line<'_>) -> Vec<Range<usize>> {
    // `"problem":"ABC-12"` is a number.
    let is_text = |value: &Range<usize>| {
        let value = line.slice(value.clone());
        !holds_objects(value) && (value.contains(&b' ') || !value.iter().any(u8::is_ascii_digit))
    };
    let values = general_fields(line, CaseField::Message).into_iter().filter(is_text);
    values.map(|value| labelled::whole_value(line, value)).collect()
}

/// Sentences under any key, for a record in which no key says where the text is.
pub(super) fn sentences(line: &Line<'_>) -> Vec<Range<usize>> {
    let mut fields = Fields::default();
    fields.read(line.view, |parent, key| {
        let automatic = [parent, last_word(key)].iter().any(|key| CONFIGURED.lookup(b"", key).is_some());
        (!automatic).then(|| KEYS.lookup(b"", last_word(key)).is_some())
    });
    let is_it = |of_text: bool, value: &[u8]| !holds_objects(value) && is_prose(value, of_text);
    let mut texts: Vec<Range<usize>> = Vec::new();
    for field in fields.iter().filter(|f| !f.is_endless() && is_it(f.class, line.slice(f.value.clone()))) {
        // Under a key that tells nothing a program may write.
        let noticed = !field.class && notice::is_value(line, &field.value);
        // `Note: …` inside a text is no key.
        if !noticed && texts.last().is_none_or(|outer| outer.end < field.value.end) {
            texts.push(field.value.clone());
        }
    }
    texts
}

/// The sentences between the tags of an element, or in its sections of characters.
pub(super) fn text_nodes(line: &Line<'_>) -> Vec<Range<usize>> {
    const OPEN: &[u8] = b"<![CDATA[";
    let (mut texts, mut at) = (Vec::new(), 0);
    while let Some(tag) = memchr::memchr(b'<', line.slice(at..line.view.len())).map(|tag| at + tag) {
        texts.push(at..tag);
        let rest = line.slice(tag..line.view.len());
        let end: &[u8] = if rest.starts_with(OPEN) { b"]]>" } else { b">" };
        let Some(length) = memchr::memmem::find(rest, end) else { break };
        if rest.starts_with(OPEN) {
            texts.push(tag + OPEN.len()..tag + length);
        }
        at = tag + length + end.len();
    }
    texts.retain(|text| is_prose(line.slice(text.clone()), true));
    texts
}

/// The word that says what the value of `hs_email_text` is.
fn last_word(key: &[u8]) -> &[u8] {
    let capital = key.iter().rposition(u8::is_ascii_uppercase);
    let sign = key.iter().rposition(|b| !b.is_ascii_alphanumeric()).map(|at| at + 1);
    key.get(capital.max(sign).unwrap_or_default()..).unwrap_or_default()
}

/// Whether somebody wrote a value: words of letters, two where its key says so.
fn is_prose(value: &[u8], of_text: bool) -> bool {
    let word = |word: &[u8]| {
        let word = word.trim_ascii_end();
        let word = word.strip_suffix(b",").unwrap_or(word);
        word.iter().all(|b| b.is_ascii_lowercase() || !b.is_ascii() || *b == b'\'') && !word.is_empty()
    };
    let words = value.split(|b| *b == b' ').filter(|w| word(w)).count();
    words >= if of_text { 1 } else { 3 } && value.contains(&b' ')
}

/// What the case is about; `"subject":"zen:ticket:5158"` names it to programs.
pub(super) fn subjects(line: &Line<'_>) -> Vec<Range<usize>> {
    let is_name = |value: &Range<usize>| {
        let value = line.slice(value.clone());
        value.contains(&b':') && !value.contains(&b' ')
    };
    let mut subjects = general_fields(line, CaseField::Subject);
    subjects.retain(|value| !is_name(value));
    for subject in &mut subjects {
        // `RE: badge [#410223]`: the number at its end is none of its text.
        let number = number_in_subject(line, subject).filter(|number| number.end + 1 == subject.end);
        subject.end = number.map_or(subject.end, |number| number.start - b"[#".len());
    }
    subjects
}

/// The number under a key of the case, or under a general one, as help desks number their cases.
pub(super) fn number(line: &Line<'_>, found: &mut Vec<Span>) {
    let told = found.iter().any(|span| span.entity == Entity::CaseNumber);
    for subject in general_fields(line, CaseField::Subject) {
        if let Some(number) = number_in_subject(line, &subject) {
            push_number(line, found, number);
        }
    }
    if told || line.byte(0) != Some(b'{') && !is_structured(line) {
        return;
    }
    let of_case = own_fields(line, |key| CASES.lookup(b"", key));
    let numbered = of_case.into_iter().filter(|value| is_case(line.slice(value.clone())));
    let general = general_fields(line, CaseField::Number).into_iter();
    let general = general.filter(|value| is_number(line.slice(value.clone())));
    for value in numbered.chain(general) {
        push_number(line, found, value);
    }
}

/// Labels the identifiers of people, which desks number (classification.md 4.3 `user_number`, `user_guid`).
pub(super) fn people(line: &Line<'_>, found: &mut Vec<Span>) {
    const DIGITS: std::ops::RangeInclusive<usize> = 6..=18;
    if line.byte(0) != Some(b'{') {
        return;
    }
    for value in own_fields(line, |key| PEOPLE.lookup(b"", key)) {
        let text = line.slice(value.clone());
        if DIGITS.contains(&text.len()) && text.iter().all(u8::is_ascii_digit) {
            replace(line, found, value, Entity::UserNumber);
        } else if is_guid(text) {
            replace(line, found, value, Entity::UserGuid);
        }
    }
}

/// Digits, with letters and what joins them: `TD 2603 1184`, `7Q2-KXB-91ZP`. A GUID is no number that people tell.
fn is_case(value: &[u8]) -> bool {
    const BYTES: std::ops::RangeInclusive<usize> = 3..=64;
    const DIGITS_MIN: usize = 3;
    const GUID_BYTES: usize = 36;
    let letters = value.iter().filter(|b| b.is_ascii_lowercase()).count();
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    BYTES.contains(&value.len())
        && value.len() != GUID_BYTES
        && digits >= DIGITS_MIN
        && value.iter().all(|b| b.is_ascii_alphanumeric() || b"-_.# ".contains(b))
        && !(letters > 0 && value.contains(&b' '))
}

/// Whether the line is an XML element or begins with `key=`, or with a word and `key="`.
pub(super) fn is_structured(line: &Line<'_>) -> bool {
    let key_end =
        |start| line.run(start, |b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-' || b == b'.');
    let element = line.view.starts_with(b"<") && line.view.trim_ascii_end().ends_with(b">");
    let key = key_end(0);
    let second = key_end(key + 1);
    let named = line.byte(key) == Some(b' ') && second > key + 1 && line.slice(second..second + 2) == b"=\"";
    element || key > 0 && (line.byte(key) == Some(b'=') || named)
}

/// `"comments":[{"author":"Ann Lee","text":"…"}]`: the texts are in the objects.
pub(super) fn holds_objects(value: &[u8]) -> bool {
    let inside = value.strip_prefix(b"[").unwrap_or(value).trim_ascii_start();
    inside.starts_with(b"{\"") || inside.starts_with(b"{ ")
}
