//! Enrolling, and what stands against it.

use super::site::{Site, answer};
use crate::program::Ended;
use serde_json::Value;
use std::fs;

/// Fails unless the command failed with these words, and said what to do.
fn check(ended: &Ended, code: i32, words: &[&str]) {
    assert_eq!((ended.code, ended.out.as_str()), (Some(code), ""), "{}", ended.err);
    for word in words {
        assert!(ended.err.contains(word), "`{word}` is not in: {}", ended.err);
    }
    assert!(!ended.err.contains("panicked") && ended.err.lines().count() <= 2, "{}", ended.err);
}

#[test]
fn a_code_makes_this_machine_a_runner_that_the_server_lists() {
    let site = Site::new("");
    let new: Value = answer(&site.runner("enrol", &[&site.code(), "--json"]));
    assert_eq!((&new["server"], &new["name"]), (&site.server.url.clone().into(), &"paris-1".into()));
    let listed: Value = answer(&site.owner(&["runner", "list", "--json"]));
    let runner = &listed["items"][0];
    assert_eq!((&runner["runner"], &runner["public_key"]), (&new["runner"], &new["public_key"]));
    assert_eq!((&runner["enrolled"], &runner["connected"]), (&true.into(), &false.into()));
}

#[test]
fn people_are_told_what_to_do_next() {
    let site = Site::new("");
    let told = site.runner("enrol", &[&site.code()]);
    for words in
        ["is the runner", "contoso-mail", "glasscase runner trust", "glasscase runner run --settings "]
    {
        assert!(told.out.contains(words), "{}", told.out);
    }
}

#[test]
fn a_code_that_is_wrong_or_used_up_is_refused_and_spends_nothing() {
    let site = Site::new("");
    let code = site.code();
    let wrong = format!("{}{}", &code[..code.len() - 1], if code.ends_with('A') { 'B' } else { 'A' });
    for bad in ["nonsense", &wrong] {
        check(
            &site.runner("enrol", &[bad]),
            1,
            &["does not take the code", "help: ", "glasscase runner invite"],
        );
    }
    assert_eq!(site.runner("enrol", &[&code]).code, Some(0));
    fs::rename(site.data(), site.folder.path().join("elsewhere")).unwrap();
    check(&site.runner("enrol", &[&code]), 1, &["does not take the code", "help: "]);
}

#[test]
fn a_folder_has_one_runner() {
    let site = Site::enrolled("");
    let code = site.code();
    check(&site.runner("enrol", &[&code]), 1, &["is enrolled in", "already"]);
    fs::rename(site.data(), site.folder.path().join("elsewhere")).unwrap();
    assert_eq!(site.runner("enrol", &[&code]).code, Some(0), "the code was not spent");
}

#[test]
fn settings_that_cannot_be_used_are_named_with_the_place() {
    let site = Site::new("");
    let good = fs::read_to_string(site.settings()).unwrap();
    for (text, words) in [
        (good.replace("name:", "nmae:"), "runner.yaml` at line 2, column 1: "),
        (good.replace("'127.0.0.1:*'", "nonsense"), "runner.yaml` at line 7, column "),
        (format!("{good}  - x\n"), "at line "),
        (
            good.replace("data: runner", "data: runner\nlease_seconds: 0"),
            "runner.yaml`: `lease_seconds` must be 1 to 60, not `0`",
        ),
        (good.replace(&site.server.url, "http://desk.example"), "must begin with https://"),
    ] {
        site.settle(&text);
        check(&site.runner("enrol", &["code"]), 2, &[words, "help: "]);
    }
    site.settle(&good.replace("data: runner", "data: runner\ncontext: absent.json"));
    check(&site.runner("enrol", &["code"]), 2, &["absent.json", "help: `context` in the settings"]);
    fs::remove_file(site.settings()).unwrap();
    check(
        &site.runner("enrol", &["code"]),
        2,
        &["cannot read", "runner.yaml", "--settings", "runner enrol --help"],
    );
}

#[test]
fn a_server_that_is_not_there_is_named() {
    let site = Site::new("");
    let good = fs::read_to_string(site.settings()).unwrap();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    site.settle(&good.replace(site.server.address(), &closed.to_string()));
    check(
        &site.runner("enrol", &["code"]),
        1,
        &["no answer from", &closed.to_string(), "`server` in the settings"],
    );
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let site = Site::new("");
    fs::write(site.data(), "a file").unwrap();
    check(&site.runner("enrol", &["code"]), 1, &["cannot make the folder", "runner`"]);
    fs::remove_file(site.data()).unwrap();
    let good = fs::read_to_string(site.settings()).unwrap();
    // Nobody can make a folder there, not even root.
    site.settle(&good.replace("data: runner", "data: /proc/runner"));
    check(&site.runner("enrol", &["code"]), 1, &["cannot make the folder `/proc/runner`"]);
}
