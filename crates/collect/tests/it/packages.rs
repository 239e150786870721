use super::case::{Case, NOW, Outcome};
use super::skipped;
use domain::Moment;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, UNIX_EPOCH};
use tempfile::TempDir;

/// A system in a folder, whose packages `dpkg` itself builds and installs.
struct System {
    root: TempDir,
}

impl System {
    /// None where dpkg is not installed or may not work in a folder.
    fn new() -> Option<Self> {
        let system = Self { root: TempDir::new().unwrap() };
        for folder in
            ["var/lib/dpkg/info", "var/lib/dpkg/updates", "var/lib/dpkg/triggers", "var/lib/apt/lists", "run"]
        {
            fs::create_dir_all(system.path(folder)).unwrap();
        }
        fs::write(system.path("var/lib/dpkg/status"), "").unwrap();
        if !system.install("glasscase-test", "1.0-1", "") {
            skipped::because("installing packages into a folder needs dpkg and root");
            return None;
        }
        Some(system)
    }

    fn path(&self, inner: &str) -> PathBuf {
        self.root.path().join(inner)
    }

    /// Builds a package of that name and version.
    fn build(&self, name: &str, version: &str, script: &str) -> PathBuf {
        let folder = self.path(&format!("build/{name}"));
        fs::create_dir_all(folder.join("DEBIAN")).unwrap();
        let control = format!(
            "Package: {name}\nVersion: {version}\nArchitecture: all\nMaintainer: x <x@contoso.example>\nDescription: x\n"
        );
        fs::write(folder.join("DEBIAN/control"), control).unwrap();
        if !script.is_empty() {
            use std::os::unix::fs::PermissionsExt as _;
            fs::write(folder.join("DEBIAN/preinst"), script).unwrap();
            fs::set_permissions(folder.join("DEBIAN/preinst"), fs::Permissions::from_mode(0o755)).unwrap();
        }
        let package = self.path(&format!("build/{name}_{version}.deb"));
        let built =
            Command::new("dpkg-deb").arg("--build").args([&folder, &package]).stdout(Stdio::null()).status();
        drop(built);
        package
    }

    fn dpkg(&self, arguments: &[&str], package: &Path) -> bool {
        let root = format!("--root={}", self.root.path().display());
        let done = Command::new("dpkg")
            .arg(root)
            .args(["--force-not-root", "--force-script-chrootless", "--no-triggers"])
            .args(arguments)
            .arg(package)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        done.is_ok_and(|status| status.success())
    }

    fn install(&self, name: &str, version: &str, script: &str) -> bool {
        let package = self.build(name, version, script);
        self.dpkg(&["--install"], &package)
    }

    /// What apt would have fetched: the control fields of a package, as dpkg-deb prints them.
    fn offer(&self, list: &str, name: &str, version: &str) {
        let package = self.build(name, version, "");
        let fields = Command::new("dpkg-deb").arg("--field").arg(&package).output().unwrap().stdout;
        self.list(list, &fields);
    }

    fn list(&self, list: &str, bytes: &[u8]) {
        let path = self.path("var/lib/apt/lists").join(list);
        fs::write(&path, bytes).unwrap();
        Self::age(&path, 3_600);
    }

    fn age(path: &Path, seconds: i64) {
        let now: Moment = NOW.parse().unwrap();
        let changed = UNIX_EPOCH + Duration::from_secs(u64::try_from(now.unix_seconds() - seconds).unwrap());
        File::options().write(true).open(path).unwrap().set_modified(changed).unwrap();
    }

    fn look(&self) -> Outcome {
        let area = format!("host_facts: true\nfolders: [{}]", self.root.path().display());
        Case::new("pending-updates", &area).run(&json!({"root": self.root.path()}))
    }

    fn check(&self, faults: &[&str]) -> Value {
        let outcome = self.look();
        outcome.assert_faults(faults);
        outcome.facts["packages"].clone()
    }
}

const MAIN: &str = "deb.test_dists_stable_main_binary-amd64_Packages";
const SECURITY: &str = "deb.test_dists_stable-security_main_binary-amd64_Packages";

#[test]
fn a_system_that_is_up_to_date_passes() {
    let Some(system) = System::new() else { return };
    system.offer(MAIN, "glasscase-test", "1.0-1");
    let facts = system.check(&[]);
    assert_eq!((&facts["installed"], &facts["lists"], &facts["pending"]), (&json!(1), &json!(1), &json!(0)));
    assert_eq!(facts["lists_age_seconds"], 3_600);
    // What is not installed is no update.
    system.offer(MAIN, "another", "9.0");
    system.check(&[]);
}

#[test]
fn updates_are_found_and_those_for_security_told_apart() {
    let Some(system) = System::new() else { return };
    system.offer(MAIN, "glasscase-test", "1.0-2");
    let facts = system.check(&["updates"]);
    let update =
        json!({"package": "glasscase-test", "installed": "1.0-1", "offered": "1.0-2", "security": false});
    assert_eq!(facts["updates"], json!([update]));
    system.offer(SECURITY, "glasscase-test", "1.0-1+deb12u1");
    let facts = system.check(&["security-updates"]);
    assert_eq!((&facts["pending_security"], &facts["updates"][0]["offered"]), (&json!(1), &json!("1.0-2")));
    assert!(system.install("glasscase-test", "1.0-2", ""));
    system.check(&[]);
}

#[test]
fn a_restart_that_is_due_is_found() {
    let Some(system) = System::new() else { return };
    system.offer(MAIN, "glasscase-test", "1.0-1");
    fs::write(system.path("run/reboot-required"), "*** System restart required ***\n").unwrap();
    fs::write(system.path("run/reboot-required.pkgs"), "libc6\nlinux-base\nlibc6\n").unwrap();
    let facts = system.check(&["restart-due"]);
    assert_eq!(facts["restart_for"], json!(["libc6", "linux-base"]));
}

#[test]
fn broken_and_held_packages_are_found() {
    let Some(system) = System::new() else { return };
    system.offer(MAIN, "glasscase-test", "1.0-1");
    let package = system.build("half", "1.0", "");
    assert!(system.dpkg(&["--unpack"], &package));
    system.check(&["broken-packages"]);
    assert!(system.dpkg(&["--install"], &package));
    system.check(&[]);
    let root = format!("--root={}", system.root.path().display());
    let mut held =
        Command::new("dpkg").args([&root, "--set-selections"]).stdin(Stdio::piped()).spawn().unwrap();
    held.stdin.take().unwrap().write_all(b"half hold\n").unwrap();
    assert!(held.wait().unwrap().success());
    assert_eq!(system.check(&["held-packages"])["held"], json!(["half"]));
}

#[test]
fn lists_that_are_old_absent_or_unreadable_are_said() {
    let Some(system) = System::new() else { return };
    system.check(&["no-lists"]);
    system.offer(MAIN, "glasscase-test", "1.0-1");
    system.list("deb.test_dists_stable_contrib_binary-amd64_Packages.lz4", b"x");
    system.check(&["lists-unread"]);
    fs::remove_file(system.path("var/lib/apt/lists/deb.test_dists_stable_contrib_binary-amd64_Packages.lz4"))
        .unwrap();
    System::age(&system.path("var/lib/apt/lists").join(MAIN), 8 * 86_400);
    system.check(&["lists-old"]);
}

#[test]
fn packed_lists_are_read_and_broken_ones_do_no_harm() {
    let Some(system) = System::new() else { return };
    let text = "Package: glasscase-test\nArchitecture: all\nVersion: 2.0\n\n".repeat(1_000);
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(text.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    system.list(&format!("{MAIN}.gz"), &packed);
    system.check(&["updates"]);
    system.list(&format!("{MAIN}.gz"), packed.get(..packed.len() / 2).unwrap());
    system.look().assert_faults(&["updates"]);
    system.list(&format!("{MAIN}.gz"), b"Package: x\0\xff\n\n\n:::");
    system.look().assert_faults(&[]);
}

#[test]
fn a_limit_that_ends_the_reading_is_said() {
    let Some(system) = System::new() else { return };
    system.offer(MAIN, "glasscase-test", "1.0-1");
    let area = format!("host_facts: true\nfolders: [{}]", system.root.path().display());
    let mut case = Case::new("pending-updates", &area);
    let text =
        include_str!("../../../../catalogue/pending-updates.yaml").replace("bytes: 536870912", "bytes: 1");
    case.diagnostic = diagnostics::Diagnostic::parse(&text).unwrap();
    let outcome = case.run(&json!({"root": system.root.path()}));
    assert!(outcome.faults().contains(&"reading-incomplete"), "{:#?}", outcome.facts);
}

#[test]
fn a_system_without_dpkg_is_said_and_this_machine_s_own_is_read() {
    let folder = TempDir::new().unwrap();
    let area = format!("host_facts: true\nfolders: [{}]", folder.path().display());
    Case::new("pending-updates", &area).run(&json!({"root": folder.path()})).assert_faults(&["no-dpkg"]);
    let own = Case::new("pending-updates", "host_facts: true").run(&json!({}));
    let packages = &own.facts["packages"];
    assert_eq!(packages["dpkg"], Path::new("/var/lib/dpkg/status").exists());
    let refusal = Case::new("pending-updates", "host_facts: true").refusal(&json!({"root": folder.path()}));
    assert!(refusal.starts_with("not_in_scope: "), "{refusal}");
}
