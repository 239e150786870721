//! `{collector.fact}` in a finding's texts.

use crate::error::Fault;
use crate::expression::{FactPath, Vocabulary};
use serde_json::Value;

/// The longest text that a placeholder is filled with, in characters.
const FILLED_CHARS_MAX: usize = 200;
/// The most items of a list that a placeholder is filled with.
const FILLED_ITEMS_MAX: usize = 10;
/// What stands for a fact that was not collected.
const ABSENT: &str = "–";

/// A piece of a text with placeholders.
enum Piece<'a> {
    Plain(&'a str),
    Hole(&'a str),
}

/// Splits `text` at its placeholders. A brace without a partner is plain text.
fn pieces(mut text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    while let Some((before, rest)) = text.split_once('{') {
        let Some((hole, after)) = rest.split_once('}') else { break };
        pieces.push(Piece::Plain(before));
        pieces.push(Piece::Hole(hole));
        text = after;
    }
    pieces.push(Piece::Plain(text));
    pieces
}

/// Refuses placeholders that are not paths to what `vocabulary` declares.
pub(crate) fn check(text: &str, vocabulary: &Vocabulary) -> Result<(), Fault> {
    pieces(text).into_iter().try_for_each(|piece| match piece {
        Piece::Hole(hole) if !names_something(hole, vocabulary) => Err(Fault::Placeholder(hole.to_owned())),
        _ => Ok(()),
    })
}

fn names_something(hole: &str, vocabulary: &Vocabulary) -> bool {
    let path = path(hole);
    let word = |segment: &String| {
        !segment.is_empty() && segment.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let Some((root, fields)) = path.split_first() else { return false };
    let known = match fields.first() {
        Some(field) if root == crate::expression::INPUTS => vocabulary.inputs.contains(field),
        Some(_) => vocabulary.collectors.contains(root),
        None => false,
    };
    known && fields.iter().all(word)
}

fn path(hole: &str) -> FactPath {
    hole.split('.').map(str::to_owned).collect()
}

/// `text` with each placeholder replaced by what `root` holds there.
pub(crate) fn fill(text: &str, root: &Value) -> String {
    let fill = |piece| match piece {
        Piece::Plain(plain) => plain.to_owned(),
        Piece::Hole(hole) => follow(root, &path(hole)).map_or_else(|| ABSENT.to_owned(), told),
    };
    pieces(text).into_iter().map(fill).collect()
}

/// A stretch of a text whose placeholders were filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch<'a> {
    /// The diagnostic's own words.
    Own(&'a str),
    /// What was collected.
    Quoted {
        /// The name of the fact.
        fact: &'a str,
        /// What stands for it.
        value: &'a str,
    },
}

/// Which stretches of `filled` are `template`'s own words, and which stand for its placeholders; none if it is no filled
/// form of it. Where a value repeats the words behind it, the stretch may end early: all of the text is in some stretch.
pub fn stretches<'a>(template: &'a str, filled: &'a str) -> Option<Vec<Stretch<'a>>> {
    let mut stretches = Vec::new();
    let (mut rest, mut open) = (filled, None);
    let pieces = pieces(template);
    let last = pieces.len().saturating_sub(1);
    for (index, piece) in pieces.into_iter().enumerate() {
        match piece {
            Piece::Hole(hole) => open = Some(hole.rsplit('.').next().unwrap_or(hole)),
            Piece::Plain(own) => {
                // The last words end the text; between two placeholders without words, the first takes nothing.
                let at = match (open, index == last) {
                    (None, _) => rest.starts_with(own).then_some(0)?,
                    (Some(_), true) => rest.ends_with(own).then(|| rest.len() - own.len())?,
                    (Some(_), false) => rest.find(own)?,
                };
                let (value, behind) = rest.split_at_checked(at)?;
                if let Some(fact) = open.take() {
                    stretches.push(Stretch::Quoted { fact, value });
                }
                stretches.push(Stretch::Own(own));
                rest = behind.get(own.len()..)?;
            }
        }
    }
    rest.is_empty().then_some(stretches)
}

/// The value at `path` below `root`. A number selects a list's item.
pub(crate) fn follow<'v>(root: &'v Value, path: &[String]) -> Option<&'v Value> {
    path.iter().try_fold(root, |value, segment| match value {
        Value::Array(items) => segment.parse::<usize>().ok().and_then(|index| items.get(index)),
        other => other.get(segment),
    })
}

/// A value in a sentence, on one line.
fn told(value: &Value) -> String {
    let text = match value {
        Value::Null | Value::Object(_) => ABSENT.to_owned(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(items) => {
            let more = (items.len() > FILLED_ITEMS_MAX).then(|| "…".to_owned());
            items.iter().take(FILLED_ITEMS_MAX).map(told).chain(more).collect::<Vec<_>>().join(", ")
        }
    };
    let cut = (text.chars().count() > FILLED_CHARS_MAX).then_some('…');
    let one_line = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().take(FILLED_CHARS_MAX).map(one_line).chain(cut).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn placeholders_are_filled_from_facts() {
        let root = json!({"tls": {"days": -3, "names": ["a", "b"], "note": "x\ny", "chain": {}}});
        for (text, filled) in [
            ("{tls.days} days", "-3 days"),
            ("for {tls.names}", "for a, b"),
            ("{tls.names.1}{tls.names.9}", "b–"),
            ("{tls.note} {tls.chain} {tls.none}", "x y – –"),
            ("no hole {", "no hole {"),
            ("a } b", "a } b"),
        ] {
            assert_eq!(fill(text, &root), filled);
        }
    }

    #[test]
    fn a_filled_text_is_taken_apart_again() {
        let check = |template: &str, filled: &str, expected: Option<&[(&str, &str)]>| {
            let found = stretches(template, filled).map(|stretches| {
                let all: String = stretches
                    .iter()
                    .map(|stretch| match stretch {
                        Stretch::Own(text) | Stretch::Quoted { value: text, .. } => *text,
                    })
                    .collect();
                assert_eq!(all, filled, "nothing is left out");
                let quoted = stretches.into_iter().filter_map(|stretch| match stretch {
                    Stretch::Quoted { fact, value } => Some((fact, value)),
                    Stretch::Own(_) => None,
                });
                quoted.collect::<Vec<_>>()
            });
            assert_eq!(found.as_deref(), expected, "{template} | {filled}");
        };
        check("no hole", "no hole", Some(&[]));
        check("{a.count} of {a.user}.", "3 of joe.", Some(&[("count", "3"), ("user", "joe")]));
        check("for {a.names.0}", "for a, b", Some(&[("0", "a, b")]));
        check("{a.x} of {a.y}.", "1 of 2 of 3.", Some(&[("x", "1"), ("y", "2 of 3")]));
        check("{a.x}{a.y}", "ab", Some(&[("x", ""), ("y", "ab")]));
        check("{a.x} is", "another text", None);
        check("it is {a.x}", "it was 3", None);
        check("é{a.x}é", "ééé", Some(&[("x", "é")]));
    }

    #[test]
    fn a_placeholder_names_a_declared_fact() {
        let vocabulary =
            Vocabulary { collectors: ["tls".to_owned()].into(), inputs: ["host".to_owned()].into() };
        for (text, right) in [
            ("{tls.days}", true),
            ("{inputs.host}", true),
            ("{inputs.port}", false),
            ("{tls}", false),
            ("{dns.days}", false),
            ("{tls. days}", false),
            ("{}", false),
        ] {
            assert_eq!(check(text, &vocabulary).is_ok(), right, "{text}");
        }
    }
}
