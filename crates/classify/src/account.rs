//! Records of the `account` channel: each field's value is one span (classification.md 4.7).

use crate::detect;
use crate::entity::{Entity, SpanCategory};
use crate::field::{Field, Fields};
use crate::key::Lexicon;
use crate::line::{Line, push};
use crate::span::Span;
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
    Lexicon::read("[type]\ntype, record type, event type, recordtype, kind, object type", |_| Some(()))
});

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
    let record_type = types.iter().next().map(|f| line.slice(f.value.clone())).unwrap_or_default();
    let mut fields = Fields::default();
    fields.read(line.view, |parent, key| {
        let parent = if parent.is_empty() { record_type } else { parent };
        KEYS.lookup(parent, key)
    });
    for field in fields.iter() {
        if let Some(entity) = entity_of(line, found, field) {
            let inside = |s: &Span| field.value.start < s.end && s.start < field.value.end;
            found.retain(|s| !inside(s) || s.category() == SpanCategory::Credential);
            push(line, found, field.value.clone(), entity);
        }
    }
}

/// The type of a field's value, if the value can be one.
fn entity_of(line: &Line<'_>, found: &[Span], field: &Field<AccountField>) -> Option<Entity> {
    let value = line.slice(field.value.clone());
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    if detect::is_placeholder(value) || value.starts_with(b"{") || value.starts_with(b"[") {
        return None;
    }
    let entity = match field.class {
        AccountField::Value(entity) => entity,
        AccountField::Holder => holder(line, found, field),
    };
    let plausible = match entity {
        Entity::ContactEmail => value.contains(&b'@'),
        Entity::ContactPhone | Entity::VatId => digits >= 5,
        Entity::PaymentCard => digits >= 12,
        Entity::Iban => digits >= 8,
        Entity::InvoiceNumber | Entity::OrderNumber | Entity::SubscriptionId | Entity::Amount => digits >= 1,
        Entity::BillingAddress => digits >= 1 && value.contains(&b' '),
        _ => true,
    };
    plausible.then_some(entity)
}

/// An organisation if the context or its legal form says so, else a person.
fn holder(line: &Line<'_>, found: &[Span], field: &Field<AccountField>) -> Entity {
    const FORMS: [&[u8]; 12] = [
        b" sa", b" sas", b" sarl", b" inc", b" inc.", b" ltd", b" gmbh", b" llc", b" corp", b" plc", b" ag",
        b" bv",
    ];
    let value = line.slice(field.value.clone()).to_ascii_lowercase();
    let listed = found.iter().any(|s| s.entity == Entity::CustomerName && s.start == field.value.start);
    if listed || FORMS.iter().any(|form| value.ends_with(form)) {
        Entity::CustomerName
    } else {
        Entity::ContactName
    }
}
