//! Objects and lists of a HAR.

use super::form::Form;
use super::mark::{is_member_name, mark};
use super::seed::{Seed, Skip};
use serde::de::{MapAccess, SeqAccess};

/// Writes the members that are listed; a mark for each other one whose name says nothing.
pub(super) fn object<'de, A: MapAccess<'de>>(seed: &mut Seed<'_, '_>, mut fields: A) -> Result<(), A::Error> {
    let state = seed.to.state();
    let Form::Object(listed) = seed.form else {
        let start = state.position();
        while fields.next_key_seed(Skip(&state))?.is_some() {
            fields.next_value_seed(Skip(&state))?;
        }
        return seed.to.mark(state.position() - start + 1);
    };
    seed.to.raw("{")?;
    let mut separator = "";
    while let Some(name) = fields.next_key::<String>()? {
        if let Some((_, form)) = listed.iter().find(|(listed, _)| *listed == name) {
            seed.to.raw(separator)?;
            seed.to.text(&name)?;
            seed.to.raw(":")?;
            fields.next_value_seed(Seed::new(form, seed.to))?;
        } else {
            let bytes = fields.next_value_seed(Skip(&state))?;
            if !is_member_name(&name) {
                seed.to.count(bytes + name.len() as u64);
                continue;
            }
            seed.to.raw(separator)?;
            seed.to.text(&name)?;
            seed.to.raw(":")?;
            seed.to.mark(bytes)?;
        }
        separator = ",";
    }
    seed.to.raw("}")
}

/// Writes a list, an entry a line.
pub(super) fn list<'de, A: SeqAccess<'de>>(seed: &mut Seed<'_, '_>, mut items: A) -> Result<(), A::Error> {
    let state = seed.to.state();
    let (entry, is_requests) = match seed.form {
        Form::List(entry) => (entry, false),
        Form::Requests(entry) => (entry, true),
        other => {
            let start = state.position();
            let mut count = 0_u64;
            while items.next_element_seed(Skip(&state))?.is_some() {
                count += 1;
            }
            let bytes = state.position() - start + 1;
            return if matches!(other, Form::Cookies) {
                cookies(seed, count, bytes)
            } else {
                seed.to.mark(bytes)
            };
        }
    };
    seed.to.raw("[")?;
    let mut separator = "\n";
    loop {
        // Written before it is known whether there is one more: an entry writes as it is read.
        let mut next = Next { seed: Seed::new(entry, seed.to), separator };
        if items.next_element_seed(&mut next)?.is_none() {
            break;
        }
        separator = ",\n";
        seed.to.facts.requests += u64::from(is_requests);
    }
    seed.to.raw("]")
}

/// Programs that read HAR want a list here.
fn cookies<E: serde::de::Error>(seed: &mut Seed<'_, '_>, count: u64, bytes: u64) -> Result<(), E> {
    if count == 0 {
        return seed.to.raw("[]");
    }
    seed.to.count(bytes);
    seed.to.raw("[{\"name\":")?;
    seed.to.text(&format!("{count} cookies"))?;
    seed.to.raw(",\"value\":")?;
    seed.to.text(&mark(bytes))?;
    seed.to.raw("}]")
}

/// An entry with what separates it from the one before.
struct Next<'c, 'a> {
    seed: Seed<'c, 'a>,
    separator: &'static str,
}

impl<'de> serde::de::DeserializeSeed<'de> for &mut Next<'_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.seed.to.raw(self.separator)?;
        Seed::new(self.seed.form, self.seed.to).deserialize(from)
    }
}
