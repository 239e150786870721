use super::case::{Case, Outcome};
use super::skipped;
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A folder with a script of that name, to be run by bash.
struct Script {
    _folder: TempDir,
    path: PathBuf,
    name: String,
}

impl Script {
    fn new(name: &str, text: &str) -> Self {
        let folder = TempDir::new().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let path = folder.path().join(name);
        fs::write(&path, format!("#!/bin/bash\n{text}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        Self { _folder: folder, path, name: name.to_owned() }
    }

    /// Starts it, and waits until it says that it is ready.
    fn start(&self, user: Option<u32>) -> Started {
        let mut command = Command::new(&self.path);
        if let Some(user) = user {
            command.uid(user);
        }
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).process_group(0).spawn().unwrap();
        let mut said = [0; 6];
        std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut said).unwrap();
        assert_eq!(&said, b"ready\n");
        Started(child)
    }

    fn look(&self, id: &str, more: &Value) -> Outcome {
        let mut inputs = json!({"process": self.name});
        inputs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Case::new(id, "host_facts: true").run(&inputs)
    }
}

/// A process and its children, ended when dropped.
struct Started(Child);

impl Drop for Started {
    fn drop(&mut self) {
        let group = rustix::process::Pid::from_child(&self.0);
        rustix::process::kill_process_group(group, rustix::process::Signal::KILL).unwrap_or_default();
        self.0.wait().unwrap();
    }
}

/// A program that holds `files` files under a limit of 100 and sleeps.
fn holding(name: &str, files: usize) -> Script {
    Script::new(
        name,
        &format!(
            "ulimit -n 100\nfor i in $(seq 10 $((9 + {files}))); do eval \"exec $i</dev/null\"; done\n\
             sleep 600 &\necho ready\nwait"
        ),
    )
}

#[test]
fn a_process_near_its_limit_of_files_is_found() {
    let script = holding("gc-few-files", 10);
    let started = script.start(None);
    let outcome = script.look("process-limits", &json!({}));
    outcome.assert_faults(&[]);
    let closest = &outcome.facts["processes"]["closest_to_its_limit"];
    assert_eq!((&closest["id"], &closest["open_files_limit"]), (&json!(started.0.id()), &json!(100)));
    drop(started);

    let script = holding("gc-more-files", 78);
    let started = script.start(None);
    script.look("process-limits", &json!({})).assert_faults(&["files-near"]);
    drop(started);
}

#[test]
fn a_process_out_of_files_is_found_among_all() {
    // bash itself needs some above the limit's last ones.
    let script = Script::new(
        "gc-all-files",
        "for i in $(seq 10 40); do eval \"exec $i</dev/null\"; done\nread -r -t 0 _ < /dev/null\n\
         exec 41<> <(sleep 600)\nulimit -n 30\necho ready\nread -r -t 600 -u 41 _",
    );
    let started = script.start(None);
    let outcome = Case::new("process-limits", "host_facts: true").run(&json!({}));
    outcome.assert_faults(&["files-exhausted"]);
    assert_eq!(outcome.facts["processes"]["closest_to_its_limit"]["id"], json!(started.0.id()));
}

#[test]
fn a_user_near_the_limit_of_threads_is_found() {
    if !rustix::process::geteuid().is_root() {
        skipped::because("starting a process of another user needs root");
        return;
    }
    // A user of this test's own, so that nothing else counts.
    let script = Script::new(
        "gc-threads",
        "ulimit -u 12\nfor i in 1 2 3 4 5 6 7 8 9 10; do sleep 600 & done\necho ready\nwait",
    );
    let started = script.start(Some(61_234));
    script.look("process-limits", &json!({})).assert_faults(&["threads-near"]);
    drop(started);
    let script = Script::new("gc-threads", "ulimit -u 100\nsleep 600 &\necho ready\nwait");
    let _started = script.start(Some(61_235));
    script.look("process-limits", &json!({})).assert_faults(&[]);
}

#[test]
fn a_process_that_is_not_there_is_said() {
    let script = Script::new("gc-absent", "");
    script.look("process-limits", &json!({})).assert_faults(&["not-running"]);
    script.look("crash-loop", &json!({"watch_seconds": 1})).assert_faults(&["not-running"]);
}

#[test]
fn a_program_that_crashes_in_a_loop_is_found() {
    let inner = Script::new("gc-crashing", "sleep 0.3; exit 1");
    let looping = format!("echo ready\nwhile :; do {} >/dev/null; sleep 0.1; done", inner.path.display());
    let outer = Script::new("gc-supervisor", &looping);
    let started = outer.start(None);
    let outcome = inner.look("crash-loop", &json!({"watch_seconds": 4, "young_minutes": 0}));
    outcome.assert_faults(&["starting-again"]);
    let program = &outcome.facts["program"];
    assert!(program["ended_while_watched"].as_u64().unwrap() >= 2, "{program}");
    outer.look("crash-loop", &json!({"watch_seconds": 1, "young_minutes": 0})).assert_faults(&[]);
    drop(started);
}

#[test]
fn a_program_that_was_just_restarted_or_is_suspended_is_found() {
    let script = holding("gc-restarted", 1);
    let started = script.start(None);
    let look = |young: u64| script.look("crash-loop", &json!({"watch_seconds": 1, "young_minutes": young}));
    look(1).assert_faults(&["just-started"]);
    look(0).assert_faults(&[]);
    let id = rustix::process::Pid::from_child(&started.0);
    rustix::process::kill_process(id, rustix::process::Signal::STOP).unwrap();
    look(0).assert_faults(&["hanging"]);
}

#[test]
fn what_the_runner_may_not_see_is_said() {
    let program = std::env::current_exe().unwrap();
    let others = Command::new("setpriv")
        .args(["--reuid=61236", "--clear-groups", "--"])
        .arg(&program)
        .args(["--list"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !others.is_ok_and(|status| status.success()) {
        skipped::because(
            "collecting as another user needs root, setpriv and a build folder that all may read",
        );
        return;
    }
    let script = holding("gc-of-root", 1);
    let _started = script.start(None);
    let mut case = Case::new("process-limits", "host_facts: true");
    let own = case.program.arguments.clone();
    case.program.path = PathBuf::from("/usr/bin/setpriv");
    case.program.arguments = ["--reuid=61236", "--clear-groups", "--"].map(Into::into).to_vec();
    case.program.arguments.push(program.into());
    case.program.arguments.extend(own);
    case.run(&json!({"process": script.name})).assert_faults(&["files-unseen"]);
}

#[test]
fn no_arguments_and_no_owner_are_told() {
    let script = holding("gc-private", 1);
    let _started = script.start(None);
    let outcome = script.look("process-limits", &json!({}));
    let fact = outcome.facts["processes"]["processes"][0].as_object().unwrap();
    assert!(!outcome.item("facts.json").contains("/bin/bash") && !fact.contains_key("user"), "{fact:?}");
    let refusal = Case::new("process-limits", "folders: [/tmp]").refusal(&json!({}));
    assert!(refusal.contains("host_facts: true"), "{refusal}");
}
