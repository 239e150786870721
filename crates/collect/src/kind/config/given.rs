//! Secrets in a configuration file that somebody gives.

use super::format::Format;
use super::lookup::Held;
use super::secret::is_secret;
use serde_json::Value;
use std::path::Path;

/// The most keys that are told of one file.
const KEYS_MAX: usize = 100;
/// How deep a document is looked through.
const DEPTH_MAX: usize = 24;
/// Ends of keys that name a secret and hold none: `secretName`, `token_path`, `password_file`.
const NAMES_OF: [&str; 18] = [
    "name", "names", "file", "path", "dir", "ref", "type", "kind", "length", "policy", "url", "uri", "id",
    "enabled", "expiry", "ttl", "timeout", "count",
];
/// What stands where a tool or an administrator left a secret out.
const MASKS: [&str; 8] = ["***", "xxx", "hidden", "redacted", "masked", "removed", "«", "${"];

/// The keys of a file whose values look like secrets, their parts joined by dots; or why it cannot be read, in words that
/// quote nothing of it.
pub(crate) fn secret_keys(path: &str, text: &str) -> Result<Vec<String>, String> {
    let document = Format::of(Path::new(path), text).parse(text.trim_start_matches('\u{feff}'))?;
    let mut keys = Vec::new();
    walk(&document, &mut String::new(), 0, &mut keys);
    Ok(keys)
}

fn walk(value: &Value, key: &mut String, depth: usize, keys: &mut Vec<String>) {
    if depth > DEPTH_MAX || keys.len() >= KEYS_MAX {
        return;
    }
    let end = key.len();
    let mut below = |name: &str, inner: &Value| {
        if !key.is_empty() {
            key.push('.');
        }
        key.push_str(name);
        walk(inner, key, depth + 1, keys);
        key.truncate(end);
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, inner)| below(name, inner)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, inner)| below(&index.to_string(), inner));
        }
        Value::String(text) if holds_secret(key, text) => keys.push(key.clone()),
        _ => {}
    }
}

/// Whether the last part of a key says that it holds a secret, or its value looks like one.
fn holds_secret(key: &str, text: &str) -> bool {
    let lower = text.to_lowercase();
    let is_left_out = text.len() < 4
        || MASKS.iter().any(|mask| lower.contains(mask))
        || !lower.contains(|c: char| c != '*');
    let is_switch = matches!(lower.as_str(), "true" | "false" | "null" | "none" | "enabled" | "disabled");
    if is_left_out || is_switch {
        return false;
    }
    let last = key.rsplit('.').next().unwrap_or(key).to_lowercase();
    let names_one = NAMES_OF.iter().any(|end| last.ends_with(end)) || text.starts_with('/');
    let part = if names_one { "" } else { last.as_str() };
    is_secret(part, &Held::Text(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, text: &str, expected: &[&str]) {
        assert_eq!(secret_keys(path, text).unwrap(), expected, "{path}");
    }

    #[test]
    fn secrets_are_told_by_their_keys() {
        check("a.ini", "[db]\npassword = hunter2\nport = 5432\n[x]\ntoken=\n", &["db.password"]);
        check(
            "a.yaml",
            "data:\n  api_key: c2VjcmV0\n  list: [{secret: abcdef}]\n",
            &["data.api_key", "data.list.0.secret"],
        );
        check("a.json", "{\"url\": \"postgres://app:hunter2@db/x\"}", &["url"]);
        check("app.conf", "<c><user password=\"hunter2\"/></c>", &["c.user.@password"]);
    }

    #[test]
    fn names_switches_and_masks_are_no_secrets() {
        let text = "secretName: web-tls\nautomountServiceAccountToken: true\ntoken_path: /run/x\npassword: '***HIDDEN***'\n\
            passphrase: ${VAULT}\nuse_token: enabled\npassword_file: pw.txt\n";
        check("a.yaml", text, &[]);
    }

    #[test]
    fn what_cannot_be_read_is_told_without_a_word_of_it() {
        let why = secret_keys("a.json", "{\"password\": hunter2}").unwrap_err();
        assert_eq!(why, "it is not JSON (line 1)");
    }
}
