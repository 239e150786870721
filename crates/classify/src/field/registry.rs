//! Values of the Windows registry as its console prints them: a name, the type, and the data, with blanks between:
//! `    ProxyUser    REG_SZ    joe`.

use crate::view::FILLER;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

static KINDS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("REG_"));

/// Longer names are no names.
const NAME_BYTES_MAX: usize = 64;

/// The name and the data of each value in `view`.
pub(super) fn values(view: &[u8]) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + '_ {
    KINDS.find_iter(view).filter_map(|kind| value(view, kind))
}

fn value(view: &[u8], kind: usize) -> Option<(Range<usize>, Range<usize>)> {
    let key = name_before(view, kind)?;
    let rest = view.get(kind..)?;
    let kind_bytes = rest.iter().take_while(|b| b.is_ascii_uppercase() || **b == b'_').count();
    let blanks = rest.get(kind_bytes..)?.iter().take_while(|b| is_blank(**b)).count();
    let start = kind + kind_bytes + blanks;
    let length = view.get(start..)?.iter().take_while(|b| !ends(**b)).count();
    let data = view.get(start..start + length)?.trim_ascii_end().len();
    (blanks > 0 && data > 0).then_some((key, start..start + data))
}

/// What stands alone between the beginning of the line and the type; `reg add … /v Name /t REG_SZ` has options there.
fn name_before(view: &[u8], kind: usize) -> Option<Range<usize>> {
    let from = kind.saturating_sub(2 * NAME_BYTES_MAX);
    let front = view.get(from..kind)?;
    let begin = front.iter().rposition(|b| ends(*b)).map_or(from, |at| from + at + 1);
    let text = view.get(begin..kind)?;
    let start = begin + text.iter().take_while(|b| is_blank(**b)).count();
    let end = begin + text.trim_ascii_end().len();
    let name = view.get(start..end)?;
    let plain = name.iter().all(|b| b.is_ascii_alphanumeric() || b" _-.".contains(b));
    (end < kind && plain && (1..=NAME_BYTES_MAX).contains(&name.len())).then_some(start..end)
}

fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

fn ends(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | b'"' | FILLER)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let got: Vec<_> = values(text.as_bytes()).map(|(k, v)| (&text[k], &text[v])).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn a_name_a_type_and_data() {
        check("    Proxy Login    REG_SZ    joe b \r\n", &[("Proxy Login", "joe b")]);
        check("Key\tREG_EXPAND_SZ\t%x%\nB REG_DWORD 0x1", &[("Key", "%x%"), ("B", "0x1")]);
    }

    #[test]
    fn options_and_empty_data_are_no_values() {
        check("reg add HKLM\\A /v Key /t REG_SZ /d joe", &[]);
        check("    Key    REG_SZ    ", &[]);
        check("REG_SZ", &[]);
    }
}
