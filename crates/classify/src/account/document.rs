//! Numbers of documents behind their names in sentences: `Invoice INV-2026-0044 for …`, `Rechnung Nr. R-3381`
//! (classification.md 4.7 `invoice_number`, `order_number`, `subscription_id`, `vat_id`).

use super::row;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::word::is_any;
use std::ops::Range;

const NOUNS: [(&str, Entity); 46] = [
    ("invoice", Entity::InvoiceNumber),
    ("facture", Entity::InvoiceNumber),
    ("inv", Entity::InvoiceNumber),
    ("rechnung", Entity::InvoiceNumber),
    ("rechnungsnummer", Entity::InvoiceNumber),
    ("factuur", Entity::InvoiceNumber),
    ("factura", Entity::InvoiceNumber),
    ("faktura", Entity::InvoiceNumber),
    ("fatura", Entity::InvoiceNumber),
    ("fattura", Entity::InvoiceNumber),
    ("bill", Entity::InvoiceNumber),
    ("avoir", Entity::InvoiceNumber),
    ("gutschrift", Entity::InvoiceNumber),
    ("note", Entity::InvoiceNumber),
    ("memo", Entity::InvoiceNumber),
    ("creditnota", Entity::InvoiceNumber),
    ("order", Entity::OrderNumber),
    ("commande", Entity::OrderNumber),
    ("bestellung", Entity::OrderNumber),
    ("auftrag", Entity::OrderNumber),
    ("bestelling", Entity::OrderNumber),
    ("pedido", Entity::OrderNumber),
    ("ordine", Entity::OrderNumber),
    ("po", Entity::OrderNumber),
    ("subscription", Entity::SubscriptionId),
    ("subscriptions", Entity::SubscriptionId),
    ("abonnement", Entity::SubscriptionId),
    ("abo", Entity::SubscriptionId),
    ("abonnements", Entity::SubscriptionId),
    ("suscripción", Entity::SubscriptionId),
    ("vat", Entity::VatId),
    ("tva", Entity::VatId),
    ("ust-idnr", Entity::VatId),
    ("ust-id", Entity::VatId),
    ("btw", Entity::VatId),
    ("siret", Entity::VatId),
    ("siren", Entity::VatId),
    ("organisasjonsnummer", Entity::VatId),
    ("handelsregisternummer", Entity::VatId),
    ("kvk", Entity::VatId),
    ("p.iva", Entity::VatId),
    ("nif", Entity::VatId),
    ("cif", Entity::VatId),
    ("gstin", Entity::VatId),
    ("abn", Entity::VatId),
    ("nip", Entity::VatId),
];
/// Between the noun and the number.
const BETWEEN: [&str; 23] = [
    "n",
    "n°",
    "nº",
    "№",
    "no",
    "no.",
    "nr",
    "nr.",
    "number",
    "num",
    "numéro",
    "nummer",
    "número",
    "id",
    "ref",
    "ref.",
    "réf",
    "réf.",
    "reference",
    "référence",
    "intracommunautaire",
    "registration",
    "ft",
];
const BETWEEN_WORDS_MAX: usize = 2;

/// What the first letters of a number say of it: `INV-2026-0044`, `CMD-55102`.
const PREFIXES: [(&str, Entity); 29] = [
    ("FV", Entity::InvoiceNumber),
    ("INV", Entity::InvoiceNumber),
    ("FAC", Entity::InvoiceNumber),
    ("FACT", Entity::InvoiceNumber),
    ("FA", Entity::InvoiceNumber),
    ("FC", Entity::InvoiceNumber),
    ("RE", Entity::InvoiceNumber),
    ("RG", Entity::InvoiceNumber),
    ("CN", Entity::InvoiceNumber),
    ("AV", Entity::InvoiceNumber),
    ("CRN", Entity::InvoiceNumber),
    ("BILL", Entity::InvoiceNumber),
    ("SINV", Entity::InvoiceNumber),
    ("PINV", Entity::InvoiceNumber),
    ("PF", Entity::InvoiceNumber),
    ("BDC", Entity::OrderNumber),
    ("ORD", Entity::OrderNumber),
    ("ORDER", Entity::OrderNumber),
    ("SO", Entity::OrderNumber),
    ("PO", Entity::OrderNumber),
    ("CMD", Entity::OrderNumber),
    ("CDE", Entity::OrderNumber),
    ("BC", Entity::OrderNumber),
    ("AB", Entity::OrderNumber),
    ("SUB", Entity::SubscriptionId),
    ("ABO", Entity::SubscriptionId),
    ("SUBS", Entity::SubscriptionId),
    ("CTR", Entity::SubscriptionId),
    ("sub", Entity::SubscriptionId),
];

/// Nine capitals, as `PrestaShop` writes the reference of an order; in a word so many consonants never stand together.
pub(super) fn is_random(text: &[u8]) -> bool {
    const LETTERS: usize = 9;
    const CONSONANTS: usize = 4;
    let consonant = |b: &u8| !b"AEIOUY".contains(b);
    text.len() == LETTERS
        && text.iter().all(u8::is_ascii_uppercase)
        && text.windows(CONSONANTS).any(|run| run.iter().all(consonant))
}

/// Of two letters, those that are hardly ever something else.
const PLAIN: [&[u8]; 4] = [b"FA", b"FV", b"BC", b"SO"];

/// The type of a number by its letters or by the system that gives such numbers.
pub(super) fn by_prefix(text: &[u8]) -> Option<Entity> {
    by_letters(text).or_else(|| by_letters(behind_house(text)?)).or_else(|| by_system(text))
}

/// What stands behind the letters of the house or of the series: `S-ORD104472`, `ACC-SINV-2026-00114`, `LCC/PO/1182`.
fn behind_house(text: &[u8]) -> Option<&[u8]> {
    let letters = text.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let sign = matches!(text.get(letters), Some(b'-' | b'/'));
    text.get(letters + 1..).filter(|_| sign && (1..=LETTERS_MAX).contains(&letters))
}

/// `0090418827` is a billing document of SAP's, `G018844271` an invoice of Microsoft's, `INVUK10081` of a subsidiary in
/// `NetSuite`, `F2026-00412` one of those that begin with the year.
fn by_system(text: &[u8]) -> Option<Entity> {
    let digits = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    let invoice = match text {
        [b'0', b'0', b'9', b'0', rest @ ..] => rest.len() == 6 && digits(rest),
        [b'G', rest @ ..] if rest.len() == 9 => digits(rest),
        [b'I', b'N', b'V', rest @ ..] => {
            let country = rest.iter().take_while(|b| b.is_ascii_uppercase()).count();
            let number = rest.get(country..).unwrap_or_default();
            (1..=3).contains(&country) && number.len() >= 4 && digits(number)
        }
        [b'F', b'2', b'0', rest @ ..] | [b'F', b'-', b'2', b'0', rest @ ..] => {
            match rest.iter().position(|b| *b == b'-') {
                Some(sign) if [2, 4, 6].contains(&sign) => {
                    digits(&rest[..sign])
                        && rest.len() >= sign + 4
                        && rest[sign + 1..].iter().all(|b| b.is_ascii_digit() || *b == b'-')
                }
                _ => false,
            }
        }
        _ => false,
    };
    // Google Play: `GPA.3312-8841-0925-77410`.
    let order = text
        .strip_prefix(b"GPA.")
        .is_some_and(|rest| rest.len() >= 16 && rest.iter().all(|b| b.is_ascii_digit() || *b == b'-'));
    invoice.then_some(Entity::InvoiceNumber).or(order.then_some(Entity::OrderNumber))
}

/// The type of a number by its letters, if it has a hyphen, a slash or a low line behind them, and four digits; or three
/// capitals and nothing but six digits or more.
fn by_letters(text: &[u8]) -> Option<Entity> {
    let letters = text.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let (prefix, rest) = text.split_at(letters);
    let digits = rest.iter().filter(|b| b.is_ascii_digit()).count();
    let shaped = matches!(rest.first(), Some(b'-' | b'_' | b'/'))
        && rest.iter().all(|b| b.is_ascii_alphanumeric() || b"-_/".contains(b));
    let least = if letters >= 3 || PLAIN.contains(&prefix) { 5 } else { 8 };
    let glued = digits == rest.len() && digits >= least;
    // `FA2611-0482`.
    let joined = rest.first().is_some_and(u8::is_ascii_digit)
        && digits >= 6
        && rest.iter().all(|b| b.is_ascii_digit() || *b == b'-');
    let (_, entity) = PREFIXES.iter().find(|(name, _)| name.as_bytes() == prefix)?;
    (glued || joined || shaped && digits >= 4).then_some(*entity)
}

/// No prefix has more letters.
const LETTERS_MAX: usize = 5;

/// The noun behind a typographic apostrophe: `L’abonnement`.
fn behind_article(word: &[u8]) -> &[u8] {
    let noun = word.get(1..).and_then(|rest| rest.strip_prefix("’".as_bytes()));
    noun.unwrap_or(word)
}

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for (index, noun) in line.words.iter().enumerate() {
        let text = line.slice(noun.start..noun.end);
        // `FAC/2026/11/0097`, `RE-2026/0871`.
        let slashed = line.byte(noun.end) == Some(b'/')
            && (text.len() <= LETTERS_MAX
                || by_letters(text).is_some() && line.byte(noun.end + 1).is_some_and(|b| b.is_ascii_digit()));
        let number = if slashed { whole_number(line, noun.start..noun.end) } else { noun.start..noun.end };
        if let Some(entity) = by_prefix(line.slice(number.clone())) {
            push(line, found, number, entity);
        }
        let text = behind_article(text);
        if let Some((_, entity)) = NOUNS.iter().find(|(name, _)| text.eq_ignore_ascii_case(name.as_bytes())) {
            behind(line, found, index, *entity);
        }
    }
}

/// The number that a label's value begins with, where words go on behind it; of other values than numbers none.
pub(super) fn number_at(line: &Line<'_>, start: usize, entity: Entity) -> Option<Range<usize>> {
    let numbers = [Entity::InvoiceNumber, Entity::OrderNumber, Entity::SubscriptionId, Entity::VatId];
    let word = line.word_at(start).filter(|word| word.start == start && numbers.contains(&entity))?;
    let number = number_of(line, word.start..word.end, entity);
    is_number_of(entity, line.slice(number.clone())).then_some(number)
}

/// The number in or around a word.
fn number_of(line: &Line<'_>, word: Range<usize>, entity: Entity) -> Range<usize> {
    if entity == Entity::VatId { grouped(line, word) } else { whole_number(line, word) }
}

fn behind(line: &Line<'_>, found: &mut Vec<Span>, index: usize, entity: Entity) {
    let mut end = line.words.get(index).map_or(0, |noun| noun.end);
    for word in line.words.iter().skip(index + 1).take(BETWEEN_WORDS_MAX + 1) {
        let gap = line.slice(end..word.start);
        let text = line.slice(word.start..word.end);
        if gap.is_empty() || !gap.iter().all(|b| b" #:.".contains(b)) {
            return;
        }
        let number = number_of(line, word.start + sign_length(text)..word.end, entity);
        if is_number_of(entity, line.slice(number.clone())) {
            found.retain(|s| s.end <= number.start || number.end <= s.start || s.entity == entity);
            push(line, found, number, entity);
            return;
        }
        if !is_any(&BETWEEN, text) {
            return;
        }
        end = word.end;
    }
}

/// How long the sign is that a number is written behind without a blank: `n°88213`.
fn sign_length(text: &[u8]) -> usize {
    ["n°", "N°", "nº", "Nº", "№"]
        .iter()
        .find(|sign| text.starts_with(sign.as_bytes()))
        .map_or(0, |sign| sign.len())
}

/// `2026/0417`: what slashes join to a word.
fn whole_number(line: &Line<'_>, word: Range<usize>) -> Range<usize> {
    let end = line.run(word.end, |b| b.is_ascii_alphanumeric() || b == b'-' || b == b'/');
    word.start..line.run_back(end, |b| b == b'/').max(word.end)
}

/// `GB 123 4567 89`, `987 654 321 MVA`: the groups of digits that go on with a number of a taxpayer.
fn grouped(line: &Line<'_>, word: Range<usize>) -> Range<usize> {
    const GROUPS_MAX: usize = 5;
    const GROUP_DIGITS: std::ops::RangeInclusive<usize> = 2..=5;
    let glued = |at: usize| line.byte(at).is_some_and(|b| b.is_ascii_alphanumeric());
    let mut end = word.end;
    for _ in 0..GROUPS_MAX {
        let group = line.run(end + 1, |b| b.is_ascii_digit());
        let goes_on = line.byte(end) == Some(b' ') && GROUP_DIGITS.contains(&(group - end - 1));
        if !goes_on || glued(group) {
            break;
        }
        end = group;
    }
    let named = [&b" MVA"[..], b" TVA", b" IVA"].contains(&line.slice(end..end + 4)) && !glued(end + 4);
    word.start..if named { end + 4 } else { end }
}

/// Whether the text can be such a number: enough digits, and neither a date nor a sum.
fn is_number_of(entity: Entity, text: &[u8]) -> bool {
    let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = text.iter().any(u8::is_ascii_alphabetic);
    let signs: &[u8] = if entity == Entity::VatId { b"-_/. " } else { b"-_/" };
    let shaped = text.iter().all(|b| b.is_ascii_alphanumeric() || signs.contains(b));
    let long = match entity {
        Entity::SubscriptionId => digits >= 3 && text.len() >= 8,
        Entity::VatId => digits >= 7,
        _ => digits >= 4 || letters && digits >= 2 && text.iter().any(u8::is_ascii_uppercase),
    };
    (shaped && long || entity == Entity::OrderNumber && is_random(text)) && !row::is_dated(text)
}
