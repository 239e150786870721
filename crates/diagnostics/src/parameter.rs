//! A collector's parameter: a value, or the input that supplies it.

use crate::input::InputType;
use crate::inputs::{InputError, Inputs};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// A parameter as written in a diagnostic: a value of its own, or `${name}`, the value of that input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parameter<T> {
    /// The same for every run.
    Value(T),
    /// What the run's input of this name holds.
    Input(String),
}

/// What a parameter wants of an input, so that a diagnostic can be checked without running it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference<'a> {
    /// The parameter's name.
    pub parameter: &'static str,
    /// The input it refers to.
    pub input: &'a str,
    /// The type the input must have.
    pub wanted: InputType,
    /// Whether the parameter can do without a value.
    pub optional: bool,
}

/// A type that parameters can have.
pub trait Supplied: DeserializeOwned {
    /// The type of the inputs that can supply it.
    const TYPE: InputType;
}

impl Supplied for String {
    const TYPE: InputType = InputType::String;
}

impl Supplied for u64 {
    const TYPE: InputType = InputType::Integer;
}

impl Supplied for u16 {
    const TYPE: InputType = InputType::Integer;
}

impl Supplied for bool {
    const TYPE: InputType = InputType::Boolean;
}

impl Supplied for Vec<String> {
    const TYPE: InputType = InputType::Strings;
}

impl<T: Supplied + Clone> Parameter<T> {
    /// The parameter's value in a run with `inputs`; none if it refers to an input that was left out.
    ///
    /// # Errors
    /// [`InputError::Unfit`] if the input holds a value that the parameter cannot take.
    pub fn find(&self, inputs: &Inputs) -> Result<Option<T>, InputError> {
        match self {
            Self::Value(value) => Ok(Some(value.clone())),
            Self::Input(name) => inputs.get(name).map(|value| take(name, value)).transpose(),
        }
    }

    /// As [`find`](Self::find), for a parameter that must have a value.
    ///
    /// # Errors
    /// [`InputError::Missing`] if it refers to an input that was left out; otherwise as [`find`](Self::find).
    pub fn get(&self, inputs: &Inputs) -> Result<T, InputError> {
        match self {
            Self::Value(value) => Ok(value.clone()),
            Self::Input(name) => {
                self.find(inputs)?.ok_or_else(|| InputError::Missing { input: name.clone() })
            }
        }
    }

    /// The reference to an input, if it is one.
    pub(crate) fn to_input(&self, parameter: &'static str, optional: bool) -> Option<Reference<'_>> {
        match self {
            Self::Value(_) => None,
            Self::Input(input) => Some(Reference { parameter, input, wanted: T::TYPE, optional }),
        }
    }
}

/// A parameter that can be left out.
pub trait Optional<T> {
    /// The parameter's value in a run with `inputs`; none if it, or the input that it refers to, was left out.
    ///
    /// # Errors
    /// As [`Parameter::find`].
    fn find(&self, inputs: &Inputs) -> Result<Option<T>, InputError>;
}

impl<T: Supplied + Clone> Optional<T> for Option<Parameter<T>> {
    fn find(&self, inputs: &Inputs) -> Result<Option<T>, InputError> {
        self.as_ref().map_or(Ok(None), |parameter| parameter.find(inputs))
    }
}

fn take<T: Supplied>(name: &str, value: &Value) -> Result<T, InputError> {
    T::deserialize(value)
        .map_err(|_| InputError::Unfit { input: name.to_owned(), value: crate::inputs::shown(value) })
}

/// The name in `${name}`.
fn input_name(text: &str) -> Option<&str> {
    text.strip_prefix("${")?.strip_suffix('}')
}

impl<'de, T: Supplied> Deserialize<'de> for Parameter<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        match value.as_str().and_then(input_name) {
            Some(name) => Ok(Self::Input(name.to_owned())),
            None => T::deserialize(&value).map(Self::Value).map_err(|_| {
                D::Error::custom(format!("expected a value of type {} or `${{input}}`", T::TYPE.name()))
            }),
        }
    }
}

impl<T: Serialize> Serialize for Parameter<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Input(name) => serializer.collect_str(&format_args!("${{{name}}}")),
        }
    }
}
