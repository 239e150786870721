//! A desk and consent pages of another name, on one server: what a real browser signs there with a passkey, a real runner
//! that has pinned it and an offline `verify` believe.

use super::site::{Site, answer};
use crate::program::{run, run_command};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

/// An address on this machine where nobody listens.
fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// A machine with a server under the names `desk.localhost` and `consent.localhost`; gives their origins.
fn two_names() -> (Site, String, String) {
    let listen = free_address();
    let port = listen.rsplit(':').next().unwrap();
    let [desk, consents] = ["desk", "consent"].map(|name| format!("http://{name}.localhost:{port}"));
    let serving = ["--public-url", &desk, "--consent-origin", &consents];
    (Site::beside_at(tempfile::tempdir().unwrap(), &listen, &serving, "").enrol(), desk, consents)
}

/// Plays `two_names.cjs` in this language; gives what it says of itself.
fn play(site: &Site, engineer: &str, origins: [&str; 2], language: &str) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let modules = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("browser").join("node_modules");
    assert!(modules.is_dir(), "{} is missing; `cargo xtask test` installs it", modules.display());
    let [origin, consents] = origins;
    // Chromium's own sandbox wants rights that a container does not have; it loads nothing but this server here.
    let argument = json!({
        "browser": "/usr/bin/chromium", "arguments": ["--no-sandbox"], "url": site.server.url, "origin": origin,
        "consents": consents, "language": language, "tokens": { "owner": site.owner, "engineer": engineer },
        "more": {
            "screenshots": std::env::var("GLASSCASE_SCREENSHOTS").ok(),
            "program": env!("CARGO_BIN_EXE_glasscase"), "folder": site.folder.path(),
        },
    });
    let script = root.with_file_name("web").join("tests/browser/two_names.cjs");
    let mut node = Command::new("node");
    let played = node.arg(script).arg(argument.to_string()).env("NODE_PATH", modules).output().unwrap();
    assert!(played.status.success(), "{}", String::from_utf8_lossy(&played.stderr));
    serde_json::from_slice(&played.stdout).unwrap()
}

#[test]
fn what_a_passkey_signs_under_the_other_name_runner_and_verifier_believe() {
    let (site, desk, consents) = two_names();
    let engineer = site.engineer();
    let played = play(&site, &engineer, [&desk, &consents], "fr");
    let listed: Value = answer(&site.owner(&["consent-key", "list", "--json"]));
    let keys = listed["items"].as_array().unwrap();
    let key = keys.iter().find(|key| key["key"] == played["key"]).unwrap();
    let public = key["public_key"].as_str().unwrap().to_owned();
    assert!(public.contains("consent.localhost"), "{public}");
    let trusted = site.runner("trust", &[&public]);
    assert_eq!(trusted.code, Some(0), "{}", trusted.err);
    let _runner = site.start();
    let case = played["path"].as_str().unwrap().rsplit('/').next().unwrap();
    let run_it = site.command(&engineer, &["diagnostic", "run", case, "host-health"]);
    let ran = run_command(run_it, b"");
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let file = site.folder.path().join("export.glasscase");
    let file = file.to_str().unwrap();
    assert_eq!(site.owner(&["audit", "export", "--output", file]).code, Some(0));
    let kept = keys.iter().flat_map(|key| ["--consent-key", key["public_key"].as_str().unwrap()]);
    let verify: Vec<_> = ["verify", file, "--json"].into_iter().chain(kept).collect();
    let verified = run(&verify, b"");
    assert_eq!(verified.code, Some(0), "{}{}", verified.out, verified.err);
    let report: Value = serde_json::from_str(&verified.out).unwrap();
    assert_eq!(report["figures"]["consents"]["signed"], 2, "{report}");
}
