//! Records of the `account` channel: each field's value is one span (classification.md 4.7).

mod document;
mod party;
mod row;
mod seats;
mod segment;
mod sum;

use crate::detect;
use crate::entity::{Entity, SpanCategory};
use crate::field::{Field, Fields, Style};
use crate::key::Lexicon;
use crate::line::{Line, candidate};
use crate::span::Span;
use crate::whole_values::WholeValues;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// What a field of an account record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AccountField {
    /// A value of this type.
    Value(Entity),
    /// A person or an organisation.
    Holder,
}

static KEYS: LazyLock<Lexicon<AccountField>> =
    LazyLock::new(|| Lexicon::read(include_str!("data/account_keys.txt"), field_from_name));

static RECORD_TYPE: LazyLock<Lexicon<()>> = LazyLock::new(|| {
    Lexicon::read(
        "[type]\ntype, record type, event type, recordtype, kind, object type, object, document type, type enregistrement, type document",
        |_| Some(()),
    )
});

/// What only holds a record says nothing of it.
const CONTAINERS: [&[u8]; 8] =
    [b"doc", b"document", b"data", b"record", b"header", b"object", b"payload", b"attributes"];

fn field_from_name(name: &str) -> Option<AccountField> {
    let value = |entity| Some(AccountField::Value(entity));
    match name {
        "holder" => Some(AccountField::Holder),
        "account_address" => value(Entity::BillingAddress),
        _ => value(*Entity::ALL.iter().find(|e| e.name() == name)?),
    }
}

/// Adds the spans of an account record; other candidates inside a field's value give way, credentials apart.
pub(crate) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let mut types = Fields::default();
    types.read(line.view, |_, key| RECORD_TYPE.lookup(b"", key));
    let stated = types.iter().next().map(|f| line.slice(f.value.clone()));
    let record_type = stated.or_else(|| root_element(line)).unwrap_or_default();
    let mut fields = Fields::default();
    fields.read(line.view, |parent, key| {
        let parent = if parent.is_empty() || CONTAINERS.contains(&parent) { record_type } else { parent };
        KEYS.lookup(parent, key)
    });
    document::find(line, found);
    sum::find(line, found);
    party::find(line, found);
    if !line.view.starts_with(b"{") {
        party::people(line, found);
    }
    seats::find(line, found);
    if fields.iter().next().is_none() {
        row::find(line, found);
        segment::find(line, found);
    }
    let customers: HashSet<usize> =
        found.iter().filter(|s| s.entity == Entity::CustomerName).map(|s| s.start).collect();
    let mut values = WholeValues::default();
    for field in fields.iter().filter(|field| !is_endless(field)) {
        let field = Field { value: extent(line, field), ..field.clone() };
        let entity = entity_of(line, &customers, &field);
        if let Some(value) = entity.and_then(|entity| candidate(line, field.value, entity)) {
            values.add(value);
        }
    }
    values.replace(found, |span| span.category() == SpanCategory::Credential);
    // `acct=4471` numbers a customer, and signs nobody in.
    let digits =
        |s: &Span| line.slice(s.start..s.end).iter().all(|b| b.is_ascii_digit() || b"-/.".contains(b));
    found.retain(|s| s.entity != Entity::Username || !digits(s));
    for span in found.iter_mut() {
        span.entity = of_contact(span.entity);
        let named = span.entity == Entity::ContactName;
        if named && party::is_organisation(line.slice(span.start..span.end)) {
            span.entity = Entity::CustomerName;
        }
    }
}

/// Whether the field's value is longer than any: of `a=1&b=2&…` each goes to the end of the text.
fn is_endless(field: &Field<AccountField>) -> bool {
    const BARE_BYTES_MAX: usize = 2048;
    field.style == Style::Bare && field.value.len() > BARE_BYTES_MAX
}

/// What is a person's elsewhere is the contact's in an account's record.
fn of_contact(entity: Entity) -> Entity {
    match entity {
        Entity::PersonName => Entity::ContactName,
        Entity::Phone => Entity::ContactPhone,
        Entity::PostalAddress => Entity::BillingAddress,
        Entity::OrgName => Entity::CustomerName,
        other => other,
    }
}

/// The root element of an XML document, which is its record's type.
fn root_element<'a>(line: &Line<'a>) -> Option<&'a [u8]> {
    let start = memchr::memmem::find(line.view, b"?>").map_or(0, |at| at + 2);
    let open = line.run(start, |b| b.is_ascii_whitespace());
    let name = open + 1..line.run(open + 1, |b| b.is_ascii_alphanumeric() || b == b':');
    (line.byte(open) == Some(b'<')).then(|| line.slice(name))
}

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

/// No value of a list is longer.
const LISTED_BYTES_MAX: usize = 256;

/// The end of `1 248,00`, whose first group ends at `end`.
fn thousands_end(line: &Line<'_>, end: usize) -> usize {
    let mut at = end;
    while line.byte(at) == Some(b' ') && line.byte_before(at).is_some_and(|b| b.is_ascii_digit()) {
        let group = line.run(at + 1, |b| b.is_ascii_digit());
        if group != at + 4 {
            break;
        }
        at = group;
    }
    let decimals = line.run(at + 1, |b| b.is_ascii_digit());
    let ends = matches!(line.byte(at), Some(b',' | b'.')) && decimals == at + 3;
    if at > end && ends { decimals } else { end }
}

/// The value; behind `Label:` in a sentence, up to the next one, and of an amount the number.
fn extent(line: &Line<'_>, field: &Field<AccountField>) -> Range<usize> {
    let start = field.value.start;
    if field.style == Style::Bare && field.class == AccountField::Value(Entity::Amount) {
        return start..thousands_end(line, field.value.end);
    }
    if field.style == Style::Bare
        && let Some(end) = listed_end(line, field)
    {
        return start..line.run_back(end, |b| b == b' ').max(start);
    }
    if field.style == Style::Bare {
        let word = line.byte(start).is_some_and(|b| b.is_ascii_alphabetic() || !b.is_ascii());
        return start..if word { spaced_end(line, field.value.end) } else { field.value.end };
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
    if let AccountField::Value(entity) = field.class
        && let Some(number) = document::number_at(line, start, entity)
    {
        return number;
    }
    if let Some(bar) = [" | ", " — ", " <"]
        .iter()
        .filter_map(|bar| memchr::memmem::find(line.slice(field.value.clone()), bar.as_bytes()))
        .min()
    {
        // `Customer: Acme | Contact: Ann Lee <ann@mail.example>`: what stands behind has a label or a form of its own.
        return start..start + bar;
    }
    if field.class == AccountField::Value(Entity::ContactName) {
        let value = line.slice(field.value.clone());
        let comma = memchr::memchr(b',', value)
            .filter(|at| value[*at..].iter().any(|b| b.is_ascii_digit() || *b == b'@'));
        if let Some(comma) = comma {
            // `Contact: Ann Lee, +44 …`: what stands behind has forms of its own.
            return start..start + comma;
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
        let before = line.slice(start..start + colon);
        let word = memchr::memrchr(b' ', before).unwrap_or(0);
        let separator = memchr::memrchr3(b',', b';', b'|', before).unwrap_or(word);
        end = start + before.get(..separator.min(word)).map_or(0, |front| front.trim_ascii_end().len());
    }
    start..end
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

/// The end of the words in `plan=Business Premium quantity=85`: where the next key begins.
fn spaced_end(line: &Line<'_>, end: usize) -> usize {
    let rest = line.slice(end..line.view.len().min(end + WORDS_BYTES_MAX));
    let [b' ', b'A'..=b'Z', ..] = rest else { return end };
    let words = memchr::memchr(b'=', rest).and_then(|equals| rest.get(..equals)).unwrap_or_default();
    let plain = words.iter().all(|b| b.is_ascii_alphanumeric() || !b.is_ascii() || b" -_.&'".contains(b));
    memchr::memrchr(b' ', words).filter(|_| plain).map_or(end, |blank| end + blank)
}

/// Longer runs are sentences.
const WORDS_BYTES_MAX: usize = 64;

/// The type of a field's value, if the value can be one.
fn entity_of(line: &Line<'_>, customers: &HashSet<usize>, field: &Field<AccountField>) -> Option<Entity> {
    let value = line.slice(field.value.clone());
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    if detect::is_placeholder(value) || value.starts_with(b"{") || value.starts_with(b"[") {
        return None;
    }
    let entity = match field.class {
        AccountField::Value(entity) => entity,
        AccountField::Holder => holder(line, customers, field),
    };
    let plausible = match entity {
        Entity::ContactEmail => value.contains(&b'@'),
        Entity::ContactPhone | Entity::VatId => digits >= 5,
        Entity::PaymentCard => digits >= 12,
        Entity::Iban => digits >= 8,
        Entity::InvoiceNumber => digits >= 2,
        Entity::OrderNumber | Entity::SubscriptionId | Entity::Amount => digits >= 1,
        // `name=dunning` is a job's.
        Entity::ContactName => value.iter().any(|b| b.is_ascii_uppercase() || *b == b' ' || !b.is_ascii()),
        Entity::BillingAddress => digits >= 1 && value.contains(&b' '),
        Entity::Licence => !seats::is_period(value),
        _ => true,
    };
    // `Bill To: Acme Ltd` names whom, and not where.
    let named = entity == Entity::BillingAddress && !plausible && has_legal_form(value);
    if named { Some(Entity::CustomerName) } else { plausible.then_some(entity) }
}

/// An organisation if the context or its legal form says so, else a person.
fn holder(line: &Line<'_>, customers: &HashSet<usize>, field: &Field<AccountField>) -> Entity {
    if customers.contains(&field.value.start) || party::is_organisation(line.slice(field.value.clone())) {
        Entity::CustomerName
    } else {
        Entity::ContactName
    }
}

/// Whether a name ends in what an organisation is by law.
fn has_legal_form(name: &[u8]) -> bool {
    const FORMS: [&[u8]; 26] = [
        b" sa",
        b" sas",
        b" sarl",
        b" srl",
        b" sprl",
        b" asbl",
        b" snc",
        b" inc",
        b" inc.",
        b" ltd",
        b" ltd.",
        b" limited",
        b" gmbh",
        b" llc",
        b" corp",
        b" plc",
        b" ag",
        b" kg",
        b" bv",
        b" nv",
        b" ab",
        b" as",
        b" oy",
        b" spa",
        b" vzw",
        b" co.",
    ];
    let name = name.to_ascii_lowercase();
    FORMS.iter().any(|form| name.ends_with(form))
}
