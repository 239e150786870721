//! Records of the `case` channel: the message body is the customer's text (classification.md 4.6).

mod exported;
mod header;
mod labelled;
mod mail_header;

use crate::context::Known;
use crate::detect::person;
use crate::entity::{Entity, SpanCategory};
use crate::field::Fields;
use crate::key::{KeyClass, Lexicon};
use crate::line::{Line, push};
use crate::span::Span;
use crate::view::MASKED;
use crate::vocabulary::{HEADER_WORDS, LEVELS, ROLES, TITLES};
use crate::whole_values::WholeValues;
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Adds author and body. What singles out the vendor inside the body stays customer text.
pub(crate) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    number(line, found);
    if line.byte(0) == Some(b'{') {
        for name in general_fields(line, CaseField::Author) {
            if person::is_full_name(line.slice(name.clone())) {
                push(line, found, name, Entity::PersonName);
            }
        }
    }
    let bodies = bodies(line, found);
    authors_again(line, found, &bodies);
    let mut texts = WholeValues::default();
    for body in bodies {
        texts.add(Span::new(body.start, body.end, Entity::CustomerText));
    }
    texts.replace(found, |span| span.category() > SpanCategory::Support);
}

/// Labels the names that were found where they stand again in a body (classification.md 2).
fn authors_again(line: &Line<'_>, found: &mut Vec<Span>, bodies: &[Range<usize>]) {
    let texts = found.iter().filter(|s| s.entity == Entity::PersonName).map(|s| line.slice(s.start..s.end));
    let names: HashSet<&[u8]> = texts.filter(|text| text.contains(&b' ')).collect();
    // Each place is asked once for all names of a length: a text may consist of names.
    let lengths: BTreeSet<usize> = names.iter().map(|name| name.len()).collect();
    let glued = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || !b.is_ascii());
    for body in bodies.iter().filter(|_| !names.is_empty()) {
        for start in body.clone().filter(|at| !glued(line.byte_before(*at))) {
            for end in lengths.iter().map(|length| start + length).take_while(|end| *end <= body.end) {
                if !glued(line.byte(end)) && names.contains(line.slice(start..end)) {
                    push(line, found, start..end, Entity::PersonName);
                }
            }
        }
    }
}

fn bodies(line: &Line<'_>, found: &mut Vec<Span>) -> Vec<Range<usize>> {
    let keyed = line.fields.iter().filter(|f| f.class == KeyClass::Body).map(|f| f.value.clone());
    let (objects, texts): (Vec<_>, Vec<_>) =
        keyed.partition(|value| holds_objects(line.slice(value.clone())));
    let texts: Vec<_> = texts.into_iter().map(|text| labelled::whole_value(line, text)).collect();
    let json = line.view.trim_ascii_start().starts_with(b"{\"");
    // `message(4,) author='Ann Lee' body='…'`.
    let quoted =
        |text: &Range<usize>| matches!(line.slice(text.start.saturating_sub(2)..text.start), b"='" | b"=\"");
    if json || is_structured(line) || texts.iter().any(quoted) {
        let mut bodies = texts;
        if bodies.is_empty() || !objects.is_empty() {
            bodies.extend(messages(line));
        }
        if bodies.is_empty() {
            bodies = objects;
        }
        bodies.extend(general_fields(line, CaseField::Subject));
        bodies.sort_by_key(|body| body.start);
        bodies.dedup();
        if json || !bodies.is_empty() {
            return bodies;
        }
    }
    if let Some(texts) = mail_header::parted_texts(line, found).or_else(|| exported::texts(line, found)) {
        return texts;
    }
    vec![transcript_body(line, found)]
}

/// `"comments":[{"author":"Ann Lee","text":"…"}]`: the texts are in the objects.
fn holds_objects(value: &[u8]) -> bool {
    let inside = value.strip_prefix(b"[").unwrap_or(value).trim_ascii_start();
    inside.starts_with(b"{\"") || inside.starts_with(b"{ ")
}

/// Whether the line is an XML element or begins with `key=`, or with a word and `key="`.
fn is_structured(line: &Line<'_>) -> bool {
    let key_end =
        |start| line.run(start, |b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-' || b == b'.');
    let element = line.view.starts_with(b"<") && line.view.trim_ascii_end().ends_with(b">");
    let key = key_end(0);
    let second = key_end(key + 1);
    let named = line.byte(key) == Some(b' ') && second > key + 1 && line.slice(second..second + 2) == b"=\"";
    element || key > 0 && (line.byte(key) == Some(b'=') || named)
}

static MESSAGES: LazyLock<Lexicon<CaseField>> = LazyLock::new(|| {
    Lexicon::read(
        "[message]\nmessage, text, description, details, transcript, problem, inquiry, enquiry, feedback, remarks, remark, observation, observations, explanation, resolution, query, symptom, symptoms, plain body, plaintext, raw text, snippet, work notes, worklog, remarque, remarques, problème, demande, reply, answer, question, réponse, contenu, détails, message html\n\
         [subject]\nsubject, summary, short description, objet, sujet, betreff, issue summary, ticket subject\n\
         [number]\nnumber, id, key, case key, conversation, issue, interaction, chat id, issue key, reference, référence, numéro, num, nr, no, ref, réf, sr, ticket, dossier\n\
         [author]\nfrom, sender, by, agent, requester, reporter, assignee, submitter, engineer, opened by, closed by, posted by,\
         written by, auteur, expéditeur, demandeur, interlocuteur",
        |name| {
            Some(match name {
                "message" => CaseField::Message,
                "author" => CaseField::Author,
                "subject" => CaseField::Subject,
                _ => CaseField::Number,
            })
        },
    )
});

/// What the general keys of a case's record hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CaseField {
    Message,
    Number,
    Author,
    Subject,
}

/// Lists of a case's messages.
const THREADS: [&[u8]; 22] = [
    b"body",
    b"message",
    b"fields",
    b"ticket",
    b"issue",
    b"case",
    b"incident",
    b"data",
    b"payload",
    b"event",
    b"request",
    b"comment",
    b"messages",
    b"comments",
    b"notes",
    b"replies",
    b"history",
    b"thread",
    b"conversation",
    b"transcript",
    b"posts",
    b"entries",
];

/// The fields that hold the message or the number in a record without a key that says so by itself.
fn general_fields(line: &Line<'_>, wanted: CaseField) -> Vec<Range<usize>> {
    let mut fields = Fields::default();
    let threaded = |parent: &[u8]| wanted != CaseField::Number && THREADS.contains(&parent);
    fields.read(line.view, |parent, key| {
        (parent.is_empty() || threaded(parent)).then(|| MESSAGES.lookup(b"", key)).flatten()
    });
    fields.iter().filter(|f| f.class == wanted).map(|f| f.value.clone()).collect()
}

fn messages(line: &Line<'_>) -> Vec<Range<usize>> {
    // `"issue":"ABC-12"` is a number.
    let is_text = |value: &Range<usize>| {
        let value = line.slice(value.clone());
        value.contains(&b' ') || !value.iter().any(u8::is_ascii_digit)
    };
    let values = general_fields(line, CaseField::Message).into_iter().filter(is_text);
    values.map(|value| labelled::whole_value(line, value)).collect()
}

/// The number under a general key: letters and digits, as help desks number their cases (`CS0181807`, `TICKET-823217`).
fn number(line: &Line<'_>, found: &mut Vec<Span>) {
    if line.fields.iter().any(|f| f.class == KeyClass::CaseNumber)
        || line.byte(0) != Some(b'{') && !is_structured(line)
    {
        return;
    }
    for value in general_fields(line, CaseField::Number) {
        if is_number(line.slice(value.clone())) {
            push(line, found, value, Entity::CaseNumber);
        }
    }
}

/// Two to eight capitals, then digits, four of them at least, and hyphens. No number is long: of `key=a&key=b&…` each value
/// goes to the end of the text.
fn is_number(text: &[u8]) -> bool {
    const BYTES_MAX: usize = 64;
    let letters = text.iter().take_while(|b| b.is_ascii_uppercase()).count();
    (2..=8).contains(&letters)
        && text.len() <= BYTES_MAX
        && text[letters..].iter().all(|b| b.is_ascii_digit() || *b == b'-')
        && text.iter().filter(|b| b.is_ascii_digit()).count() >= 4
}

/// What stands behind `date [author]`, `date [role] author:` or `date author:`; the whole line where there is no such
/// header.
fn transcript_body(line: &Line<'_>, found: &mut Vec<Span>) -> Range<usize> {
    let end = line.view.len();
    let open = header_end(line);
    let open = line.run(open, |b| b"\xe2\x80\x93\x94 ".contains(&b)).max(open);
    if line.byte(open) != Some(b'[') {
        let name = behind_name(line, open).filter(|_| has_time(line.slice(0..open)) && is_name(line, open));
        return match name {
            Some(colon) => with_author(line, found, open..colon, colon + 1),
            None => unusual_body(line, found),
        };
    }
    let close = line.run(open, |b| b != b']' && b != b'\n');
    if line.byte(close) != Some(b']') || close - open > ROLE_BYTES_MAX {
        return unusual_body(line, found);
    }
    let start = line.run(close + 1, |b| b == b' ');
    match behind_name(line, start) {
        Some(colon) => with_author(line, found, start..colon, colon + 1),
        None if open > 0 => with_author(line, found, open + 1..close, close + 1),
        None => header::text_start(line, found).unwrap_or(start)..end,
    }
}

/// What stands behind a header of another form, or the whole line.
fn unusual_body(line: &Line<'_>, found: &mut Vec<Span>) -> Range<usize> {
    let end = line.view.len();
    if let Some(start) = labelled::text_start(line, found) {
        return start..end;
    }
    mail_header::mail_text(line).unwrap_or_else(|| header::text_start(line, found).unwrap_or(0)..end)
}

/// Where the date and time in front of an author end; the first letter of a name is none of theirs.
fn header_end(line: &Line<'_>) -> usize {
    const HOUR: &[u8] = b"Uhr ";
    let inside = |b: u8| b.is_ascii_digit() || b"-/:., TZAPM+\t\x1e".contains(&b);
    let end = line.run(0, inside);
    if end > 0 && line.slice(end..end + HOUR.len()) == HOUR {
        return line.run(end + HOUR.len(), inside);
    }
    let letters = line.run_back(end, |b| b"TZAPM".contains(&b));
    let goes_on = line.byte(end).is_some_and(|b| b.is_ascii_alphabetic() || !b.is_ascii() || b == b'\'');
    if goes_on { letters } else { end }
}

/// Whether `10:15` stands in a header, with a blank behind it or more of the time.
fn has_time(header: &[u8]) -> bool {
    let digits = |pair: &[u8]| pair.iter().all(u8::is_ascii_digit);
    header
        .windows(6)
        .any(|w| digits(&w[..2]) && w[2] == b':' && digits(&w[3..5]) && matches!(w[5], b' ' | b':' | b','))
}

/// The longest author or role.
const ROLE_BYTES_MAX: usize = 80;

/// The colon behind a name of up to five words at `start`.
fn behind_name(line: &Line<'_>, start: usize) -> Option<usize> {
    let mut colon = line.run(start, |b| !b":,!?\n[".contains(&b));
    if line.byte(colon) == Some(b',') {
        // `Lee, Ann:`.
        let behind = line.run(colon + 1, |b| !b":,!?\n[".contains(&b));
        let capital = line.byte(colon + 2).is_some_and(|b| b.is_ascii_uppercase() || !b.is_ascii());
        if capital && line.slice(start..behind).split(|b| *b == b' ').count() <= 4 {
            colon = behind;
        }
    }
    // `Ann Lee wrote via the portal:`.
    let name = line.slice(start..colon);
    let name = name.get(..header::verb_in(name).unwrap_or(name.len())).unwrap_or_default();
    let words = name.split(|b| *b == b' ').count();
    let spaced = line.byte(colon + 1).is_none_or(|b| b.is_ascii_whitespace());
    (line.byte(colon) == Some(b':') && spaced && colon - start <= ROLE_BYTES_MAX && words <= 5)
        .then_some(colon)
}

/// Whether a name without brackets in front starts with a capital, or is masked.
fn is_name(line: &Line<'_>, start: usize) -> bool {
    line.byte(start).is_some_and(|b| b.is_ascii_uppercase() || !b.is_ascii() || b == MASKED)
        || line.context.known(line.slice(start..line.run(start, |b| !b": ".contains(&b))))
            == Some(Known::Operator)
}

fn with_author(line: &Line<'_>, found: &mut Vec<Span>, name: Range<usize>, body: usize) -> Range<usize> {
    author(line, found, name);
    line.run(body, |b| b == b' ')..line.view.len()
}

/// The author's name, title excluded.
fn author(line: &Line<'_>, found: &mut Vec<Span>, mut range: Range<usize>) {
    if let Some(title) = line.word_from(range.start).filter(|w| TITLES.has(line.slice(w.start..w.end))) {
        range.start = line.run(title.end, |b| b" .".contains(&b)).min(range.end);
    }
    // `visitor Ann Lee:`.
    let first = range.start..line.run(range.start, |b| b != b' ').min(range.end);
    let named = first.end + 1..range.end;
    if ROLES.has(line.slice(first.clone())) && line.byte(named.start).is_some_and(|b| b.is_ascii_uppercase())
    {
        range.start = named.start;
    }
    // `Ann Lee (customer):`.
    if let Some(open) = memchr::memmem::find(line.slice(range.clone()), b" (").filter(|at| *at > 0) {
        // `Internal note (Ann Lee):`.
        let inside = range.start + open + 2..line.run(range.start + open, |b| b != b')');
        range.end = range.start + open;
        if ROLES.has(line.slice(range.clone())) && person::is_full_name(line.slice(inside.clone())) {
            push(line, found, inside, Entity::PersonName);
        }
    }
    // `Ann Lee - Case notes:`.
    if let Some(dash) = memchr::memmem::find(line.slice(range.clone()), b" - ")
        && person::is_full_name(line.slice(range.start..range.start + dash))
    {
        range.end = range.start + dash;
    }
    if let Some(verb) = header::verb_in(line.slice(range.clone())) {
        range.end = range.start + verb;
    }
    while line.byte_before(range.end) == Some(b' ') && range.end > range.start {
        range.end -= 1;
    }
    let name = line.slice(range.clone());
    let role =
        name.split(|b| *b == b' ').all(|word| ROLES.has(word) || HEADER_WORDS.has(word) || LEVELS.has(word))
            || ROLES.has(name);
    if line.context.known(name) == Some(Known::Operator) {
        return push(line, found, range, Entity::VendorOperator);
    }
    if !role && !name.contains(&b'@') && name.iter().any(u8::is_ascii_alphabetic) {
        push(line, found, range, Entity::PersonName);
    }
}
