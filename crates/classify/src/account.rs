//! Records of the `account` channel: each field's value is one span (classification.md 4.7).

mod cell;
mod change;
mod document;
mod element;
mod extent;
mod journal;
mod kind;
mod licence_file;
mod party;
mod people;
mod row;
mod seats;
mod segment;
mod sold;
mod standing;
mod statement;
mod sum;
mod telephone;
mod vat;

use crate::context::{Known, Owner};
use crate::detect;
use crate::entity::{Entity, SpanCategory};
use crate::field::{Field, Fields, Style};
use crate::key::Lexicon;
use crate::line::{Line, candidate};
use crate::span::Span;
use crate::whole_values::WholeValues;
use crate::word::is_any;
use std::collections::HashSet;
use std::sync::LazyLock;

/// What a field of an account record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AccountField {
    /// A value of this type.
    Value(Entity),
    /// A person or an organisation.
    Holder,
    /// The code of a place, which is part of an address.
    PostalCode,
    /// Nothing, though its last word says otherwise: a bank's name.
    Other,
}

static KEYS: LazyLock<Lexicon<AccountField>> =
    LazyLock::new(|| Lexicon::read(include_str!("data/account_keys.txt"), field_from_name));

/// What only holds a record says nothing of it.
const CONTAINERS: [&[u8]; 10] = [
    b"doc",
    b"document",
    b"data",
    b"record",
    b"header",
    b"object",
    b"payload",
    b"attributes",
    b"resource",
    b"content",
];

fn field_from_name(name: &str) -> Option<AccountField> {
    let value = |entity| Some(AccountField::Value(entity));
    match name {
        "holder" => Some(AccountField::Holder),
        "other" => Some(AccountField::Other),
        "postal_code" => Some(AccountField::PostalCode),
        "account_address" => value(Entity::BillingAddress),
        _ => value(*Entity::ALL.iter().find(|e| e.name() == name)?),
    }
}

/// Whether a name says what the values of a column are.
pub(crate) fn is_key(name: &[u8]) -> bool {
    KEYS.lookup(b"", name).is_some()
}

/// Adds the spans of an account record; other candidates inside a field's value give way, credentials apart.
pub(crate) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let (kind, outside) = kind::of(line);
    let mut fields = Fields::default();
    fields.read(line.view, |parent, key| {
        let key = own_name(key);
        match parent {
            b"" => KEYS.lookup(outside, key).or_else(|| KEYS.lookup(outside, last_word(key))),
            _ if CONTAINERS.contains(&parent) => KEYS.lookup(kind, key),
            _ => KEYS.lookup(parent, key),
        }
    });
    document::find(line, found);
    sum::find(line, found);
    party::find(line, found);
    if !line.view.starts_with(b"{") {
        people::find(line, found);
    }
    seats::find(line, found);
    change::find(line, found);
    sold::find(line, found);
    licence_file::find(line, found);
    segment::references(line, found);
    if fields.iter().next().is_none() {
        row::find(line, found);
        segment::find(line, found);
    }
    let customers: HashSet<usize> =
        found.iter().filter(|s| s.entity == Entity::CustomerName).map(|s| s.start).collect();
    let mut values = WholeValues::default();
    for field in element::read(line, &fields) {
        let mut field = Field { value: extent::of(line, &field), ..field };
        // `[total=79.00, currency=USD]`: what parts an object's members.
        let listed = field.style == Style::Bare && line.byte_before(field.value.end) == Some(b',');
        field.value.end -= usize::from(listed && !field.value.is_empty());
        if let Some(addressee) = addressee(line, &field) {
            field.value.start = addressee.end + b", ".len();
            values.add(addressee);
        }
        let entity = entity_of(line, &customers, &field);
        if let Some(value) = entity.and_then(|entity| candidate(line, field.value, entity)) {
            values.add(value);
        }
    }
    statement::find(line, found);
    values.replace(found, |span| span.category() == SpanCategory::Credential);
    vat::find(line, found);
    telephone::find(line, found);
    found.retain(|span| standing::stands(line, span));
    for span in found.iter_mut() {
        if span.entity == Entity::ContactEmail && is_operators(line, span) {
            span.entity = Entity::VendorOperator;
        }
        span.entity = of_contact(span.entity);
        let named = span.entity == Entity::ContactName;
        if named && party::is_organisation(line.slice(span.start..span.end)) {
            span.entity = Entity::CustomerName;
        }
    }
}

/// `Seats` of `Seats__c`, as Salesforce calls the fields that a house has added.
fn own_name(key: &[u8]) -> &[u8] {
    key.strip_suffix(b"__c").unwrap_or(key)
}

/// `number` of `attempt=2 number=…`, whose key goes back to the value in front.
fn last_word(key: &[u8]) -> &[u8] {
    key.rsplit(|b| *b == b' ').next().unwrap_or(key)
}

/// `updated by anneke@vendor.example`: who of the vendor's staff did it.
fn is_operators(line: &Line<'_>, span: &Span) -> bool {
    let domain = span.start + memchr::memchr(b'@', line.slice(span.start..span.end)).map_or(0, |at| at + 1);
    let label = line.slice(line.label_before(span.start));
    let did = is_any(&["by", "par", "von", "door"], label) || label.ends_with(b"By");
    did && line.context.domain(line.slice(domain..span.end)).is_some_and(|(owner, _)| owner == Owner::Vendor)
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

/// The organisation in front of its address: `Sold to: Acme Ltd, 41 Harbour Road, Plymouth`.
fn addressee(line: &Line<'_>, field: &Field<AccountField>) -> Option<Span> {
    let addressed = field.class == AccountField::Value(Entity::BillingAddress);
    let value = line.slice(field.value.clone());
    let comma = memchr::memmem::find(value, b", ").filter(|_| addressed && field.style == Style::Label)?;
    let name = field.value.start..field.value.start + comma;
    let organisation = party::has_legal_form(line.slice(name.clone()));
    organisation.then(|| candidate(line, name, Entity::CustomerName)).flatten()
}

/// The type of a field's value, if the value can be one.
fn entity_of(line: &Line<'_>, customers: &HashSet<usize>, field: &Field<AccountField>) -> Option<Entity> {
    let value = line.slice(field.value.clone());
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    // `nom=<masqué>`.
    let opening = line.slice(field.value.start.saturating_sub(2)..field.value.start);
    let closing = line.byte(field.value.end);
    // `destinataire={email}`: what a template puts in.
    let masked = opening == b"=<" && closing == Some(b'>') || opening == b"={" && closing == Some(b'}');
    if masked || detect::is_placeholder(value) || value.starts_with(b"{") || value.starts_with(b"[") {
        return None;
    }
    let entity = match field.class {
        // `tva=208,10`: how much it is.
        AccountField::Value(Entity::VatId) if row::is_amount(value) => Entity::Amount,
        AccountField::Value(entity) => entity,
        AccountField::Holder => holder(line, customers, field),
        AccountField::PostalCode => {
            let code = (3..=10).contains(&value.len()) && digits >= 2;
            return code.then_some(Entity::BillingAddress);
        }
        AccountField::Other => return None,
    };
    let plausible = match entity {
        Entity::CustomerName | Entity::ContactName | Entity::Licence if is_prose(field, value) => false,
        Entity::ContactName if is_task(value) => false,
        // `licence: product="X"`: a key of its own.
        Entity::Licence if value.ends_with(b"=") => false,
        Entity::ContactEmail => value.contains(&b'@'),
        Entity::ContactPhone | Entity::VatId => digits >= 5,
        Entity::PaymentCard => digits >= 12,
        Entity::Iban => digits >= 8,
        Entity::InvoiceNumber => digits >= 2 && !row::is_dated(value),
        // `"charge":"ch_3Qk7"` names one.
        Entity::Amount => digits >= 1 && !row::is_dated(value) && !value.contains(&b'_'),
        Entity::OrderNumber if document::is_random(value) => true,
        Entity::OrderNumber | Entity::SubscriptionId => digits >= 1,
        // `20% (VAT on income)` is the name of a rate.
        Entity::ContactName if value.first().is_some_and(u8::is_ascii_digit) => false,
        // `name=S02618` numbers an order.
        Entity::ContactName if !value.contains(&b' ') && digits > 0 && !value.contains(&b'%') => false,
        // `name=dunning` is a job's.
        Entity::ContactName => value.iter().any(|b| b.is_ascii_uppercase() || *b == b' ' || !b.is_ascii()),
        // `12+quai+Riquet` of a form that was sent.
        Entity::BillingAddress => digits >= 1 && value.iter().any(|b| b" +".contains(b)),
        Entity::Licence => !seats::is_period(value) && !seats::is_opaque(value),
        // `client=1`: whether it is one.
        Entity::CustomerName => {
            value.iter().any(|b| b.is_ascii_alphabetic() || !b.is_ascii()) && !party::is_program(value)
        }
        _ => true,
    };
    // `customer=cus_Pq7Xk2Lm`, where that is how the vendor numbers the tenant.
    let numbered = line.context.known(value) == Some(Known::TenantId);
    // An event's own identifier, beside an invoice's.
    let plausible = plausible && !numbered && !value.starts_with(b"evt_");
    // `Bill To: Acme Ltd` names whom, and not where.
    let named = entity == Entity::BillingAddress && !plausible && party::has_legal_form(value);
    if named { Some(Entity::CustomerName) } else { plausible.then_some(entity) }
}

/// `Dear customer: your order …`, `Set-Licence: added E5 for …`: words that go on behind what only looks like a label.
fn is_prose(field: &Field<AccountField>, value: &[u8]) -> bool {
    let small = value.first().is_some_and(u8::is_ascii_lowercase);
    field.style == Style::Label && small && value.contains(&b' ')
}

/// `Send overdue reminders`: at least three words, of which the first alone has a capital.
fn is_task(value: &[u8]) -> bool {
    const WORDS_MIN: usize = 3;
    let mut words = value.split(|b| *b == b' ');
    let capital = |word: &[u8]| word.first().is_some_and(u8::is_ascii_uppercase);
    let small = |word: &[u8]| !word.is_empty() && word.iter().all(u8::is_ascii_lowercase);
    words.next().is_some_and(capital) && words.clone().count() + 1 >= WORDS_MIN && words.all(small)
}

/// An organisation if the context or its legal form says so, else a person.
fn holder(line: &Line<'_>, customers: &HashSet<usize>, field: &Field<AccountField>) -> Entity {
    if customers.contains(&field.value.start) || party::is_organisation(line.slice(field.value.clone())) {
        Entity::CustomerName
    } else {
        Entity::ContactName
    }
}
