//! What elsewhere is an account, a code or an identifier of a person, and in an account's record is something else (classification.md
//! 4.7).

use super::seats;
use crate::context::Known;
use crate::detect;
use crate::entity::Entity;
use crate::line::Line;
use crate::span::Span;
use crate::vocabulary::{ENGLISH_WORDS, GIVEN_NAMES};
use crate::word::is_any;

/// A GUID without its dashes.
const GUID_DIGITS: usize = 32;

/// Whether what elsewhere is an account or an identifier of a person is one in an account's record, too.
pub(super) fn stands(line: &Line<'_>, span: &Span) -> bool {
    let text = line.slice(span.start..span.end);
    match span.entity {
        // `acct=4471` numbers a customer, and signs nobody in.
        Entity::Username if is_customers(line, span) => false,
        // An event's own identifier.
        Entity::Username if text.starts_with(b"evt_") => false,
        Entity::Username if text.iter().all(|b| b.is_ascii_digit() || b"-/.".contains(b)) => false,
        // `"compte":"411000"`: which account of the ledger it is.
        Entity::UserNumber => {
            let label = line.slice(line.label_before(span.start));
            !is_any(&["compte", "account", "acct", "konto", "cuenta", "conto", "rekening"], label)
        }
        // `Account: Post draft entries`, `user licence assigned`.
        Entity::Username => {
            let begins = text.first().is_some_and(u8::is_ascii_uppercase);
            let word = begins && ENGLISH_WORDS.has(text) && !GIVEN_NAMES.has(text);
            !(word || seats::is_unit(text)) || line.context.known(text) == Some(Known::Username)
        }
        // `****4242 QUAI SARL`.
        Entity::PostalAddress => line.byte_before(span.start) != Some(b'*'),
        // `{"code":"706000","libelle":…}` numbers an entry of a list.
        Entity::Otp if is_listed(line, span) => false,
        // In Poland the number of a taxpayer, in Mexico a secret of four digits.
        Entity::Otp => {
            text.len() < 9 || !line.slice(line.label_before(span.start)).eq_ignore_ascii_case(b"nip")
        }
        // `{"customers":{"id":"CU0004EBZ4"}}` is no person's.
        Entity::UserGuid => matches!(text.len(), detect::GUID_BYTES | GUID_DIGITS),
        _ => true,
    }
}

/// Whether a code stands under the key `code` alone.
fn is_listed(line: &Line<'_>, span: &Span) -> bool {
    let label = line.label_before(span.start);
    line.slice(label.clone()) == b"code" && line.byte_before(label.start) == Some(b'"')
}

/// `"InvoiceAccount":"US-001"`: which account of the ledger a customer has.
fn is_customers(line: &Line<'_>, span: &Span) -> bool {
    const ACCOUNT: &[u8] = b"Account";
    let label = line.slice(line.label_before(span.start));
    let text = line.slice(span.start..span.end);
    // `Acct: CW0417`.
    let short = is_any(&["acct", "acc", "konto", "compte"], label) && text.iter().any(u8::is_ascii_digit);
    (label.len() > ACCOUNT.len() && label.ends_with(ACCOUNT) || short)
        && !text.iter().any(u8::is_ascii_lowercase)
}
