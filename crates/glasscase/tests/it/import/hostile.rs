//! Bundles and places that mean no good.

use super::{Desk, import, packed, screened};
use crate::program::{program, run_command};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write as _;
use std::process::Command;
use std::time::Duration;

/// A tar of empty files with these names.
fn tar_of(names: impl Iterator<Item = String>) -> Vec<u8> {
    let mut bytes = GzEncoder::new(Vec::new(), Compression::fast());
    for name in names {
        let mut block = [0_u8; 512];
        block[..name.len()].copy_from_slice(name.as_bytes());
        block[100..108].copy_from_slice(b"0000644\0");
        block[124..136].copy_from_slice(b"00000000000\0");
        block[136..148].copy_from_slice(b"00000000000\0");
        block[148..156].copy_from_slice(b"        ");
        block[156] = b'0';
        block[257..265].copy_from_slice(b"ustar\x0000");
        let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
        block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        bytes.write_all(&block).unwrap();
    }
    bytes.write_all(&[0; 1_024]).unwrap();
    bytes.finish().unwrap()
}

#[test]
fn names_cannot_steer_a_terminal() {
    let desk = Desk::new();
    let names =
        ["b/\x1b[2J\x1b]0;owned\x07", "b/over\rwritten\nfake: line", "b/\u{202e}gpj.exe", "b/\u{9b}31m"];
    let bundle = desk.write("b.tar.gz", &tar_of(names.map(str::to_owned).into_iter()));
    let out = desk.path("out.zip");
    for more in [&["--files"][..], &["--json"], &["--out", &out]] {
        let ended = import(&bundle, more);
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        let steers = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!ended.out.contains(steers) && ended.out.contains("u{1b}[2J"), "{}", ended.out);
        assert!(!ended.out.contains("\nfake: line"), "{}", ended.out);
    }
    assert!(screened(&out).iter().all(|(name, _)| !name.contains(char::is_control)));
    let climbing = desk.write("climb.tar.gz", &tar_of(["../\x1b[2J".to_owned()].into_iter()));
    let ended = import(&climbing, &[]);
    assert!(ended.code == Some(2) && !ended.err.contains('\x1b'), "{}", ended.err);
}

#[test]
fn more_entries_than_any_tool_writes_are_refused() {
    let desk = Desk::new();
    let bundle = desk.write("many.tar.gz", &tar_of((0..200_100).map(|number| format!("b/{number}"))));
    let ended = import(&bundle, &["--out", &desk.path("out.zip")]);
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{}", ended.err);
    assert!(ended.err.contains("more than 200000 entries"), "{}", ended.err);
    assert_eq!(desk.names(), ["many.tar.gz"]);
}

#[test]
fn places_where_nothing_can_be_written_are_told_and_stay_as_they_are() {
    let desk = Desk::new();
    let bundle = packed(&desk, "b.tar.gz", &[("b/app.log", b"x\n")]);
    let before = fs::read(&bundle).unwrap();
    for (out, words) in [
        (bundle.as_str(), "b.tar.gz` is there already"),
        (&desk.path("none/out.zip"), "cannot write `"),
        ("/proc/out.zip", "cannot write `/proc/out.zip`"),
        ("/dev/full", "is there already"),
    ] {
        let ended = import(&bundle, &["--out", out]);
        assert!(ended.code != Some(0) && ended.out.is_empty(), "{out}: {}", ended.out);
        assert!(ended.err.contains(words), "{out}: {}", ended.err);
    }
    assert_eq!((desk.names(), fs::read(&bundle).unwrap()), (vec!["b.tar.gz".to_owned()], before));
}

#[test]
fn what_is_no_file_is_not_waited_for() {
    let desk = Desk::new();
    let pipe = desk.path("pipe");
    rustix::fs::mknodat(rustix::fs::CWD, pipe.as_str(), rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    for path in [pipe.as_str(), "/dev/zero"] {
        let ended = import(path, &[]);
        assert_eq!(ended.code, Some(2), "{}", ended.err);
        assert!(ended.err.contains("is no file") && ended.err.contains("help: save"), "{}", ended.err);
    }
}

#[test]
fn an_import_that_is_killed_leaves_nothing() {
    let desk = Desk::new();
    // No two lines alike, which would be screened in no time.
    let line = |n| format!("2026-11-20T10:00:00Z no answer for joe{n}@contoso.example from 192.0.2.7\n");
    let log: String = (0..200_000).map(line).collect();
    let bundle = packed(&desk, "b.tar", &[("b/app.log", log.as_bytes())]);
    let tmp = desk.path("tmp");
    fs::create_dir(&tmp).unwrap();
    for pause in [300, 1_500] {
        let mut command = program(&["import", &bundle, "--out", &desk.path("out.zip")]);
        let mut importing = command.env("TMPDIR", &tmp).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(pause));
        assert_eq!(importing.try_wait().unwrap(), None, "it was at work");
        importing.kill().unwrap();
        importing.wait().unwrap();
        assert_eq!(desk.names(), ["b.tar", "tmp"]);
        assert_eq!(fs::read_dir(&tmp).unwrap().count(), 0);
    }
}

#[test]
fn a_full_disk_is_told_and_leaves_nothing() {
    let desk = Desk::new();
    let number = |n: u32| n.wrapping_mul(2_654_435_761).to_string() + "\n";
    let noise: String = (0..60_000).map(number).collect();
    let bundle = packed(&desk, "b.tar.gz", &[("b/app.log", noise.as_bytes())]);
    let small = desk.path("disk");
    fs::create_dir(&small).unwrap();
    let script = "mount -t tmpfs -o size=64k tmpfs \"$1\" || exit 99; \
        TMPDIR=\"$1\" \"$2\" import \"$3\" $4 --url http://127.0.0.1:1 --token-file \"$5\"; code=$?; ls -A \"$1\"; exit $code";
    let token = desk.write("token", b"glc_x_y\n");
    for (more, words) in [
        (format!("--out {small}/out.zip"), "out.zip`: No space left"),
        ("--attach c1".to_owned(), "set TMPDIR"),
    ] {
        let mut command = Command::new("unshare");
        command.args(["--mount", "--map-root-user", "sh", "-c", script, "sh", &small]);
        command.args([env!("CARGO_BIN_EXE_glasscase"), &bundle, &more, &token]);
        command.stdin(std::process::Stdio::piped());
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        let ended = run_command(command, b"");
        if ended.code == Some(99) || ended.err.contains("unshare") {
            println!("skipped: this system mounts nothing here");
            return;
        }
        assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""), "{}", ended.err);
        assert!(ended.err.contains(words) && ended.err.contains("No space left"), "{}", ended.err);
    }
}
