//! A name that stands on a line above its value.

use crate::field::{is_value, names_a_pair};

/// A line that holds a name alone, whose value may follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    line: Box<[u8]>,
    /// How many lines came since it, its own among them.
    lines: usize,
}

/// Behind so many lines, the name's own among them, a value has another name: `"slotSetting": false,` may stand between.
pub(super) const LINES_MAX: usize = 3;
const LINE_BYTES_MAX: usize = 200;
const KEY_BYTES_MAX: usize = 24;

impl Name {
    pub(super) fn read(line: &[u8]) -> Option<Self> {
        let names =
            line.len() <= LINE_BYTES_MAX && (key(line).is_some_and(names_a_pair) || is_named_tag(line));
        names.then(|| Self { line: line.into(), lines: 1 })
    }

    pub(super) fn line(&self) -> &[u8] {
        &self.line
    }

    /// What is left of it behind the line after it.
    pub(super) fn behind(mut self, line: &[u8]) -> Option<Self> {
        self.lines += 1;
        let is_over =
            is_value_line(line) || matches!(line.trim_ascii_start().first(), Some(b'{' | b'}' | b'-'));
        (!is_over && self.lines < LINES_MAX).then_some(self)
    }
}

/// Whether a line begins with the value of a pair.
pub(super) fn is_value_line(line: &[u8]) -> bool {
    const TYPES: [&[u8]; 3] = [b"string", b"data", b"integer"];
    let is_typed = |key: &[u8]| line.trim_ascii_start().starts_with(b"<") && TYPES.contains(&key);
    key(line).is_some_and(|key| is_value(key) || is_typed(key))
}

/// The key at the start of a line: `"name": …`, `- name: …`, `Name : …`, `<name>…`.
fn key(line: &[u8]) -> Option<&[u8]> {
    let text = line.trim_ascii_start();
    let text = text.strip_prefix(b"- ").unwrap_or(text);
    let (text, end): (&[u8], &[u8]) = match text.first()? {
        b'"' => (&text[1..], b"\""),
        b'<' => (&text[1..], b">"),
        _ => (text, b":"),
    };
    let length = text.iter().take(KEY_BYTES_MAX).take_while(|b| b.is_ascii_alphabetic()).count();
    let rest = text[length..].trim_ascii_start();
    (length > 0 && rest.starts_with(end)).then_some(&text[..length])
}

/// `<property name="password">`: a start tag alone, with a name.
fn is_named_tag(line: &[u8]) -> bool {
    const ATTRIBUTES: [&[u8]; 2] = [b" name=\"", b" key=\""];
    let text = line.trim_ascii();
    let is_start = text.starts_with(b"<") && text.ends_with(b">") && !text.ends_with(b"/>");
    is_start
        && memchr::memchr_iter(b'<', text).count() == 1
        && ATTRIBUTES.iter().any(|name| memchr::memmem::find(text, name).is_some())
}
