//! Files, folders, patterns and archives as input of `redact`, `classify` and `inspect`.

use crate::program::{Ended, run};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const LOG: &str = "login user=joe from 192.0.2.7\npassword=Summer2026! for the pump\n";

/// A folder to work in, whose paths stand for themselves.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn path(&self, name: &str) -> String {
        self.at(name).display().to_string()
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.at(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// What is below the folder that the screened form of `name` is in, by path.
    fn screened(&self, name: &str) -> BTreeMap<String, String> {
        // The whole path is mirrored, its root apart.
        let mirror = self.at("out").join(self.path(name).trim_start_matches('/'));
        let mut files = BTreeMap::new();
        collect(&mirror, &mirror, &mut files);
        files
    }

    fn redact(&self, names: &[&str], more: &[&str]) -> Ended {
        let names: Vec<String> = names.iter().map(|name| self.path(name)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        run(&[&["redact", "--output", &self.path("out")], more, &names].concat(), b"")
    }
}

fn collect(from: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(from, &path, files);
        } else {
            let name = path.strip_prefix(from).unwrap().display().to_string();
            files.insert(name, fs::read_to_string(path).unwrap());
        }
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

fn check_screened(name: &str, text: &str) {
    let is_screened = text.contains("user=«euii:") && text.contains("«credential:password»");
    assert!(is_screened && !text.contains("joe") && !text.contains("Summer"), "{name}: {text}");
}

/// A header of a tar, whose name stands there as it is.
fn tar_entry(name: &str, content: &[u8]) -> Vec<u8> {
    let mut block = vec![0_u8; 512];
    block[..name.len()].copy_from_slice(name.as_bytes());
    block[100..108].copy_from_slice(b"0000644\0");
    block[124..136].copy_from_slice(format!("{:011o}\0", content.len()).as_bytes());
    block[136..148].copy_from_slice(b"00000000000\0");
    block[148..156].copy_from_slice(b"        ");
    block[156] = b'0';
    block[257..265].copy_from_slice(b"ustar\x0000");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    block.extend_from_slice(content);
    block.resize(block.len().next_multiple_of(512), 0);
    block
}

#[test]
fn a_folder_is_mirrored_and_nothing_of_it_is_lost_silently() {
    let desk = Desk::new();
    desk.write("in/app.log", LOG.as_bytes());
    desk.write("in/old/app.log.1.gz", &gzip(LOG.as_bytes()));
    let wide: Vec<u8> =
        "\u{feff}".encode_utf16().chain(LOG.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    desk.write("in/wide.txt", &wide);
    desk.write("in/picture.png", b"\x89PNG\r\n\x1a\n\0\0");
    desk.write("in/broken.gz", &gzip(&LOG.repeat(50).into_bytes())[..40]);
    symlink("/etc", desk.at("in/link")).unwrap();
    let ended = desk.redact(&["in"], &[]);
    // What cannot be read is worse than what is no text.
    assert_eq!((ended.code, ended.out.as_str()), (Some(4), ""), "{}", ended.err);
    for name in ["picture.png: it is no text", "broken.gz: ", "link: it is a link"] {
        assert!(
            ended.err.lines().any(|line| line.starts_with("left out: ") && line.contains(name)),
            "{}",
            ended.err
        );
    }
    let screened = desk.screened("in");
    assert_eq!(screened.keys().collect::<Vec<_>>(), ["app.log", "old/app.log.1", "wide.txt"]);
    for (name, text) in &screened {
        check_screened(name, text);
    }
    let first = screened["app.log"].lines().next();
    assert_eq!(first, screened["wide.txt"].lines().next(), "one value has one pseudonym in all texts");
    assert_eq!(fs::read_to_string(desk.at("in/app.log")).unwrap(), LOG);
}

#[test]
fn of_an_archive_whatever_is_sound_is_screened_and_nothing_leaves_the_folder() {
    let desk = Desk::new();
    let content = LOG.as_bytes();
    let whole = [
        tar_entry("a/app.log", content),
        tar_entry("../out.log", content),
        tar_entry("/tmp/glasscase-must-not-be", content),
        tar_entry("b.log", content),
        vec![0; 1_024],
    ];
    desk.write("in.tar", &whole.concat());
    desk.write("in.tar.gz", &gzip(&whole.concat()));
    desk.write("zip/x.log", content);
    let zipped = Command::new("python3")
        .args(["-m", "zipfile", "-c", "in.zip", "zip/x.log"])
        .current_dir(desk.0.path())
        .status();
    assert!(zipped.unwrap().success());
    let ended = desk.redact(&["in.tar", "in.tar.gz", "in.zip"], &[]);
    assert_eq!(ended.code, Some(4), "{}", ended.err);
    assert_eq!(ended.err.matches("../out.log").count(), 4, "{}", ended.err);
    for archive in ["in.tar", "in.tar.gz"] {
        let screened = desk.screened(archive);
        assert_eq!(screened.keys().collect::<Vec<_>>(), ["a/app.log", "b.log"]);
        for (name, text) in &screened {
            check_screened(name, text);
        }
    }
    for (name, text) in &desk.screened("in.zip") {
        check_screened(name, text);
    }
    assert_eq!(desk.screened("in.zip").len(), 1);
    assert!(!Path::new("/tmp/glasscase-must-not-be").exists());
    let mut names: Vec<_> = fs::read_dir(desk.0.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["in.tar", "in.tar.gz", "in.zip", "out", "zip"]);
}

#[test]
fn a_damaged_archive_gives_what_stands_before_the_damage() {
    let desk = Desk::new();
    let noise: Vec<u8> =
        (0..300_000_u32).map(|n| b'a' + n.wrapping_mul(2_654_435_761).to_le_bytes()[3] % 26).collect();
    let whole = [tar_entry("a.log", LOG.as_bytes()), tar_entry("b.log", &noise), vec![0; 1_024]].concat();
    let packed = gzip(&whole);
    desk.write("in.tgz", &packed[..packed.len() / 2]);
    let ended = desk.redact(&["in.tgz"], &[]);
    assert_eq!(ended.code, Some(4), "{}", ended.err);
    assert!(ended.err.contains("b.log") && ended.err.contains("cut off"), "{}", ended.err);
    assert_eq!(desk.screened("in.tgz").keys().collect::<Vec<_>>(), ["a.log"]);
}

#[test]
fn nothing_is_overwritten_and_two_texts_never_share_a_file() {
    let desk = Desk::new();
    desk.write("in/app.log", LOG.as_bytes());
    desk.write("out/there", b"before");
    let ended = desk.redact(&["in"], &[]);
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert!(ended.err.contains("not empty"), "{}", ended.err);
    fs::remove_file(desk.at("out/there")).unwrap();
    desk.write("in/app.log.gz", &gzip(b"other\n"));
    let ended = desk.redact(&["in"], &[]);
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert!(ended.err.contains("both be written"), "{}", ended.err);
    let two = run(&["redact", &desk.path("in")], b"");
    assert_eq!((two.code, two.out.as_str()), (Some(2), ""), "{}", two.err);
}

#[test]
fn one_text_goes_to_standard_output_and_a_pattern_is_matched() {
    let desk = Desk::new();
    desk.write("app.log", LOG.as_bytes());
    for name in ["app.log", "a*.log"] {
        let ended = run(&["redact", &desk.path(name)], b"");
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "no progress without a terminal");
        check_screened(name, &ended.out);
    }
}

#[test]
fn exit_codes_say_what_went_wrong() {
    let desk = Desk::new();
    desk.write("app.log", LOG.as_bytes());
    desk.write("clean.log", b"nothing here\n");
    desk.write("a.out", b"\x7fELF\x02\x01");
    desk.write("cut.gz", &gzip(LOG.as_bytes())[..20]);
    for command in ["classify", "inspect", "redact"] {
        let code = |name: &str| run(&[command, &desk.path(name)], b"").code;
        assert_eq!(code("clean.log"), Some(0), "{command}");
        assert_eq!(code("absent.log"), Some(4), "{command}");
        assert_eq!(code("cut.gz"), Some(4), "{command}");
        assert_eq!(code("a.out"), Some(5), "{command}");
        assert_eq!(run(&[command, "--no-such-option"], b"").code, Some(2), "{command}");
    }
    for command in ["classify", "inspect", "redact"] {
        let code = |word: &str, name: &str| run(&[command, "--fail-on", word, &desk.path(name)], b"").code;
        assert_eq!(code("credential", "app.log"), Some(3), "{command}");
        assert_eq!(code("username", "app.log"), Some(3), "{command}");
        assert_eq!(code("credential", "clean.log"), Some(0), "{command}");
    }
}

#[test]
fn lines_of_texts_are_classified_with_their_place() {
    let desk = Desk::new();
    desk.write("in/app.log", format!("nothing\n{LOG}").as_bytes());
    let ended = run(&["classify", &desk.path("in")], b"");
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let lines: Vec<Value> = ended.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2, "{}", ended.out);
    assert_eq!(lines[0]["id"]["line"], 2);
    assert!(lines[0]["id"]["file"].as_str().unwrap().ends_with("in/app.log"));
    assert_eq!(lines[0]["spans"][0]["entity"], "username");
}

#[test]
fn an_inspection_tells_of_each_file_its_types_keys_and_rules_and_how_long_they_took() {
    let desk = Desk::new();
    desk.write("in.tar", &[tar_entry("a.log", LOG.as_bytes()), vec![0; 1_024]].concat());
    let ended = run(&["inspect", "--json", &desk.path("in.tar")], b"");
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let told: Value = serde_json::from_str(&ended.out).unwrap();
    let file = &told["files"][0];
    assert!(file["name"].as_str().unwrap().ends_with("in.tar: a.log"), "{file}");
    assert_eq!(
        (&file["entities"]["password"], &file["keys"]["login user"]),
        (&1.into(), &1.into()),
        "{file}"
    );
    assert_eq!(file["rules"]["keyed"], told["rules"]["keyed"]);
    assert!(told["microseconds"]["keyed"].is_u64() && told["microseconds"]["words"].is_u64(), "{told}");
    assert!(!ended.out.contains("Summer") && !ended.out.contains("joe"));
}

#[test]
fn shapes_keep_types_and_the_map_holds_them() {
    let desk = Desk::new();
    let text = "from 192.0.2.7 to 192.0.2.7 by joe@gmail.com, password=Summer2026!\n";
    let map = desk.path("map.jsonl");
    let ended = run(&["redact", "--shape", "--reveal-map", &map], text.as_bytes());
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let words: Vec<&str> = ended.out.split([' ', ',']).collect();
    let address: std::net::Ipv4Addr = words[1].parse().unwrap();
    assert!(address.octets()[0] >= 240 && words[1] == words[3], "{}", ended.out);
    assert!(words[5].ends_with("@mail.invalid"), "{}", ended.out);
    assert!(ended.out.contains("password=«credential:password»"), "{}", ended.out);
    let revealed = fs::read_to_string(&map).unwrap();
    let mut back = ended.out.clone();
    for line in revealed.lines() {
        let entry: Value = serde_json::from_str(line).unwrap();
        back = back.replace(entry["token"].as_str().unwrap(), entry["values"][0].as_str().unwrap());
    }
    assert_eq!(back, text.replace("Summer2026!", "«credential:password»"));
}
