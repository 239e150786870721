//! Logs that are written while somebody watches. Nobody sleeps: what is written next waits for what was seen before.

use super::case::{Case, Kept, Outcome};
use collect::{CollectError, Evidence, Unwanted};
use diagnostics::Diagnostic;
use serde_json::{Value, json};
use std::fs::{self, File, OpenOptions};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const ITEM: &str = "followed.log";
/// What ends a watch, appended to a file of its own.
const END: &str = "^the end$";

/// Evidence that tells what it is given while the run goes on.
struct Telling {
    kept: Kept,
    told: Sender<String>,
}

impl Evidence for Telling {
    fn item(&mut self, name: &str, channel: classify::Channel) -> Result<(), Unwanted> {
        self.told.send(format!("item {name}")).unwrap();
        self.kept.item(name, channel)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Unwanted> {
        let _gone = self.told.send(String::from_utf8_lossy(bytes).into_owned());
        self.kept.write(bytes)
    }
}

/// Whoever reproduces a fault: writes logs, and waits until they were seen.
struct Scene {
    folder: PathBuf,
    seen: Receiver<String>,
}

impl Scene {
    /// Waits until the watcher has told `text`.
    fn await_seen(&self, text: &str) {
        while !self.seen.recv_timeout(Duration::from_secs(30)).unwrap().contains(text) {}
    }

    fn log(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn append(&self, name: &str, text: &str) {
        let mut file = OpenOptions::new().create(true).append(true).open(self.log(name)).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }

    /// Appends a line and waits until it was seen.
    fn say(&self, name: &str, line: &str) {
        self.append(name, &format!("{line}\n"));
        self.await_seen(line);
    }
}

fn case(folder: &Path, limits: Option<&str>) -> Case {
    let mut case = Case::new("log-follow", &format!("folders: [{}]", folder.display()));
    if let Some(limits) = limits {
        let text = include_str!("../../../../catalogue/log-follow.yaml");
        let (head, rest) = text.split_once("limits:\n").unwrap();
        let (_, tail) = rest.split_once("analyzers:").unwrap();
        case.diagnostic = Diagnostic::parse(&format!("{head}limits: {limits}\nanalyzers:{tail}")).unwrap();
    }
    case
}

/// Watches `files` of `folder` for `seconds` while `happens` goes on; what was found, and what was handed over.
fn watch(
    folder: &TempDir,
    inputs: &Value,
    limits: Option<&str>,
    happens: impl FnOnce(&Scene) + Send + 'static,
) -> Outcome {
    let case = case(folder.path(), limits);
    let mut all = json!({"files": folder.path().join("*.log"), "seconds": 60, "until": END});
    all.as_object_mut().unwrap().extend(inputs.as_object().unwrap().clone());
    let (told, seen) = channel();
    let scene = Scene { folder: folder.path().to_owned(), seen };
    let actor = thread::spawn(move || {
        scene.await_seen(ITEM);
        happens(&scene);
        scene.append("end.log", "the end\n");
        // What comes now is nobody's business.
        while scene.seen.recv().is_ok() {}
    });
    let outcome = case.run_into(&all, Telling { kept: Kept::default(), told }, |telling| telling.kept);
    actor.join().unwrap();
    outcome
}

fn folder_with(text: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("app.log"), text).unwrap();
    fs::write(folder.path().join("end.log"), "").unwrap();
    folder
}

/// Watches `file` of `folder` for a second in which nobody writes.
fn silence(folder: &TempDir, file: &str) -> Outcome {
    case(folder.path(), None).run(&json!({"files": folder.path().join(file), "seconds": 1}))
}

/// The lines that were handed over, without the names of their files and the end.
fn lines(outcome: &Outcome) -> Vec<&str> {
    let is_said = |line: &&str| !line.starts_with("==> ") && *line != "the end";
    outcome.item(ITEM).lines().filter(is_said).collect()
}

#[test]
fn what_is_appended_is_told_and_what_was_there_is_not() {
    let folder = folder_with("2026-11-23T10:00:00Z error of before\n");
    let outcome = watch(&folder, &json!({}), None, |scene| {
        scene.say("app.log", "2026-11-24T00:00:01Z info begins");
        scene.append("app.log", "2026-11-24T00:00:02Z error disk 7 failed\n  at Disk.read error\n");
        scene.say("app.log", "2026-11-24T00:00:03Z info ends");
    });
    outcome.assert_faults(&["errors-while-watching"]);
    let facts = &outcome.facts["watch"];
    assert_eq!((&facts["matches"], &facts["lines"]), (&json!(1), &json!(5)), "a trace is part of its record");
    assert_eq!(facts["first_shape"]["shape"], "# error disk # failed");
    assert_eq!(lines(&outcome).len(), 4);
    assert!(
        outcome.item(ITEM).starts_with(&format!("==> {} <==\n", folder.path().join("app.log").display()))
    );
}

#[test]
fn a_quiet_log_passes_and_a_silent_one_is_said() {
    let folder = folder_with("error of before\n");
    watch(&folder, &json!({}), None, |scene| scene.say("app.log", "all is well")).assert_faults(&[]);
    silence(&folder, "app.log").assert_faults(&["nothing-written"]);
    silence(&folder, "none.log").assert_faults(&["nothing-followed"]);
}

#[test]
fn a_line_that_is_written_in_parts_is_told_once_and_whole() {
    let folder = folder_with("before\nbegun before ");
    let outcome = watch(&folder, &json!({}), None, |scene| {
        scene.append("app.log", "and ended\nfir");
        scene.await_seen("begun before and ended");
        scene.append("app.log", "st\nnever en");
        scene.await_seen("first");
        scene.append("app.log", "ded");
    });
    outcome.assert_faults(&[]);
    assert_eq!(lines(&outcome), ["begun before and ended", "first", "never ended"]);
}

#[test]
fn what_nobody_appends_to_is_not_told_at_the_end() {
    let folder = folder_with("before\nnever ended");
    let outcome = silence(&folder, "app.log");
    outcome.assert_faults(&["nothing-written"]);
    assert_eq!(outcome.item(ITEM), "");
}

#[test]
fn a_rotated_log_is_read_to_its_end_and_the_new_one_from_its_beginning() {
    let folder = folder_with("before\n");
    let outcome = watch(&folder, &json!({"files": folder.path().join("*.log*")}), None, |scene| {
        scene.say("app.log", "one");
        let mut old = OpenOptions::new().append(true).open(scene.log("app.log")).unwrap();
        fs::rename(scene.log("app.log"), scene.log("app.log.1")).unwrap();
        old.write_all(b"two, under the new name\n").unwrap();
        scene.append("app.log", "three, in the new file\n");
        scene.await_seen("three");
        // Whoever writes may hold the old file for a while.
        old.write_all(b"four, late in the old file\n").unwrap();
        scene.await_seen("four");
        scene.say("app.log", "five");
    });
    outcome.assert_faults(&[]);
    assert_eq!(
        lines(&outcome),
        ["one", "two, under the new name", "three, in the new file", "four, late in the old file", "five"]
    );
    let facts = &outcome.facts["watch"];
    assert_eq!((&facts["rotations"], &facts["files_followed"]), (&json!(1), &json!(3)));
}

#[test]
fn a_log_that_is_copied_and_emptied_is_read_from_its_beginning_again() {
    let folder = folder_with("before\n");
    let outcome = watch(&folder, &json!({"files": folder.path().join("*.log*")}), None, |scene| {
        scene.say("app.log", "one error");
        fs::copy(scene.log("app.log"), scene.log("app.log.1")).unwrap();
        File::options().write(true).truncate(true).open(scene.log("app.log")).unwrap();
        scene.say("app.log", "two");
        // Emptied and grown beyond where it was, between two looks.
        fs::write(scene.log("app.log"), format!("three {}\n", "x".repeat(100))).unwrap();
        scene.await_seen("three");
    });
    outcome.assert_faults(&["errors-while-watching"]);
    let text = lines(&outcome);
    assert_eq!((text[0], text[1], &text[2][..6], text.len()), ("one error", "two", "three ", 3));
    assert_eq!(outcome.facts["watch"]["truncations"], 2);
}

#[test]
fn who_writes_on_at_the_old_place_of_an_emptied_log_is_heard() {
    let folder = folder_with(&"before\n".repeat(50_000));
    let outcome = watch(&folder, &json!({}), None, |scene| {
        let mut writer = OpenOptions::new().write(true).open(scene.log("app.log")).unwrap();
        writer.seek(SeekFrom::End(0)).unwrap();
        writer.write_all(b"one\n").unwrap();
        scene.await_seen("one");
        File::options().write(true).truncate(true).open(scene.log("app.log")).unwrap();
        writer.write_all(b"two, behind a hole\n").unwrap();
        scene.await_seen("two");
    });
    outcome.assert_faults(&[]);
    assert_eq!(lines(&outcome), ["one", "two, behind a hole"]);
}

#[test]
fn files_that_begin_meanwhile_are_followed_from_their_beginning() {
    let folder = folder_with("before\n");
    let outcome = watch(&folder, &json!({"files": folder.path().join("**/*.log")}), None, |scene| {
        scene.say("new.log", "one");
        fs::create_dir(scene.log("sub")).unwrap();
        scene.say("sub/x.log", "two");
    });
    outcome.assert_faults(&[]);
    assert_eq!(lines(&outcome), ["one", "two"]);
}

#[test]
fn what_cannot_be_followed_and_limits_are_said() {
    let folder = folder_with("before\n");
    fs::write(folder.path().join("other.log"), "no text \0\n").unwrap();
    fs::write(folder.path().join("packed.log"), [0x1f, 0x8b, 8, 0, 0, 0, 0, 0]).unwrap();
    let outcome = watch(&folder, &json!({}), None, |scene| scene.say("app.log", "well"));
    outcome.assert_faults(&["watch-incomplete"]);
    assert_eq!(outcome.facts["watch"]["skipped"].as_array().unwrap().len(), 2);

    let few = Some("{seconds: 60, bytes: 1000000, rows: 3}");
    let outcome = watch(&folder, &json!({}), few, |scene| scene.append("app.log", &"well\n".repeat(10)));
    outcome.assert_faults(&["watch-incomplete"]);
    assert_eq!((lines(&outcome).len(), &outcome.facts["watch"]["lines"]), (3, &json!(11)));

    let outcome = watch(&folder, &json!({}), Some("{seconds: 60, bytes: 20, rows: 100}"), |scene| {
        scene.append("app.log", &"well\n".repeat(10));
    });
    outcome.assert_faults(&["watch-incomplete"]);
    assert_eq!(outcome.facts["watch"]["limits_reached"], json!(["bytes"]));
}

#[test]
fn what_turns_out_to_be_no_text_is_never_passed_on() {
    let folder = folder_with("before\n");
    let outcome = watch(&folder, &json!({}), None, |scene| {
        scene.say("app.log", "one");
        scene.append("app.log", "sec\0ret\n");
    });
    outcome.assert_faults(&["watch-incomplete"]);
    assert_eq!(lines(&outcome), ["one"]);
}

#[test]
fn a_link_that_leaves_the_scope_is_not_followed() {
    let (folder, outside) = (folder_with("before\n"), folder_with("before\n"));
    let secret = outside.path().join("app.log");
    let outcome = watch(&folder, &json!({}), None, move |scene| {
        scene.say("app.log", "one");
        fs::rename(scene.log("app.log"), scene.log("old")).unwrap();
        std::os::unix::fs::symlink(&secret, scene.log("app.log")).unwrap();
        fs::write(&secret, "secret\n").unwrap();
        let mut old = OpenOptions::new().append(true).open(scene.log("old")).unwrap();
        old.write_all(b"two\n").unwrap();
        scene.await_seen("two");
    });
    assert!(!outcome.item(ITEM).contains("secret"));
    assert_eq!(lines(&outcome), ["one", "two"]);
}

#[test]
fn a_stop_ends_the_watch_at_once() {
    let folder = folder_with("before\n");
    let case = case(folder.path(), None);
    let stop = case.stop.clone();
    let (told, seen) = channel();
    let stopper = thread::spawn(move || {
        while seen.recv().unwrap() != format!("item {ITEM}") {}
        stop.stop();
        Instant::now()
    });
    let inputs = json!({"files": folder.path().join("app.log"), "seconds": 500});
    let outcome = case.attempt(&inputs, &mut Telling { kept: Kept::default(), told });
    let late = stopper.join().unwrap().elapsed();
    assert!(matches!(outcome, Err(CollectError::Stopped)), "{outcome:?}");
    assert!(late < Duration::from_millis(500), "{late:?}");
}
