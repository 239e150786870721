//! Who buys and pays, in sentences and cells: organisations by their legal form or their trade, and people (classification.md
//! 4.7 `customer_name`, `contact_name`).

use crate::detect::person;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::{GIVEN_NAMES, LEGAL_FORMS, TITLES, TRADES};
use crate::word::is_any;
use std::ops::Range;

/// How many words a name may have in front of its legal form.
const WORDS_MAX: usize = 6;

/// Every name in front of a legal form, and behind those of French law, which stand there too.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    const IN_FRONT: [&[u8]; 8] = [b"SARL", b"SAS", b"SASU", b"EURL", b"SCI", b"SNC", b"SELARL", b"SCOP"];
    for (index, word) in line.words.iter().enumerate() {
        let text = line.slice(word.start..word.end);
        if !is_legal_form(text) {
            continue;
        }
        if let Some(start) = name_start(line, index) {
            let end = if line.byte(word.end) == Some(b'.') && text.contains(&b'.') {
                word.end + 1
            } else {
                word.end
            };
            push(line, found, start..end, Entity::CustomerName);
        } else if let Some(end) = name_end(line, index).filter(|_| IN_FRONT.contains(&text)) {
            push(line, found, word.start..end, Entity::CustomerName);
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
        let lead = !inner && (is_label(text) || is_cue(text));
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

fn is_capital(text: &[u8]) -> bool {
    text.first().is_some_and(|b| b.is_ascii_uppercase() || *b >= 0xc3)
        && text.iter().any(u8::is_ascii_alphabetic)
}

fn is_joint(text: &[u8]) -> bool {
    [
        "de", "du", "des", "la", "le", "les", "et", "and", "of", "und", "van", "von", "der", "di", "y",
        "the", "d", "l", "en",
    ]
    .iter()
    .any(|joint| text == joint.as_bytes())
}

/// Words that begin a sentence or name the party's part.
fn is_label(text: &[u8]) -> bool {
    const LABELS: [&str; 27] = [
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

/// People behind what says that a person follows: `placed by Ann Lee`, `holder ANN LEE`, `Ansprechpartner Ann Lee`.
pub(super) fn people(line: &Line<'_>, found: &mut Vec<Span>) {
    for (index, word) in line.words.iter().enumerate() {
        let text = line.slice(word.start..word.end);
        let Some(next) = line.words.get(index + 1) else { return };
        let gap = line.slice(word.end..next.start);
        // `Madame Marchetti, …`.
        if person::is_titled(line, index) {
            person::name_behind(line, found, index + 1, 1);
            continue;
        }
        if !is_cue(text) || !gap.iter().all(|b| b" :\"'=".contains(b)) {
            continue;
        }
        // `to Ann Lee`: `to` alone tells of nobody.
        let weak = [&b"to"[..], b"from", b"for", b"with", b"pour", b"de", b"an"]
            .contains(&text.to_ascii_lowercase().as_slice());
        let told = |name: &Range<usize>| {
            let name = line.slice(name.clone());
            !weak || person::is_person(name) || is_organisation(name)
        };
        let titled = TITLES.has(line.slice(next.start..next.end));
        if let Some(name) = run_of_capitals(line, index + 1 + usize::from(titled)).filter(told)
            && !found.iter().any(|s| s.overlaps(&name))
        {
            let whole = line.slice(name.clone());
            let buys = [&b"customer"[..], b"client", b"kunde", b"payer", b"payee"]
                .iter()
                .any(|cue| text.eq_ignore_ascii_case(cue));
            let given = whole.split(|b| *b == b' ').any(|word| GIVEN_NAMES.has(word));
            let organisation = is_organisation(whole) || buys && !given;
            let entity = if organisation { Entity::CustomerName } else { Entity::ContactName };
            push(line, found, name, entity);
        }
    }
}

fn is_cue(text: &[u8]) -> bool {
    const CUES: [&str; 36] = [
        "by",
        "par",
        "von",
        "door",
        "por",
        "from",
        "holder",
        "titulaire",
        "contact",
        "ansprechpartner",
        "contactpersoon",
        "attn",
        "interlocuteur",
        "signatory",
        "signataire",
        "buyer",
        "acheteur",
        "customer",
        "kunde",
        "client",
        "payer",
        "payee",
        "bénéficiaire",
        "beneficiary",
        "to",
        "for",
        "with",
        "pour",
        "de",
        "an",
        "manager",
        "administrator",
        "admin",
        "owner",
        "responsable",
        "name",
    ];
    is_any(&CUES, text)
}

/// Two to four words that can be of a name, from word `index` on.
fn run_of_capitals(line: &Line<'_>, index: usize) -> Option<Range<usize>> {
    let first = line.words.get(index)?;
    if !is_capital(line.slice(first.start..first.end)) {
        return None;
    }
    let (start, mut end) = (first.start, first.start);
    let mut best = None;
    for word in line.words.iter().skip(index).take(4) {
        let gap = line.slice(end..word.start);
        if end > start && gap != b" " && gap != b" & " {
            break;
        }
        let text = line.slice(word.start..word.end);
        if !is_capital(text) && !is_joint(text) || text.iter().any(u8::is_ascii_digit) {
            break;
        }
        end = word.end;
        if person::is_full_name(line.slice(start..end)) || is_organisation(line.slice(start..end)) {
            best = Some(start..end);
        }
    }
    best
}
