//! Products that no list has, by how many of them are sold and by the plan that their name ends in (classification.md 4.7 `licence`).

use super::seats::{is_quantity, is_unit};
use super::{party, people};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::sections;
use crate::span::Span;
use crate::taken::Taken;
use crate::vocabulary::WordList;
use crate::whole_values::WholeValues;
use crate::word::is_any;
use std::cell::LazyCell;
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
    let known = Taken::of(found, |span| span.entity == Entity::Licence);
    let sells = LazyCell::new(|| line.words.iter().any(|word| is_of_sale(line.slice(word.start..word.end))));
    let mut names = WholeValues::default();
    for index in 0..line.words.len() {
        let Some(name) = name_at(line, index, &sells) else { continue };
        if !known.holds(&name) && !party::has_legal_form(line.slice(name.clone())) {
            names.add(Span::new(name.start, name.end, Entity::Licence));
        }
        push_multiplier(line, found, index);
    }
    names.replace(found, |_| false);
}

fn is_of_sale(word: &[u8]) -> bool {
    is_any(&SALES, word) || is_unit(word)
}

/// The name that word `index` tells to be a product's.
fn name_at(
    line: &Line<'_>,
    index: usize,
    sells: &LazyCell<bool, impl FnOnce() -> bool>,
) -> Option<Range<usize>> {
    let word = line.words.get(index)?;
    let text = line.slice(word.start..word.end);
    let next = line.words.get(index + 1).map(|word| line.slice(word.start..word.end)).unwrap_or_default();
    if is_quantity(text) && is_unit(next) {
        // `25 licences Alpina Desk`, `32 postes « Agenda Bloc »`.
        counted(line, index + 2)
    } else if is_quantity(text) && is_times(line, index) {
        // `150 x Alpina Desk @ 49.00`.
        counted(line, index + if next == b"x" { 2 } else { 1 })
    } else if text == b"x" && is_quantity(next) {
        // `Alpina Desk x 12`.
        name_to(line, index).filter(|name| line.slice(name.clone()).contains(&b' '))
    } else if SKUS.has(text) {
        Some(word.start..word.end)
    } else if is_any(&PLAN_NOUNS, text) && **sells {
        entitled(line, index)
    } else if is_any(&PLANS, text) && party::is_capital(text) && **sells {
        planned(line, index)
    } else {
        None
    }
}

/// The count on either side of the sign of multiplication at word `index` or behind it, whose product is known.
fn push_multiplier(line: &Line<'_>, found: &mut Vec<Span>, index: usize) {
    let text = |index: usize| line.words.get(index).map(|word| line.slice(word.start..word.end));
    let count = if text(index) == Some(b"x") { index + 1 } else { index };
    let multiplied = count > index || is_times(line, index);
    if let Some(word) = line.words.get(count).filter(|_| multiplied && text(count).is_some_and(is_quantity)) {
        push(line, found, word.start..word.end, Entity::Licence);
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
fn counted(line: &Line<'_>, index: usize) -> Option<Range<usize>> {
    let first = line.words.get(index)?;
    let of = is_any(&["of", "de", "for"], line.slice(first.start..first.end));
    let name = name_from(line, index + usize::from(of))?;
    let quoted = line.slice(0..name.start).trim_ascii_end().ends_with("«".as_bytes());
    (quoted || line.slice(name.clone()).contains(&b' ')).then_some(name)
}

/// `tier Growth, 55 seats`: the plan behind word `index`, up to a comma or a bracket.
fn entitled(line: &Line<'_>, index: usize) -> Option<Range<usize>> {
    let noun = line.words.get(index)?;
    let name = name_from(line, index + 1)?;
    let ends = line.byte(name.end).is_none_or(|b| b",.;)|".contains(&b))
        || line.slice(name.end..name.end + 2) == b" (";
    (line.slice(noun.end..name.start) == b" " && ends).then_some(name)
}

/// `upgraded to Jira Premium`: the name that ends in the plan at word `index`.
fn planned(line: &Line<'_>, index: usize) -> Option<Range<usize>> {
    let plan = line.words.get(index)?;
    let goes_on = line.words.get(index + 1).is_some_and(|next| {
        line.slice(plan.end..next.start) == b" " && party::is_capital(line.slice(next.start..next.end))
    });
    name_to(line, index + 1).filter(|name| !goes_on && line.slice(name.clone()).contains(&b' '))
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
