//! Products that no list has, by how many of them are sold and by the plan that their name ends in (classification.md 4.7 `licence`).

use super::seats::{UNITS, is_quantity};
use super::{party, people};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::sections;
use crate::span::Span;
use crate::vocabulary::WordList;
use crate::word::is_any;
use std::ops::Range;
use std::sync::LazyLock;

/// A name has no more words.
const WORDS_MAX: usize = 5;

/// What plans are called at the end of a product's name: `Jira Premium`.
const PLANS: [&str; 21] = [
    "pro",
    "premium",
    "enterprise",
    "entreprise",
    "standard",
    "basic",
    "business",
    "professional",
    "starter",
    "ultimate",
    "essentials",
    "plus",
    "team",
    "équipe",
    "Équipe",
    "advanced",
    "unlimited",
    "corporate",
    "growth",
    "individual",
    "community",
];

/// What a line on sold seats has, besides the seats.
const SALES: [&str; 20] = [
    "subscription",
    "abonnement",
    "lizenz",
    "licencia",
    "licenza",
    "quantity",
    "renewal",
    "renews",
    "renewed",
    "upgraded",
    "upgrade",
    "downgraded",
    "downgrade",
    "quote",
    "devis",
    "angebot",
    "order",
    "commande",
    "month",
    "mois",
];

/// Words with a capital in front of a name that are not part of it.
const IN_FRONT: [&str; 20] = [
    "your",
    "votre",
    "the",
    "seats",
    "seat",
    "licence",
    "licences",
    "license",
    "subscription",
    "abonnement",
    "plan",
    "product",
    "produit",
    "upgrade",
    "downgrade",
    "renewal",
    "total",
    "order",
    "commande",
    "new",
];

/// In front of the name of a plan: `tier Growth`.
const PLAN_NOUNS: [&str; 8] = ["plan", "tier", "edition", "édition", "formule", "forfait", "offre", "tarif"];

/// The names of licences in Microsoft's directory.
static SKUS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(sections::phrases(include_str!("../data/account_skus.txt")).map(|(_, word)| word))
});

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let text = |index: usize| line.words.get(index).map(|word| line.slice(word.start..word.end));
    let sells = line.words.iter().any(|word| {
        let text = line.slice(word.start..word.end);
        is_any(&SALES, text) || is_any(&UNITS, text)
    });
    for (index, word) in line.words.iter().enumerate() {
        let this = line.slice(word.start..word.end);
        let unit = text(index + 1).unwrap_or_default();
        if is_quantity(this) && is_any(&UNITS, unit) {
            // `25 licences Alpina Desk`, `32 postes « Agenda Bloc »`.
            counted(line, found, index + 2);
        } else if is_quantity(this) && is_times(line, index) {
            // `150 x Alpina Desk @ 49.00`.
            counted(line, found, index + if unit == b"x" { 2 } else { 1 });
        } else if this == b"x" && text(index + 1).is_some_and(is_quantity) {
            multiplied(line, found, index);
        } else if SKUS.has(this) {
            add(line, found, word.start..word.end);
        } else if sells && is_any(&PLAN_NOUNS, this) {
            entitled(line, found, index);
        } else if sells && is_any(&PLANS, this) && party::is_capital(this) {
            planned(line, found, index);
        }
    }
}

/// Whether a whole value is words with capitals, the last of them a plan: `Alpina Desk Pro`.
pub(super) fn is_planned(text: &[u8]) -> bool {
    let words = || text.split(|b| *b == b' ');
    (2..=WORDS_MAX).contains(&words().count())
        && words().all(is_of_name)
        && words().next_back().is_some_and(|last| is_any(&PLANS, last))
}

/// Whether a sign of multiplication stands behind the word.
fn is_times(line: &Line<'_>, index: usize) -> bool {
    let Some(word) = line.words.get(index) else { return false };
    line.slice(word.end..word.end + 3) == b" x " || line.slice(word.end..word.end + 4) == " × ".as_bytes()
}

/// The name that a count stands in front of, from word `index` on.
fn counted(line: &Line<'_>, found: &mut Vec<Span>, index: usize) {
    let Some(first) = line.words.get(index) else { return };
    let of = is_any(&["of", "de", "for"], line.slice(first.start..first.end));
    let Some(name) = name_from(line, index + usize::from(of)) else { return };
    let quoted = line.slice(0..name.start).trim_ascii_end().ends_with("«".as_bytes());
    if quoted || line.slice(name.clone()).contains(&b' ') {
        add(line, found, name);
    }
}

/// `Alpina Desk x 12`: the name and the count around word `index`.
fn multiplied(line: &Line<'_>, found: &mut Vec<Span>, index: usize) {
    let Some(count) = line.words.get(index + 1) else { return };
    let joined = line.words.get(index).is_some_and(|sign| line.slice(sign.end..count.start) == b" ");
    if let Some(name) = name_to(line, index).filter(|name| joined && line.slice(name.clone()).contains(&b' '))
    {
        push(line, found, count.start..count.end, Entity::Licence);
        add(line, found, name);
    }
}

/// `tier Growth, 55 seats`: the plan behind word `index`, up to a comma or a bracket.
fn entitled(line: &Line<'_>, found: &mut Vec<Span>, index: usize) {
    let (Some(noun), Some(name)) = (line.words.get(index), name_from(line, index + 1)) else { return };
    let ends = line.byte(name.end).is_none_or(|b| b",.;)|".contains(&b))
        || line.slice(name.end..name.end + 2) == b" (";
    if line.slice(noun.end..name.start) == b" " && ends {
        add(line, found, name);
    }
}

/// `upgraded to Jira Premium`: the name that ends in the plan at word `index`.
fn planned(line: &Line<'_>, found: &mut Vec<Span>, index: usize) {
    let next = line.words.get(index + 1);
    let goes_on = next.is_some_and(|next| {
        let gap = line.words.get(index).map(|word| line.slice(word.end..next.start));
        gap == Some(b" ") && party::is_capital(line.slice(next.start..next.end))
    });
    if goes_on {
        return;
    }
    if let Some(name) = name_to(line, index + 1).filter(|name| line.slice(name.clone()).contains(&b' ')) {
        add(line, found, name);
    }
}

fn add(line: &Line<'_>, found: &mut Vec<Span>, name: Range<usize>) {
    let whole = found
        .iter()
        .any(|span| span.entity == Entity::Licence && span.start <= name.start && name.end <= span.end);
    if !whole && !party::is_organisation(line.slice(name.clone())) {
        found.retain(|span| span.end <= name.start || name.end <= span.start);
        push(line, found, name, Entity::Licence);
    }
}

fn is_of_name(text: &[u8]) -> bool {
    party::is_capital(text) || is_any(&["365", "2", "3", "360"], text)
}

/// The words with capitals from word `index` on.
fn name_from(line: &Line<'_>, index: usize) -> Option<Range<usize>> {
    let first = line.words.get(index).filter(|word| party::is_capital(line.slice(word.start..word.end)))?;
    let mut end = first.end;
    for word in line.words.iter().skip(index + 1).take(WORDS_MAX - 1) {
        let joined = line.slice(end..word.start) == b" ";
        if !joined || !is_of_name(line.slice(word.start..word.end)) {
            break;
        }
        end = word.end;
    }
    Some(first.start..end)
}

/// The words with capitals in front of word `index`.
fn name_to(line: &Line<'_>, index: usize) -> Option<Range<usize>> {
    let last = line.words.get(index.checked_sub(1)?)?;
    let mut start = None;
    let mut next = last.end;
    for word in line.words.get(index.saturating_sub(WORDS_MAX)..index)?.iter().rev() {
        let text = line.slice(word.start..word.end);
        let joined = start.is_none() || line.slice(word.end..next) == b" ";
        if !joined || !is_of_name(text) || is_any(&IN_FRONT, text) || people::is_cue(text) {
            break;
        }
        start = Some(word.start);
        next = word.start;
    }
    Some(start?..last.end)
}
