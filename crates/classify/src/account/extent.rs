//! Where the value of a field of an account record ends (classification.md 4.7).

use super::{AccountField, document};
use crate::entity::Entity;
use crate::field::{Field, Style};
use crate::line::Line;
use crate::vocabulary::LEGAL_FORMS;
use std::ops::Range;

/// The end of a value in a list of pairs whose values may have blanks: `;ITEM=Desk Pro;`, `|sku=Voice Standard|`. The last one
/// ends with the line.
fn listed_end(line: &Line<'_>, field: &Field<AccountField>) -> Option<usize> {
    let first = line.run_back(field.key.start, |b| b == b' ');
    let before = line.byte_before(first);
    let reach = line.view.len().min(field.value.start + LISTED_BYTES_MAX);
    let value = line.slice(field.value.start..reach);
    let end = field.value.start + memchr::memchr2(b';', b'|', value).unwrap_or(value.len());
    let separator = line.byte(end);
    let listed = matches!(
        (before, separator),
        (None | Some(b';'), Some(b';')) | (None | Some(b'|'), Some(b'|')) | (Some(b';' | b'|'), None)
    );
    (listed && !line.slice(field.value.start..end).contains(&b'=')).then_some(end)
}

/// `. PO number`: longer words between a full stop and a colon are a sentence.
const LABEL_BYTES_MAX: usize = 24;

/// No value of a list is longer.
const LISTED_BYTES_MAX: usize = 256;

/// The end of a value of a form that was sent (`a=1&b=2`).
fn form_end(line: &Line<'_>, field: &Field<AccountField>) -> Option<usize> {
    if field.style != Style::Bare {
        return None;
    }
    let sent = |at| {
        line.byte(at) == Some(b'&')
            && line.byte(line.run(at + 1, |b| b.is_ascii_alphanumeric() || b == b'_')) == Some(b'=')
    };
    let end = sent_end(line, field.value.start);
    let of_form = line.byte_before(field.key.start) == Some(b'&') || sent(end);
    of_form.then_some(end)
}

/// The end of what was sent from `start` on: a sign that ends it, of which the view has three where it is encoded, as in
/// `Harbor%20%26%20Sons`.
fn sent_end(line: &Line<'_>, start: usize) -> usize {
    let reach = line.view.len().min(start + SENT_BYTES_MAX);
    let mut at = start;
    loop {
        at = line.run(at, |b| !b"& ".contains(&b)).min(reach);
        match line.slice(at..at + 3) {
            b"&&&" | b"   " if at < reach => at += 3,
            _ => return at,
        }
    }
}

/// No value of a form is longer.
const SENT_BYTES_MAX: usize = 2048;

/// The end of `1 248,00`, whose first group ends at `end`; the blanks may be such that do not break.
fn thousands_end(line: &Line<'_>, end: usize) -> usize {
    let mut at = end;
    while line.byte_before(at).is_some_and(|b| b.is_ascii_digit()) {
        let blank = line.blank_len(at);
        let group = line.run(at + blank, |b| b.is_ascii_digit());
        if blank == 0 || group != at + blank + 3 {
            break;
        }
        at = group;
    }
    let decimals = line.run(at + 1, |b| b.is_ascii_digit());
    let ends = matches!(line.byte(at), Some(b',' | b'.')) && decimals == at + 3;
    if at > end && ends { decimals } else { end }
}

/// The value; behind `Label:` in a sentence, up to the next one, and of an amount the number.
pub(super) fn of(line: &Line<'_>, field: &Field<AccountField>) -> Range<usize> {
    let start = field.value.start;
    if let Some(end) = form_end(line, field) {
        // `montant=358.80EUR`.
        let is_sum = field.class == AccountField::Value(Entity::Amount);
        let number = line.run(start, |b| b.is_ascii_digit() || b".,-".contains(&b)).min(end);
        return start..if is_sum && number > start { number } else { end };
    }
    if field.style == Style::Bare && field.class == AccountField::Value(Entity::Amount) {
        return start..thousands_end(line, field.value.end);
    }
    if field.style == Style::Bare
        && let Some(end) = listed_end(line, field)
    {
        return start..line.run_back(end, |b| b == b' ').max(start);
    }
    if field.style == Style::Bare {
        let street = field.class == AccountField::Value(Entity::BillingAddress);
        let word = street || line.byte(start).is_some_and(|b| b.is_ascii_alphabetic() || !b.is_ascii());
        let end = line.run_back(member_end(line, field), |b| b"),]".contains(&b)).max(start);
        return start..if word { spaced_end(line, end) } else { end };
    }
    if field.style != Style::Label {
        return field.value.clone();
    }
    if line.view.starts_with(b"BEGIN:VCARD ") {
        return start..property_end(line, field);
    }
    if field.class == AccountField::Value(Entity::Amount) {
        // `$318.40`, `€ 49`: the sign is no part of the number.
        let start = line.run(start, |b| b == b'$' || b == b' ' || !b.is_ascii()).min(field.value.end);
        let end = line.run(start, |b| b.is_ascii_digit() || b".,'-".contains(&b)).min(field.value.end);
        return start..thousands_end(line, end);
    }
    let field = &up_to_bar(line, field);
    if let AccountField::Value(entity) = field.class
        && let Some(number) = document::number_at(line, start, entity)
    {
        return number;
    }
    if field.class == AccountField::Value(Entity::PaymentCard) {
        let end = line.run(start, |b| b.is_ascii_digit() || b == b' ' || b == b'-').min(field.value.end);
        return start..line.run_back(end, |b| b == b' ').max(start);
    }
    let field = &match field.class {
        AccountField::Value(Entity::Licence) => Field { value: product(line, field), ..field.clone() },
        _ => field.clone(),
    };
    if field.class == AccountField::Value(Entity::ContactName) {
        let value = line.slice(field.value.clone());
        // `Contact: Ann Lee, +44 …`, `Contact : Ann Lee (gérante) – tél. …`: what stands behind has forms of its own.
        let comma = memchr::memchr(b',', value)
            .filter(|at| value[*at..].iter().any(|b| b.is_ascii_digit() || *b == b'@'));
        let asides = [" (", " – ", " - "].iter();
        let aside = asides.filter_map(|sign| memchr::memmem::find(value, sign.as_bytes())).chain(comma).min();
        if let Some(aside) = aside {
            return start..start + aside;
        }
    }
    let mut end = line.run_back(field.value.end, |b| b".,;".contains(&b)).max(start);
    if line.byte(end) == Some(b'.')
        && line.byte(end - 1).is_some_and(|b| b.is_ascii_uppercase() || b == b'c' || b == b'd')
    {
        // `Acme Inc.`, `B.V.`
        end += 1;
    }
    if let Some(colon) = memchr::memmem::find(line.slice(field.value.clone()), b": ") {
        // The next label is the last word in front of its colon, or what stands behind a separator.
        let before = line.slice(start..start + colon).trim_ascii_end();
        let word = memchr::memrchr(b' ', before).unwrap_or(0);
        let dashes = [" - ", " – "].iter();
        let dash = dashes.filter_map(|dash| memchr::memmem::rfind(before, dash.as_bytes())).max();
        let sentence = memchr::memmem::rfind(before, b". ").filter(|at| before.len() - at <= LABEL_BYTES_MAX);
        let separator =
            dash.or(sentence).or_else(|| memchr::memrchr3(b',', b';', b'|', before)).unwrap_or(word);
        let separator = legal_end(field, before).unwrap_or(separator);
        end = start + before.get(..separator.min(word)).map_or(0, |front| front.trim_ascii_end().len());
    }
    start..end
}

/// Where the legal form of a customer ends that a label of several words follows: `ACME LTD SORT CODE: …`.
fn legal_end(field: &Field<AccountField>, value: &[u8]) -> Option<usize> {
    let customer = matches!(field.class, AccountField::Value(Entity::CustomerName) | AccountField::Holder);
    let mut ends = memchr::memrchr_iter(b' ', value).filter(|_| customer);
    ends.find(|at| {
        let name = value.get(..*at).unwrap_or_default();
        let word = name.rsplit(|b| *b == b' ').next().unwrap_or_default();
        word.len() < name.len() && LEGAL_FORMS.has(word)
    })
}

/// The field up to a separator, behind which something has a label or a form of its own: `Customer: Acme | Contact: Ann Lee
/// <ann@mail.example>`.
fn up_to_bar(line: &Line<'_>, field: &Field<AccountField>) -> Field<AccountField> {
    const BARS: [&str; 7] = [" | ", " — ", " <", " / ", "; ", " ; ", "  "];
    let Range { start, end } = field.value;
    let value = line.slice(field.value.clone());
    let bar = BARS.iter().filter_map(|bar| memchr::memmem::find(value, bar.as_bytes())).min();
    let end = bar.map_or(end, |bar| line.run_back(start + bar, |b| b == b' ').max(start));
    Field { value: start..end, ..field.clone() }
}

/// `number of licences: 12 (was 10)`, `Licence certificate: Alpina Desk, 12 users, …`: the number that the value begins with, or
/// what the first comma ends.
fn product(line: &Line<'_>, field: &Field<AccountField>) -> Range<usize> {
    let Range { start, end } = field.value;
    let number = line.run(start, |b| b.is_ascii_digit());
    if number > start && line.byte(number).is_some_and(|b| b == b' ' || b == b',') {
        return start..number;
    }
    let comma = memchr::memmem::find(line.slice(start..end), b", ");
    start..comma.map_or(end, |comma| start + comma)
}

/// The end of a value of a card on one line: the next property is in capitals and has a colon.
fn property_end(line: &Line<'_>, field: &Field<AccountField>) -> usize {
    let begins = |blank: &usize| {
        let name = line.run(blank + 1, |b| b.is_ascii_uppercase());
        name > blank + 1 && matches!(line.byte(name), Some(b':' | b';'))
    };
    let value = field.value.clone();
    let blanks = memchr::memchr_iter(b' ', line.slice(value.clone())).map(|at| value.start + at);
    blanks.into_iter().find(begins).unwrap_or(value.end)
}

/// The end of `Agenda Bloc` in `{produit: Agenda Bloc, attribuées: 18}`.
fn member_end(line: &Line<'_>, field: &Field<AccountField>) -> usize {
    let value = line.slice(field.value.clone());
    let names = |at: &usize| {
        let rest = value.get(at + 2..).unwrap_or_default();
        let name =
            rest.iter().take_while(|b| b.is_ascii_alphanumeric() || !b.is_ascii() || **b == b'_').count();
        name > 0 && rest.get(name..name + 2) == Some(b": ")
    };
    memchr::memmem::find_iter(value, b", ").find(names).map_or(field.value.end, |at| field.value.start + at)
}

/// The end of the words in `plan=Business Premium quantity=85`: where the next key begins.
fn spaced_end(line: &Line<'_>, end: usize) -> usize {
    let rest = line.slice(end..line.view.len().min(end + WORDS_BYTES_MAX));
    let [b' ', b'A'..=b'Z' | 0xc3.., ..] = rest else { return end };
    let Some(equals) = memchr::memchr(b'=', rest) else { return capitals_end(line, end) };
    let words = rest.get(..equals).unwrap_or_default();
    // `plan=Desk Pro, seats=140`, `produit=Alpina Équipe; postes=52`.
    if let Some(sign) = [&b", "[..], b"; "].iter().filter_map(|sign| memchr::memmem::find(words, sign)).min()
    {
        return end + sign;
    }
    let plain = words.iter().all(|b| b.is_ascii_alphanumeric() || !b.is_ascii() || b" -_.&'".contains(b));
    memchr::memrchr(b' ', words).filter(|_| plain).map_or(end, |blank| end + blank)
}

/// The end of the line, if all words up to there have a capital: `holder=Nordvik Oy`.
fn capitals_end(line: &Line<'_>, end: usize) -> usize {
    let rest = line.slice(end..line.view.len());
    let capital = |word: &[u8]| word.first().is_some_and(|b| b.is_ascii_uppercase() || *b >= 0xc3);
    let plain = rest.iter().all(|b| b.is_ascii_alphabetic() || !b.is_ascii() || b" .&'-".contains(b));
    let named = rest.len() <= WORDS_BYTES_MAX && plain && rest.split(|b| *b == b' ').skip(1).all(capital);
    if named { line.view.len() } else { end }
}

/// Longer runs are sentences.
const WORDS_BYTES_MAX: usize = 64;
