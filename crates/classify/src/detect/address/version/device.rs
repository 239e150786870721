//! The version of a device in the header of CEF and LEEF (classification.md 5.1).

use crate::line::Line;

/// The device version in the header of CEF and LEEF: behind the third bar. A line may have many addresses, so each looks back
/// no further than to the fourth bar.
pub(super) fn is_of_device(line: &Line<'_>, start: usize) -> bool {
    let before = line.slice(0..start);
    let mut bars = memchr::memrchr_iter(b'|', before);
    let Some(third) = bars.nth(2) else { return false };
    let from = bars.next().map_or(0, |fourth| fourth + 1);
    let begins = |header: &[u8]| memchr::memmem::rfind(line.slice(from..start), header).map(|at| from + at);
    match begins(b"CEF:") {
        Some(header) => header < third,
        None => {
            begins(b"LEEF:").is_some_and(|header| header < third)
                && memchr::memmem::find(before, b"CEF:").is_none()
        }
    }
}
