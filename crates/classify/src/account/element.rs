//! What the elements around a value of XML say of it: `<OrderReference><ID>…`, `<PayeeFinancialAccount><ID>…` of UBL, `<IdFiscaleIVA>
//! <IdCodice>…` of Italian invoices, and statements whose elements have no end (OFX 1) (classification.md 4.7).

use super::{AccountField, KEYS};
use crate::entity::Entity;
use crate::field::{Field, Fields, Style};
use crate::line::Line;
use std::ops::Range;

/// Deeper elements are read as if they stood at this depth.
const DEPTH_MAX: usize = 32;
/// Longer tags are none.
const TAG_BYTES_MAX: usize = 512;

/// The fields of the line, those in elements by the elements around them, in the order of their values.
pub(super) fn read(line: &Line<'_>, fields: &Fields<AccountField>) -> Vec<Field<AccountField>> {
    let mut all: Vec<_> = fields.iter().filter(|field| !field.is_endless()).cloned().collect();
    if line.view.contains(&b'<') {
        all.extend(Reader { line, open: Vec::new(), found: Vec::new() }.read());
        all.sort_by_key(|field| field.value.start);
    }
    all
}

struct Reader<'l, 'a> {
    line: &'l Line<'a>,
    /// The names of the elements that are open.
    open: Vec<Range<usize>>,
    found: Vec<Field<AccountField>>,
}

impl Reader<'_, '_> {
    fn read(mut self) -> Vec<Field<AccountField>> {
        let tags: Vec<usize> = memchr::memchr_iter(b'<', self.line.view).collect();
        for (index, at) in tags.iter().enumerate() {
            let next = tags.get(index + 1).copied().unwrap_or(self.line.view.len());
            let reach = next.min(at + TAG_BYTES_MAX);
            let tag = self.line.slice(at + 1..reach);
            let Some(close) = memchr::memchr(b'>', tag) else { continue };
            let text = at + 1 + close + 1..next;
            let name = self.name(at + 1);
            if tag.starts_with(b"/") {
                let name = self.name(at + 2);
                self.close(&name);
            } else if !name.is_empty() {
                self.attribute(&name, at + 1 + close);
                self.element(name, text, tag.get(close - 1) == Some(&b'/'));
            }
        }
        self.found
    }

    /// The name of the element that begins at `at`, without the prefix of its namespace.
    fn name(&self, at: usize) -> Range<usize> {
        let whole = at..self.line.run(at, |b| b.is_ascii_alphanumeric() || b"_-.:".contains(&b));
        let local = memchr::memchr(b':', self.line.slice(whole.clone())).map_or(0, |colon| colon + 1);
        whole.start + local..whole.end
    }

    /// Closes an element and those in it, which have no end of their own.
    fn close(&mut self, name: &Range<usize>) {
        let text = self.line.slice(name.clone());
        if let Some(depth) = self.open.iter().rposition(|open| self.line.slice(open.clone()) == text) {
            self.open.truncate(depth);
        }
    }

    /// Opens an element; one with a text is read and holds no others.
    fn element(&mut self, name: Range<usize>, text: Range<usize>, closed: bool) {
        let first = self.line.run(text.start, |b| b.is_ascii_whitespace()).min(text.end);
        let last = self.line.run_back(text.end, |b| b.is_ascii_whitespace()).max(first);
        if first < last {
            let parent = self.open.last().map(|open| self.line.slice(open.clone())).unwrap_or_default();
            if let Some(class) = KEYS.lookup(parent, self.line.slice(name.clone())) {
                self.found.push(Field { key: name, value: first..last, class, style: Style::Quoted });
            }
        } else if !closed && !self.line.slice(text.end..text.end + 2).starts_with(b"</") {
            if self.open.len() == DEPTH_MAX {
                self.open.remove(0);
            }
            self.open.push(name);
        }
    }

    /// `<amount value="1188.00" currency="NOK"/>`: the sum of an element that is one.
    fn attribute(&mut self, name: &Range<usize>, end: usize) {
        const VALUE: &[u8] = b" value=\"";
        let sum = AccountField::Value(Entity::Amount);
        if KEYS.lookup(b"", self.line.slice(name.clone())) != Some(sum) {
            return;
        }
        if let Some(at) = memchr::memmem::find(self.line.slice(name.end..end), VALUE) {
            let start = name.end + at + VALUE.len();
            let value = start..self.line.run(start, |b| b != b'"').min(end);
            self.found.push(Field { key: name.clone(), value, class: sum, style: Style::Quoted });
        }
    }
}
