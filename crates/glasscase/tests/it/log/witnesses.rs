//! A customer's witness, and a vendor that shows two versions of a log.

use super::{Desk, on, sound, verify};
use crate::program::program;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command};

/// A running witness. It is killed when this is dropped.
struct Witness {
    child: Child,
    url: String,
    key: String,
}

impl Witness {
    fn start(data: &Path, listen: &str, log: &str) -> Self {
        let data = data.to_str().unwrap();
        let arguments =
            ["witness", "--data", data, "--name", "w.example", "--log", log, "--listen", listen, "--json"];
        let mut child = program(&arguments).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).unwrap();
        let text = |name: &str| said[name].as_str().unwrap().to_owned();
        Self { child, url: text("url"), key: text("key") }
    }

    fn address(&self) -> &str {
        self.url.split_once("://").unwrap().1
    }

    /// Ends it; gives what it logged.
    fn end(mut self, signal: Signal) -> String {
        let process = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw).unwrap();
        kill_process(process, signal).unwrap();
        self.child.wait().unwrap();
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        log
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A desk whose logs one witness signs, with the witness and the key of its customer's log.
fn witnessed() -> (Desk, Witness, String) {
    let mut desk = Desk::open();
    let key = desk.key().key;
    let witness = Witness::start(&desk.folder.path().join("witness"), "127.0.0.1:0", &key);
    desk.end();
    let policy = desk.path("policy");
    fs::write(&policy, format!("witness W {} {}\nquorum W\n", witness.key, witness.url)).unwrap();
    on(&desk.folder.path().join("data"), &["log", "witnesses", &policy]);
    desk.start("data", &[]);
    (desk, witness, key)
}

#[test]
fn a_vendor_that_shows_two_versions_of_a_log_is_caught() {
    let (mut desk, witness, key) = witnessed();
    let cosigner = witness.key.clone();
    let demanded = ["--key", &key, "--witness", &cosigner];
    sound(&[&[desk.export("common").as_str()], &demanded[..]].concat());
    desk.end();
    let (data, fork) = (desk.path("data"), desk.path("fork"));
    assert!(Command::new("cp").args(["-r", &data, &fork]).status().unwrap().success());

    // One version goes on, and the witness signs it.
    desk.start("data", &[]);
    desk.say(1);
    sound(&[&[desk.export("one").as_str()], &demanded[..]].concat());
    desk.end();

    // The witness is killed in between, and forgets nothing.
    let listen = witness.address().to_owned();
    witness.end(Signal::KILL);
    let witness = Witness::start(&desk.folder.path().join("witness"), &listen, &key);

    // The other version is one that a verifier finds nothing wrong with, but the witness does not sign it.
    desk.start("fork", &["--restored"]);
    desk.say(2);
    let other = desk.export("other");
    sound(&[&other, "--key", &key]);
    let (code, said) = verify(&[&[other.as_str()], &demanded[..]].concat());
    assert_eq!(code, Some(3), "{said}");
    let expected =
        "the witness `w.example` did not cosign the last checkpoint: the last that it cosigned covers";
    assert!(said.contains(expected), "{said}");
    let log = desk.end();
    assert!(
        log.contains("two versions of this log exist: the witness signed another history of it"),
        "{log}"
    );

    // The first goes on as if nothing had been.
    desk.start("data", &[]);
    desk.say(1);
    let one = desk.export("one more");
    sound(&[&[one.as_str()], &demanded[..]].concat());
    let seen = witness.end(Signal::TERM);
    assert!(seen.contains("a log showed two versions of itself"), "{seen}");
    assert!(seen.contains("does not continue what this witness signed"), "{seen}");
    let kept = fs::read_dir(desk.path("witness")).unwrap().map(|file| file.unwrap().file_name());
    let is_refused = |name: &std::ffi::OsString| name.to_str().unwrap().ends_with(".refused.txt");
    assert_eq!(kept.filter(is_refused).count(), 1, "the second version is kept, to be shown");
}

#[test]
fn the_published_checkpoint_and_receipts_carry_the_witnesses_word() {
    let (mut desk, witness, key) = witnessed();
    desk.export("export");
    let client = desk.client();
    let published = || {
        let path = format!("api/v1/log/{}/checkpoint", desk.tenant);
        crate::server::wait(async { client.download(&path).await.map(|answer| answer.content_length()) })
    };
    published().unwrap();
    let file = desk.path("receipt");
    fs::write(&file, desk.ask(&["audit", "receipt", "2"]).out).unwrap();
    sound(&["--receipt", &file, "--key", &key, "--witness", &witness.key]);

    // Without the witness the log goes on; what is published and proven stays at what it signed.
    let stays = desk.ask(&["audit", "receipt", "2"]).out;
    witness.end(Signal::TERM);
    desk.say(1);
    desk.export("unwitnessed");
    assert_eq!(desk.ask(&["audit", "receipt", "2"]).out, stays);
    published().unwrap();
    let log = desk.end();
    assert!(log.contains("the witness did not answer"), "{log}");
}

#[test]
fn a_witness_answers_as_the_specification_says() {
    let desk = Desk::open();
    let witness = Witness::start(&desk.folder.path().join("witness"), "127.0.0.1:0", &desk.key().key);
    let client = wire::WitnessClient::new().unwrap();
    let asked = |body: String| crate::server::wait(client.add_checkpoint(&witness.url, body)).unwrap();
    let export = fs::read_to_string(desk.export("export")).unwrap();
    let note = export.lines().find_map(|line| line.strip_prefix("checkpoint ")).unwrap();
    let note: String = serde_json::from_str(note).unwrap();
    let size = note.lines().nth(1).unwrap();
    assert_eq!(asked("nonsense".to_owned()).0, 400);
    assert_eq!(asked(format!("old 0\n\n{}", note.replace("/log/", "/log/x"))).0, 404, "another log");
    assert_eq!(asked(format!("old 0\n\n{}", note.replace("time 2", "time 3"))).0, 403, "forged");
    assert_eq!(asked(format!("old 999\n\n{note}")).0, 400, "above its size");
    assert_eq!(asked(format!("old 1\n\n{note}")), (409, "0\n".to_owned()), "nothing was signed yet");
    let (status, line) = asked(format!("old 0\n\n{note}"));
    assert_eq!(status, 200);
    let key = witness.key.parse().unwrap();
    ledger::witness::cosigned_at(&format!("{note}{line}"), &key).unwrap();
    assert_eq!(asked(format!("old 0\n\n{note}")), (409, format!("{size}\n")), "signed already");
    assert_eq!(asked(format!("old {size}\n\n{note}")).0, 200, "the same again");
    assert_eq!(asked("x".repeat(70_000)).0, 413);
}
