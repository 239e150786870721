//! Finds a key in a tree.

use serde_json::Value;

/// How much of a value is told, in characters.
const SHOWN_CHARS_MAX: usize = 200;
/// How many parts a key has at most, which bounds the search.
const PARTS_MAX: usize = 12;

/// What a key holds.
#[derive(Debug, PartialEq)]
pub(super) enum Held {
    Nothing,
    /// One value, or a list of plain ones joined by commas.
    Text(String),
    /// More than one value: this many.
    Many(usize),
}

impl Held {
    pub(super) fn shown(&self) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Text(text) => Some(text.chars().take(SHOWN_CHARS_MAX).collect()),
            Self::Many(count) => Some(format!("{count} entries")),
        }
    }
}

/// What `key` holds: its parts are joined by dots, and a name may itself contain dots.
pub(super) fn find(document: &Value, key: &str) -> Held {
    if key.split('.').count() > PARTS_MAX {
        return Held::Nothing;
    }
    at(document, key).map_or(Held::Nothing, held)
}

fn at<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    if let Some(found) = child(value, key) {
        return Some(found);
    }
    let dots = key.char_indices().filter(|(_, c)| *c == '.').map(|(at, _)| at);
    dots.filter_map(|dot| Some((child(value, key.get(..dot)?)?, key.get(dot + 1..)?)))
        .find_map(|(inner, rest)| at(inner, rest))
}

fn child<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    match value {
        Value::Object(fields) => fields.get(name),
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        _ => None,
    }
}

fn held(value: &Value) -> Held {
    match value {
        Value::Null => Held::Text("null".to_owned()),
        Value::String(text) => Held::Text(text.clone()),
        Value::Bool(_) | Value::Number(_) => Held::Text(value.to_string()),
        Value::Array(items) if items.iter().all(|item| !item.is_array() && !item.is_object()) => {
            let texts =
                items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned));
            Held::Text(texts.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => Held::Many(items.len()),
        // An XML element with attributes and a text of its own.
        Value::Object(fields) => match fields.get("#text").and_then(Value::as_str) {
            Some(text) => Held::Text(text.to_owned()),
            None => Held::Many(fields.len()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_with_dots_lists_and_objects_are_found() {
        let document = json!({
            "server": {"port": 80, "tls.min": "1.2", "on": true}, "a.b": {"c": "deep"}, "hosts": ["x", "y"],
            "list": [{"n": 1}], "none": null,
        });
        let text = |text: &str| Held::Text(text.to_owned());
        for (key, held) in [
            ("server.port", text("80")),
            ("server.tls.min", text("1.2")),
            ("server.on", text("true")),
            ("a.b.c", text("deep")),
            ("hosts", text("x, y")),
            ("hosts.1", text("y")),
            ("list.0.n", text("1")),
            ("list", Held::Many(1)),
            ("server", Held::Many(3)),
            ("none", text("null")),
            ("server.none", Held::Nothing),
            ("hosts.9", Held::Nothing),
            ("", Held::Nothing),
            (&"a.".repeat(5_000), Held::Nothing),
        ] {
            assert_eq!(find(&document, key), held, "{key}");
        }
    }
}
