//! The `$filter` of lists: comparisons joined by `and`.

use super::error::Fault;
use domain::{Moment, Span};

/// A comparison: a property, an operator, and what it is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Comparison {
    /// The property, in lower case.
    pub(super) property: String,
    /// The operator, in lower case.
    pub(super) operator: String,
    /// The value.
    pub(super) value: String,
}

impl Comparison {
    /// The value that a text has to be.
    pub(super) fn equal(&self) -> Result<&str, Fault> {
        if self.operator == "eq" { Ok(&self.value) } else { Err(self.unknown_operator("eq")) }
    }

    /// The first instant that is meant.
    pub(super) fn from(&self) -> Result<Moment, Fault> {
        let moment: Moment = self.value.parse().map_err(|_| {
            let value = self.value.escape_debug();
            Fault::filter(format!("`{value}` is no instant with its zone, such as 2026-01-15T09:30:00Z"))
        })?;
        match self.operator.as_str() {
            "ge" => Ok(moment),
            "gt" => Ok(moment.plus(Span::from_micros(1))),
            _ => Err(self.unknown_operator("gt or ge")),
        }
    }

    fn unknown_operator(&self, known: &str) -> Fault {
        let (property, operator) = (&self.property, self.operator.escape_debug());
        Fault::filter(format!("`{property}` is compared with {known}, not with `{operator}`"))
    }

    /// An id that nothing of the catalogue has.
    pub(super) fn nobodys() -> Option<domain::ServiceId> {
        "-".parse().ok()
    }

    /// That the property cannot be filtered by.
    pub(super) fn unknown(&self, known: &str) -> Fault {
        Fault::filter(format!("`{}` cannot be filtered by; {known} can", self.property.escape_debug()))
    }
}

/// Reads a filter.
///
/// # Errors
/// 400 if it is broken.
pub(super) fn comparisons(filter: &str) -> Result<Vec<Comparison>, Fault> {
    let tokens = tokens(filter)?;
    let mut read = Vec::new();
    let mut rest = tokens.as_slice();
    loop {
        let [Token::Word(property), Token::Word(operator), value, behind @ ..] = rest else {
            return Err(Fault::filter(
                "the filter is not of comparisons such as status eq 'Open', joined by and",
            ));
        };
        let (value, behind) = match (value, behind) {
            // A plus that nobody escaped has become a space.
            (Token::Word(time), [Token::Word(offset), behind @ ..]) if is_offset(offset) => {
                (format!("{time}+{offset}"), behind)
            }
            (Token::Word(value) | Token::Text(value), behind) => (value.clone(), behind),
        };
        let (property, operator) = (property.to_ascii_lowercase(), operator.to_ascii_lowercase());
        read.push(Comparison { property, operator, value });
        match behind {
            [] => return Ok(read),
            [Token::Word(and), behind @ ..] if and.eq_ignore_ascii_case("and") => rest = behind,
            _ => return Err(Fault::filter("comparisons are joined by and")),
        }
    }
}

fn is_offset(word: &str) -> bool {
    matches!(word.as_bytes(), [a, b, b':', c, d] if [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()))
}

enum Token {
    Word(String),
    Text(String),
}

fn tokens(filter: &str) -> Result<Vec<Token>, Fault> {
    let mut tokens = Vec::new();
    let mut rest = filter.trim_start();
    while let Some(first) = rest.chars().next() {
        if first == '\'' {
            let (text, behind) = quoted(rest.get(1..).unwrap_or_default())?;
            tokens.push(Token::Text(text));
            rest = behind;
        } else {
            let end = rest.find([' ', '\'']).unwrap_or(rest.len());
            let (word, behind) = rest.split_at(end);
            tokens.push(Token::Word(word.to_owned()));
            rest = behind;
        }
        rest = rest.trim_start();
    }
    Ok(tokens)
}

/// The text up to its closing quote, where two quotes are one; and what stands behind.
fn quoted(text: &str) -> Result<(String, &str), Fault> {
    let (mut read, mut rest) = (String::new(), text);
    loop {
        let (before, behind) =
            rest.split_once('\'').ok_or_else(|| Fault::filter("a text is not closed by a quote"))?;
        read.push_str(before);
        match behind.strip_prefix('\'') {
            Some(behind) => {
                read.push('\'');
                rest = behind;
            }
            None => return Ok((read, behind)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(filter: &str) -> Option<Vec<(String, String, String)>> {
        let read = comparisons(filter).ok()?;
        Some(read.into_iter().map(|one| (one.property, one.operator, one.value)).collect())
    }

    #[test]
    fn comparisons_are_read() {
        let read =
            check("Status eq 'Open'  AND createdDate ge 2026-01-15T09:30:00 00:00 and serviceId eq 'it''s'");
        let expected = [
            ("status", "eq", "Open"),
            ("createddate", "ge", "2026-01-15T09:30:00+00:00"),
            ("serviceid", "eq", "it's"),
        ];
        let expected = expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned()));
        assert_eq!(read.unwrap(), expected);
    }

    #[test]
    fn what_is_broken_is_refused() {
        for filter in
            ["", "status", "status eq", "status eq 'Open", "status eq 'a' or status eq 'b'", "'a' eq 'b'"]
        {
            assert_eq!(check(filter), None, "{filter}");
        }
    }

    #[test]
    fn an_instant_needs_its_zone() {
        let from = |filter: &str| comparisons(filter).unwrap()[0].from().map(|at| at.to_string()).ok();
        assert_eq!(from("createdDate gt 2026-01-15T09:30:00Z").unwrap(), "2026-01-15T09:30:00.000001Z");
        assert_eq!(from("createdDate ge 2026-01-15T10:30:00+01:00").unwrap(), "2026-01-15T09:30:00.000000Z");
        assert_eq!(from("createdDate ge 2026-01-15T09:30:00"), None);
        assert_eq!(from("createdDate lt 2026-01-15T09:30:00Z"), None);
    }
}
