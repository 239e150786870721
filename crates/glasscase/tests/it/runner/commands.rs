//! What the customer tells the runner on its machine.

use super::site::{Site, answer};
use crate::program::run;
use serde_json::Value;
use std::fs;

/// A new consent key's id and public half.
fn key(site: &Site, file: &str) -> (String, String) {
    let file = site.folder.path().join(file);
    let made: Value = answer(&run(&["consent", "keygen", file.to_str().unwrap(), "--json"], b""));
    (made["key"].as_str().unwrap().to_owned(), made["public_key"].as_str().unwrap().to_owned())
}

#[test]
fn keys_are_trusted_listed_and_distrusted() {
    let site = Site::enrolled("");
    assert!(site.runner("trusted", &[]).out.contains("takes the server's word"));
    let (id, public) = key(&site, "key");
    let trusted: Value = answer(&site.runner("trust", &[&public, "--json"]));
    assert_eq!(trusted["key"], *id);
    let listed: Value = answer(&site.runner("trusted", &["--json"]));
    assert_eq!(
        (&listed["items"][0]["key"], &listed["items"][0]["public_key"]),
        (&id.clone().into(), &public.into())
    );
    assert!(site.runner("trusted", &[]).out.contains(&id));
    assert!(site.runner("distrust", &[&id]).out.contains("takes the server's word"));
    let gone = site.runner("distrust", &[&id]);
    assert_eq!(gone.code, Some(1));
    assert!(gone.err.contains(&id) && gone.err.contains("glasscase runner trusted"), "{}", gone.err);
}

#[test]
fn whoever_trusts_a_passkey_reads_on_which_pages_it_signs() {
    let site = Site::enrolled("");
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../consent/tests/vectors/es256.json");
    let vector: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let part = |name: &str| vector[name].as_str().unwrap();
    let origin = part("origin");
    let text =
        format!("passkey/1,{},{origin},{},{}", part("relying_party"), part("credential"), part("cose_key"));
    let told = site.runner("trust", &[&text]);
    assert!(told.out.contains(&format!("on the pages of {origin} alone")), "{}", told.err);
    let listed: Value = answer(&site.runner("trusted", &["--json"]));
    assert_eq!(
        (&listed["items"][0]["algorithm"], &listed["items"][0]["public_key"]),
        (&"es256".into(), &text.into())
    );
}

#[test]
fn what_is_no_public_key_is_refused_and_a_secret_one_is_not_repeated() {
    let site = Site::enrolled("");
    key(&site, "key");
    let secret = fs::read_to_string(site.folder.path().join("key")).unwrap();
    let refused = site.runner("trust", &[secret.trim()]);
    assert_eq!(refused.code, Some(2));
    let half = secret.trim().rsplit(' ').next().unwrap();
    assert!(refused.err.contains("secret key") && !refused.err.contains(half), "{}", refused.err);
    let refused = site.runner("trust", &["nonsense"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("`nonsense`"), "{}", refused.err);
}

#[test]
fn a_folder_without_a_runner_is_told_so() {
    let site = Site::new("");
    for command in [&["trusted"][..], &["stop"], &["resume"], &["consents"], &["run"]] {
        let told = site.runner(command[0], &command[1..]);
        assert_eq!((told.code, told.out.as_str()), (Some(1), ""), "{command:?}");
        assert!(
            told.err.contains("no runner is enrolled") && told.err.contains("runner enrol"),
            "{}",
            told.err
        );
        assert!(!site.data().exists(), "{command:?} makes no folder");
    }
}

#[test]
fn a_folder_can_be_named_when_the_settings_cannot_be_read() {
    let site = Site::enrolled("");
    site.settle("nonsense");
    let lost = site.runner("stop", &[]);
    assert_eq!(lost.code, Some(2));
    assert!(lost.err.contains("runner.yaml") && lost.err.contains("--data FOLDER"), "{}", lost.err);
    let named = run(&["runner", "stop", "--data", site.data().to_str().unwrap(), "--json"], b"");
    assert_eq!(
        (named.code, named.out.as_str()),
        (Some(0), "{\"outcome\":\"not_running\"}\n"),
        "{}",
        named.err
    );
}
