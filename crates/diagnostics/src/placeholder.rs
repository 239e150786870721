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
