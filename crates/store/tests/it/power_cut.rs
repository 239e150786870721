//! What is acknowledged outlives a power cut.
//!
//! Killing a process is not enough to show it: the kernel keeps what was written and not synced. So a child process
//! writes through `power_cut.c`, which keeps, in a second folder, of each file only what was synced: what a disk is
//! sure to hold. The parent kills the child under load and opens the second folder. With `FULL` every acknowledged
//! command is there. With `NORMAL` some are lost, which shows both that `FULL` is needed and that this test can fail.

use crate::desk::{must, say, tenant, with_a_case};
use domain::{Event, Moment};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use store::{Location, Options, Store, Synchronous};

const FOLDER: &str = "POWER_CUT_FROM";
const SYNCED_FOLDER: &str = "POWER_CUT_TO";
const SYNCHRONOUS: &str = "POWER_CUT_SYNCHRONOUS";
/// How many commands are acknowledged before the power is cut.
const ACKNOWLEDGED: usize = 150;
const WRITERS: usize = 4;

fn options(synchronous: Synchronous) -> Options {
    Options { synchronous, ..Options::new(|| Moment::from_unix_seconds(1_767_225_600).unwrap()) }
}

async fn open(folder: &Path, synchronous: Synchronous) -> Store {
    Store::open(&Location::Sqlite(folder.join("desk.db")), options(synchronous)).await.unwrap()
}

fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(test)
}

/// The child process: appends, and tells what was acknowledged, until it is killed.
#[test]
#[ignore = "runs in a process of its own, started by the other tests of this file"]
fn appends_until_the_power_is_cut() {
    let folder = PathBuf::from(std::env::var_os(FOLDER).unwrap());
    let full = std::env::var(SYNCHRONOUS).unwrap() == "full";
    run(async {
        let store = open(&folder, if full { Synchronous::Full } else { Synchronous::Normal }).await;
        let mut writers = Vec::new();
        for writer in 0..WRITERS {
            let store = store.clone();
            writers.push(tokio::spawn(async move {
                for number in 0_u64.. {
                    let message = format!("m{writer}-{number}");
                    must(&store, &tenant(), say("A", &message)).await;
                    // One write, so that lines of several writers do not mix.
                    println!("acknowledged {message}");
                }
            }));
        }
        for writer in writers {
            writer.await.unwrap();
        }
    });
}

/// Compiles the disk that forgets.
fn disk(folder: &Path) -> PathBuf {
    let library = folder.join("power_cut.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/power_cut.c");
    let compiled = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"])
        .args([&library, &source])
        .args(["-ldl", "-lpthread"])
        .status();
    assert!(compiled.unwrap().success(), "cc compiles power_cut.c");
    library
}

/// Cuts the power under load. Gives the messages that were acknowledged, and those that the disk holds.
fn cut_power(synchronous: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let place = tempfile::tempdir().unwrap();
    let folder = new_folder(&place.path().join("desk"));
    let synced = new_folder(&place.path().join("synced"));
    run(async {
        let store = open(&folder, Synchronous::Full).await;
        with_a_case(&store, &tenant()).await;
        store.close().await;
    });
    for file in std::fs::read_dir(&folder).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), synced.join(file.file_name())).unwrap();
    }
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "power_cut::appends_until_the_power_is_cut", "--ignored", "--nocapture"])
        .env("LD_PRELOAD", disk(place.path()))
        .env(FOLDER, &folder)
        .env(SYNCED_FOLDER, &synced)
        .env(SYNCHRONOUS, synchronous)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut acknowledged = BTreeSet::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        // The test harness writes its own words before the first line of ours.
        if let Some((_, message)) = line.unwrap().split_once("acknowledged ") {
            acknowledged.insert(message.to_owned());
        }
        if acknowledged.len() == ACKNOWLEDGED {
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    assert!(acknowledged.len() >= ACKNOWLEDGED, "the child ended by itself");
    (acknowledged, run(messages(&synced)))
}

/// The messages in a database, whose log and projections must be whole.
async fn messages(folder: &Path) -> BTreeSet<String> {
    let store = open(folder, Synchronous::Full).await;
    let events = store.events(&tenant(), 0, 1_000).await.unwrap();
    let size = store.head(&tenant()).await.unwrap().unwrap().size;
    assert_eq!(events.iter().map(|event| event.sequence).collect::<Vec<_>>(), (0..size).collect::<Vec<_>>());
    let projections = store.projections(&tenant()).await.unwrap();
    store.rebuild(None).await.unwrap();
    assert_eq!(store.projections(&tenant()).await.unwrap(), projections, "no event is half applied");
    events
        .iter()
        .filter_map(|event| match &event.record.event {
            Event::CaseSaid { message, .. } => Some(message.to_string()),
            _ => None,
        })
        .collect()
}

/// Makes a folder and gives its path without links, as the kernel tells it.
fn new_folder(path: &Path) -> PathBuf {
    std::fs::create_dir(path).unwrap();
    path.canonicalize().unwrap()
}

#[test]
fn nothing_acknowledged_is_lost_when_the_power_is_cut() {
    let (acknowledged, held) = cut_power("full");
    let lost: Vec<_> = acknowledged.difference(&held).collect();
    assert!(lost.is_empty(), "{} of {} lost: {lost:?}", lost.len(), acknowledged.len());
    // What was under way and not acknowledged may be there or not.
    assert!(held.len() <= acknowledged.len() + WRITERS);
}

#[test]
fn without_a_sync_at_every_commit_acknowledged_commands_are_lost() {
    // Right behind a checkpoint, which syncs too, a cut loses nothing: several cuts do not all hit that moment.
    let loses = |_| {
        let (acknowledged, held) = cut_power("normal");
        acknowledged.difference(&held).next().is_some()
    };
    assert!((0..5).any(loses), "the test would not notice a missing sync");
}
