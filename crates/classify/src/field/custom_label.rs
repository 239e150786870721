//! The columns of CEF that a product gives its own meaning: `cs3Label=Policy cs3=…`. The label is the key of the value.

use std::ops::Range;

/// How far from the value its label may stand.
const APART_BYTES_MAX: usize = 512;
const LABEL_BYTES_MAX: usize = 48;
const SUFFIX: &[u8] = b"Label=";

/// The label of the column `key`, if it is such a column and has one.
pub(super) fn label_of(view: &[u8], key: &Range<usize>) -> Option<Range<usize>> {
    let name = view.get(key.clone())?;
    // What stands in front may be read as words of the key.
    let name = name.rsplit(|b| *b == b' ').next()?;
    if !is_custom(name) {
        return None;
    }
    let from = key.start.saturating_sub(APART_BYTES_MAX);
    let around = view.get(from..view.len().min(key.end + APART_BYTES_MAX))?;
    let at = memchr::memmem::find_iter(around, name).find(|at| {
        let open = at.checked_sub(1).and_then(|before| around.get(before));
        open.is_none_or(|b| matches!(b, b' ' | b'|'))
            && around.get(at + name.len()..).is_some_and(|rest| rest.starts_with(SUFFIX))
    })?;
    let start = at + name.len() + SUFFIX.len();
    let rest = around.get(start..around.len().min(start + LABEL_BYTES_MAX))?;
    let length = end_of(rest);
    (length > 0).then_some(from + start..from + start + length)
}

/// `cs1` to `cs6` and beyond, `cn1`, `cfp1`, `flexString1`.
fn is_custom(name: &[u8]) -> bool {
    const COLUMNS: [&[u8]; 6] = [b"cs", b"cn", b"cfp", b"c6a", b"flexString", b"flexNumber"];
    let digits = name.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    (1..=2).contains(&digits) && name.get(..name.len() - digits).is_some_and(|front| COLUMNS.contains(&front))
}

/// A label ends where the next key begins.
fn end_of(rest: &[u8]) -> usize {
    let line = memchr::memchr2(b'\n', b'"', rest).unwrap_or(rest.len());
    let rest = rest.get(..line).unwrap_or_default();
    match memchr::memchr(b'=', rest) {
        Some(equals) => memchr::memrchr(b' ', rest.get(..equals).unwrap_or_default()).unwrap_or(0),
        None => rest.trim_ascii_end().len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_label_is_found_on_both_sides() {
        let check = |text: &str, expected: Option<&str>| {
            let start = text.find("cs2=").unwrap();
            let got = label_of(text.as_bytes(), &(start..start + 3)).map(|range| &text[range]);
            assert_eq!(got, expected, "{text}");
        };
        check("src=a cs2=b cs2Label=Source Mail act=c", Some("Source Mail"));
        check("cs2Label=Owner cs2=b", Some("Owner"));
        check("cs2=b cs2Label=Owner", Some("Owner"));
        check("cs2=b cs22Label=Owner", None);
        check("cs2=b", None);
    }
}
