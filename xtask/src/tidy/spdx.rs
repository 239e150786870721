//! SPDX licence expressions: `OR`, `AND`, `WITH`, brackets, and the old `MIT/Apache-2.0`, which means `OR`.

use std::fmt;

#[derive(Debug, PartialEq)]
pub(crate) enum Malformed {
    Empty,
    Ends,
    Stray(String),
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "is not stated"),
            Self::Ends => write!(f, "ends too early"),
            Self::Stray(word) => write!(f, "has `{word}` in a place where none belongs"),
        }
    }
}

/// Whether the licences that `allowed` accepts are enough to satisfy `expression`. An exception (`WITH`) only widens
/// what its licence permits, so it is accepted with it.
pub(crate) fn is_satisfied(expression: &str, allowed: impl Fn(&str) -> bool) -> Result<bool, Malformed> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words = Words { left: spaced.split_whitespace().rev().collect(), allowed: &allowed };
    if words.left.is_empty() {
        return Err(Malformed::Empty);
    }
    let satisfied = words.any()?;
    match words.left.last() {
        None => Ok(satisfied),
        Some(word) => Err(Malformed::Stray((*word).to_owned())),
    }
}

struct Words<'a> {
    /// The next word is the last.
    left: Vec<&'a str>,
    allowed: &'a dyn Fn(&str) -> bool,
}

impl Words<'_> {
    /// `AND` binds closer than `OR`.
    fn any(&mut self) -> Result<bool, Malformed> {
        let mut satisfied = self.all()?;
        while self.skip("OR") {
            satisfied |= self.all()?;
        }
        Ok(satisfied)
    }

    fn all(&mut self) -> Result<bool, Malformed> {
        let mut satisfied = self.one()?;
        while self.skip("AND") {
            satisfied &= self.one()?;
        }
        Ok(satisfied)
    }

    fn one(&mut self) -> Result<bool, Malformed> {
        match self.left.pop() {
            None => Err(Malformed::Ends),
            Some("(") => {
                let satisfied = self.any()?;
                if self.skip(")") { Ok(satisfied) } else { Err(Malformed::Ends) }
            }
            Some(word @ (")" | "OR" | "AND" | "WITH")) => Err(Malformed::Stray(word.to_owned())),
            Some(licence) => {
                if self.skip("WITH") {
                    self.left.pop().ok_or(Malformed::Ends)?;
                }
                Ok((self.allowed)(licence))
            }
        }
    }

    fn skip(&mut self, word: &str) -> bool {
        self.left.pop_if(|next| *next == word).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::{Malformed, is_satisfied};

    /// With `A` and `B` allowed, and nothing else.
    fn check(expression: &str, expected: &Result<bool, Malformed>) {
        assert_eq!(
            &is_satisfied(expression, |licence| ["A", "B"].contains(&licence)),
            expected,
            "{expression}"
        );
    }

    #[test]
    fn one_side_of_an_or_is_enough() {
        check("A", &Ok(true));
        check("X", &Ok(false));
        check("X OR A", &Ok(true));
        check("X/A", &Ok(true));
        check("X OR Y", &Ok(false));
    }

    #[test]
    fn both_sides_of_an_and_are_needed() {
        check("A AND B", &Ok(true));
        check("A AND X", &Ok(false));
        check("A OR X AND Y", &Ok(true));
        check("(A OR X) AND Y", &Ok(false));
        check("X AND (A OR B) OR A", &Ok(true));
    }

    #[test]
    fn an_exception_goes_with_its_licence() {
        check("A WITH LLVM-exception OR X", &Ok(true));
        check("X WITH LLVM-exception", &Ok(false));
    }

    #[test]
    fn malformed_expressions_are_refused() {
        check(" ", &Err(Malformed::Empty));
        check("A OR", &Err(Malformed::Ends));
        check("(A", &Err(Malformed::Ends));
        check("A WITH", &Err(Malformed::Ends));
        check("A B", &Err(Malformed::Stray("B".to_owned())));
        check("A)", &Err(Malformed::Stray(")".to_owned())));
        check("OR A", &Err(Malformed::Stray("OR".to_owned())));
    }
}
