//! An entry of a directory.

use super::message::{Heard, Tag};

/// The most values of an attribute that are kept.
const VALUES_MAX: usize = 100;

/// Attributes and their values.
#[derive(Debug, Default)]
pub(crate) struct Entry(Vec<(String, Vec<String>)>);

impl Entry {
    /// The entry that a message holds; none if it is another message.
    pub(super) fn read(heard: &Heard) -> Option<Self> {
        let mut fields = heard.fields(Tag::SEARCH_ENTRY)?;
        fields.next()?;
        let mut attributes = Vec::new();
        for attribute in fields.next()?.elements() {
            let mut parts = attribute.elements();
            let name = String::from_utf8_lossy(parts.next()?.content).to_lowercase();
            let values = parts.next()?.elements().take(VALUES_MAX);
            let values = values.map(|value| String::from_utf8_lossy(value.content).into_owned()).collect();
            attributes.push((name, values));
        }
        Some(Self(attributes))
    }

    /// The values of an attribute, whose name is given in lower case; none if it has none.
    pub(crate) fn values(&self, name: &str) -> &[String] {
        let found = self.0.iter().find(|(own, _)| own == name);
        found.map_or(&[], |(_, values)| values.as_slice())
    }
}
