//! Paths in XML: the elements, and what their `Name` or `key` attributes say.

use super::{DEPTH_MAX, Walk, push_key};

/// Walks the lines of one text.
#[derive(Debug, Default)]
pub(super) struct Xml {
    open: Vec<Element>,
    /// Within the tag of the last element, where its attributes stand.
    alone: bool,
}

#[derive(Debug)]
struct Element {
    tag: String,
    /// What paths call it.
    name: String,
}

impl Xml {
    /// The path to each of `places` in one line.
    pub(super) fn of_line(&mut self, view: &[u8], places: impl Iterator<Item = usize>) -> Vec<String> {
        let paths = self.walk(view, 0, places);
        self.end_alone();
        paths
    }
}

impl Walk for Xml {
    /// Goes over a tag and the text up to the next.
    fn step(&mut self, view: &[u8], at: usize) -> usize {
        self.end_alone();
        let rest = view.get(at + 1..).unwrap_or_default();
        let next = memchr::memchr(b'<', rest).map_or(view.len(), |found| at + 1 + found);
        let tag = rest.get(..memchr::memchr(b'>', rest).unwrap_or(rest.len())).unwrap_or_default();
        match (view.get(at), tag.first()) {
            (Some(b'<'), Some(b'/')) => self.leave(tag.get(1..).unwrap_or_default()),
            (Some(b'<'), Some(first)) if first.is_ascii_alphabetic() => self.enter(tag),
            _ => {}
        }
        next
    }

    fn path(&self) -> String {
        let mut path = String::new();
        for element in &self.open {
            push_key(&mut path, element.name.as_bytes());
        }
        path
    }
}

impl Xml {
    fn enter(&mut self, tag: &[u8]) {
        if self.open.len() == DEPTH_MAX {
            self.open.clear();
        }
        let length = tag.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'/');
        let (element, attributes) = tag.split_at(length.unwrap_or(tag.len()));
        let name = named(attributes).unwrap_or_else(|| local(element));
        let [tag_name, name] = [element, name].map(|text| String::from_utf8_lossy(text).into_owned());
        self.open.push(Element { tag: tag_name, name });
        self.alone = tag.ends_with(b"/");
    }

    /// Closes an element and what was left open in it, as HTML leaves `<br>`.
    fn leave(&mut self, tag: &[u8]) {
        let name = tag.trim_ascii();
        if let Some(place) = self.open.iter().rposition(|element| element.tag.as_bytes() == name) {
            self.open.truncate(place);
        }
    }

    fn end_alone(&mut self) {
        if std::mem::take(&mut self.alone) {
            self.open.pop();
        }
    }
}

/// A name without the prefix of its namespace.
fn local(name: &[u8]) -> &[u8] {
    memchr::memchr(b':', name).and_then(|colon| name.get(colon + 1..)).unwrap_or(name)
}

/// The value of the attribute that says what an element's content is.
fn named(attributes: &[u8]) -> Option<&[u8]> {
    let start = [&b" Name="[..], b" name=", b" key=", b" Key="]
        .iter()
        .find_map(|name| memchr::memmem::find(attributes, name).map(|at| at + name.len()))?;
    let quote = attributes.get(start).filter(|byte| matches!(byte, b'"' | b'\''))?;
    let value = attributes.get(start + 1..)?;
    value.get(..memchr::memchr(*quote, value)?)
}
