//! What a diagnostic may be told for a run: typed inputs with rules.

use crate::error::Fault;
use crate::inputs::{InputError, shown};
use domain::Bilingual;
use regex_automata::meta::Regex;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The longest string, in characters, of an input that sets no `max_length`.
const STRING_CHARS_MAX: usize = 1_024;
/// The most strings of an input of type `strings`.
const STRINGS_MAX: usize = 32;
/// The longest pattern of an input rule, in bytes.
const PATTERN_BYTES_MAX: usize = 256;

/// The type of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InputType {
    /// A text without control characters.
    String,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// A list of texts.
    Strings,
}

impl InputType {
    /// The word used in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Strings => "strings",
        }
    }
}

/// A declared input and the rules for its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: InputType,
    /// What it is for.
    pub description: Bilingual,
    /// Whether a run must give it.
    #[serde(default)]
    pub required: bool,
    /// Its value when a run does not give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// The smallest integer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<i64>,
    /// The largest integer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<i64>,
    /// A regular expression that a text must match as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// The most characters of a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<usize>,
    /// The only texts allowed.
    #[serde(default, rename = "enum", skip_serializing_if = "Option::is_none")]
    pub one_of: Option<Vec<String>>,
}

impl Input {
    /// Refuses rules that do not fit the type, and a default that breaks the rules.
    pub(crate) fn check_rules(&self, name: &str) -> Result<(), Fault> {
        let textual = matches!(self.kind, InputType::String | InputType::Strings);
        let refuse = |problem: &str| Err(Fault::InputRule(problem.to_owned()));
        if !textual && (self.pattern.is_some() || self.max_length.is_some() || self.one_of.is_some()) {
            return refuse("pattern, max_length and enum are rules for texts only");
        }
        if self.kind != InputType::Integer && (self.minimum.is_some() || self.maximum.is_some()) {
            return refuse("minimum and maximum are rules for integers only");
        }
        if matches!((self.minimum, self.maximum), (Some(min), Some(max)) if min > max) {
            return refuse("minimum is larger than maximum");
        }
        if self.required && self.default.is_some() {
            return refuse("a required input has no default; leave one of them out");
        }
        if self.pattern.as_ref().is_some_and(|pattern| whole_match(pattern).is_none()) {
            return refuse("pattern is not a regular expression of at most 256 bytes");
        }
        match &self.default {
            Some(value) => {
                self.check(name, value).map_err(|broken| Fault::InputRule(format!("default: {broken}")))
            }
            None => Ok(()),
        }
    }

    /// Refuses a value that breaks the rules.
    pub(crate) fn check(&self, name: &str, value: &Value) -> Result<(), InputError> {
        let wrong_type =
            || InputError::Type { input: name.to_owned(), value: shown(value), wanted: self.kind.name() };
        match self.kind {
            InputType::Boolean => value.as_bool().map(|_| ()).ok_or_else(wrong_type),
            InputType::Integer => self.check_integer(name, value.as_i64().ok_or_else(wrong_type)?),
            InputType::String => self.check_text(name, value.as_str().ok_or_else(wrong_type)?),
            InputType::Strings => {
                let texts = value.as_array().ok_or_else(wrong_type)?;
                if texts.len() > STRINGS_MAX {
                    return Err(InputError::TooMany {
                        input: name.to_owned(),
                        count: texts.len(),
                        max: STRINGS_MAX,
                    });
                }
                texts.iter().try_for_each(|text| self.check_text(name, text.as_str().ok_or_else(wrong_type)?))
            }
        }
    }

    fn check_integer(&self, name: &str, number: i64) -> Result<(), InputError> {
        let (min, max) = (self.minimum.unwrap_or(i64::MIN), self.maximum.unwrap_or(i64::MAX));
        if (min..=max).contains(&number) {
            Ok(())
        } else {
            Err(InputError::Bounds { input: name.to_owned(), value: number, min, max })
        }
    }

    fn check_text(&self, name: &str, text: &str) -> Result<(), InputError> {
        let input = name.to_owned();
        let value = shown(&Value::from(text));
        let max = self.max_length.unwrap_or(STRING_CHARS_MAX);
        let count = text.chars().count();
        if count > max {
            return Err(InputError::TooLong { input, count, max });
        }
        if text.chars().any(char::is_control) {
            return Err(InputError::Control { input, value });
        }
        if let Some(allowed) = &self.one_of
            && !allowed.iter().any(|one| one == text)
        {
            return Err(InputError::NotOneOf { input, value, allowed: allowed.join("`, `") });
        }
        match &self.pattern {
            Some(pattern) if !whole_match(pattern).is_some_and(|regex| regex.is_match(text)) => {
                Err(InputError::Pattern { input, value, pattern: pattern.clone() })
            }
            _ => Ok(()),
        }
    }

    /// The rules as JSON Schema 2020-12, for forms and API descriptions.
    pub fn schema(&self) -> Value {
        let mut rules = serde_json::Map::new();
        let length = self.max_length.unwrap_or(STRING_CHARS_MAX);
        match self.kind {
            InputType::Boolean => drop(rules.insert("type".into(), json!("boolean"))),
            InputType::Integer => {
                rules.insert("type".into(), json!("integer"));
                insert(&mut rules, "minimum", self.minimum);
                insert(&mut rules, "maximum", self.maximum);
            }
            InputType::String | InputType::Strings => {
                rules.insert("type".into(), json!("string"));
                rules.insert("maxLength".into(), json!(length));
                insert(&mut rules, "pattern", self.pattern.as_ref().map(|p| format!("^(?:{p})$")));
                insert(&mut rules, "enum", self.one_of.clone());
            }
        }
        if self.kind == InputType::Strings {
            let items = std::mem::take(&mut rules);
            rules.insert("type".into(), json!("array"));
            rules.insert("maxItems".into(), json!(STRINGS_MAX));
            rules.insert("items".into(), Value::Object(items));
        }
        insert(&mut rules, "default", self.default.clone());
        Value::Object(rules)
    }
}

fn insert(rules: &mut serde_json::Map<String, Value>, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        rules.insert(name.to_owned(), value.into());
    }
}

/// A matcher of whole texts, or none if `pattern` is no regular expression or too long.
fn whole_match(pattern: &str) -> Option<Regex> {
    if pattern.len() > PATTERN_BYTES_MAX {
        return None;
    }
    let config = Regex::config().nfa_size_limit(Some(1 << 20));
    Regex::builder().configure(config).build(&format!("^(?:{pattern})$")).ok()
}
