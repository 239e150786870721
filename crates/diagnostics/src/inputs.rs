//! The values given for one run, checked against a diagnostic's inputs.

use crate::diagnostic::Diagnostic;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The longest value that an error message repeats, in characters.
const SHOWN_CHARS_MAX: usize = 80;

/// Checked values by name, defaults filled in. Made by [`Diagnostic::check_inputs`] only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Inputs(BTreeMap<String, Value>);

impl Inputs {
    /// The value of the input called `name`; none if it was left out and has no default.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The values by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The values as one JSON object.
    pub fn to_json(&self) -> Value {
        Value::Object(self.0.clone().into_iter().collect())
    }
}

/// An input that a run cannot take.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum InputError {
    /// The inputs as a whole are not an object.
    #[error("inputs must be an object of names and values, not `{0}`")]
    NotAnObject(String),
    /// A name that the diagnostic does not declare.
    #[error("input `{input}` does not exist; this diagnostic takes {known}")]
    Unknown {
        /// What was given.
        input: String,
        /// The names that exist, for people.
        known: String,
    },
    /// A required input without a value.
    #[error("input `{input}` is missing")]
    Missing {
        /// Which input.
        input: String,
    },
    /// A value of another type.
    #[error("input `{input}` must be of type {wanted}, not `{value}`")]
    Type {
        /// Which input.
        input: String,
        /// What was given.
        value: String,
        /// The declared type.
        wanted: &'static str,
    },
    /// An integer out of bounds.
    #[error("input `{input}` must be {min} to {max}, not {value}")]
    Bounds {
        /// Which input.
        input: String,
        /// What was given.
        value: i64,
        /// The smallest allowed value.
        min: i64,
        /// The largest allowed value.
        max: i64,
    },
    /// A text that is too long.
    #[error("input `{input}` has {count} characters, at most {max} are allowed")]
    TooLong {
        /// Which input.
        input: String,
        /// How many characters it has.
        count: usize,
        /// How many it may have.
        max: usize,
    },
    /// A list that is too long.
    #[error("input `{input}` has {count} entries, at most {max} are allowed")]
    TooMany {
        /// Which input.
        input: String,
        /// How many entries it has.
        count: usize,
        /// How many it may have.
        max: usize,
    },
    /// A text with a control character.
    #[error("input `{input}` must not contain control characters: `{value}`")]
    Control {
        /// Which input.
        input: String,
        /// What was given.
        value: String,
    },
    /// A text that is none of those allowed.
    #[error("input `{input}` must be one of `{allowed}`, not `{value}`")]
    NotOneOf {
        /// Which input.
        input: String,
        /// What was given.
        value: String,
        /// What is allowed.
        allowed: String,
    },
    /// A text that does not match the input's pattern.
    #[error("input `{input}` must match `{pattern}`, which `{value}` does not")]
    Pattern {
        /// Which input.
        input: String,
        /// What was given.
        value: String,
        /// The regular expression.
        pattern: String,
    },
    /// A value that fits the input, but not the place where a collector uses it.
    #[error("input `{input}` cannot be used here: `{value}`")]
    Unfit {
        /// Which input.
        input: String,
        /// What was given.
        value: String,
    },
}

impl InputError {
    /// Which input cannot be used; none if the inputs as a whole cannot.
    pub fn input(&self) -> Option<&str> {
        match self {
            Self::NotAnObject(_) => None,
            Self::Unknown { input, .. }
            | Self::Missing { input }
            | Self::Type { input, .. }
            | Self::Bounds { input, .. }
            | Self::TooLong { input, .. }
            | Self::TooMany { input, .. }
            | Self::Control { input, .. }
            | Self::NotOneOf { input, .. }
            | Self::Pattern { input, .. }
            | Self::Unfit { input, .. } => Some(input),
        }
    }
}

/// `value` as an error message repeats it: one line, cut where it gets long.
pub(crate) fn shown(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.escape_debug().to_string(),
        other => other.to_string(),
    };
    if text.chars().count() <= SHOWN_CHARS_MAX {
        return text;
    }
    text.chars().take(SHOWN_CHARS_MAX).chain(std::iter::once('…')).collect()
}

impl Diagnostic {
    /// Checks `given` (an object; `null` means no inputs) and fills in defaults.
    ///
    /// # Errors
    /// [`InputError`] for the first input, by name, that is unknown, missing or against its rules.
    pub fn check_inputs(&self, given: &Value) -> Result<Inputs, InputError> {
        let none = Map::new();
        let given = match given {
            Value::Null => &none,
            Value::Object(given) => given,
            other => return Err(InputError::NotAnObject(shown(other))),
        };
        if let Some(input) = given.keys().find(|name| !self.form().inputs.contains_key(*name)) {
            return Err(self.unknown_input(input));
        }
        let mut values = BTreeMap::new();
        for (name, input) in &self.form().inputs {
            match given.get(name).filter(|value| !value.is_null()) {
                Some(value) => {
                    input.check(name, value)?;
                    values.insert(name.clone(), value.clone());
                }
                None if input.required => return Err(InputError::Missing { input: name.clone() }),
                None => values.extend(input.default.clone().map(|value| (name.clone(), value))),
            }
        }
        Ok(Inputs(values))
    }

    /// The inputs as JSON Schema 2020-12, for forms and API descriptions.
    pub fn input_schema(&self) -> Value {
        let properties: Map<String, Value> =
            self.form().inputs.iter().map(|(name, input)| (name.clone(), input.schema())).collect();
        let required: Vec<&String> =
            self.form().inputs.iter().filter(|(_, input)| input.required).map(|(name, _)| name).collect();
        json!({
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        })
    }

    fn unknown_input(&self, input: &str) -> InputError {
        let names: Vec<String> = self.form().inputs.keys().map(|name| format!("`{name}`")).collect();
        let known = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        InputError::Unknown { input: shown(&Value::from(input)), known }
    }
}
