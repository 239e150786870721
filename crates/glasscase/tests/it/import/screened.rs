//! The screened form, and what analyzers say.

use super::{Desk, import, packed, screened, told};
use serde_json::Value;
use std::fs;

const LOG: &[u8] = b"2026-11-20T10:00:00Z INFO started\n2026-11-20T10:00:01Z ERROR no answer for joe@contoso.example\n\
    2026-11-21T09:00:00Z ERROR no answer for ann@contoso.example\n2026-11-21T09:00:02Z ERROR no answer for joe@contoso.example\n";

/// A bundle with a log, configurations, and something that is no text.
fn bundle(desk: &Desk) -> String {
    let key = b"-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU\n-----END OPENSSH PRIVATE KEY-----\n";
    packed(
        desk,
        "bundle.tar.gz",
        &[
            ("b/logs/app.log", LOG),
            ("b/home/joe@contoso.example/notes.txt", b"mail joe@contoso.example\n"),
            ("b/etc/app.ini", b"[db]\npassword = Tr0ub4dor&3\nport = 5432\n"),
            ("b/etc/broken.json", b"{\"password\": hunter2"),
            ("b/id_key", key),
            ("b/app.bin", b"\x7fELF\0\0\0joe@contoso.example"),
        ],
    )
}

#[test]
fn the_same_value_has_the_same_pseudonym_in_every_file() {
    let desk = Desk::new();
    let (bundle, key, out) =
        (bundle(&desk), desk.write("key", b"sixteen bytes at least"), desk.path("out.zip"));
    let report = told(&bundle, &["--key-file", &key, "--out", &out]);
    let files = screened(&out);
    let text = |end: &str| &files.iter().find(|(name, _)| name.ends_with(end)).unwrap().1;
    let pseudonym = text("notes.txt").strip_prefix("mail ").unwrap().trim();
    assert!(pseudonym.starts_with("«euii:"), "{pseudonym}");
    assert_eq!(text("app.log").matches(pseudonym).count(), 2, "{}", text("app.log"));
    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert!(names.iter().all(|name| !name.contains("joe")), "{names:?}");
    for (name, text) in &files {
        for secret in ["joe@", "ann@", "Tr0ub4dor", "hunter2", "b3BlbnNzaC1rZXk"] {
            assert!(!text.contains(secret), "{secret} in {name}: {text}");
        }
    }
    assert!(!names.contains(&"b/app.bin") && report["files"].to_string().contains("b/app.bin"));
    // As `redact` makes them.
    let redacted = crate::program::run(&["redact", "--key-file", &key], b"mail joe@contoso.example\n").out;
    assert_eq!(&redacted, text("notes.txt"));
    let report: Value = serde_json::from_str(text("glasscase-import.json")).unwrap();
    let left_out =
        report["files"].as_array().unwrap().iter().filter(|file| file["left_out"]["why"] == "no_text");
    assert_eq!(left_out.count(), 1, "{report:#}");
}

#[test]
fn analyzers_say_what_logs_and_configurations_hold() {
    let desk = Desk::new();
    let report = told(&bundle(&desk), &[]);
    assert_eq!((&report["logs"]["files"], &report["logs"]["lines"]), (&1.into(), &4.into()), "{report:#}");
    let error = &report["logs"]["errors"][0];
    assert_eq!((&error["count"], &error["shape"]), (&3.into(), &"# ERROR no answer for #".into()));
    assert_eq!(error["first"], "2026-11-20T10:00:01.000000Z");
    assert!(!report["logs"]["findings"].as_array().unwrap().is_empty());
    let configuration = &report["configuration"];
    assert_eq!(configuration["secrets"][0]["keys"], serde_json::json!(["db.password"]), "{configuration:#}");
    assert_eq!(configuration["unreadable"][0]["reason"], "it is not JSON (line 1)");
    assert_eq!(report["found"]["credential"]["private_key"], 3, "each line of it: {report:#}");
    assert!(!report["configuration"].to_string().contains("Tr0ub4dor"), "{report}");
}

#[test]
fn a_file_that_is_there_is_not_replaced() {
    let desk = Desk::new();
    let (bundle, out) = (bundle(&desk), desk.write("out.zip", b"mine"));
    let ended = import(&bundle, &["--out", &out]);
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{}", ended.err);
    assert!(ended.err.contains("out.zip` is there already"), "{}", ended.err);
    assert_eq!(fs::read(out).unwrap(), b"mine");
}

#[test]
fn every_file_is_listed_if_asked_for() {
    let desk = Desk::new();
    let files: Vec<_> = (0..30).map(|number| format!("b/file-{number}.txt")).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|name| (name.as_str(), &b"x\n"[..])).collect();
    let bundle = packed(&desk, "b.tar.gz", &files);
    let some = import(&bundle, &[]).out;
    assert!(some.contains("and 10 more files"), "{some}");
    let all = import(&bundle, &["--files"]).out;
    assert!(files.iter().all(|(name, _)| all.contains(name)), "{all}");
}
