use super::case::{Case, Outcome};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::Path;
use tempfile::TempDir;

fn area(folder: &Path) -> String {
    format!("folders: [{}]", folder.display())
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// A folder with a log, two rotated ones, and other files.
fn logs() -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write(
        "app.log",
        b"2026-11-23T10:00:00Z info started\n\
          2026-11-23T10:00:01Z error disk failed\n  error trace without a time\n\
          2026-11-20T10:00:00Z error too old\n  error trace of the old one\n\
          2026-11-24T01:00:00Z error in the future\n",
    );
    write("app.log.1", b"Nov 23 09:00:00 host app[7]: error rotated\n");
    write("app.log.2.gz", &gzip("[23/Nov/2026:08:00:00 +0000] error packed\n"));
    write("other.log", b"2026-11-23T10:00:00Z error elsewhere\n");
    folder
}

fn search(folder: &Path, more: &Value) -> Outcome {
    let mut inputs = json!({"files": folder.join("app.log"), "pattern": "error"});
    inputs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Case::new("log-search", &area(folder)).run(&inputs)
}

#[test]
fn matching_lines_of_the_window_are_handed_over_from_rotated_and_packed_files_too() {
    let folder = logs();
    let outcome = search(folder.path(), &json!({}));
    outcome.assert_faults(&["matches-found"]);
    let facts = &outcome.facts["logs"];
    assert_eq!((&facts["matches"], &facts["files_searched"]), (&json!(4), &json!(3)));
    assert_eq!(facts["first_match"], "2026-11-23T08:00:00.000000Z");
    assert_eq!(facts["last_match"], "2026-11-23T10:00:01.000000Z");
    let item = |name: &str| outcome.item(folder.path().join(name).to_str().unwrap());
    assert_eq!(item("app.log"), "2026-11-23T10:00:01Z error disk failed\n  error trace without a time\n");
    assert_eq!(item("app.log.1"), "Nov 23 09:00:00 host app[7]: error rotated\n");
    assert_eq!(item("app.log.2.gz"), "[23/Nov/2026:08:00:00 +0000] error packed\n");
}

#[test]
fn inputs_narrow_the_search() {
    let folder = logs();
    for (more, matches) in [
        (json!({"rotated": false}), 2),
        (json!({"pattern": "(?i)ERROR disk"}), 1),
        (json!({"hours": 200}), 6),
        (json!({"until": "2026-11-23T09:30:00Z"}), 2),
        (json!({"until": "2026-11-24T02:00:00Z"}), 5),
        (json!({"until": "2026-11-23T09:30:00Z", "utc_offset": "-01:00"}), 1),
        (json!({"files": folder.path().join("*.log"), "rotated": false}), 3),
        (json!({"files": folder.path().join("**/*"), "rotated": false}), 5),
    ] {
        assert_eq!(search(folder.path(), &more).facts["logs"]["matches"], matches, "{more}");
    }
}

#[test]
fn a_quiet_log_passes() {
    let folder = logs();
    search(folder.path(), &json!({"pattern": "panic"})).assert_faults(&[]);
    search(folder.path(), &json!({"allowed": 4})).assert_faults(&[]);
}

#[test]
fn nothing_to_search_is_said() {
    let folder = logs();
    let none = json!({"files": folder.path().join("none.log")});
    search(folder.path(), &none).assert_faults(&["nothing-searched"]);
}

#[test]
fn what_is_no_text_or_broken_is_never_passed_on() {
    let folder = TempDir::new().unwrap();
    let mut packed = gzip(&"2026-11-23T10:00:00Z error\n".repeat(10_000));
    packed.truncate(packed.len() / 2);
    fs::write(folder.path().join("app.log"), b"error\0\0error\n").unwrap();
    fs::write(folder.path().join("app.log.1.gz"), gzip("error\0\n")).unwrap();
    fs::write(folder.path().join("app.log.2.gz"), packed).unwrap();
    let outcome = search(folder.path(), &json!({}));
    outcome.assert_faults(&["matches-found", "search-incomplete"]);
    let facts = &outcome.facts["logs"];
    assert_eq!((&facts["skipped_count"], &facts["files_searched"]), (&json!(2), &json!(1)));
    assert!(facts["files"][0]["error"].is_string(), "{facts}");
    assert!(!outcome.items.iter().any(|(_, text)| text.contains('\0')));
}

fn xz(text: &str) -> Vec<u8> {
    let mut encoder = liblzma::write::XzEncoder::new(Vec::new(), 6);
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn zstd(text: &str) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest)
}

#[test]
fn rotated_logs_are_read_however_they_are_packed_and_appended_to() {
    let folder = TempDir::new().unwrap();
    let line = |what: &str| format!("2026-11-23T09:00:00Z error {what}\n");
    let write = |name: &str, bytes: Vec<u8>| fs::write(folder.path().join(name), bytes).unwrap();
    write("app.log", line("plain").into_bytes());
    write("app.log.1.gz", [gzip(&line("gzip one")), gzip(&line("gzip two"))].concat());
    write("app.log.2.xz", [xz(&line("xz one")), xz(&line("xz two"))].concat());
    write("app.log.3.zst", [zstd(&line("zstd one")), zstd(&line("zstd two"))].concat());
    let outcome = search(folder.path(), &json!({}));
    let text: String = outcome.items.iter().map(|(_, text)| text.as_str()).collect();
    for what in ["plain", "gzip one", "gzip two", "xz one", "xz two", "zstd one", "zstd two"] {
        assert!(text.contains(&format!("error {what}")), "{what}: {text}");
    }
    let packed: Vec<_> =
        outcome.facts["logs"]["files"].as_array().unwrap().iter().map(|file| &file["packed"]).collect();
    for form in [json!(null), json!("gzip"), json!("xz"), json!("zstd")] {
        assert!(packed.contains(&&form), "{packed:?}");
    }
}

#[test]
fn a_packed_log_that_is_cut_off_is_told_and_read_as_far_as_it_goes() {
    for (name, whole) in [
        ("app.log.1.xz", xz(&"2026-11-23T09:00:00Z error\n".repeat(9_000))),
        ("app.log.1.zst", zstd(&"2026-11-23T09:00:00Z error\n".repeat(9_000))),
    ] {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("app.log"), "2026-11-23T10:00:00Z error whole\n").unwrap();
        fs::write(folder.path().join(name), &whole[..whole.len() / 2]).unwrap();
        let outcome = search(folder.path(), &json!({}));
        assert!(
            outcome.faults().contains(&"search-incomplete")
                || outcome.facts["logs"]["files"].to_string().contains("\"error\":\""),
            "{name}: {}",
            outcome.facts["logs"]
        );
    }
}

#[test]
fn a_link_that_leaves_the_scope_is_not_followed() {
    let (folder, outside) = (logs(), TempDir::new().unwrap());
    fs::write(outside.path().join("secret"), "error secret\n").unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret"), folder.path().join("app.log.3")).unwrap();
    std::os::unix::fs::symlink(outside.path(), folder.path().join("sub")).unwrap();
    let outcome = search(folder.path(), &json!({}));
    outcome.assert_faults(&["matches-found", "search-incomplete"]);
    assert_eq!(outcome.facts["logs"]["skipped"][0]["reason"], "not in scope");
    assert!(!outcome.items.iter().any(|(_, text)| text.contains("error secret")));

    let case = Case::new("log-search", &area(folder.path()));
    for path in ["app.log.3", "sub/secret", "*/secret"] {
        let refusal =
            case.refusal(&json!({"files": folder.path().join(path), "pattern": "x", "rotated": false}));
        assert!(refusal.starts_with("not_in_scope: "), "{path}: {refusal}");
    }
    let refusal =
        case.refusal(&json!({"files": folder.path().join("app.log.3"), "pattern": "x", "rotated": false}));
    let target = outside.path().canonicalize().unwrap();
    let remedy = format!(
        "leads to `{0}/secret`, which lies in none of `folders`; to allow it, add `{0}`",
        target.display()
    );
    assert!(refusal.contains(&remedy), "{refusal}");
}

#[test]
fn paths_outside_the_scope_are_refused_whether_they_exist_or_not() {
    let folder = logs();
    let case = Case::barring("log-search", &area(folder.path()), vec![folder.path().join("keys")]);
    fs::create_dir(folder.path().join("keys")).unwrap();
    fs::write(folder.path().join("keys/own"), "error\n").unwrap();
    for path in [
        "/etc/hostname",
        "/etc/none",
        "/*/x",
        "/none/x",
        "relative",
        "/etc/../x",
        folder.path().join("keys/*").to_str().unwrap(),
    ] {
        let refusal =
            case.refusal(&json!({"files": format!("/{}", path.trim_start_matches('/')), "pattern": "x"}));
        assert!(refusal.starts_with("not_in_scope: `") && refusal.contains("`sub`"), "{path}: {refusal}");
    }
    let everywhere = case.run(&json!({"files": folder.path().join("**/*"), "pattern": "error"}));
    assert!(!everywhere.items.iter().any(|(name, _)| name.contains("keys/own")));
}

#[test]
fn a_pattern_or_time_that_cannot_be_is_refused_with_its_name() {
    let folder = logs();
    let case = Case::new("log-search", &area(folder.path()));
    for (more, named) in [
        (json!({"pattern": "("}), "`pattern`"),
        (json!({"pattern": r"(\w{1000}){1000}"}), "`pattern`"),
        (json!({"until": "yesterday"}), "`until`"),
    ] {
        let mut inputs = json!({"files": folder.path().join("app.log"), "pattern": "x"});
        inputs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let refusal = case.refusal(&inputs);
        assert!(refusal.contains(named), "{refusal}");
    }
}
