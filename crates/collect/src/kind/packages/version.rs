//! Order of Debian's version numbers (deb-version(7)).

use std::cmp::Ordering;

/// How `a` stands to `b`: `[epoch:]upstream[-revision]`.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    let (a_epoch, a) = epoch(a);
    let (b_epoch, b) = epoch(b);
    let (a_upstream, a_revision) = a.rsplit_once('-').unwrap_or((a, "0"));
    let (b_upstream, b_revision) = b.rsplit_once('-').unwrap_or((b, "0"));
    a_epoch
        .cmp(&b_epoch)
        .then_with(|| part(a_upstream.as_bytes(), b_upstream.as_bytes()))
        .then_with(|| part(a_revision.as_bytes(), b_revision.as_bytes()))
}

fn epoch(version: &str) -> (u64, &str) {
    match version.split_once(':') {
        Some((epoch, rest)) => (epoch.parse().unwrap_or(0), rest),
        None => (0, version),
    }
}

/// Compares signs up to the next number, then the numbers, and so on.
fn part(mut a: &[u8], mut b: &[u8]) -> Ordering {
    while !a.is_empty() || !b.is_empty() {
        loop {
            let (x, y) = (weight(a.first()), weight(b.first()));
            if x == 0 && y == 0 {
                break;
            }
            if x != y {
                return x.cmp(&y);
            }
            a = a.get(1..).unwrap_or_default();
            b = b.get(1..).unwrap_or_default();
        }
        let order = number(&mut a).cmp(&number(&mut b));
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}

/// `~` comes before the end, letters before other signs. Digits and the end weigh nothing.
fn weight(byte: Option<&u8>) -> i32 {
    match byte {
        None => 0,
        Some(byte) if byte.is_ascii_digit() => 0,
        Some(b'~') => -1,
        Some(byte) if byte.is_ascii_alphabetic() => i32::from(*byte),
        Some(byte) => i32::from(*byte) + 256,
    }
}

/// Takes the digits at the start: their count without leading zeros, and themselves.
fn number<'a>(text: &mut &'a [u8]) -> (usize, &'a [u8]) {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end).unwrap_or((text, &[]));
    *text = rest;
    let zeros = digits.iter().take_while(|byte| **byte == b'0').count();
    let digits = digits.get(zeros..).unwrap_or_default();
    (digits.len(), digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    const PAIRS: [(&str, &str, Ordering); 14] = [
        ("1.0", "1.0", Ordering::Equal),
        ("1.0-1", "1.0-1+deb12u1", Ordering::Less),
        ("1.9", "1.10", Ordering::Less),
        ("1.0~rc1", "1.0", Ordering::Less),
        ("1.0~~", "1.0~", Ordering::Less),
        ("1:0.1", "2.0", Ordering::Greater),
        ("0:1.0", "1.0", Ordering::Equal),
        ("1.0a", "1.0+", Ordering::Less),
        ("1.00", "1.0", Ordering::Equal),
        ("2.36-9+deb12u13", "2.36-9+deb12u9", Ordering::Greater),
        ("5.1-rc-2", "5.1-rc-10", Ordering::Less),
        ("1.0-0", "1.0", Ordering::Equal),
        ("a", "1", Ordering::Greater),
        ("99999999999999999999998", "99999999999999999999999", Ordering::Less),
    ];

    #[test]
    fn versions_are_ordered_as_dpkg_orders_them() {
        for (a, b, order) in PAIRS {
            assert_eq!(compare(a, b), order, "{a} {b}");
            assert_eq!(compare(b, a), order.reverse(), "{b} {a}");
            let word = match order {
                Ordering::Less => "lt",
                Ordering::Equal => "eq",
                Ordering::Greater => "gt",
            };
            // Where dpkg is, it is asked.
            if let Ok(status) = Command::new("dpkg").args(["--compare-versions", a, word, b]).status() {
                assert!(status.success(), "dpkg does not say {a} {word} {b}");
            }
        }
    }
}
