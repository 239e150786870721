//! `glasscase demo`: the whole walk, with real processes.

use crate::program::{Ended, program, run};
use serde_json::Value;
use std::fs;
use std::io::Read as _;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

/// How long the walk may take on a busy machine, without optimisation.
const PATIENCE: Duration = Duration::from_mins(3);

/// A demo that stays. It is killed when this is dropped.
struct Demo {
    child: Child,
    url: String,
    tenant: String,
    other: String,
    engineer: String,
    subscription: String,
}

impl Demo {
    /// Starts a demo and waits until it can be tried.
    fn start(folder: &Path) -> Self {
        let (data, env) = (folder.join("data"), folder.join("env"));
        let arguments =
            ["demo", "--port", "0", "--data", data.to_str().unwrap(), "--env", env.to_str().unwrap()];
        let mut command = program(&arguments);
        command.stdout(fs::File::create(folder.join("told")).unwrap());
        let mut child = command.spawn().unwrap();
        let begun = Instant::now();
        while !env.exists() {
            if child.try_wait().unwrap().is_some() || begun.elapsed() > PATIENCE {
                let _ = child.kill();
                let mut err = String::new();
                child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
                panic!("{err}{}", fs::read_to_string(folder.join("told")).unwrap());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let text = fs::read_to_string(env).unwrap();
        let value = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            line.unwrap_or_else(|| panic!("no {name} in {text}")).to_owned()
        };
        Self {
            child,
            url: value("GLASSCASE_URL"),
            tenant: value("GLASSCASE_TENANT_TOKEN"),
            other: value("GLASSCASE_OTHER_TENANT_TOKEN"),
            engineer: value("GLASSCASE_ENGINEER_TOKEN"),
            subscription: value("GLASSCASE_SUBSCRIPTION"),
        }
    }

    /// Runs a command with one of the tokens.
    fn run(&self, token: &str, arguments: &[&str]) -> Ended {
        let mut command = program(arguments);
        command.env("GLASSCASE_URL", &self.url).env("GLASSCASE_TOKEN", token);
        command.env("GLASSCASE_SUBSCRIPTION", &self.subscription);
        crate::program::run_command(command, b"")
    }

    fn json(&self, token: &str, arguments: &[&str]) -> Value {
        let ended = self.run(token, &[arguments, &["--json"]].concat());
        assert_eq!(ended.code, Some(0), "{arguments:?}: {}", ended.err);
        serde_json::from_str(&ended.out).unwrap()
    }

    /// Waits until nobody listens at the server's address any more.
    fn wait_until_all_is_gone(&self) {
        let address = self.url.trim_start_matches("http://");
        let begun = Instant::now();
        while TcpStream::connect(address).is_ok() {
            assert!(begun.elapsed() < PATIENCE, "the server outlives the demo");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_whole_walk_comes_out_as_promised() {
    let ended = run(&["demo", "--exit", "--port", "0", "--json"], b"");
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    let steps: Vec<Value> = ended.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(steps.len(), 16, "{}", ended.out);
    for (step, number) in steps.iter().zip(1..) {
        assert_eq!(step["step"], number);
    }
    for words in [
        "appeared among Contoso's partners",
        "pass  ",
        "«euii:upn-",
        "(category_not_granted)",
        "Approved and signed: euii, eupi",
        "(locked)",
        "(closed)",
        "is sound: nothing is wrong with it",
        "is NOT sound",
        "from a backup of the sealed bytes: 0",
        "4 collections stored, 4 deleted",
    ] {
        assert!(ended.out.contains(words), "{words}: {}", ended.out);
    }
    let folder = ended.out.split("its data is in").nth(1).unwrap();
    let folder = folder.split('"').find(|word| word.starts_with('/')).unwrap();
    assert!(!Path::new(folder.split("/server").next().unwrap()).exists(), "{folder} is left");
}

#[test]
fn what_stays_can_be_used_for_a_real_case() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path());
    let open = ["case", "open", "slow", "--service", "servers", "--nature", "performance", "--standard"];
    let opened = demo.json(&demo.tenant, &open);
    assert_eq!(opened["consent"], "given", "{opened}");
    let case = opened["case"].as_str().unwrap();
    assert_eq!(demo.run(&demo.other, &["case", "show", case]).code, Some(1));
    let run = demo.json(&demo.engineer, &["diagnostic", "run", case, "host-health"]);
    assert_eq!(run["state"], "finished", "{run}");
    let shown = demo.run(&demo.engineer, &["evidence", "show", run["collection"].as_str().unwrap()]);
    assert!(shown.out.contains("\"memory\""), "{}", shown.err);

    let second = run_in(&folder.path().join("data"));
    assert_eq!(second.code, Some(1));
    assert!(second.err.contains("another demo runs in"), "{}", second.err);

    let process = i32::try_from(demo.child.id()).ok().and_then(rustix::process::Pid::from_raw).unwrap();
    rustix::process::kill_process(process, rustix::process::Signal::INT).unwrap();
    demo.wait_until_all_is_gone();
    let mut demo = demo;
    assert_eq!(demo.child.wait().unwrap().code(), Some(0));
    assert!(folder.path().join("data/contoso/export.glasscase").exists(), "a folder that was named is kept");
}

#[test]
fn a_killed_demo_leaves_no_process_behind() {
    let folder = tempfile::tempdir().unwrap();
    let mut demo = Demo::start(folder.path());
    demo.child.kill().unwrap();
    demo.wait_until_all_is_gone();
    // The server's folder is free again, so its process is gone and not only its socket.
    let begun = Instant::now();
    let data = folder.path().join("data/server");
    while run(&["rebuild", "--data", data.to_str().unwrap()], b"").code != Some(0) {
        assert!(begun.elapsed() < PATIENCE, "the server's process is still there");
    }
}

/// Tries to run a demo in a folder where none can run.
fn run_in(data: &Path) -> Ended {
    let ended = run(&["demo", "--exit", "--port", "0", "--data", data.to_str().unwrap()], b"");
    assert_eq!(ended.out, "");
    assert!(ended.err.contains("help: "), "{}", ended.err);
    ended
}

#[test]
fn a_folder_that_cannot_be_used_is_named_before_anything_happens() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    for (data, words) in
        [(folder.path().to_owned(), "is not empty"), (folder.path().join("file/data"), "cannot make")]
    {
        let ended = run_in(&data);
        assert_eq!(ended.code, Some(1), "{words}");
        assert!(ended.err.contains(words), "{}", ended.err);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_busy_port_is_named_before_anything_happens() {
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let data = folder.path().join("data");
    let ended = run(&["demo", "--exit", "--port", &port, "--data", data.to_str().unwrap()], b"");
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""));
    assert!(ended.err.contains(&format!("the port {port} of this machine is not free")), "{}", ended.err);
    assert!(ended.err.contains("--port"), "{}", ended.err);
}
