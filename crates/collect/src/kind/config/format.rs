//! The formats of configuration files, and how each becomes one tree.

use super::{key_values, xml};
use serde_json::{Map, Value};
use std::path::Path;

/// How many parts of a YAML file may be repeated by reference.
const REPEATED_MAX: usize = 100_000;

/// A format of configuration files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Ini,
    Toml,
    Yaml,
    Json,
    Xml,
    Properties,
}

impl Format {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "ini" => Self::Ini,
            "toml" => Self::Toml,
            "yaml" => Self::Yaml,
            "json" => Self::Json,
            "xml" => Self::Xml,
            "properties" => Self::Properties,
            _ => return None,
        })
    }

    /// The format of a file by its name, and where that does not tell, by its first sign.
    pub(super) fn of(path: &Path, text: &str) -> Self {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        match extension.to_ascii_lowercase().as_str() {
            "toml" => Self::Toml,
            "yaml" | "yml" => Self::Yaml,
            "json" => Self::Json,
            "xml" => Self::Xml,
            "properties" | "env" => Self::Properties,
            "ini" => Self::Ini,
            // `web.config`, `app.config` and most of what has no telling name.
            _ if text.trim_start().starts_with('<') => Self::Xml,
            _ if text.trim_start().starts_with('{') => Self::Json,
            _ => Self::Ini,
        }
    }

    /// The tree that `text` holds; or what is wrong with it, without a word of it.
    pub(super) fn parse(self, text: &str) -> Result<Value, String> {
        match self {
            Self::Ini => Ok(key_values::parse(text, true)),
            Self::Properties => Ok(key_values::parse(text, false)),
            Self::Toml => text
                .parse::<toml::Table>()
                .map(|table| from_toml(toml::Value::Table(table)))
                .map_err(|error| {
                    let line = error
                        .span()
                        .map_or(0, |span| text.get(..span.start).map_or(0, |before| before.lines().count()));
                    format!("it is not TOML (line {line})")
                }),
            Self::Yaml => serde_saphyr::from_str_with_options(text, yaml_options()).map_err(|error| {
                match error.location() {
                    Some(at) => format!("it is not YAML (line {})", at.line()),
                    None => "it is not YAML that can be read".to_owned(),
                }
            }),
            Self::Json => {
                serde_json::from_str(text).map_err(|error| format!("it is not JSON (line {})", error.line()))
            }
            Self::Xml => xml::parse(text),
        }
    }
}

/// Files that refer to their own parts grow when they are read; those of configuration do so a little.
fn yaml_options() -> serde_saphyr::Options {
    let alias_limits = serde_saphyr::alias_limits! { max_total_replayed_events: REPEATED_MAX };
    serde_saphyr::options! { alias_limits: alias_limits }
}

fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(truth) => truth.into(),
        toml::Value::Datetime(time) => time.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(from_toml).collect(),
        toml::Value::Table(fields) => {
            fields.into_iter().map(|(name, value)| (name, from_toml(value))).collect::<Map<_, _>>().into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Format; 6] =
        [Format::Ini, Format::Toml, Format::Yaml, Format::Json, Format::Xml, Format::Properties];

    #[test]
    fn nesting_without_end_is_refused_and_does_no_harm() {
        for open in ["[", "{\"a\":", "a = [", "- ", "<a>", "{a: "] {
            let deep = open.repeat(100_000);
            for format in ALL {
                drop(format.parse(&deep));
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_parsed_or_refused_without_a_word_of_it(text in "([\\[\\]{}<>=:\"'&*!#/\n -]|word|hunter2|é){0,60}") {
            for format in ALL {
                if let Err(reason) = format.parse(&text) {
                    proptest::prop_assert!(!reason.contains("hunter2"), "{reason}");
                }
            }
        }
    }
}
