//! Go's reference implementation of transparency logs reads ours.

use super::{Desk, sound, verify};
use ledger::{LogKey, Receipt};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Compiles the reader, offline, with Debian's copy of golang.org/x/mod.
fn reader(folder: &Path) -> PathBuf {
    let program = folder.join("c2sp");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/c2sp/main.go");
    let built = Command::new("go")
        .args(["build", "-o", program.to_str().unwrap(), source])
        .envs([
            ("GO111MODULE", "off"),
            ("GOPATH", "/usr/share/gocode"),
            ("GOFLAGS", ""),
            ("CGO_ENABLED", "0"),
        ])
        .env("GOCACHE", folder.join("cache"))
        .output()
        .unwrap_or_else(|why| panic!("no Go compiler ({why}); `cargo xtask test` installs it"));
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    program
}

#[test]
fn the_reference_reads_tiles_proofs_and_receipts() {
    let mut desk = Desk::open();
    let earlier = desk.export("earlier");
    desk.say(300);
    let whole = desk.export("whole");
    let receipt = desk.ask(&["audit", "receipt", "7"]);
    assert_eq!(receipt.code, Some(0), "{}", receipt.err);
    let file = desk.path("receipt");
    fs::write(&file, &receipt.out).unwrap();
    let key = desk.key().key;
    let (size, root) = last_checkpoint(&earlier);
    let prefix = format!("{}/api/v1/log/{}", desk.server().url, desk.tenant);
    let read = Command::new(reader(desk.folder.path()))
        .args([&prefix, &desk.token, &key, &size, &root, &file])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&read.stdout).into_owned();
    assert!(read.status.success(), "{said}{}", String::from_utf8_lossy(&read.stderr));
    let (events, _) = last_checkpoint(&whole);
    assert!(said.starts_with(&format!("{events} entries, ")) && said.ends_with("receipt of 7\n"), "{said}");
    desk.end();

    // Our own verifier says the same of the receipt, and no to one that was changed or is of another log.
    sound(&["--receipt", &file, "--key", &key]);
    let mut changed = Receipt::from_text(&receipt.out).unwrap();
    changed.index = 8;
    fs::write(&file, changed.to_text()).unwrap();
    let (code, said) = verify(&["--receipt", &file, "--key", &key]);
    assert!(code == Some(3) && said.contains("has another event 8"), "{said}");
    let other = LogKey::from_seed("glasscase.local", &[9; 32]).unwrap();
    let other = other.verifier_key(&other.origin(desk.tenant.as_str()).unwrap()).to_string();
    fs::write(&file, &receipt.out).unwrap();
    let (code, said) = verify(&["--receipt", &file, "--key", &other]);
    assert!(code == Some(3) && said.contains("not signed by a key trusted for its log"), "{said}");
}

/// The size and the root of the last checkpoint in an export.
fn last_checkpoint(export: &str) -> (String, String) {
    let text = fs::read_to_string(export).unwrap();
    let note = text.lines().filter_map(|line| line.strip_prefix("checkpoint ")).next_back().unwrap();
    let note: String = serde_json::from_str(note).unwrap();
    let mut lines = note.lines().skip(1).map(str::to_owned);
    (lines.next().unwrap(), lines.next().unwrap())
}
