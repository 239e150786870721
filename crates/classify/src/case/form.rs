//! Forms: labels with their values in one line, whatever parts them (classification.md 4.6): `Demande D2600417 - Appelant :
//! Ann Lee - Canal : portail - Libellé : …`, `Nom : LEE Prénom : Ann Message : …`.
//!
//! The first label stands at the start, or behind what numbers and names the form. Behind the label of a text stands the text.

use super::label::Label;
use super::number::{behind_sign, is_numbering, key_end, number_end, number_in_brackets, push_number};
use super::part::{has_sentence, is_of_header_words};
use crate::context::Known;
use crate::detect::person;
use crate::entity::Entity;
use crate::line::{Line, push, replace};
use crate::span::Span;
use crate::vocabulary::{GREETINGS, ROLES, TITLES};
use std::ops::Range;

/// What parts the labels of a form, where anything does.
const SEPARATORS: [&str; 10] = [" | ", " -- ", " - ", " – ", " — ", " ; ", "; ", " / ", " · ", "&"];
/// No form has more labels.
const LABELS_MAX: usize = 24;
/// Nor more colons.
const COLONS_MAX: usize = 64;
/// No label is longer.
const LABEL_BYTES_MAX: usize = 32;
/// What stands in front of the first label is no longer.
const FRONT_BYTES_MAX: usize = 80;

/// A label with what stands behind it.
struct Labelled {
    start: usize,
    /// None for a label that no list has.
    label: Option<Label>,
    value: Range<usize>,
}

/// The texts of a form, whose people and number it labels; none if the line is no form.
pub(super) fn texts(line: &Line<'_>, found: &mut Vec<Span>) -> Option<Vec<Range<usize>>> {
    let form = read(line)?;
    let front = 0..form.first()?.start;
    let mut texts: Vec<_> =
        form.iter().filter(|part| part.is_text(line)).flat_map(|part| part.texts(line)).collect();
    // `Subject: [SR-2044] badge`.
    for text in &mut texts {
        if let Some((number, behind)) = number_in_brackets(line, text.start).filter(|(_, at)| *at < text.end)
        {
            push_number(line, found, number);
            text.start = behind;
        }
    }
    number_in(line, found, front);
    for part in &form {
        part.name(line, found);
    }
    Some(texts)
}

/// The labels of a form with their values.
fn read(line: &Line<'_>) -> Option<Vec<Labelled>> {
    const KNOWN_MIN: usize = 2;
    let signs = memchr::memchr2_iter(b':', b'=', line.view).take(COLONS_MAX);
    let (mut form, mut separator): (Vec<Labelled>, Option<&str>) = (Vec::new(), None);
    for sign in signs.filter(|at| is_sign(line, *at)) {
        let count = form.len();
        let front = form.last().map_or(0, |last| last.value.start);
        let next = next_label(line, sign, separator).filter(|(start, _)| *start >= front);
        let Some((start, label)) = next.filter(|(_, label)| count > 0 || label.is_some()) else { continue };
        if count <= 1 {
            separator = separator.or_else(|| separator_before(line, start));
        }
        if let Some(last) = form.last_mut() {
            // In a text that nothing parts from it no label follows.
            if separator.is_none() && last.label == Some(Label::Text) || count == LABELS_MAX {
                break;
            }
            let end = start - separator.map_or(0, str::len);
            let end = line.run_back(end.max(last.value.start), |b| b" ,;".contains(&b));
            last.value.end = end.max(last.value.start);
        }
        form.push(Labelled { start, label, value: behind(line, sign) });
    }
    let known = form.iter().filter(|part| part.label.is_some()).count();
    (known >= KNOWN_MIN && is_form(line, &form, separator)).then_some(form)
}

/// The label in front of a colon, and where it begins: one of the list, or behind the separator any.
fn next_label(line: &Line<'_>, colon: usize, separator: Option<&str>) -> Option<(usize, Option<Label>)> {
    let known = known_label(line, colon).filter(|(start, _)| {
        separator.is_none_or(|separator| line.slice(0..*start).ends_with(separator.as_bytes()))
    });
    let other = || Some((start_of_other(line, colon, separator?)?, None));
    known.map(|(start, label)| (start, Some(label))).or_else(other)
}

/// Whether a colon may stand behind a label, or a sign of equality as in `Name=Ann Lee&Topic=…`.
fn is_sign(line: &Line<'_>, at: usize) -> bool {
    let glued = line.byte_before(at).is_none_or(|b| b == b' ') || line.byte(at + 1) == Some(b'=');
    if line.byte(at) == Some(b':') { line.byte(at + 1).is_none_or(|b| b == b' ') } else { !glued }
}

fn behind(line: &Line<'_>, colon: usize) -> Range<usize> {
    let end = line.view.len();
    line.run(colon + 1, |b| b == b' ').min(end)..end
}

/// A label of the list in front of a colon, and where it begins.
fn known_label(line: &Line<'_>, colon: usize) -> Option<(usize, Label)> {
    let end = line.run_back(colon, |b| b" ?*".contains(&b));
    let from = end.saturating_sub(LABEL_BYTES_MAX);
    let (start, label) = Label::at_end(line.slice(from..end))?;
    let capital = line.byte(from + start).is_some_and(|b| b.is_ascii_uppercase() || !b.is_ascii());
    let headed = from + start == 0 || separator_before(line, from + start).is_some();
    let equals = line.byte(colon) == Some(b'=');
    ((capital && !equals) || headed).then_some((from + start, label))
}

/// Where a label begins that no list has: some words with a capital behind the separator.
fn start_of_other(line: &Line<'_>, colon: usize, separator: &str) -> Option<usize> {
    const WORDS_MAX: usize = 4;
    let from = colon.saturating_sub(LABEL_BYTES_MAX);
    let start =
        from + memchr::memmem::rfind(line.slice(from..colon), separator.as_bytes())? + separator.len();
    let capital = line.byte(start).is_some_and(|b| b.is_ascii_uppercase() || b == 0xc3);
    let label = line.slice(start..colon);
    (capital && label.split(|b| *b == b' ').count() <= WORDS_MAX && !has_sentence(label)).then_some(start)
}

fn separator_before(line: &Line<'_>, start: usize) -> Option<&'static str> {
    SEPARATORS.into_iter().find(|separator| line.slice(0..start).ends_with(separator.as_bytes()))
}

/// Whether labels and values make up a form.
fn is_form(line: &Line<'_>, form: &[Labelled], separator: Option<&str>) -> bool {
    const LABELS_MIN: usize = 3;
    let Some(first) = form.first() else { return false };
    let front = line.slice(0..first.start);
    let headed = front.is_empty()
        || front.len() <= FRONT_BYTES_MAX
            && !has_sentence(front)
            && (separator.is_some() || front.ends_with(b"] ") || front.iter().any(u8::is_ascii_digit))
            && !front.trim_ascii_end().ends_with(b":");
    let texted = form.iter().any(|part| part.is_text(line));
    let holds = |part: &Labelled| {
        let value = line.slice(part.value.clone());
        separator.is_some_and(|separator| memchr::memmem::find(value, separator.as_bytes()).is_some())
    };
    let whole = form.iter().filter(|part| !part.is_text(line)).all(|part| !holds(part));
    let empty = form.iter().all(|part| part.value.is_empty());
    headed && whole && (texted || empty || separator.is_some() && form.len() >= LABELS_MIN)
}

impl Labelled {
    /// Whether somebody wrote what stands behind the label: it says so, or no list has it and a sentence stands there.
    fn is_text(&self, line: &Line<'_>) -> bool {
        const WORDS_MIN: usize = 5;
        // What stands last is more often a text: `… | Article: the portal is slow`.
        const LAST_WORDS_MIN: usize = 3;
        let last = self.value.end == line.view.len();
        let words_min = if last { LAST_WORDS_MIN } else { WORDS_MIN };
        let value = line.slice(self.value.clone());
        let words = value.split(|b| *b == b' ').filter(|word| word.iter().any(u8::is_ascii_lowercase));
        match self.label {
            // `note : 4/5`.
            Some(label) => label.is_of_text() && value.iter().any(u8::is_ascii_alphabetic),
            None => words.count() >= words_min,
        }
    }

    /// The text, parted where a subject ends.
    fn texts(&self, line: &Line<'_>) -> Vec<Range<usize>> {
        const DASHES: &[u8] = b" -- ";
        let subject = self.label == Some(Label::Subject);
        let value = line.slice(self.value.clone());
        let dash = memchr::memmem::find(value, DASHES).map(|at| (at, at + DASHES.len()));
        // `Subject: badge Hello, …`.
        let greeting = || greeting_in(value).map(|at| (at, at));
        let texts = match dash.or_else(greeting).filter(|_| subject) {
            Some((end, next)) => {
                vec![self.value.start..self.value.start + end, self.value.start + next..self.value.end]
            }
            None => vec![self.value.clone()],
        };
        texts.into_iter().filter(|text| !text.is_empty()).collect()
    }

    /// Labels who or which case the value is.
    fn name(&self, line: &Line<'_>, found: &mut Vec<Span>) {
        let value = line.slice(self.value.clone());
        let named = match self.label {
            Some(Label::Person) => is_somebody(value),
            Some(Label::Header) => person::is_full_name(value) && !is_of_header_words(value),
            Some(Label::Part) => return self.number(line, found),
            _ => false,
        };
        if line.context.known(value) == Some(Known::Operator) {
            push(line, found, self.value.clone(), Entity::VendorOperator);
        } else if named {
            replace(line, found, self.value.clone(), Entity::PersonName);
        }
    }

    /// Labels the number behind `Ticket:` or `Case number:`.
    fn number(&self, line: &Line<'_>, found: &mut Vec<Span>) {
        let label = line.slice(self.start..self.value.start).to_ascii_lowercase();
        let of_case = [&b"case"[..], b"ticket", b"request", b"num", "réf".as_bytes(), b"ref"];
        let value = line.slice(self.value.clone());
        if of_case.iter().any(|noun| label.starts_with(noun)) && is_numbering(value) {
            push_number(line, found, self.value.clone());
        }
    }
}

/// Where behind a subject a greeting with its capital begins.
fn greeting_in(subject: &[u8]) -> Option<usize> {
    let blanks = memchr::memchr_iter(b' ', subject);
    blanks.map(|blank| blank + 1).find(|at| {
        let word = subject[*at..].split(|b| b" ,!".contains(b)).next().unwrap_or_default();
        word.first().is_some_and(u8::is_ascii_uppercase) && GREETINGS.has(word)
    })
}

/// Words with capitals behind the label of somebody, large ones too: `VASSEUR Solène`.
fn is_somebody(value: &[u8]) -> bool {
    const WORDS_MAX: usize = 4;
    let words = || value.split(|b| *b == b' ');
    let name = |word: &[u8]| {
        word.first().is_some_and(|b| b.is_ascii_uppercase() || *b >= 0xc3)
            && word.iter().all(|b| b.is_ascii_alphabetic() || !b.is_ascii() || b"-'.".contains(b))
    };
    let part = |word: &[u8]| ROLES.has(word) || TITLES.has(word);
    person::is_full_name(value) && !is_of_header_words(value)
        || (1..=WORDS_MAX).contains(&words().count())
            && words().all(|word| name(word) && !part(word))
            && !is_of_header_words(value)
}

/// Labels the number of the case in front of the first label, where a capital and digits are one too: `D2600417 - Site : …`.
fn number_in(line: &Line<'_>, found: &mut Vec<Span>, front: Range<usize>) {
    let formed = |at: usize| {
        let end = line.run(at, |b| b.is_ascii_uppercase() || b.is_ascii_digit());
        let capital = line.byte(at).is_some_and(|b| b.is_ascii_uppercase());
        (capital && is_numbering(line.slice(at..end)) && line.byte(end) == Some(b' ')).then_some(end)
    };
    let apart = |at: usize| !line.byte_before(at).is_some_and(|b| b.is_ascii_alphanumeric());
    let words = line.words.iter().take_while(|word| word.end <= front.end);
    let number = words.map(|word| word.start).filter(|at| apart(*at)).find_map(|at| {
        let at = behind_sign(line, at);
        let end = number_end(line, at).or_else(|| key_end(line, at)).or_else(|| formed(at))?;
        (end <= front.end).then_some(at..end)
    });
    if let Some(number) = number {
        push_number(line, found, number);
    }
}
