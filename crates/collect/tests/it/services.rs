use super::case::{Case, Outcome};
use super::skipped;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A system in a folder, with units that `systemctl` itself enables and masks.
struct System {
    root: TempDir,
}

impl System {
    fn new() -> Self {
        let system = Self { root: TempDir::new().unwrap() };
        fs::create_dir_all(system.path("run/systemd/system")).unwrap();
        fs::create_dir_all(system.path("usr/lib/systemd/system")).unwrap();
        system
    }

    fn path(&self, inner: &str) -> PathBuf {
        self.root.path().join(inner)
    }

    fn unit(&self, name: &str, service: &str) -> &Self {
        let text = format!(
            "[Unit]\nDescription=x\n[Service]\n{service}\nExecStart=/bin/x\n[Install]\nWantedBy=multi-user.target\n"
        );
        fs::write(self.path("usr/lib/systemd/system").join(format!("{name}.service")), text).unwrap();
        self
    }

    fn systemctl(&self, what: &str, name: &str) -> bool {
        let root = format!("--root={}", self.root.path().display());
        let done = Command::new("systemctl").args([&root, what, name]).stderr(Stdio::null()).status();
        let done = done.is_ok_and(|status| status.success());
        if !done {
            skipped::because("systemctl is not installed");
        }
        done
    }

    fn look(&self, more: &Value) -> Outcome {
        let area = format!("host_facts: true\nfolders: [{}]", self.root.path().display());
        let mut inputs = json!({"root": self.root.path()});
        inputs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Case::new("failed-services", &area).run(&inputs)
    }
}

/// A process in a control group of its service's name, as systemd makes it; both are gone when dropped.
struct Running {
    process: Child,
    group: PathBuf,
}

impl Running {
    fn start(name: &str) -> Option<Self> {
        let trees = ["/sys/fs/cgroup", "/sys/fs/cgroup/unified", "/sys/fs/cgroup/systemd"].map(Path::new);
        let tree = trees.into_iter().find(|tree| tree.join("cgroup.procs").is_file())?;
        let group = tree.join(format!("{name}.service"));
        if fs::create_dir(&group).is_err() {
            skipped::because("making a control group needs root");
            return None;
        }
        let process = Command::new("sleep").arg("600").spawn().unwrap();
        fs::write(group.join("cgroup.procs"), process.id().to_string()).unwrap();
        Some(Self { process, group })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        // The kernel lets go of the process a moment after it is gone.
        while fs::remove_dir(&self.group).is_err_and(|error| error.kind() != std::io::ErrorKind::NotFound) {
            std::thread::yield_now();
        }
    }
}

#[test]
fn an_enabled_service_without_processes_is_found_and_with_one_it_is_not() {
    let system = System::new();
    if !system.unit("glasscase-test-a", "Type=simple").systemctl("enable", "glasscase-test-a") {
        return;
    }
    let outcome = system.look(&json!({}));
    outcome.assert_faults(&["not-running"]);
    assert_eq!(outcome.facts["systemd"]["not_running"], json!(["glasscase-test-a"]));
    let Some(running) = Running::start("glasscase-test-a") else { return };
    let outcome = system.look(&json!({}));
    outcome.assert_faults(&[]);
    let service = &outcome.facts["systemd"]["services"][0];
    assert_eq!((&service["state"], &service["processes"]), (&json!("running"), &json!(1)));
    system.look(&json!({"young_minutes": 60})).assert_faults(&["just-restarted"]);
    drop(running);
    system.look(&json!({})).assert_faults(&["not-running"]);
}

#[test]
fn services_that_end_by_themselves_or_have_conditions_are_not_faults() {
    let system = System::new();
    system.unit("once", "Type=oneshot");
    fs::write(
        system.path("usr/lib/systemd/system/maybe.service"),
        "[Unit]\nConditionPathExists=/x\n[Service]\nExecStart=/x\n[Install]\nWantedBy=multi-user.target\n",
    )
    .unwrap();
    for name in ["once", "maybe"] {
        if !system.systemctl("enable", name) {
            return;
        }
    }
    let outcome = system.look(&json!({}));
    outcome.assert_faults(&[]);
    assert_eq!(outcome.facts["systemd"]["undecided"], 2);
    system.look(&json!({"services": ["maybe"]})).assert_faults(&["not-running"]);
}

#[test]
fn masked_disabled_and_unknown_services_are_told_apart() {
    let system = System::new();
    system.unit("off", "Type=simple").unit("hidden", "Type=simple");
    let hidden = system.systemctl("mask", "hidden");
    for (name, fault) in [("off", "disabled"), ("hidden.service", "masked"), ("absent", "not-found")] {
        if hidden || fault != "masked" {
            system.look(&json!({"services": [name]})).assert_faults(&[fault]);
        }
    }
    system.look(&json!({})).assert_faults(&[]);
}

#[test]
fn overrides_count() {
    let system = System::new();
    system.unit("job", "Type=simple");
    fs::create_dir_all(system.path("etc/systemd/system/job.service.d")).unwrap();
    fs::write(system.path("etc/systemd/system/job.service.d/x.conf"), "[Service]\nType=oneshot\n").unwrap();
    if system.systemctl("enable", "job") {
        system.look(&json!({})).assert_faults(&[]);
    }
}

#[test]
fn what_the_goal_of_the_start_does_not_lead_to_is_not_expected_to_run() {
    let system = System::new();
    let units = system.path("usr/lib/systemd/system");
    let folder = |name: &str| fs::create_dir_all(units.join(name)).unwrap();
    system.unit("reached", "Type=simple").unit("elsewhere", "Type=simple").unit("helper", "Type=simple");
    fs::write(units.join("goal.target"), "[Unit]\nWants=reached.service absent.service\n").unwrap();
    folder("reached.service.wants");
    folder("sleep.target.wants");
    let link = |to: &str, from: &str| std::os::unix::fs::symlink(to, units.join(from)).unwrap();
    link("goal.target", "default.target");
    link("../helper.service", "reached.service.wants/helper.service");
    link("../elsewhere.service", "sleep.target.wants/elsewhere.service");
    let outcome = system.look(&json!({}));
    outcome.assert_faults(&["not-running"]);
    assert_eq!(outcome.facts["systemd"]["not_running"], json!(["helper", "reached"]));
}

#[test]
fn a_service_known_by_an_alias_is_found_running() {
    let system = System::new();
    system.unit("glasscase-test-b", "Type=simple");
    let link = system.path("usr/lib/systemd/system/glasscase-test-alias.service");
    std::os::unix::fs::symlink("glasscase-test-b.service", link).unwrap();
    let look = || system.look(&json!({"services": ["glasscase-test-alias"]}));
    look().assert_faults(&["disabled"]);
    let Some(_running) = Running::start("glasscase-test-b") else { return };
    look().assert_faults(&[]);
}

#[test]
fn a_system_without_systemd_is_said_and_one_outside_the_scope_is_refused() {
    let system = System::new();
    fs::remove_dir(system.path("run/systemd/system")).unwrap();
    system.look(&json!({})).assert_faults(&["no-systemd"]);
    let case = Case::new("failed-services", "host_facts: true");
    let refusal = case.refusal(&json!({"root": system.root.path()}));
    assert!(refusal.starts_with("not_in_scope: "), "{refusal}");
    // This machine's own units are read as well, whatever they say.
    let own = case.run(&json!({}));
    assert!(own.facts["systemd"]["units"].is_u64(), "{:?}", own.facts);
}

#[test]
fn a_unit_that_leads_out_of_the_system_is_not_read() {
    let system = System::new();
    let outside = TempDir::new().unwrap();
    fs::write(outside.path().join("x"), "[Service]\nType=secret-type\n").unwrap();
    let link = system.path("usr/lib/systemd/system/leak.service");
    std::os::unix::fs::symlink(
        Path::new("../../../../..").join(outside.path().strip_prefix("/").unwrap()).join("x"),
        link,
    )
    .unwrap();
    let outcome = system.look(&json!({"services": ["leak"]}));
    assert!(!outcome.item("facts.json").contains("secret-type"));
}
