//! How an organisation names its machines: where `NW-LT-0412` and `NW-LT-0388` are listed, `NW-LT-0917` is a machine too
//! (classification.md 4.2 `machine_name`).

use crate::word;
use std::collections::{HashMap, HashSet};

/// The forms that at least two of the listed machines have.
#[derive(Debug, Default)]
pub(crate) struct NamingSchemes {
    forms: HashSet<u64>,
}

/// The forms of machines' names as they are read, each with one of the names.
#[derive(Debug, Default)]
pub(super) struct NamesRead {
    first: HashMap<u64, u32>,
    schemes: NamingSchemes,
}

impl NamesRead {
    /// Takes in the name of a machine.
    pub(super) fn add(&mut self, name: &str) {
        let name = name.trim().as_bytes();
        let Some(form) = form(name) else { return };
        let hash = word::hash(name);
        // The same machine may be listed for two people.
        if *self.first.entry(form).or_insert(hash) != hash {
            self.schemes.forms.insert(form);
        }
    }

    pub(super) fn into_schemes(self) -> NamingSchemes {
        self.schemes
    }
}

impl NamingSchemes {
    /// Whether listed machines are named as `word` is.
    pub(crate) fn has(&self, word: &[u8]) -> bool {
        !self.forms.is_empty() && form(word).is_some_and(|form| self.forms.contains(&form))
    }
}

/// A number for the form of a name: the letters that it begins with, and of what follows where letters, digits and signs stand.
/// None for names without letters in front, or of which no number is part.
fn form(name: &[u8]) -> Option<u64> {
    const LETTERS_MIN: usize = 2;
    const DIGITS_MIN: usize = 2;
    const BYTES_MAX: usize = 32;
    let prefix = name.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let digits = name.iter().filter(|b| b.is_ascii_digit()).count();
    let plain = name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
    if prefix < LETTERS_MIN || digits < DIGITS_MIN || !plain || name.len() > BYTES_MAX {
        return None;
    }
    let kinds = name.iter().enumerate().map(|(at, byte)| match byte {
        letter if at < prefix => letter.to_ascii_lowercase(),
        b'0'..=b'9' => b'9',
        b'-' => b'-',
        _ => b'a',
    });
    // FNV-1a: the numbers of other forms are others but for one in 2^64.
    Some(
        kinds
            .fold(0xcbf2_9ce4_8422_2325, |hash, kind| (hash ^ u64::from(kind)).wrapping_mul(0x100_0000_01b3)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_machines_share_is_a_scheme() {
        let mut read = NamesRead::default();
        for name in ["NW-LT-0412", "nw-lt-0388", "NW-LT-0412", "PC-JULE77", "srv", "1234", "ONE-12", "one-12"]
        {
            read.add(name);
        }
        let schemes = read.into_schemes();
        for name in ["NW-LT-0917", "nw-xx-0001"] {
            assert!(schemes.has(name.as_bytes()), "{name}");
        }
        for name in ["NW-LT-091", "NW-LTX-0917", "XW-LT-0917", "PC-ANNE12", "ONE-13", "1235", ""] {
            assert!(!schemes.has(name.as_bytes()), "{name}");
        }
    }
}
