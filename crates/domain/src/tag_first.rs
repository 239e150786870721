//! Reads an enum whose tag is a field beside those of its variant, without setting these aside first.
//!
//! What serde derives for such an enum keeps all fields until it knows the variant. A log is read event by event, and
//! in the one form of a leaf the tag comes first, so the fields can be read as they come.

use serde::de::value::{MapAccessDeserializer, MapDeserializer};
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IgnoredAny, IntoDeserializer, MapAccess, VariantAccess,
    Visitor,
};
use serde_json::Value;
use std::fmt;

/// Writes events with their tag among their fields, and reads them so: one list of variants, and for reading a twin of it
/// that exists for what serde derives.
macro_rules! events {
    ($(#[$about:meta])* pub enum Event {$($variants:tt)*}) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(tag = "type", rename_all = "snake_case")]
        pub enum Event {$($variants)*}

        #[derive(Deserialize)]
        #[serde(remote = "Event", rename_all = "snake_case", expecting = "an event")]
        enum Untagged {$($variants)*}

        impl<'de> Deserialize<'de> for Event {
            fn deserialize<D: serde::Deserializer<'de>>(inner: D) -> Result<Self, D::Error> {
                Untagged::deserialize($crate::tag_first::TagFirst { tag: "type", inner })
            }
        }
    };
}
pub(crate) use events;

/// A deserializer of an object with such a tag, as the enum that serde derives without it.
pub(crate) struct TagFirst<D> {
    /// The field that names the variant.
    pub(crate) tag: &'static str,
    pub(crate) inner: D,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for TagFirst<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, D::Error> {
        Err(de::Error::custom("only an enum has a tag"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner.deserialize_map(Object { tag: self.tag, visitor })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct Object<V> {
    tag: &'static str,
    visitor: V,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Object<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with `{}`", self.tag)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<V::Value, A::Error> {
        let Self { tag, visitor } = self;
        let first = fields.next_key_seed(First { tag })?.ok_or_else(|| de::Error::missing_field(tag))?;
        let Some(name) = first else { return visitor.visit_enum(Tagged(Fields { tag, inner: fields })) };
        // Another order is no leaf's, but a record's all the same.
        let mut all = vec![(name, fields.next_value::<Value>()?)];
        while let Some(field) = fields.next_entry::<String, Value>()? {
            all.push(field);
        }
        let place = all.iter().position(|(name, _)| name == tag);
        let (_, variant) = all.remove(place.ok_or_else(|| de::Error::missing_field(tag))?);
        let inner = MapDeserializer::new(all.into_iter());
        let apart = Apart { variant, fields: Fields { tag, inner } };
        visitor.visit_enum(apart).map_err(|why: serde_json::Error| de::Error::custom(why))
    }
}

/// The name of the first field, if it is another than the tag.
struct First {
    tag: &'static str,
}

impl<'de> DeserializeSeed<'de> for First {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<String>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for First {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Option<String>, E> {
        Ok((name != self.tag).then(|| name.to_owned()))
    }
}

/// Fields of which the tag's value is the next that is read.
struct Tagged<A>(Fields<A>);

impl<'de, A: MapAccess<'de>> EnumAccess<'de> for Tagged<A> {
    type Error = A::Error;
    type Variant = Fields<A>;

    fn variant_seed<S: DeserializeSeed<'de>>(mut self, seed: S) -> Result<(S::Value, Fields<A>), A::Error> {
        Ok((self.0.next_value_seed(seed)?, self.0))
    }
}

/// The tag's value apart from the other fields.
struct Apart<A> {
    variant: Value,
    fields: Fields<A>,
}

impl<'de, A: MapAccess<'de, Error = serde_json::Error>> EnumAccess<'de> for Apart<A> {
    type Error = serde_json::Error;
    type Variant = Fields<A>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Fields<A>), Self::Error> {
        Ok((seed.deserialize(self.variant)?, self.fields))
    }
}

/// The fields of a variant. That the tag is there once more is an error, as it is for what serde derives.
struct Fields<A> {
    tag: &'static str,
    inner: A,
}

impl<'de, A: MapAccess<'de>> VariantAccess<'de> for Fields<A> {
    type Error = A::Error;

    fn unit_variant(mut self) -> Result<(), A::Error> {
        while self.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        seed.deserialize(MapAccessDeserializer::new(self))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, A::Error> {
        Err(de::Error::custom("a list has no tag"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        visitor.visit_map(self)
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Fields<A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.inner.next_key_seed(Name { tag: self.tag, seed })
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.inner.next_value_seed(seed)
    }
}

/// A field's name, which is not that of the tag.
struct Name<S> {
    tag: &'static str,
    seed: S,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Name<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Name<S> {
    type Value = S::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<S::Value, E> {
        if name == self.tag {
            return Err(E::duplicate_field(self.tag));
        }
        self.seed.deserialize(name.into_deserializer())
    }
}

#[cfg(test)]
mod tests {
    use crate::Event;

    /// What serde derives for an enum whose tag is among its fields is the measure.
    #[test]
    fn an_event_is_read_in_whichever_order_its_fields_stand() {
        let said = Event::CaseSaid { case: "A".parse().unwrap(), message: "m".parse().unwrap() };
        for text in [
            r#"{"type":"case_said","case":"A","message":"m"}"#,
            r#"{"case":"A","type":"case_said","message":"m"}"#,
            r#"{"message":"m","case":"A","other":[1,{"type":2}],"type":"case_said"}"#,
            r#"{"type":"case_said","case":"A","other":null,"message":"m"}"#,
            r#"{"t\u0079pe":"case_sai\u0064","case":"\u0041","message":"m"}"#,
        ] {
            assert_eq!(serde_json::from_str::<Event>(text).unwrap(), said, "{text}");
            let value: serde_json::Value = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::from_value::<Event>(value).unwrap(), said, "{text}");
        }
        for text in [r#"{"type":"locked"}"#, r#"{"type":"locked","a":[{}]}"#, r#"{"a":1,"type":"locked"}"#] {
            assert_eq!(serde_json::from_str::<Event>(text).unwrap(), Event::Locked, "{text}");
        }
    }

    #[test]
    fn what_is_no_event_is_refused() {
        for text in [
            "{}",
            "null",
            r#""locked""#,
            r#"["locked"]"#,
            r#"{"locked":{}}"#,
            r#"{"type":"unlock"}"#,
            r#"{"type":1}"#,
            r#"{"a":1,"type":null}"#,
            r#"{"type":"case_closed"}"#,
            r#"{"type":"case_closed","case":"A","case":"A"}"#,
            r#"{"type":"case_closed","case":"A","type":"case_closed"}"#,
            r#"{"case":"A","type":"case_closed","type":"case_closed"}"#,
            r#"{"case":"A","case":"A","type":"case_closed"}"#,
            r#"{"type":"case_closed","case":"A"#,
        ] {
            assert!(serde_json::from_str::<Event>(text).is_err(), "{text}");
        }
    }
}
