//! Names with their values: headers and query parameters.

use super::form::Form;
use super::header;
use super::mark::is_plain_name;
use super::seed::{Seed, Skip};
use super::text::Text;
use serde::de::MapAccess;

/// What was read of a pair.
#[derive(Default)]
struct Pair {
    name: Option<String>,
    value: Option<String>,
    /// Bytes of the value, if it is no text, and of all else.
    other_bytes: u64,
}

/// Writes the name, and the value if it may stay.
pub(super) fn read<'de, A: MapAccess<'de>>(seed: Seed<'_, '_>, mut fields: A) -> Result<(), A::Error> {
    let state = seed.to.state();
    let mut pair = Pair::default();
    while let Some(field) = fields.next_key::<String>()? {
        match field.as_str() {
            "name" => pair.name = fields.next_value_seed(Text)?,
            "value" => pair.value = fields.next_value_seed(Text)?,
            _ => pair.other_bytes += fields.next_value_seed(Skip(&state))?,
        }
    }
    let to = seed.to;
    let name = pair.name.unwrap_or_default();
    let value = pair.value.unwrap_or_default();
    let plain = is_plain_name(&name);
    let kept = match seed.form {
        Form::Header if plain => header::cleaned(&name, &value),
        _ if value.is_empty() => Some(String::new()),
        _ => None,
    };
    if pair.other_bytes > 0 {
        to.count(pair.other_bytes);
    }
    to.raw("{\"name\":")?;
    if plain || name.is_empty() {
        to.text(&name)?;
    } else {
        to.mark(name.len() as u64)?;
    }
    to.raw(",\"value\":")?;
    let Some(kept) = kept else {
        to.mark(value.len() as u64)?;
        return to.raw("}");
    };
    if kept != value {
        to.count((value.len() as u64).saturating_sub(kept.len() as u64));
    }
    to.text(&kept)?;
    to.raw("}")
}
