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

/// `From: Ann Lee | To: Service Desk | Ref SR-2044 | …`: what stands behind the parts of a header between bars.
pub(super) fn barred_text(line: &Line<'_>, found: &mut Vec<Span>) -> Option<Range<usize>> {
    let end = line.view.len();
    let mut at = 0;
    for _ in 0..PARTS_MAX {
        let length = memchr::memmem::find(line.slice(at..end), b" | ");
        let part_end = length.map_or(end, |length| at + length);
        let colon = line.run(at, |b| b != b':' && b != b'|');
        let label = line.slice(at..colon);
        let label = if colon < part_end { is_texted(label) } else { None };
        let (labelled, texted) = (label.is_some(), label == Some(true));
        if at == 0 && !labelled {
            return None;
        }
        let value = line.run(colon + 1, |b| b == b' ')..part_end;
        let first = word_end(line, at).map_or(at, |word| line.run(word, |b| b" #:.".contains(&b)));
        let number = number_end(line, first).filter(|number| *number == part_end);
        match number {
            _ if texted => return (at > 0 || length.is_some()).then_some(value.start..end),
            _ if labelled && person::is_full_name(line.slice(value.clone())) && !is_office(line, &value) => {
                push(line, found, value, Entity::PersonName);
            }
            _ if labelled => {}
            Some(number) => push(line, found, first..number, Entity::CaseNumber),
            None if time_end(line, at).is_some_and(|time| time >= part_end.min(at + 8)) => {}
            None => return Some(at..end),
        }
        at = part_end + b" | ".len();
        length?;
    }
    None
}

/// Whether a text of the author's stands behind the label; none where it is no label.
fn is_texted(label: &[u8]) -> Option<bool> {
    let label = label.trim_ascii_end();
    let is_it =
        |name: &str| label.eq_ignore_ascii_case(name.as_bytes()) || label == "À".as_bytes() && name == "à";
    LABELS.iter().find(|(name, _)| is_it(name)).map(|(_, texted)| *texted)
}

/// `Service Desk`: words of headers and parts alone.
fn is_office(line: &Line<'_>, name: &Range<usize>) -> bool {
    line.slice(name.clone()).split(|b| *b == b' ').all(|word| HEADER_WORDS.has(word) || ROLES.has(word))
}

/// The text in a line of a mail's header: of the subject what stands behind the label, of an address or a date none.
pub(super) fn mail_text(line: &Line<'_>) -> Option<Range<usize>> {
    let end = line.view.len();
    let colon = memchr::memchr(b':', line.slice(0..end.min(16)))?;
    let texted = is_texted(line.slice(0..colon))?;
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
