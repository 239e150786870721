//! Podman of a test's own, with real containers, and its service on a socket.

use super::skipped;
use serde_json::json;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// All that is in the image.
const BUSYBOX: &str = "/bin/busybox";
const IMAGE: &str = "contoso/shop:1";
/// What lets a container run where nobody may raise limits, and no network is set up.
const PLAIN: [&str; 4] = [
    "--network=none",
    "--security-opt=seccomp=unconfined",
    "--ulimit=nofile=512:512",
    "--ulimit=nproc=512:512",
];

/// A store of containers and the service that tells of them; both end when this is dropped.
pub(crate) struct Podman {
    folder: TempDir,
    service: Option<Child>,
}

impl Podman {
    /// None where containers cannot be run.
    pub(crate) fn start() -> Option<Self> {
        if !rustix::process::geteuid().is_root() {
            skipped::because("running containers without a login session needs root");
            return None;
        }
        let mut podman = Self { folder: TempDir::new().unwrap(), service: None };
        podman.import();
        let socket = podman.socket();
        let mut service = podman.command();
        service.args(["system", "service", "--time=0"]).arg(format!("unix://{}", socket.display()));
        podman.service = Some(service.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        podman.until("the service answers", || socket.exists());
        Some(podman)
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.folder.path().join("api.sock")
    }

    /// Settings that list the engine.
    pub(crate) fn area(&self) -> String {
        format!("container_engines: {}", json!({"local": {"socket": self.socket()}}))
    }

    /// Podman, which ends with the test and knows no other store.
    fn command(&self) -> Command {
        let path = |name: &str| self.folder.path().join(name);
        let mut command = Command::new("setpriv");
        command.args([
            "--pdeathsig=TERM",
            "--",
            "podman",
            "--storage-driver=vfs",
            "--cgroup-manager=cgroupfs",
        ]);
        command.args(["--events-backend=file", "--runtime=runc"]);
        for (flag, folder) in [("--root", "store"), ("--runroot", "run"), ("--tmpdir", "tmp")] {
            command.arg(flag).arg(path(folder));
        }
        command.stdin(Stdio::null());
        command
    }

    /// What Podman says to a command that has to succeed.
    pub(crate) fn say(&self, arguments: &[&str]) -> String {
        said(self.command().args(arguments))
    }

    fn import(&self) {
        let root = self.folder.path().join("image");
        fs::create_dir_all(root.join("bin")).unwrap();
        fs::copy(BUSYBOX, root.join("bin/busybox"))
            .expect("a static BusyBox; `cargo xtask test` installs it");
        symlink("busybox", root.join("bin/sh")).unwrap();
        let archive = self.folder.path().join("image.tar");
        said(Command::new("tar").arg("-C").arg(&root).arg("-cf").arg(&archive).arg("."));
        self.say(&["import", "--quiet", archive.to_str().unwrap(), IMAGE]);
    }

    /// Makes a container that runs `script`, and starts it.
    pub(crate) fn run(&self, name: &str, options: &[&str], script: &str) {
        let parent = format!("--cgroup-parent={}", self.control_group().display());
        let mut arguments = vec!["create", "--name", name, &parent];
        arguments.extend(PLAIN.iter().chain(options));
        arguments.extend([IMAGE, "/bin/busybox", "sh", "-c", script]);
        let id = self.say(&arguments);
        // Podman 4.3 has its monitor note in the wrong folder that memory ran out: where it was started.
        let own = self.folder.path().join("store/vfs-containers").join(id.trim()).join("userdata");
        said(self.command().args(["start", name]).current_dir(own));
    }

    /// Runs the health check of a container, whatever it finds.
    pub(crate) fn check_health(&self, name: &str) {
        let output = self.command().args(["healthcheck", "run", name]).output().unwrap();
        assert!(
            output.status.code().is_some_and(|code| code < 2),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    /// Waits until a field of a container has this value.
    pub(crate) fn wait_for(&self, name: &str, field: &str, value: &str) {
        let format = format!("{{{{.{field}}}}}");
        self.until(&format!("{name} has {field} {value}"), || {
            self.say(&["inspect", name, "--format", &format]).trim() == value
        });
    }

    fn until(&self, what: &str, mut holds: impl FnMut() -> bool) {
        let deadline = Instant::now() + Duration::from_secs(30);
        while !holds() {
            assert!(
                Instant::now() < deadline,
                "it took too long until {what}: {}",
                self.say(&["ps", "--all"])
            );
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// The control group of its containers.
    fn control_group(&self) -> PathBuf {
        Path::new("/")
            .join(self.folder.path().file_name().unwrap().to_str().unwrap().replace('.', "glasscase-"))
    }
}

fn said(command: &mut Command) -> String {
    let output = command.output().expect("Podman; `cargo xtask test` installs it");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

impl Drop for Podman {
    fn drop(&mut self) {
        // What is left of a failed test matters less than its message.
        let _ = self.command().args(["rm", "--all", "--force", "--time=0"]).output();
        if let Some(mut service) = self.service.take() {
            let id = rustix::process::Pid::from_child(&service);
            let _ = rustix::process::kill_process(id, rustix::process::Signal::TERM);
            let _ = service.wait();
        }
        let group = self.control_group();
        let inner = group.strip_prefix("/").unwrap_or(&group);
        let deadline = Instant::now() + Duration::from_secs(5);
        // The kernel lets go of a monitor a moment after it is gone.
        while !removed(inner) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Removes a control group from every tree; whether it is gone.
fn removed(group: &Path) -> bool {
    let trees = fs::read_dir("/sys/fs/cgroup").into_iter().flatten().flatten().map(|tree| tree.path());
    let groups: Vec<PathBuf> =
        trees.chain([PathBuf::from("/sys/fs/cgroup")]).map(|tree| tree.join(group)).collect();
    for group in &groups {
        let _ = fs::remove_dir(group.join("conmon"));
        let _ = fs::remove_dir(group);
    }
    !groups.iter().any(|group| group.exists())
}
