//! The query options of a list. Names are decoded as values are: some clients write `%24filter`.

use super::bad;
use crate::problem::Refused;

/// Query options by name.
pub(super) struct Options(Vec<(String, String)>);

impl Options {
    pub(super) fn of(query: Option<&str>) -> Result<Self, Refused> {
        let read = serde_html_form::from_str(query.unwrap_or_default());
        read.map(Self).map_err(|why| bad(format!("the query cannot be read: {why}")))
    }

    /// The option with this name; the first, if it is there more than once. An empty one is as good as none.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    pub(super) fn flag(&self, name: &str) -> Result<bool, Refused> {
        match self.get(name) {
            None => Ok(false),
            Some(value) if value.eq_ignore_ascii_case("true") => Ok(true),
            Some(value) if value.eq_ignore_ascii_case("false") => Ok(false),
            Some(value) => Err(bad(format!("`{name}` is `true` or `false`, not `{}`", shown(value)))),
        }
    }
}

/// The beginning of what was given, for a message.
pub(super) fn shown(value: &str) -> String {
    value.chars().take(80).collect::<String>().escape_debug().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_decoded() {
        let options = Options::of(Some("%24filter=id%20eq+%27a%2Bb%27&$top=5&$count=TRUE&$top=6")).unwrap();
        assert_eq!(options.get("$filter"), Some("id eq 'a+b'"));
        assert_eq!(options.get("$top"), Some("5"));
        assert!(options.flag("$count").unwrap());
        assert!(options.flag("$top").is_err());
        assert_eq!(Options::of(Some("$top=&&=&%ff=%00")).unwrap().get("$top"), None);
    }
}
