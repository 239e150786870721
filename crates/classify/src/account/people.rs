//! Who acts for a customer, in sentences: people behind what names their part (classification.md 4.7 `contact_name`).

use super::party::{is_capital, is_joint, is_organisation};
use crate::context::Known;
use crate::detect::person;
use crate::entity::Entity;
use crate::line::{Line, candidate, push};
use crate::span::Span;
use crate::taken::Taken;
use crate::vocabulary::{ENGLISH_WORDS, FRENCH_WORDS, GIVEN_NAMES, TITLES};
use crate::whole_values::WholeValues;
use crate::word::is_any;
use std::ops::Range;

/// People behind what says that a person follows: `placed by Ann Lee`, `holder ANN LEE`, `Ansprechpartner Ann Lee`.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let taken = Taken::of(found, |_| true);
    listed_accounts(line, found, &taken);
    let mut names = WholeValues::default();
    for (index, word) in line.words.iter().enumerate() {
        let text = line.slice(word.start..word.end);
        let Some(next) = line.words.get(index + 1) else { break };
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
        let title = line.slice(next.start..next.end);
        // `an Herrn Jonas Petersen`.
        let titled = TITLES.has(title) || title == b"Herrn";
        if let Some(name) = run_of_capitals(line, index + 1 + usize::from(titled)).filter(told)
            && taken.over(&name).all(|span| begins(span, &name))
        {
            let whole = line.slice(name.clone());
            let buys = is_any(&BUYERS, text);
            let given = whole.split(|b| *b == b' ').any(|word| GIVEN_NAMES.has(word));
            let organisation = is_organisation(whole) || buys && !given;
            let entity = if organisation { Entity::CustomerName } else { Entity::ContactName };
            if let Some(name) = candidate(line, name, entity) {
                names.add(name);
            }
        }
    }
    names.replace(found, |_| false);
}

/// `agent=jlebrun`, `contrôlé par jlebrun`: an account that the context lists, and that is no other word.
fn listed_accounts(line: &Line<'_>, found: &mut Vec<Span>, taken: &Taken) {
    const LETTERS_MIN: usize = 5;
    for word in line.words.iter().filter(|word| word.len() >= LETTERS_MIN) {
        let account = word.start..word.end;
        let text = line.slice(account.clone());
        let listed = line.context.known(text) == Some(Known::Username);
        let word = ENGLISH_WORDS.has(text) || FRENCH_WORDS.has(text) || GIVEN_NAMES.has(text);
        if listed && !word && !taken.overlaps(&account) {
            push(line, found, account, Entity::Username);
        }
    }
}

/// Whether a span is a person's name that goes on: `Nuno D` of `Nuno D'Almeida`.
fn begins(span: &Span, name: &Range<usize>) -> bool {
    span.entity == Entity::PersonName && span.start == name.start && span.end < name.end
}

/// Cues behind which rather an organisation stands.
const BUYERS: [&str; 9] =
    ["customer", "client", "kunde", "payer", "payee", "remitter", "émetteur", "firma", "société"];

pub(super) fn is_cue(text: &[u8]) -> bool {
    const CUES: [&str; 48] = [
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
        "émetteur",
        "remitter",
        "débiteur",
        "titular",
        "inhaber",
        "inhaberin",
        "cardholder",
        "porteur",
        "ansprechpartnerin",
        "firma",
        "société",
        "debtor",
    ];
    is_any(&CUES, text)
}

/// `L VIRTA`, as cards have it.
fn is_initialled(text: &[u8]) -> bool {
    const LETTERS_MIN: usize = 3;
    matches!(text, [initial, b' ', surname @ ..]
        if initial.is_ascii_uppercase()
            && surname.len() >= LETTERS_MIN
            && surname.iter().all(|b| b.is_ascii_uppercase() || !b.is_ascii()))
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
        // `Nikhil D'Souza`.
        let elided = matches!(gap, b"'") && line.byte_before(end - 1) == Some(b' ') || gap == "’".as_bytes();
        if end > start && gap != b" " && gap != b" & " && !elided {
            break;
        }
        let text = line.slice(word.start..word.end);
        if !is_capital(text) && !is_joint(text) || text.iter().any(u8::is_ascii_digit) {
            break;
        }
        end = word.end;
        if person::is_full_name(line.slice(start..end))
            || is_initialled(line.slice(start..end))
            || is_organisation(line.slice(start..end))
        {
            best = Some(start..end);
        }
    }
    best
}
