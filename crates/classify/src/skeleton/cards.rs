//! Whether groups of digits may be a payment card: then their values decide.

use crate::detect::is_card;

/// The digits of the groups that stand together, joined by single blanks or hyphens.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cards {
    /// Where the first group starts and the last one ends.
    start: usize,
    end: usize,
    /// How many digits there are, and those that begin a group with which a card's number can begin.
    count: usize,
    starts: u64,
}

/// The fewest digits that a card has.
const CARD_DIGITS_MIN: usize = 13;
/// More digits than stand together in any log.
const DIGITS_MAX: usize = 64;

impl Cards {
    /// Takes in the group at `start`; true if it ends what may be a card's number.
    pub(super) fn add(&mut self, text: &[u8], start: usize, end: usize) -> bool {
        let joined = self.end + 1 == start && text.get(self.end).is_some_and(|b| matches!(b, b' ' | b'-'));
        if !joined {
            (self.start, self.count, self.starts) = (start, 0, 0);
        }
        self.end = end;
        if self.count + end - start > DIGITS_MAX {
            return true;
        }
        let begins = text.get(start).is_some_and(|first| (b'2'..=b'6').contains(first));
        self.starts |= u64::from(begins) << self.count;
        self.count += end - start;
        self.count >= CARD_DIGITS_MIN && self.starts != 0 && self.ends_card(text)
    }

    fn ends_card(&self, text: &[u8]) -> bool {
        let mut digits = [0; DIGITS_MAX];
        let stretch = text.get(self.start..self.end).unwrap_or_default();
        let values = stretch.iter().filter(|b| b.is_ascii_digit()).map(|b| b - b'0');
        digits.iter_mut().zip(values).for_each(|(place, value)| *place = value);
        let mut starts = self.starts;
        while starts != 0 {
            let start = starts.trailing_zeros() as usize;
            starts &= starts - 1;
            if digits.get(start..self.count).is_some_and(is_card) {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: bool) {
        let mut cards = Cards::default();
        let mut at = 0;
        let mut found = false;
        for group in text.split([' ', '-']) {
            found |= cards.add(text.as_bytes(), at, at + group.len());
            at += group.len() + 1;
        }
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_card_may_begin_behind_another_number() {
        check("4111111111111111", true);
        check("3000 4111 1111 1111 1111 22", true);
        check("1000 4111 1111 1111 1112 22", false);
        check("1411 1111 1111-1111", false);
    }
}
