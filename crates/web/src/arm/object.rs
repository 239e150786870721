//! Reading the members of a JSON object: unknown ones are passed over, null is as good as absent, and what has another type
//! is refused by its name.

use super::error::Fault;
use domain::Moment;
use serde_json::{Map, Value};

/// An object within a body.
#[derive(Clone, Copy)]
pub(super) struct Object<'b> {
    members: &'b Map<String, Value>,
    place: &'b str,
}

impl<'b> Object<'b> {
    pub(super) const fn new(place: &'b str, members: &'b Map<String, Value>) -> Self {
        Self { members, place }
    }

    fn target(&self, name: &str) -> String {
        if self.place.is_empty() { name.to_owned() } else { format!("{}.{name}", self.place) }
    }

    /// A refusal of a member.
    pub(super) fn refuse(&self, name: &str, why: impl std::fmt::Display) -> Fault {
        Fault::invalid(&self.target(name), why)
    }

    fn member(&self, name: &str) -> Option<&'b Value> {
        self.members.get(name).filter(|value| !value.is_null())
    }

    /// A text.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Fault> {
        match self.member(name) {
            None => Ok(None),
            Some(Value::String(text)) if text.contains('\0') => {
                Err(self.refuse(name, "it holds a zero character"))
            }
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(self.refuse(name, "it is no string")),
        }
    }

    /// A text that has to be there, with something in it.
    pub(super) fn needed(&self, name: &str) -> Result<String, Fault> {
        match self.text(name)? {
            Some(text) if !text.trim().is_empty() => Ok(text),
            Some(_) => Err(self.refuse(name, "it is empty")),
            None => Err(self.refuse(name, "it is required")),
        }
    }

    /// One of some words, however it is capitalised; as it is written here.
    pub(super) fn word(&self, name: &str, words: &[&'static str]) -> Result<Option<&'static str>, Fault> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let known = words.iter().find(|word| word.eq_ignore_ascii_case(&text));
        let why = || format!("`{}` is none of {}", text.escape_debug(), words.join(", "));
        known.copied().map(Some).ok_or_else(|| self.refuse(name, why()))
    }

    /// An instant with its zone.
    pub(super) fn moment(&self, name: &str) -> Result<Option<Moment>, Fault> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let moment = text.parse().map(Some);
        moment.map_err(|why: domain::NotAMoment| self.refuse(name, why.to_string().escape_debug()))
    }

    /// A whole number that is not negative.
    pub(super) fn number(&self, name: &str) -> Result<u64, Fault> {
        let number = self.member(name).ok_or_else(|| self.refuse(name, "it is required"))?;
        number.as_u64().ok_or_else(|| self.refuse(name, "it is no whole number, or negative"))
    }

    /// An object within.
    pub(super) fn object(&self, name: &str) -> Result<Option<&'b Map<String, Value>>, Fault> {
        match self.member(name) {
            None => Ok(None),
            Some(Value::Object(object)) => Ok(Some(object)),
            Some(_) => Err(self.refuse(name, "it is no object")),
        }
    }

    /// A list of objects within.
    pub(super) fn objects(&self, name: &str) -> Result<Option<Vec<&'b Map<String, Value>>>, Fault> {
        let Some(list) = self.list(name)? else { return Ok(None) };
        let objects = list.iter().map(|item| item.as_object());
        objects
            .collect::<Option<_>>()
            .map(Some)
            .ok_or_else(|| self.refuse(name, "an item of it is no object"))
    }

    /// A list of texts.
    pub(super) fn texts(&self, name: &str) -> Result<Option<Vec<String>>, Fault> {
        let Some(list) = self.list(name)? else { return Ok(None) };
        let texts = list.iter().map(|item| item.as_str().map(str::to_owned));
        texts.collect::<Option<_>>().map(Some).ok_or_else(|| self.refuse(name, "an item of it is no string"))
    }

    fn list(&self, name: &str) -> Result<Option<&'b Vec<Value>>, Fault> {
        match self.member(name) {
            None => Ok(None),
            Some(Value::Array(list)) => Ok(Some(list)),
            Some(_) => Err(self.refuse(name, "it is no list")),
        }
    }
}

/// The object `properties` of a body.
pub(super) fn properties(body: &Map<String, Value>) -> Result<Object<'_>, Fault> {
    let properties = Object::new("", body).object("properties")?;
    let properties = properties.ok_or_else(|| Fault::invalid("properties", "it is required"))?;
    Ok(Object::new("properties", properties))
}
