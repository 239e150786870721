//! `glasscase inspect`, and what `glasscase redact` reads and reveals.

use crate::program::run;
use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;

const LOG: &str = "login user=joe from 192.0.2.7\npassword=Summer2026! for the pump\n";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("old")).unwrap();
    fs::write(folder.path().join("app.log"), LOG).unwrap();
    let packed = fs::File::create(folder.path().join("old/app.log.1.gz")).unwrap();
    let mut gzip = flate2::write::GzEncoder::new(packed, flate2::Compression::fast());
    gzip.write_all(LOG.as_bytes()).unwrap();
    gzip.finish().unwrap();
    fs::write(folder.path().join("picture.png"), b"\x89PNG\r\n\x1a\n\0\0").unwrap();
    folder
}

#[test]
fn a_folder_is_counted_by_class_file_key_and_rule() {
    let folder = folder();
    let ended = run(&["inspect", "--json", folder.path().to_str().unwrap()], b"");
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let told: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(told["lines"], 4);
    assert_eq!(told["found"]["credential"]["password"]["spans"], 2);
    assert_eq!(told["found"]["euii"]["username"]["spans"], 2);
    assert_eq!(told["keys"]["login user"], 2);
    assert_eq!(told["files"][1]["spans"]["credential"], 1);
    assert!(told["passed_over"][0]["name"].as_str().unwrap().ends_with("picture.png"));
    assert!(!ended.out.contains("Summer"), "no value is told: {}", ended.out);
}

#[test]
fn keys_are_counted_by_their_path() {
    let text = concat!(
        r#"{"user":{"name":"joe"},"items":[{"ip":"10.1.2.3"},{"ip":"10.1.2.4"}]}"#,
        "\n{\n  \"items\": [\n    { \"ip\": \"10.1.2.5\" }\n  ]\n}\n<a><Data Name='IpAddress'>10.1.2.6</Data></a>\n"
    );
    let ended = run(&["inspect", "--json"], text.as_bytes());
    let told: Value = serde_json::from_str(&ended.out).unwrap();
    let keys = serde_json::json!({ "user.name": 1, "items[].ip": 3, "a.IpAddress": 1 });
    assert_eq!((&told["keys"], &told["files"][0]["keys"]), (&keys, &keys), "{}", ended.out);
}

#[test]
fn a_script_can_stop_at_a_credential() {
    let found = run(&["inspect", "--fail-on", "credential"], LOG.as_bytes());
    assert_eq!(found.code, Some(3), "{}", found.err);
    let clean = run(&["inspect", "--fail-on", "credential,person_name"], b"nothing here\n");
    assert_eq!(clean.code, Some(0), "{}", clean.err);
    let unknown = run(&["inspect", "--fail-on", "secrets"], b"");
    assert_eq!(unknown.code, Some(2));
}

#[test]
fn a_line_is_explained() {
    let ended = run(&["inspect", "--explain", "login user=joe from 192.0.2.7"], b"");
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let joe = ended.out.lines().find(|line| line.starts_with("joe")).unwrap();
    assert!(joe.contains("euii/username") && joe.contains("keyed") && joe.contains("user"), "{joe}");
}

#[test]
fn a_reveal_map_tells_its_owner_what_each_pseudonym_stands_for() {
    let folder = tempfile::tempdir().unwrap();
    let map = folder.path().join("map.jsonl");
    let arguments = ["redact", "--reveal-map", map.to_str().unwrap()];
    let ended = run(&arguments, LOG.as_bytes());
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert_eq!(fs::metadata(&map).unwrap().permissions().mode() & 0o777, 0o600);
    let text = fs::read_to_string(&map).unwrap();
    assert!(!text.contains("Summer"), "a credential has no pseudonym to reveal: {text}");
    let mut revealed = ended.out.clone();
    for line in text.lines() {
        let entry: Value = serde_json::from_str(line).unwrap();
        revealed = revealed.replace(entry["token"].as_str().unwrap(), entry["values"][0].as_str().unwrap());
    }
    assert_eq!(revealed, LOG.replace("Summer2026!", "\u{ab}credential:password\u{bb}"));
    let again = run(&arguments, LOG.as_bytes());
    assert_eq!((again.code, again.out.as_str()), (Some(2), ""), "{}", again.err);
}

#[test]
fn what_is_no_text_is_refused_unless_it_is_asked_for() {
    let refused = run(&["redact"], b"\x7fELF\x02\x01 user=joe\n");
    assert_eq!((refused.code, refused.out.as_str()), (Some(5), ""));
    assert!(refused.err.contains("--binary"), "{}", refused.err);
    let screened = run(&["redact", "--binary"], b"\x7fELF\x02\x01 user=joe\n");
    assert_eq!(screened.code, Some(0), "{}", screened.err);
    assert!(!screened.out.contains("joe"));
}
