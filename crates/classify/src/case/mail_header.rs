//! Lines of mail headers, one label each or several between bars (classification.md 4.6).

use super::header::{PARTS_MAX, number_end, time_end, word_end};
use crate::detect::person;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::view::MASKED;
use crate::vocabulary::{HEADER_WORDS, ROLES};
use std::ops::Range;

/// Labels of a mail's header, and whether a text of the author's stands behind them.
const LABELS: [(&str, bool); 24] = [
    ("from", false),
    ("to", false),
    ("cc", false),
    ("bcc", false),
    ("reply-to", false),
    ("sent", false),
    ("date", false),
    ("de", false),
    ("à", false),
    ("copie", false),
    ("envoyé", false),
    ("répondre à", false),
    ("von", false),
    ("an", false),
    ("gesendet", false),
    ("datum", false),
    ("para", false),
    ("enviado", false),
    ("message-id", false),
    ("subject", true),
    ("objet", true),
    ("betreff", true),
    ("onderwerp", true),
    ("asunto", true),
];

/// Labels of other headers, of which there are several in a line.
const PARTS: [(&str, bool); 38] = [
    ("requestid", false),
    ("request id", false),
    ("call number", false),
    ("technician", false),
    ("technicien", false),
    ("société", false),
    ("company", false),
    ("tél.", false),
    ("tel", false),
    ("tél", false),
    ("case", false),
    ("ticket", false),
    ("agent", false),
    ("caller", false),
    ("contact", false),
    ("client", false),
    ("customer", false),
    ("requester", false),
    ("demandeur", false),
    ("name", false),
    ("nom", false),
    ("phone", false),
    ("email", false),
    ("status", false),
    ("priority", false),
    ("message", true),
    ("text", true),
    ("texte", true),
    ("body", true),
    ("summary", true),
    ("description", true),
    ("problem", true),
    ("problème", true),
    ("demande", true),
    ("notes", true),
    ("comment", true),
    ("commentaire", true),
    ("résumé", true),
];

/// What parts labels from each other: `From: Ann Lee | To: Service Desk | …`.
const SEPARATORS: [&str; 7] = [" | ", " -- ", " / ", "; ", ", ", "  ", " - "];

/// `From: Ann Lee | Ref SR-2044 | …`: what stands behind labels in front of separators, and behind those of a text.
pub(super) fn parted_texts(line: &Line<'_>, found: &mut Vec<Span>) -> Option<Vec<Range<usize>>> {
    let end = line.view.len();
    let first = label_at(line, 0, end);
    let separator = SEPARATORS.into_iter().find(|separator| {
        let at = memchr::memmem::find(line.view, separator.as_bytes());
        // A dash or a slash also stands in a sentence.
        let labelled = |at: usize| label_at(line, at + separator.len(), end).is_some();
        let sure = first.is_some() && *separator == " | ";
        at.is_some_and(|at| sure || labelled(at) && (first.is_some() || *separator == " -- "))
    })?;
    let part_end =
        |at| memchr::memmem::find(line.slice(at..end), separator.as_bytes()).map(|length| at + length);
    let mut texts = Vec::new();
    let mut at = 0;
    for _ in 0..PARTS_MAX {
        let stop = part_end(at);
        let label = label_at(line, at, stop.unwrap_or(end));
        let next = stop.map(|stop| stop + separator.len());
        match label {
            Some((value, true)) => {
                let goes_on =
                    next.filter(|next| label_at(line, *next, end).is_some_and(|(_, texted)| texted));
                texts.push(value..if goes_on.is_some() { stop.unwrap_or(end) } else { end });
                if goes_on.is_none() {
                    return Some(texts);
                }
            }
            Some((value, false)) if numbered(line, found, at, value..stop.unwrap_or(end)) => {}
            Some((value, false)) => named(line, found, value..stop.unwrap_or(end)),
            // `Form « Help » -- Name: …`.
            None if at == 0 => {}
            None if is_of_header(line, found, at, stop.unwrap_or(end)) => {}
            None if let Some(value) = behind_other_label(line, at, stop.unwrap_or(end)) => {
                // The last part is what was written, whatever its label.
                if stop.is_none() {
                    texts.push(value..end);
                    return Some(texts);
                }
            }
            None => {
                texts.push(at..end);
                return Some(texts);
            }
        }
        at = next?;
    }
    None
}

/// The place behind a label at `at`, and whether a text stands there.
fn label_at(line: &Line<'_>, at: usize, end: usize) -> Option<(usize, bool)> {
    let colon = line.run(at, |b| b != b':' && b != b'|').min(end);
    if line.byte(colon) != Some(b':') {
        return None;
    }
    let label = line.slice(at..colon);
    let texted = is_texted(&LABELS, label).or_else(|| is_texted(&PARTS, label))?;
    Some((line.run(colon + 1, |b| b == b' ').min(end), texted))
}

/// Labels the number behind `Case:` or `Ticket#:`; true if there is one.
fn numbered(line: &Line<'_>, found: &mut Vec<Span>, label: usize, value: Range<usize>) -> bool {
    const DIGITS_MIN: usize = 4;
    let label = line.slice(label..label + 6).to_ascii_lowercase();
    let value = value.start..line.run_back(value.end, |b| b == b' ').max(value.start);
    let text = line.slice(value.clone());
    let number = text.len() >= DIGITS_MIN && text.iter().all(u8::is_ascii_digit)
        || number_end(line, value.start) == Some(value.end);
    let nouns = [&b"case"[..], b"ticket", b"reques", b"call n"];
    let is_it = number && nouns.iter().any(|noun| label.starts_with(noun));
    if is_it {
        found.retain(|span| !span.overlaps(&value));
        push(line, found, value, Entity::CaseNumber);
    }
    is_it
}

/// The place behind a label that no list has: up to three words, the first with a capital.
fn behind_other_label(line: &Line<'_>, at: usize, end: usize) -> Option<usize> {
    const LABEL_BYTES_MAX: usize = 24;
    const WORDS_MAX: usize = 3;
    let colon = line.run(at, |b| b != b':' && b != b'|').min(end);
    let label = line.slice(at..colon);
    let is_label = label.len() <= LABEL_BYTES_MAX
        && label.first().is_some_and(u8::is_ascii_uppercase)
        && label.split(|b| *b == b' ').count() <= WORDS_MAX
        && line.slice(colon..colon + 2) == b": ";
    is_label.then(|| line.run(colon + 1, |b| b == b' ').min(end))
}

/// Labels who stands behind a label.
fn named(line: &Line<'_>, found: &mut Vec<Span>, value: Range<usize>) {
    let value = value.start..line.run_back(value.end, |b| b == b' ').max(value.start);
    if person::is_full_name(line.slice(value.clone())) && !is_office(line, &value) {
        push(line, found, value, Entity::PersonName);
    }
}

/// Whether a part without a label is the case's number, which it labels, or a time.
fn is_of_header(line: &Line<'_>, found: &mut Vec<Span>, at: usize, end: usize) -> bool {
    const TIME_BYTES: usize = "1.2.2026".len();
    let first = word_end(line, at).map_or(at, |word| line.run(word, |b| b" #:.".contains(&b)));
    let number = number_end(line, first).filter(|number| *number == end);
    if let Some(number) = number {
        push(line, found, first..number, Entity::CaseNumber);
    }
    number.is_some() || time_end(line, at).is_some_and(|time| time >= end.min(at + TIME_BYTES))
}

/// Whether a text of the author's stands behind the label; none where it is no label.
fn is_texted(labels: &[(&str, bool)], label: &[u8]) -> Option<bool> {
    let label = label.trim_ascii_end();
    let label = label.strip_suffix(b"#").unwrap_or(label);
    let is_it =
        |name: &str| label.eq_ignore_ascii_case(name.as_bytes()) || label == "À".as_bytes() && name == "à";
    labels.iter().find(|(name, _)| is_it(name)).map(|(_, texted)| *texted)
}

/// `Service Desk`: words of headers and parts alone.
fn is_office(line: &Line<'_>, name: &Range<usize>) -> bool {
    line.slice(name.clone()).split(|b| *b == b' ').all(|word| HEADER_WORDS.has(word) || ROLES.has(word))
}

/// The text in a line of a mail's header: of the subject what stands behind the label, of an address or a date none.
pub(super) fn mail_text(line: &Line<'_>) -> Option<Range<usize>> {
    let end = line.view.len();
    let colon = memchr::memchr(b':', line.slice(0..end.min(16)))?;
    let texted = is_texted(&LABELS, line.slice(0..colon))?;
    let rest = line.slice(colon + 1..end);
    if !rest.first().is_none_or(u8::is_ascii_whitespace) {
        return None;
    }
    if texted {
        return Some(line.run(colon + 1, |b| b == b' ')..end);
    }
    let addressed = rest.contains(&b'@')
        || rest.contains(&MASKED)
        || rest.iter().filter(|b| b.is_ascii_digit()).count() >= 4;
    addressed.then_some(end..end)
}
