//! Unit files (systemd.unit(5)), in the order in which systemd looks for them.

use crate::scope::Root;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Where units lie, the first that holds one counts.
const FOLDERS: [&str; 5] = [
    "etc/systemd/system",
    "run/systemd/system",
    "usr/local/lib/systemd/system",
    "usr/lib/systemd/system",
    "lib/systemd/system",
];
/// The most folders of dependencies that are looked at.
const WANTS_MAX: usize = 2_000;

/// What a unit's files say.
#[derive(Debug, Default, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a line of its own in a unit's files, and any may go with any"
)]
pub(super) struct Unit {
    pub(super) masked: bool,
    pub(super) enabled: bool,
    /// `Type=`, `simple` if left out.
    pub(super) kind: String,
    /// `Restart=`, `no` if left out.
    pub(super) restart: String,
    /// Whether it is to stay running once it is started at boot.
    pub(super) stays: bool,
    pub(super) conditional: bool,
}

/// The units of one system.
pub(super) struct Units<'a> {
    root: &'a Root,
    enabled: BTreeSet<String>,
}

/// The name with its ending.
pub(super) fn full_name(name: &str) -> String {
    if name.rsplit_once('.').is_some_and(|(_, end)| end == "service") {
        name.to_owned()
    } else {
        format!("{name}.service")
    }
}

impl<'a> Units<'a> {
    /// The units of the system that `root` holds.
    pub(super) fn under(root: &'a Root) -> Self {
        let folders = FOLDERS.iter().map(|folder| root.join(folder));
        let wants = folders.flat_map(|folder| root.entries(&folder)).filter(|path| {
            path.extension().is_some_and(|end| end == "wants" || end == "requires" || end == "upholds")
        });
        let wanted = wants.take(WANTS_MAX).flat_map(|folder| root.entries(&folder));
        let enabled = wanted.filter_map(|path| service(&path)).collect();
        Self { root, enabled }
    }

    /// The names of services that something starts, sorted.
    pub(super) fn enabled(&self) -> Vec<String> {
        self.enabled.iter().cloned().collect()
    }

    /// What the files of the service called `name` say; none if it has none.
    pub(super) fn find(&self, name: &str) -> Option<Unit> {
        // A name is one part of a path, whatever was asked for.
        if name.contains('/') {
            return None;
        }
        let places = FOLDERS.iter().map(|folder| self.root.join(folder));
        let of_template = name.split_once('@').map(|(base, _)| format!("{base}@.service"));
        let names: Vec<&str> = [Some(name), of_template.as_deref()].into_iter().flatten().collect();
        let path =
            places.flat_map(|place| names.iter().map(move |name| place.join(name)).collect::<Vec<_>>());
        let path = path.into_iter().find(|path| path.is_symlink() || path.is_file())?;
        if fs::read_link(&path).is_ok_and(|target| target == Path::new("/dev/null")) {
            return Some(Unit { masked: true, ..Unit::default() });
        }
        let mut text = self.root.text(&self.root.followed(&path)).unwrap_or_default();
        for folder in FOLDERS {
            for more in self.root.entries(&self.root.join(folder).join(format!("{name}.d"))) {
                text.push('\n');
                text.push_str(&self.root.text(&more).unwrap_or_default());
            }
        }
        Some(Unit { enabled: self.enabled.contains(name), ..parse(&text) })
    }
}

fn service(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    name.ends_with(".service").then(|| name.to_owned())
}

fn parse(text: &str) -> Unit {
    let last =
        |key: &str| text.lines().rev().find_map(|line| line.trim().strip_prefix(key)?.strip_prefix('='));
    let kind = last("Type").map_or("simple", str::trim).to_owned();
    let restart = last("Restart").map_or("no", str::trim).to_owned();
    let conditional = text.lines().any(|line| line.starts_with("Condition") || line.starts_with("Assert"));
    let on_bus = kind == "dbus";
    Unit { stays: kind != "oneshot" && !on_bus, kind, restart, conditional, ..Unit::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_says_whether_it_stays() {
        for (text, stays, conditional) in [
            ("[Service]\nExecStart=/bin/x\n", true, false),
            ("[Service]\nType=oneshot\n", false, false),
            ("[Unit]\nConditionPathExists=/x\n[Service]\nType=notify\nRestart=always\n", true, true),
            ("[Service]\nType=simple\n\n[Service]\nType=oneshot\n", false, false),
        ] {
            let unit = parse(text);
            assert_eq!((unit.stays, unit.conditional), (stays, conditional), "{text}");
        }
        assert_eq!(full_name("ssh"), "ssh.service");
        assert_eq!(full_name("a.service"), "a.service");
        assert_eq!(full_name("a.b"), "a.b.service");
    }
}
