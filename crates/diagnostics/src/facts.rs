//! Collected facts, and their bounded form for expressions.

use cel::Value as Cel;
use cel::objects::Key;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::Arc;

/// What was collected: each collector's facts under its name.
pub type Facts = Map<String, Value>;

/// The most items of a list, and the most fields of an object, that expressions see; the rest is left out.
pub const LIST_ITEMS_MAX: usize = 1_000;
/// The most bytes of a text that expressions see.
const TEXT_BYTES_MAX: usize = 4_096;
/// How deep values may be nested; what is deeper is null.
const DEPTH_MAX: usize = 8;
/// The most values in all; what comes after is null.
const VALUES_MAX: usize = 20_000;

/// Turns JSON into CEL values until a budget of values is spent.
pub(crate) struct Bounded {
    left: usize,
}

impl Bounded {
    pub(crate) fn new() -> Self {
        Self { left: VALUES_MAX }
    }

    pub(crate) fn value(&mut self, json: &Value) -> Cel {
        self.at_depth(json, 0)
    }

    fn at_depth(&mut self, json: &Value, depth: usize) -> Cel {
        if depth > DEPTH_MAX || self.left == 0 {
            return Cel::Null;
        }
        self.left -= 1;
        match json {
            Value::Null => Cel::Null,
            Value::Bool(truth) => Cel::Bool(*truth),
            // Integers become CEL's int, never uint, so that they mix with an expression's literals.
            Value::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(integer), _) => Cel::Int(integer),
                (None, Some(real)) => Cel::Float(real),
                (None, None) => Cel::Null,
            },
            Value::String(text) => Cel::String(Arc::new(cut(text).to_owned())),
            Value::Array(items) => Cel::List(Arc::new(
                items.iter().take(LIST_ITEMS_MAX).map(|item| self.at_depth(item, depth + 1)).collect(),
            )),
            Value::Object(fields) => self.object(fields, depth),
        }
    }

    fn object(&mut self, fields: &Map<String, Value>, depth: usize) -> Cel {
        let map: HashMap<Key, Cel> = fields
            .iter()
            .take(LIST_ITEMS_MAX)
            .map(|(name, value)| (Key::String(Arc::new(name.clone())), self.at_depth(value, depth + 1)))
            .collect();
        Cel::Map(cel::objects::Map { map: Arc::new(map) })
    }
}

/// The start of `text`, cut at a character's boundary.
fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(TEXT_BYTES_MAX)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_texts_and_depth_are_bounded() {
        let long: Vec<u32> = (0..5_000).collect();
        let Cel::List(list) = Bounded::new().value(&Value::from(long)) else { panic!("a list") };
        assert_eq!(list.len(), LIST_ITEMS_MAX);

        let Cel::String(text) = Bounded::new().value(&Value::from("é".repeat(5_000))) else {
            panic!("a text")
        };
        assert_eq!(text.len(), TEXT_BYTES_MAX);

        let deep = (0..100).fold(Value::from(1), |inner, _| Value::from(vec![inner]));
        let text = format!("{:?}", Bounded::new().value(&deep));
        assert_eq!(text.matches("List").count(), DEPTH_MAX + 1);
        assert!(text.contains("Null"), "{text}");
    }

    #[test]
    fn the_number_of_values_is_bounded() {
        let wide: Vec<Vec<u32>> = (0..1_000).map(|_| (0..1_000).collect()).collect();
        let Cel::List(rows) = Bounded::new().value(&Value::from(wide)) else { panic!("a list") };
        let full = rows.iter().filter(|row| matches!(row, Cel::List(_))).count();
        assert!(full < 25, "{full}");
    }
}
