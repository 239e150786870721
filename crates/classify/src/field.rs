//! The structure of a line: keys and their values, in JSON, XML, `key=value`, `Label: value` and query strings.
//!
//! The scan is local: a key is what stands before a `:`, `=` or `>`, wherever the line begins. A window of an over-long
//! line is read the same way as the whole line.

mod containers;
mod custom_label;
mod key_before;
mod pair;
mod registry;
pub(crate) mod table;
mod value_after;

use containers::Containers;
pub(crate) use key_before::is_encoded;
use pair::is_side;
pub(crate) use pair::{is_value, names_a_pair};
use std::ops::Range;

/// How a value is written, which says where it may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Between quotes or tags: the value is whole.
    Quoted,
    /// Behind `=` or as a bare JSON value: up to white space, a quote or `;`.
    Bare,
    /// Behind `:`: up to the end of the line.
    Label,
}

/// A key whose class is known, and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field<C> {
    pub(crate) key: Range<usize>,
    pub(crate) value: Range<usize>,
    pub(crate) class: C,
    pub(crate) style: Style,
}

impl<C> Field<C> {
    /// Whether the value is longer than any without quotes: of `a=1&b=2&…` each goes to the end of the text.
    pub(crate) fn is_endless(&self) -> bool {
        const BARE_BYTES_MAX: usize = 2048;
        self.style == Style::Bare && self.value.len() > BARE_BYTES_MAX
    }
}

/// The fields of one line, in the order of their values.
#[derive(Debug)]
pub(crate) struct Fields<C> {
    list: Vec<Field<C>>,
    parents: Vec<Range<usize>>,
    pair_name: Option<Range<usize>>,
    containers: Containers,
    /// What the last value behind `=` went through.
    unbroken: Range<usize>,
}

/// Deeper nesting is read as if it stood at this depth.
const DEPTH_MAX: usize = 32;

impl<C> Default for Fields<C> {
    fn default() -> Self {
        let (list, parents, containers) = (Vec::new(), Vec::new(), Containers::default());
        Self { list, parents, pair_name: None, containers, unbroken: 0..0 }
    }
}

impl<C: Copy> Fields<C> {
    /// Finds the fields of `view` whose key has a class; `class_of` takes the parent's key and the key.
    pub(crate) fn read(&mut self, view: &[u8], mut class_of: impl FnMut(&[u8], &[u8]) -> Option<C>) {
        self.list.clear();
        self.parents.clear();
        self.pair_name = None;
        self.containers.forget();
        self.unbroken = 0..0;
        for at in memchr::memchr3_iter(b':', b'=', b'>', view) {
            self.read_at(view, at, &mut class_of);
        }
        self.read_table(view, &mut class_of);
    }

    /// Adds the cells of a table with a header, each with its column as key.
    fn read_table(&mut self, view: &[u8], class_of: &mut impl FnMut(&[u8], &[u8]) -> Option<C>) {
        let before = self.list.len();
        for (key, value) in table::cells_by_column(view).into_iter().chain(registry::values(view)) {
            let name = view.get(key.clone()).unwrap_or_default();
            if let Some(class) = class_of(b"", name) {
                self.list.push(Field { key, value, class, style: Style::Quoted });
            }
        }
        if self.list.len() > before {
            self.list.sort_by_key(|field| field.value.start);
        }
    }

    fn read_at(&mut self, view: &[u8], at: usize, class_of: &mut impl FnMut(&[u8], &[u8]) -> Option<C>) {
        let Some(key) = key_before::key_before(view, at) else { return };
        let text = |range: &Range<usize>| view.get(range.clone()).unwrap_or_default();
        let name = self.effective_name(text(&key.range), &key.range);
        let parent = self.parent(at);
        // `"cookies":[{"name":"…","value":"…"}]`: what holds the pairs may say more than their names.
        let held =
            (name != key.range && !parent.is_empty()).then(|| class_of(text(&parent), text(&key.range)));
        let mut class = held.flatten().or_else(|| class_of(text(&parent), text(&name)));
        // `{"firstname":{"value":"Ann"}}`.
        let name = if class.is_none() && !parent.is_empty() && is_value(text(&name)) {
            class = class_of(b"", text(&parent));
            parent
        } else if let Some(label) =
            custom_label::label_of(view, &key.range).filter(|_| view.get(at) == Some(&b'='))
        {
            class = class_of(b"", text(&label));
            label
        } else {
            name
        };
        let container = value_after::container_at(view, at, &key);
        let names_a_pair = names_a_pair(text(&key.range));
        if class.is_none() && container.is_none() && !names_a_pair {
            return;
        }
        let value = match container {
            Some(start) => Some((self.containers.at(view, start), Style::Quoted)),
            None => value_after::value_after(view, at, &key, &mut self.unbroken),
        };
        let Some((value, style)) = value else { return };
        if names_a_pair {
            self.pair_name = Some(value.clone());
        }
        if container.is_some() {
            self.open(key.range.clone(), value.clone());
        }
        if let Some(class) = class {
            self.list.push(Field { key: name, value, class, style });
        }
    }

    /// In `{"Name":"ClientIP","Value":"…"}` the key of the value is `ClientIP`.
    fn effective_name(&mut self, text: &[u8], key: &Range<usize>) -> Range<usize> {
        // Between the two may stand what type the value has.
        match self.pair_name.take_if(|_| !names_a_pair(text) && text != b"type") {
            Some(name) if is_value(text) || is_side(text) => self.pair_name.insert(name).clone(),
            _ => key.clone(),
        }
    }

    fn open(&mut self, key: Range<usize>, value: Range<usize>) {
        if self.parents.len() >= 2 * DEPTH_MAX {
            self.parents.drain(..2);
        }
        self.parents.push(key);
        self.parents.push(value);
    }

    /// The key of the object or array that `at` stands in.
    fn parent(&mut self, at: usize) -> Range<usize> {
        while let [.., key, value] = self.parents.as_slice() {
            let (key, value) = (key.clone(), value.clone());
            if at < value.end {
                return key;
            }
            self.parents.truncate(self.parents.len() - 2);
        }
        0..0
    }

    /// Every field, in the order of their values.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Field<C>> {
        self.list.iter()
    }

    /// The innermost field whose value holds `at`.
    pub(crate) fn at(&self, at: usize) -> Option<&Field<C>> {
        let before = self.list.partition_point(|field| field.value.start <= at);
        self.list.get(..before)?.iter().rev().take(LOOK_BACK).find(|field| at < field.value.end)
    }

    /// The last field whose value starts before `at`.
    pub(crate) fn before(&self, at: usize) -> Option<&Field<C>> {
        self.list
            .partition_point(|field| field.value.start < at)
            .checked_sub(1)
            .and_then(|last| self.list.get(last))
    }

    /// The first field whose value starts behind `at`.
    pub(crate) fn behind(&self, at: usize) -> Option<&Field<C>> {
        self.list.get(self.list.partition_point(|field| field.value.start <= at))
    }

    /// The class of the innermost field around `at`.
    pub(crate) fn class_at(&self, at: usize) -> Option<C> {
        self.at(at).map(|field| field.class)
    }
}

/// How many fields back the one around an offset is looked for.
const LOOK_BACK: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::View;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let mut view = View::default();
        view.read(text.as_bytes());
        let mut fields = Fields::default();
        fields.read(view.bytes(), crate::key::lookup);
        let got: Vec<_> = fields.iter().map(|f| (&text[f.key.clone()], &text[f.value.clone()])).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn json_fields_at_any_depth() {
        check(
            r#"{"userId":"u1","x":{"deviceDetail":{"displayName":"PC-1"}},"n":3}"#,
            &[("userId", "u1"), ("displayName", "PC-1")],
        );
    }

    #[test]
    fn json_in_a_json_string() {
        check(r#"{"m":"{\"userId\":\"u1\"}"}"#, &[("userId", "u1")]);
    }

    #[test]
    fn empty_values_of_equals_fields_are_empty() {
        check("logon failed; ruser= rhost=192.0.2.1  user=root", &[("rhost", "192.0.2.1"), ("user", "root")]);
    }

    #[test]
    fn labels_of_an_event_message() {
        check(
            r#"{"Message":"x\r\n\tAccount Name:\t\tjoe\r\n\tAccount Domain:\t\tC\r\n"}"#,
            &[("Account Name", "joe"), ("Account Domain", "C")],
        );
    }

    #[test]
    fn a_name_beside_a_value_is_the_key() {
        check(r#"[{"Name":"UserId","Value":"u1"}]"#, &[("Name", "UserId"), ("UserId", "u1")]);
        check(r#"{"userId":{"value":"u1"}}"#, &[("userId", r#"{"value":"u1"}"#), ("userId", "u1")]);
    }

    #[test]
    fn xml_elements_and_named_data() {
        check(
            "<Computer>PC-1</Computer><Data Name=\"TargetUserName\">joe</Data>",
            &[("Computer", "PC-1"), ("Data Name", "TargetUserName"), ("TargetUserName", "joe")],
        );
    }

    #[test]
    fn property_lists_and_namespaces() {
        check("<key>UserName</key> <string>joe</string>", &[("key", "UserName"), ("UserName", "joe")]);
        check("<a:UserName>joe</a:UserName>", &[("UserName", "joe")]);
    }

    #[test]
    fn cells_under_a_header() {
        check("login,password\nbob,x1\n", &[("login", "bob"), ("password", "x1")]);
    }

    #[test]
    fn dotted_leaders_stand_between_label_and_colon() {
        check("   Host Name . . . . . . . . : PC-1", &[("Host Name", "PC-1")]);
    }
}
