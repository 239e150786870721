//! `glasscase classify` and `glasscase redact`

use crate::program::run;
use serde_json::{Value, json};
use std::fs;

const CONTEXT: &str = r#"{"tenant":{"domains":["contoso.com"]}}"#;

/// A folder with the contexts `known` and `broken`.
fn contexts() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("known.json"), CONTEXT).unwrap();
    fs::write(folder.path().join("broken.json"), "{\"tenant\":7}").unwrap();
    folder
}

fn spans(line: &str) -> Vec<(u64, u64, String, String)> {
    let classified: Value = serde_json::from_str(line).unwrap();
    let spans = classified["spans"].as_array().unwrap();
    let word = |span: &Value, name: &str| span[name].as_str().unwrap().to_owned();
    let number = |span: &Value, name: &str| span[name].as_u64().unwrap();
    spans
        .iter()
        .map(|span| {
            (number(span, "start"), number(span, "end"), word(span, "category"), word(span, "entity"))
        })
        .collect()
}

#[test]
fn the_context_that_a_record_names_decides() {
    let folder = contexts();
    let records = [
        json!({ "id": "a", "channel": "log", "context": "known", "text": "joe@contoso.com" }),
        json!({ "id": 2, "text": "joe@contoso.com", "source": "elsewhere" }),
    ];
    let input = records.map(|record| format!("{record}\n")).concat();
    let ended = run(&["classify", "--context", folder.path().to_str().unwrap()], input.as_bytes());
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let lines: Vec<_> = ended.out.lines().collect();
    assert!(
        lines[0].starts_with(r#"{"id":"a","spans":["#) && lines[1].starts_with(r#"{"id":2,"#),
        "{}",
        ended.out
    );
    let span =
        |start, end, category: &str, entity: &str| (start, end, category.to_owned(), entity.to_owned());
    assert_eq!(spans(lines[0]), [span(0, 3, "euii", "upn"), span(4, 15, "oii", "tenant_domain")]);
    assert_eq!(spans(lines[1]), [span(0, 15, "euii", "email")]);
}

#[test]
fn a_record_that_cannot_be_classified_is_named_and_the_others_are_answered() {
    let folder = contexts();
    let good = r#"{"id":"x","text":"nothing"}"#;
    let bad = [
        ("hello", "not a record"),
        (r#"{"id":"x"}"#, "text"),
        (r#"{"id":"x","text":"t","channel":"radio"}"#, "radio"),
        (r#"{"id":"x","text":"t","context":"broken"}"#, "broken.json"),
        (r#"{"id":"x","text":"t","context":"absent"}"#, "absent.json"),
        (r#"{"id":"x","text":"t","context":"../known"}"#, "`../known`"),
    ];
    for (line, words) in bad {
        let input = format!("{good}\n{line}\n{good}\n");
        let ended = run(&["classify", "--context", folder.path().to_str().unwrap()], input.as_bytes());
        assert_eq!((ended.code, ended.out.lines().count()), (Some(2), 2), "{line}: {}", ended.err);
        assert!(
            ended.err.starts_with("error: line 2: ") && ended.err.contains(words),
            "{line}: {}",
            ended.err
        );
    }
}

#[test]
fn a_context_that_cannot_be_read_is_bad_input() {
    for arguments in [["classify", "--context", "no-such.json"], ["redact", "--context", "no-such.json"]] {
        let ended = run(&arguments, b"");
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ended.err.contains("no-such.json"), "{}", ended.err);
    }
}

/// A key file and a context file; what `redact` with them makes of `text`.
fn redact(text: &str, more: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (key, context) = (folder.path().join("key"), folder.path().join("context.json"));
    fs::write(&key, "sixteen bytes at least").unwrap();
    fs::write(&context, CONTEXT).unwrap();
    let (key, context) = (key.to_str().unwrap(), context.to_str().unwrap());
    let ended = run(&[&["redact", "--key-file", key, "--context", context], more].concat(), text.as_bytes());
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
    ended.out
}

#[test]
fn the_same_value_has_the_same_pseudonym_and_nothing_else_changes() {
    let text = "from joe@contoso.com\r\n\nto joe@contoso.com, ann@contoso.com";
    let screened = redact(text, &[]);
    assert_eq!(screened, redact(text, &[]));
    let words: Vec<_> = screened.split([' ', ',']).collect();
    let [from, first, second, _, third] = words[..] else { panic!("{screened}") };
    assert_eq!((from, first.trim_end_matches("\r\n\nto")), ("from", second));
    assert!(second.starts_with("«euii:upn-") && second.contains("@«oii:tenant_domain-"), "{screened}");
    assert_ne!(second, third);
}

#[test]
fn what_is_allowed_stays_but_credentials_never_do() {
    let text = "joe@contoso.com password=Tr0ub4dor&3\n";
    assert!(redact(text, &["--allow", "euii"]).starts_with("joe@«oii:"));
    let all = redact(text, &["--allow", "support_data,account_data,system_metadata,oii,euii,eupi"]);
    assert_eq!(all, "joe@contoso.com password=«credential:password»\n");
}

#[test]
fn without_a_key_file_no_two_texts_share_pseudonyms() {
    let screened = || run(&["redact"], b"joe@contoso.com\n").out;
    assert_ne!(screened(), screened());
}

#[test]
fn a_key_file_that_is_too_short_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    fs::write(&key, "short").unwrap();
    let ended = run(&["redact", "--key-file", key.to_str().unwrap()], b"x");
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""));
    assert!(ended.err.contains("fewer than 16"), "{}", ended.err);
}
