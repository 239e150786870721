//! Bad bundles: a clear message, and nothing left behind.

use super::{Desk, import, packed, tar};
use std::fs;

/// Fails unless the bundle is refused in these words, and nothing but `there` is in the folder afterwards.
fn check(desk: &Desk, bundle: &str, words: &[&str]) {
    let before = desk.names();
    for more in [&[][..], &["--out", &desk.path("out.zip")]] {
        let ended = import(bundle, more);
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{bundle}: {}", ended.err);
        assert!(ended.err.starts_with("error: ") && ended.err.contains("\nhelp: "), "{}", ended.err);
        assert!(words.iter().all(|word| ended.err.contains(word)), "{words:?}: {}", ended.err);
        assert_eq!(desk.names(), before, "{bundle}");
    }
}

#[test]
fn entries_that_climb_out_are_refused() {
    let desk = Desk::new();
    fs::create_dir(desk.folder.path().join("sub")).unwrap();
    desk.write("victim", b"x");
    let sub = desk.folder.path().join("sub");
    tar(&["-Pcf", "../climb.tar", "../victim"], &sub);
    check(&desk, &desk.path("climb.tar"), &["`../victim`", "outside of the bundle"]);
    tar(&["-Pcf", "absolute.tar", &desk.path("victim")], desk.folder.path());
    check(&desk, &desk.path("absolute.tar"), &["/victim`", "outside of the bundle"]);
}

#[test]
fn links_that_lead_out_and_pipes_are_refused() {
    let desk = Desk::new();
    std::os::unix::fs::symlink("/etc/shadow", desk.path("link")).unwrap();
    tar(&["-cf", "link.tar", "link"], desk.folder.path());
    check(&desk, &desk.path("link.tar"), &["`link`", "leads out", "`/etc/shadow`"]);
    rustix::fs::mknodat(
        rustix::fs::CWD,
        desk.path("pipe").as_str(),
        rustix::fs::FileType::Fifo,
        0o600.into(),
        0,
    )
    .unwrap();
    tar(&["-cf", "pipe.tar", "pipe"], desk.folder.path());
    check(&desk, &desk.path("pipe.tar"), &["`pipe`", "named pipe"]);
}

#[test]
fn what_is_cut_off_or_encrypted_is_refused() {
    let desk = Desk::new();
    let whole = fs::read(packed(&desk, "b.tar.gz", &[("b/app.log", &b"a line\n".repeat(5_000))])).unwrap();
    check(&desk, &desk.write("cut.tar.gz", &whole[..whole.len() - 9]), &["`cut.tar.gz` is cut off"]);
    let encrypted = include_bytes!("../../../../bundle/tests/data/encrypted.zip");
    check(&desk, &desk.write("encrypted.zip", encrypted), &["`note.txt` is encrypted", "decrypt it first"]);
    check(&desk, &desk.write("half.har", b"{\"log\":{\"entries\":[{\"time\":1"), &["`half.har` is cut off"]);
}

#[test]
fn a_bomb_is_refused() {
    let desk = Desk::new();
    let bomb = packed(&desk, "bomb.tar.gz", &[("zeros", &vec![0; 90 << 20])]);
    check(&desk, &bomb, &["200 times its size", "zeros"]);
}

#[test]
fn what_is_no_bundle_is_told_what_is() {
    let desk = Desk::new();
    check(&desk, &desk.write("notes.txt", b"hello\n"), &["`notes.txt` is no tar", "tar -czf"]);
    check(&desk, &desk.path(""), &["is a folder", "tar -czf"]);
    let ended = import("no-such-file", &[]);
    assert!(ended.code == Some(2) && ended.err.contains("cannot read `no-such-file`"), "{}", ended.err);
}
