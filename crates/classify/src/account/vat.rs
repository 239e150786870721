//! Numbers of taxpayers by their form (classification.md 4.7 `vat_id`): the forms that the member states of the European Union
//! publish for VIES, and those of the United Kingdom, Norway and Switzerland.

use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::taken::Taken;

/// Two letters for the country, and how what stands behind them is written: `9` is a digit, `x` a digit or a letter.
const FORMS: [(&str, &[&str]); 30] = [
    ("AT", &["U99999999"]),
    ("BE", &["0999999999", "1999999999"]),
    ("BG", &["999999999", "9999999999"]),
    ("CY", &["99999999x"]),
    ("CZ", &["99999999", "999999999", "9999999999"]),
    ("DE", &["999999999"]),
    ("DK", &["99999999"]),
    ("EE", &["999999999"]),
    ("EL", &["999999999"]),
    ("ES", &["x9999999x"]),
    ("FI", &["99999999"]),
    ("FR", &["xx999999999"]),
    ("GB", &["999999999", "999999999999"]),
    ("HR", &["99999999999"]),
    ("HU", &["99999999"]),
    ("IE", &["9x99999x", "9999999xx"]),
    ("IT", &["99999999999"]),
    ("LT", &["999999999", "999999999999"]),
    ("LU", &["99999999"]),
    ("LV", &["99999999999"]),
    ("MT", &["99999999"]),
    ("NL", &["999999999B99"]),
    ("NO", &["999999999", "999999999MVA"]),
    ("PL", &["9999999999"]),
    ("PT", &["999999999"]),
    ("RO", &["99999999", "999999999"]),
    ("SE", &["999999999999"]),
    ("SI", &["99999999"]),
    ("SK", &["9999999999"]),
    ("XI", &["999999999"]),
];

/// Labels the words of such a form, but for what is another number already.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let words = line.telling().map(|word| word.start..word.end);
    let numbers: Vec<_> = words.filter(|word| is_vat_id(line.slice(word.clone()))).collect();
    let taken = Taken::of(found, |_| !numbers.is_empty());
    for number in numbers.into_iter().filter(|number| !taken.overlaps(number)) {
        push(line, found, number, Entity::VatId);
    }
}

/// India's GSTIN, which begins with the number of a state; `a` is a capital.
const GSTIN: &str = "99aaaaa9999axZx";

fn is_vat_id(text: &[u8]) -> bool {
    let Some((country, number)) = text.split_at_checked(2) else { return false };
    let forms = FORMS.iter().find(|(name, _)| name.as_bytes() == country).map(|(_, forms)| *forms);
    forms.is_some_and(|forms| forms.iter().any(|form| has_form(number, form.as_bytes())))
        || has_form(text, GSTIN.as_bytes())
}

fn has_form(number: &[u8], form: &[u8]) -> bool {
    let fits = |(byte, kind): (&u8, &u8)| match kind {
        b'9' => byte.is_ascii_digit(),
        b'a' => byte.is_ascii_uppercase(),
        b'x' => byte.is_ascii_digit() || byte.is_ascii_uppercase(),
        letter => byte == letter,
    };
    number.len() == form.len() && number.iter().zip(form).all(fits)
}
