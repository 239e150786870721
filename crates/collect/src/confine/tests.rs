//! What a confined process tries and fails at, and what an unconfined one does without trouble.
//!
//! Confinement cannot be taken back, so each attempt is made by a process of its own: this very test program, told to run
//! the ignored test `attempt`.

use super::{Grants, confine};
use diagnostics::Limits;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::{env, thread};
use tempfile::TempDir;

/// Says which attempt, whether confined, and in which folder.
const TOLD: &str = "GLASSCASE_ATTEMPT";
/// The exit codes of an attempt.
const SUCCEEDED: i32 = 40;
const FAILED: i32 = 41;

/// The folder that may be read, with a file in it, beside one that may not.
struct Ground {
    folder: TempDir,
}

impl Ground {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        for name in ["readable", "other"] {
            fs::create_dir(folder.path().join(name)).unwrap();
            fs::write(folder.path().join(name).join("app.log"), "a line\n").unwrap();
        }
        Self { folder }
    }

    fn attempt(&self, what: &str, confined: bool) -> ExitStatus {
        Command::new(env::current_exe().unwrap())
            .args(["--exact", "confine::tests::attempt", "--ignored", "--quiet"])
            .env(TOLD, format!("{what} {confined} {}", self.folder.path().display()))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap()
    }
}

/// Passes if the attempt succeeds unconfined and fails confined.
fn check(what: &str) {
    for (confined, expected) in [(false, SUCCEEDED), (true, FAILED)] {
        let ended = Ground::new().attempt(what, confined);
        assert_eq!(ended.code(), Some(expected), "{what}, confined: {confined}: {ended}");
    }
}

#[test]
fn nothing_can_be_written_made_changed_or_removed() {
    for what in ["make", "write", "append", "truncate", "remove", "rename", "folder", "link", "permissions"] {
        check(what);
    }
}

#[test]
fn no_program_and_no_process_can_be_started() {
    check("execute");
}

#[test]
fn no_address_can_be_reached() {
    for what in ["tcp", "udp", "unix", "listen"] {
        check(what);
    }
}

#[test]
fn no_other_file_and_no_other_process_can_be_looked_at() {
    for what in ["read elsewhere", "list elsewhere", "environment", "signal"] {
        check(what);
    }
}

#[test]
fn what_was_granted_stays_possible() {
    for what in ["read", "list", "thread", "memory"] {
        for confined in [false, true] {
            let ended = Ground::new().attempt(what, confined);
            assert_eq!(ended.code(), Some(SUCCEEDED), "{what}, confined: {confined}: {ended}");
        }
    }
}

#[test]
fn a_limit_of_memory_or_processor_time_ends_the_process() {
    use std::os::unix::process::ExitStatusExt as _;
    for (what, signals) in [("much memory", [6, 6]), ("much time", [24, 9])] {
        assert_eq!(Ground::new().attempt(what, false).code(), Some(SUCCEEDED), "{what}");
        let ended = Ground::new().attempt(what, true);
        assert!(ended.signal().is_some_and(|signal| signals.contains(&signal)), "{what}: {ended}");
    }
}

#[test]
#[ignore = "it is what the other tests start as a process"]
fn attempt() {
    let Ok(told) = env::var(TOLD) else { return };
    let (told, folder) = told.rsplit_once(' ').unwrap();
    let (what, confined) = told.rsplit_once(' ').unwrap();
    let folder = PathBuf::from(folder);
    let outside = Outside::new(&folder);
    if confined == "true" {
        let limits = Limits { seconds: 10, bytes: 1, rows: 1, cpu_seconds: 1, memory_mib: 64 };
        confine(&Grants { readable: vec![folder.join("readable")], limits }).unwrap();
    }
    let outcome = outside.attempt(what, &folder);
    std::process::exit(if outcome.is_ok() { SUCCEEDED } else { FAILED });
}

/// What an attempt may reach for, made before the process is confined.
struct Outside {
    tcp: TcpListener,
    udp: UdpSocket,
    unix: PathBuf,
    _unix: UnixListener,
}

impl Outside {
    fn new(folder: &Path) -> Self {
        let unix = folder.join("socket");
        Self {
            tcp: TcpListener::bind("127.0.0.1:0").unwrap(),
            udp: UdpSocket::bind("127.0.0.1:0").unwrap(),
            _unix: UnixListener::bind(&unix).unwrap(),
            unix,
        }
    }

    fn attempt(&self, what: &str, folder: &Path) -> io::Result<()> {
        let log = folder.join("readable/app.log");
        let new = folder.join("readable/new");
        let other = folder.join("other");
        match what {
            "make" => File::create(new).map(drop),
            "write" => fs::write(log, "another"),
            "append" => OpenOptions::new().append(true).open(log)?.write_all(b"more"),
            "truncate" => OpenOptions::new().write(true).open(log)?.set_len(0),
            "remove" => fs::remove_file(log),
            "rename" => fs::rename(log, new),
            "folder" => fs::create_dir(new),
            "link" => std::os::unix::fs::symlink(log, new),
            "permissions" => fs::set_permissions(log, fs::Permissions::from_mode(0o777)),
            "execute" => Command::new("/bin/true").status().map(drop),
            "tcp" => TcpStream::connect(self.tcp.local_addr()?).map(drop),
            "udp" => self.udp.send_to(b"x", self.udp.local_addr()?).map(drop),
            "unix" => UnixStream::connect(&self.unix).map(drop),
            "listen" => TcpListener::bind("127.0.0.1:0").map(drop),
            "read elsewhere" => fs::read(other.join("app.log")).map(drop),
            "list elsewhere" => fs::read_dir(other).map(drop),
            "environment" => {
                fs::read(format!("/proc/{}/environ", std::os::unix::process::parent_id())).map(drop)
            }
            "signal" => {
                let parent = rustix::process::getppid().unwrap();
                Ok(rustix::process::test_kill_process(parent)?)
            }
            "read" => fs::read(log).map(drop),
            "list" => fs::read_dir(folder.join("readable")).map(drop),
            "thread" => thread::spawn(|| ()).join().map_err(|_| io::ErrorKind::Other.into()),
            "memory" => touch(48 << 20),
            "much memory" => touch(400 << 20),
            "much time" => {
                spin();
                Ok(())
            }
            other => panic!("no attempt `{other}`"),
        }
    }
}

fn touch(bytes: usize) -> io::Result<()> {
    let memory = vec![1_u8; bytes];
    if std::hint::black_box(&memory).iter().map(|byte| usize::from(*byte)).sum::<usize>() == bytes {
        return Ok(());
    }
    Err(io::ErrorKind::Other.into())
}

/// Two seconds of processor time.
fn spin() {
    let used = || rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime).tv_sec;
    let start = used();
    while used() < start + 2 {
        std::hint::black_box(());
    }
}
