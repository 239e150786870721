//! The table of events in docs/export-format.md has every event with its members and parts, and no other.

use super::{Event, Untagged};
use serde::de::value::{Error, StrDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use std::cell::RefCell;
use std::fmt::Write as _;

const DOCUMENT: &str = include_str!("../../../../docs/export-format.md");

/// The rows as they must be, in the order in which the events are declared.
fn expected() -> Vec<String> {
    let kinds = RefCell::default();
    // No variant is asked for, so all that comes back is their names.
    let _ = Untagged::deserialize(Any { variant: None, kinds: &kinds });
    let names = kinds.take();
    let row = |name: &&'static str| {
        let members = RefCell::default();
        let event = Untagged::deserialize(Any { variant: Some(name), kinds: &members }).unwrap();
        row(name, &members.take(), &event)
    };
    names.iter().map(row).collect()
}

fn row(name: &str, members: &[&str], event: &Event) -> String {
    let members: Vec<_> = members.iter().map(|member| format!("`{member}`")).collect();
    let required = event.required_parts();
    let part =
        |part: &&str| if required.contains(part) { format!("**`{part}`**") } else { format!("`{part}`") };
    let parts: Vec<_> = event.parts().iter().map(part).collect();
    format!("| `{name}` | {} | {} |", members.join(", "), parts.join(", "))
}

#[test]
fn the_table_of_events_is_that_of_the_code() {
    let (_, from) = DOCUMENT.split_once("\n## Events\n").unwrap();
    let (section, _) = from.split_once("\n## ").unwrap();
    // An empty cell may be written with one space or two.
    let squeeze = |row: &str| row.split_whitespace().collect::<Vec<_>>().join(" ");
    let rows: Vec<_> = section.lines().filter(|line| line.starts_with("| `")).map(squeeze).collect();
    let mut wrong = String::new();
    let expected: Vec<_> = expected().iter().map(|row| squeeze(row)).collect();
    expected.iter().filter(|row| !rows.contains(row)).for_each(|row| writeln!(wrong, "+ {row}").unwrap());
    rows.iter().filter(|row| !expected.contains(row)).for_each(|row| writeln!(wrong, "- {row}").unwrap());
    assert!(wrong.is_empty(), "docs/export-format.md, *Events*, must be changed so:\n{wrong}");
    assert_eq!(rows.len(), expected.len(), "an event is there twice");
    assert!(rows.len() > 50, "{}", rows.len());
}

/// Gives some value of whatever is asked for. At the top it is an event of the kind that is wanted, whose members are
/// noted; without one the kinds are noted that there are.
#[derive(Clone, Copy)]
struct Any<'k> {
    variant: Option<&'static str>,
    kinds: &'k RefCell<Vec<&'static str>>,
}

/// A value inside an event.
#[derive(Clone, Copy)]
struct Inside;

impl<'de> Deserializer<'de> for Any<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("an event is an enum"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if self.variant.is_some() {
            return visitor.visit_enum(self);
        }
        self.kinds.borrow_mut().extend(variants);
        Err(Error::custom("only the names are wanted"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'de> EnumAccess<'de> for Any<'_> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Error> {
        let name: StrDeserializer<'_, Error> = self.variant.unwrap().into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Any<'_> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, _: S) -> Result<S::Value, Error> {
        Err(Error::custom("no event is a value without a name"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("no event is a list"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.kinds.borrow_mut().extend(fields);
        visitor.visit_map(Fields(fields.iter()))
    }
}

impl<'de> Deserializer<'de> for Inside {
    type Error = Error;

    /// An enum whose tag is among its fields asks for anything: each of these has a variant that takes one of these two.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(serde::de::value::MapDeserializer::new(
            [("by", "server"), ("why", "asked")].into_iter(),
        ))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(false)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_i64(1)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_u8(1)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_u16(1)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_u32(1)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_u64(1)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        // It does for an id, a text and a moment.
        visitor.visit_str("2026-01-01T00:00:00.000000Z")
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_none()
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(self)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(Fields([].iter()))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_map(Fields(fields.iter()))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let first: StrDeserializer<'_, Error> = variants.first().unwrap().into_deserializer();
        visitor.visit_enum(first)
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

impl<'de> SeqAccess<'de> for Inside {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, _: S) -> Result<Option<S::Value>, Error> {
        Ok(None)
    }
}

/// Every field that is known, with some value.
struct Fields(std::slice::Iter<'static, &'static str>);

impl<'de> MapAccess<'de> for Fields {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some(name) = self.0.next() else { return Ok(None) };
        let name: StrDeserializer<'_, Error> = name.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(Inside)
    }
}
