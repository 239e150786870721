//! Who buys and pays, in sentences and cells: organisations by their legal form or their trade (classification.md 4.7
//! `customer_name`).

use super::people;
use crate::detect::person;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::{GIVEN_NAMES, LEGAL_FORMS, TRADES};
use crate::word::is_any;
use std::collections::HashSet;
use std::ops::Range;

/// How many words a name may have in front of its legal form.
const WORDS_MAX: usize = 6;

/// Every name in front of a legal form, and behind those of French law, which stand there too.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    const IN_FRONT: [&[u8]; 8] = [b"SARL", b"SAS", b"SASU", b"EURL", b"SCI", b"SNC", b"SELARL", b"SCOP"];
    // A name that the context lists is whole: `VIR RECU ACME SCA`.
    let listed: HashSet<usize> =
        found.iter().filter(|span| span.entity == Entity::OrgName).map(|span| span.end).collect();
    for (index, word) in line.words.iter().enumerate() {
        let text = line.slice(word.start..word.end);
        let Some(end) = form_end(line, word.start..word.end) else { continue };
        if listed.contains(&word.end) {
            continue;
        }
        if let Some(start) = name_start(line, index) {
            push(line, found, start..end, Entity::CustomerName);
        } else if let Some(end) = name_end(line, index).filter(|_| IN_FRONT.contains(&text)) {
            push(line, found, word.start..end, Entity::CustomerName);
        }
    }
    in_brackets(line, found);
}

/// Where the legal form ends that begins with this word, if one does: behind the last period of `S.r.l.` and `Sp. z o.o.`.
fn form_end(line: &Line<'_>, word: Range<usize>) -> Option<usize> {
    const POLISH: &[u8] = b". z o.o";
    let text = line.slice(word.clone());
    let period = |end: usize| if line.byte(end) == Some(b'.') { end + 1 } else { end };
    let behind = word.end + POLISH.len();
    if text.eq_ignore_ascii_case(b"sp") && line.slice(word.end..behind) == POLISH {
        return Some(period(behind));
    }
    is_legal_form(text).then(|| if text.contains(&b'.') { period(word.end) } else { word.end })
}

/// `declined for Ann Lee (Puerto Norte Consulting)`, `VISA 4111 (ANN LEE)`: who stands in brackets by itself.
fn in_brackets(line: &Line<'_>, found: &mut Vec<Span>) {
    const NAME_BYTES_MAX: usize = 60;
    for open in memchr::memmem::find_iter(line.view, b" (") {
        let start = open + 2;
        let reach = line.slice(start..line.view.len().min(start + NAME_BYTES_MAX));
        let Some(length) = memchr::memchr(b')', reach) else { continue };
        let name = start..start + length;
        let text = line.slice(name.clone());
        let capitals = words(text).all(|word| is_capital(word) || is_joint(word) || word == b"&");
        if let Some(party) = of_value(text).filter(|_| capitals) {
            push(line, found, name, party);
        }
    }
}

/// Where the words with capitals behind word `index` end.
fn name_end(line: &Line<'_>, index: usize) -> Option<usize> {
    let (mut end, mut last) = (None, line.words.get(index)?.end);
    for word in line.words.iter().skip(index + 1).take(WORDS_MAX) {
        let text = line.slice(word.start..word.end);
        let joined = JOINING_SIGNS.contains(&line.slice(last..word.start));
        let capital = is_capital(text);
        if !joined || !(capital || is_joint(text)) {
            break;
        }
        if capital {
            end = Some(word.end);
        }
        last = word.end;
    }
    end
}

/// No word of a name has more digits.
const NAME_DIGITS_MAX: usize = 6;

/// What stands between the words of a name.
const JOINING_SIGNS: [&[u8]; 5] = [b" ", b" & ", b" + ", b"'", "’".as_bytes()];

fn is_legal_form(text: &[u8]) -> bool {
    text.iter().any(u8::is_ascii_uppercase) && LEGAL_FORMS.has(without_period(text))
        || [&b"s.r.o"[..], b"d.o.o", b"eG", b"plc"].contains(&text)
}

fn without_period(word: &[u8]) -> &[u8] {
    word.strip_suffix(b".").unwrap_or(word)
}

/// Where the words with capitals in front of word `index` begin; what joins them may be small.
fn name_start(line: &Line<'_>, index: usize) -> Option<usize> {
    let (mut start, mut next) = (None, line.words.get(index)?.start);
    for word in line.words.get(index.saturating_sub(WORDS_MAX)..index)?.iter().rev() {
        let text = line.slice(word.start..word.end);
        let gap = line.slice(word.end..next);
        if gap != b", " && !JOINING_SIGNS.contains(&gap) {
            break;
        }
        let capital = is_capital(text);
        // `Forges de Lanvaux SARL`, but `Avoir de Lanvaux SARL`: what two words or a value's edge precede is of the name.
        let inner = start.is_some() && is_joint(text) && is_led(line, word.start);
        // `S Acme GmbH`: the side of an entry.
        let side = text.len() == 1 && gap == b" ";
        // `/GB29NWBK60161331926819 ACME LTD`: the number of an account.
        let number = text.iter().filter(|b| b.is_ascii_digit()).count() > NAME_DIGITS_MAX;
        let lead = !inner && (side || number || is_label(text) || people::is_cue(text));
        let joins = capital || start.is_some() && is_joint(text);
        if !joins || lead || gap == b", " && start.is_some() {
            break;
        }
        if capital {
            start = Some(word.start);
        }
        next = word.start;
    }
    start
}

/// Whether two words with a capital and small letters stand in front of `at`, or one that begins a quoted value or a cell.
fn is_led(line: &Line<'_>, at: usize) -> bool {
    let first = line.words.partition_point(|word| word.end <= at);
    let mut next = at;
    let mut count = 0;
    for word in line.words.iter().take(first).rev().take(WORDS_MAX) {
        let text = line.slice(word.start..word.end);
        if is_joint(text) && line.slice(word.end..next) == b" " {
            next = word.start;
            continue;
        }
        let mixed = is_capital(text) && text.get(1).is_some_and(|b| !b.is_ascii_uppercase());
        if !mixed || line.slice(word.end..next) != b" " || is_label(text) {
            return false;
        }
        if count == 1 || line.byte_before(word.start).is_some_and(|b| b"\">|;\t".contains(&b)) {
            return true;
        }
        next = word.start;
        count += 1;
    }
    false
}

pub(super) fn is_capital(text: &[u8]) -> bool {
    text.first().is_some_and(|b| b.is_ascii_uppercase() || *b >= 0xc3)
        && text.iter().any(u8::is_ascii_alphabetic)
}

pub(super) fn is_joint(text: &[u8]) -> bool {
    [
        "de", "du", "des", "la", "le", "les", "et", "and", "of", "und", "van", "von", "der", "di", "y",
        "the", "d", "l", "en",
    ]
    .iter()
    .any(|joint| text == joint.as_bytes())
}

/// Words that begin a sentence or name the party's part.
fn is_label(text: &[u8]) -> bool {
    const LABELS: [&str; 45] = [
        "not",
        "customer",
        "client",
        "kunde",
        "klant",
        "cliente",
        "from",
        "to",
        "for",
        "by",
        "account",
        "payment",
        "invoice",
        "order",
        "payer",
        "payee",
        "company",
        "société",
        "tenant",
        "reseller",
        "partner",
        "debtor",
        "creditor",
        "sold",
        "bill",
        "holder",
        "contact",
        "facture",
        "rechnung",
        "factuur",
        "virement",
        "vir",
        "reçu",
        "relance",
        "devis",
        "avoir",
        "firma",
        "lieferanschrift",
        "rechnungsanschrift",
        "rechnungsempfänger",
        "auftraggeber",
        "besteller",
        "lieferant",
        "endkunde",
        "empfänger",
    ];
    is_any(&LABELS, text)
}

/// What a whole value names: an organisation by its form or trade, else a person by two names that are no words.
pub(super) fn of_value(text: &[u8]) -> Option<Entity> {
    if is_organisation(text) {
        Some(Entity::CustomerName)
    } else {
        person::is_person(text).then_some(Entity::ContactName)
    }
}

/// Whether a name ends in a legal form or has a word of a trade.
pub(super) fn is_organisation(name: &[u8]) -> bool {
    has_legal_form(name) || words(name).count() >= 2 && words(name).any(|w| is_capital(w) && is_trade(w))
}

/// Whether a name ends in what an organisation is by law, in capitals or not.
pub(super) fn has_legal_form(name: &[u8]) -> bool {
    let form = words(name).nth(1).and_then(|_| words(name).next_back());
    form.is_some_and(|form| LEGAL_FORMS.has(without_period(form)))
}

fn words(name: &[u8]) -> impl DoubleEndedIterator<Item = &[u8]> {
    name.split(|b| *b == b' ' || *b == b',').filter(|word| !word.is_empty())
}

/// `Saddlery`, `Menuiserie`, `Druckerei`: a word of a list, or one that ends as those of workshops do.
fn is_trade(word: &[u8]) -> bool {
    const ENDINGS: [&[u8]; 6] = [b"ery", b"erie", b"eries", b"erei", b"erij", "ería".as_bytes()];
    const BYTES_MIN: usize = 7;
    let lower = word.to_ascii_lowercase();
    TRADES.has(word)
        || word.len() >= BYTES_MIN
            && ENDINGS.iter().any(|ending| lower.ends_with(ending))
            && !GIVEN_NAMES.has(word)
}

/// `client=ledger-node/4.2.0`: a program and its version.
pub(super) fn is_program(value: &[u8]) -> bool {
    let Some(slash) = memchr::memchr(b'/', value) else { return false };
    let (name, version) = (&value[..slash], &value[slash + 1..]);
    let named = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(b);
    !name.is_empty()
        && name.iter().all(named)
        && version.contains(&b'.')
        && version.iter().all(|b| b.is_ascii_digit() || *b == b'.')
}
