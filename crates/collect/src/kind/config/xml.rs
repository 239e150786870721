//! XML as a tree: attributes as `@name`, text as `#text`, elements that come several times as a list.

use serde_json::{Map, Value};

/// How deep elements may be nested.
const DEPTH_MAX: usize = 32;

/// The tree of a document, its root element's name on top.
pub(super) fn parse(text: &str) -> Result<Value, String> {
    // Without a DTD there are no entities to expand.
    let document = roxmltree::Document::parse(text)
        .map_err(|error| format!("it is not XML (line {})", error.pos().row))?;
    let root = document.root_element();
    let mut tree = Map::new();
    tree.insert(root.tag_name().name().to_owned(), element(root, 0));
    Ok(Value::Object(tree))
}

fn element(node: roxmltree::Node, depth: usize) -> Value {
    let mut fields = Map::new();
    for attribute in node.attributes() {
        fields.insert(format!("@{}", attribute.name()), attribute.value().into());
    }
    if depth < DEPTH_MAX {
        for child in node.children().filter(roxmltree::Node::is_element) {
            insert(&mut fields, child.tag_name().name(), element(child, depth + 1));
        }
    }
    let text = node.text().map(str::trim).unwrap_or_default();
    if fields.is_empty() {
        return text.into();
    }
    if !text.is_empty() {
        fields.insert("#text".to_owned(), text.into());
    }
    Value::Object(fields)
}

fn insert(fields: &mut Map<String, Value>, name: &str, value: Value) {
    match fields.get_mut(name) {
        Some(Value::Array(items)) => items.push(value),
        Some(one) => *one = Value::Array(vec![one.take(), value]),
        None => drop(fields.insert(name.to_owned(), value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn elements_and_attributes_become_a_tree() {
        let text =
            "<?xml version=\"1.0\"?><c a=\"1\"><x>one</x><x>two</x><log level=\"debug\">file</log><e/></c>";
        let tree = json!({"c": {"@a": "1", "x": ["one", "two"], "log": {"@level": "debug", "#text": "file"}, "e": ""}});
        assert_eq!(parse(text), Ok(tree));
    }

    #[test]
    fn what_is_broken_or_a_trap_is_refused() {
        let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><x>&b;</x>";
        for text in ["", "<a>", "<a></b>", "x", bomb] {
            assert!(parse(text).is_err(), "{text}");
        }
        let deep = format!("{}{}", "<a>".repeat(5_000), "</a>".repeat(5_000));
        assert!(parse(&deep).is_ok());
    }
}
