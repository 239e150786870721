//! Lines of `key = value`, with sections (INI) or without (properties, environment files, sysctl).

use serde_json::{Map, Value};

/// Reads lines; where `sections` are known, keys behind `[name]` stand below it. A key that comes twice holds the later
/// value, as most programs have it. Keys without a value (`skip-networking`) hold an empty text.
pub(super) fn parse(text: &str, sections: bool) -> Value {
    let mut root = Map::new();
    let mut section: Option<String> = None;
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';', '!']) {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')).filter(|_| sections)
        {
            section = Some(name.0.trim().to_owned());
            continue;
        }
        let line = line.strip_prefix("export ").unwrap_or(line);
        let (key, value) = split(line);
        let target = match &section {
            Some(name) => {
                root.entry(name.clone()).or_insert_with(|| Value::Object(Map::new())).as_object_mut()
            }
            None => Some(&mut root),
        };
        if let Some(target) = target {
            target.insert(key.to_owned(), Value::from(unquoted(value)));
        }
    }
    Value::Object(root)
}

/// Splits at the first `=`, else at the first `:` or blank.
fn split(line: &str) -> (&str, &str) {
    let (key, value) =
        line.split_once('=').or_else(|| line.split_once([':', ' ', '\t'])).unwrap_or((line, ""));
    (key.trim(), value.trim())
}

/// The value without its quotes, and without a comment behind a blank.
fn unquoted(value: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some((inside, _)) = value.strip_prefix(quote).and_then(|rest| rest.split_once(quote)) {
            return inside;
        }
    }
    let comment = [" #", " ;", "\t#", "\t;"].iter().filter_map(|sign| value.find(sign)).min();
    value.get(..comment.unwrap_or(value.len())).unwrap_or(value).trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lines_become_keys_and_sections() {
        let ini = "top = 1\n; note\n[mysqld]\nport=3306 # default\nskip-networking\nname = \"a;b\" x\nport = 3307\n[other]\nk: v\n";
        let expected = json!({"top": "1", "mysqld": {"port": "3307", "skip-networking": "", "name": "a;b"}, "other": {"k": "v"}});
        assert_eq!(parse(ini, true), expected);
        let properties = "! note\nexport A='x y'\na.b.c=1=2\nPermitRootLogin no\n";
        assert_eq!(parse(properties, false), json!({"A": "x y", "a.b.c": "1=2", "PermitRootLogin": "no"}));
    }

    #[test]
    fn any_text_is_read() {
        for text in ["[", "=", "[x", "[]\n=\n\"", "\u{feff}é='", "a\n[a]\nb=c"] {
            assert!(parse(text, true).is_object(), "{text}");
        }
    }
}
