//! The units of one system, and which of them start with the machine.

use super::unit::Unit;
use crate::scope::Root;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Where units lie, the first that holds one counts.
const FOLDERS: [&str; 5] = [
    "etc/systemd/system",
    "run/systemd/system",
    "usr/local/lib/systemd/system",
    "usr/lib/systemd/system",
    "lib/systemd/system",
];
/// Where the start of a machine leads to, and where to if that is not said.
const GOAL: &str = "default.target";
const USUAL_GOAL: &str = "multi-user.target";
/// Folders beside a unit, of units that it starts.
const STARTS: [&str; 3] = ["wants", "requires", "upholds"];
/// The most units that are followed.
const UNITS_MAX: usize = 2_000;

/// The units of one system.
pub(super) struct Units<'a> {
    root: &'a Root,
    /// Services that start with the machine.
    started: BTreeSet<String>,
}

impl<'a> Units<'a> {
    /// The units of the system that `root` holds.
    pub(super) fn under(root: &'a Root) -> Self {
        let mut units = Self { root, started: BTreeSet::new() };
        let reached = units.reached();
        units.started = reached.into_iter().filter(|name| name.ends_with(".service")).collect();
        units
    }

    /// The names of services that start with the machine, sorted.
    pub(super) fn started(&self) -> Vec<String> {
        self.started.iter().cloned().collect()
    }

    /// Whether the service called `name` starts with the machine.
    pub(super) fn starts(&self, name: &str) -> bool {
        self.started.contains(name)
    }

    /// Every unit that the start of the machine leads to, from its goal on.
    fn reached(&self) -> BTreeSet<String> {
        let goal = self.find(GOAL).map_or_else(|| USUAL_GOAL.to_owned(), |unit| unit.file);
        let mut waiting = vec![goal.clone()];
        let mut reached = BTreeSet::from([goal]);
        while let Some(name) = waiting.pop() {
            let unit = self.find(&name).unwrap_or_default();
            let beside =
                STARTS.iter().flat_map(|end| self.beside(&name, end)).filter_map(|path| file_name(&path));
            for next in unit.starts.into_iter().chain(beside) {
                // A unit may ask for one that is not installed.
                let there = reached.len() < UNITS_MAX && self.path(&next).is_some();
                if there && reached.insert(next.clone()) {
                    waiting.push(next);
                }
            }
        }
        reached
    }

    /// What the files of the unit called `name` say; none if it has none.
    pub(super) fn find(&self, name: &str) -> Option<Unit> {
        let path = self.path(name)?;
        let followed = self.root.followed(&path);
        let file =
            file_name(&followed).filter(|file| !file.contains("@.")).unwrap_or_else(|| name.to_owned());
        if fs::read_link(&path).is_ok_and(|target| target == Path::new("/dev/null")) {
            return Some(Unit { masked: true, file: name.to_owned(), ..Unit::default() });
        }
        let mut text = self.root.text(&followed).unwrap_or_default();
        for more in self.beside(name, "d") {
            text.push('\n');
            text.push_str(&self.root.text(&more).unwrap_or_default());
        }
        Some(Unit { file, ..Unit::parse(&text) })
    }

    /// Where the unit's file lies, its template's if it is an instance.
    fn path(&self, name: &str) -> Option<PathBuf> {
        // A name is one part of a path, whatever was asked for.
        if name.contains('/') || name.is_empty() {
            return None;
        }
        let template = || {
            let (base, instance) = name.split_once('@')?;
            Some(format!("{base}@.{}", instance.rsplit_once('.')?.1))
        };
        let names = [Some(name.to_owned()), template()];
        let place = |name: &String| {
            let places = FOLDERS.iter().map(|folder| self.root.join(folder).join(name));
            places.into_iter().find(|path| path.is_symlink() || path.is_file())
        };
        names.iter().flatten().find_map(place)
    }

    /// What lies in the folders beside a unit that end so.
    fn beside(&self, name: &str, end: &str) -> Vec<PathBuf> {
        let folders = FOLDERS.iter().map(|folder| self.root.join(folder).join(format!("{name}.{end}")));
        folders.flat_map(|folder| self.root.entries(&folder)).collect()
    }
}

fn file_name(path: &Path) -> Option<String> {
    Some(path.file_name()?.to_str()?.to_owned())
}
