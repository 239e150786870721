//! apt's lists of what can be installed (`/var/lib/apt/lists`).

use super::status::{Installed, Paragraph, paragraphs};
use super::version::compare;
use crate::CollectError;
use crate::scope::Root;
use crate::site::Site;
use domain::Moment;
use flate2::read::MultiGzDecoder;
use serde_json::{Value, json};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

/// The most lists that are read.
const LISTS_MAX: usize = 200;

/// An update that is not installed.
#[derive(Debug)]
pub(super) struct Update {
    package: String,
    installed: String,
    offered: String,
    /// Whether a list of security updates offers it, or something newer than what is installed.
    pub(super) security: bool,
}

impl Update {
    pub(super) fn facts(&self) -> Value {
        json!({
            "package": self.package, "installed": self.installed, "offered": self.offered, "security": self.security,
        })
    }
}

/// What the lists offer.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Updates by package and architecture. Priorities that the administrator set are not known.
    pub(super) pending: BTreeMap<(String, String), Update>,
    pub(super) read: usize,
    /// Lists in a form that is not read.
    pub(super) unread: Vec<String>,
    /// When the newest of them was fetched, in seconds since 1970.
    pub(super) changed: Option<i64>,
}

impl Lists {
    /// Reads all lists of a folder.
    pub(super) fn read(site: &mut Site, root: &Root, installed: &Installed) -> Result<Self, CollectError> {
        let mut lists = Self::default();
        let paths = root.entries(&root.join("var/lib/apt/lists"));
        for path in paths.iter().take(LISTS_MAX) {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if name.contains("_Packages") {
                lists.list(site, name, root.open(path), installed)?;
            }
        }
        lists.changed = newest(&paths);
        Ok(lists)
    }

    /// Reads one list if it can be opened and is in a form that is read.
    fn list(
        &mut self,
        site: &mut Site,
        name: String,
        file: Option<File>,
        installed: &Installed,
    ) -> Result<(), CollectError> {
        let security = name.contains("-security");
        let packing = name.rsplit_once("_Packages").map(|(_, end)| end.to_owned());
        let add = |paragraph: Paragraph| self.offer(paragraph, security, installed);
        match (file, packing.as_deref()) {
            (Some(file), Some("")) => paragraphs(site, file, add)?,
            (Some(file), Some(".gz")) => paragraphs(site, MultiGzDecoder::new(file), add)?,
            _ => {
                self.unread.push(name);
                return Ok(());
            }
        }
        self.read += 1;
        Ok(())
    }

    fn offer(&mut self, offered: Paragraph, security: bool, installed: &Installed) {
        let Some(version) = installed.version(&offered.package, &offered.architecture) else { return };
        if compare(&offered.version, version) != Ordering::Greater {
            return;
        }
        let key = (offered.package.clone(), offered.architecture);
        let update = self.pending.entry(key).or_insert_with(|| Update {
            package: offered.package,
            installed: version.to_owned(),
            offered: String::new(),
            security: false,
        });
        update.security |= security;
        if update.offered.is_empty() || compare(&offered.version, &update.offered) == Ordering::Greater {
            update.offered = offered.version;
        }
    }

    /// How old the newest list is.
    pub(super) fn age_seconds(&self, now: Moment) -> Option<i64> {
        Some(now.unix_seconds().saturating_sub(self.changed?).max(0))
    }
}

fn newest(paths: &[PathBuf]) -> Option<i64> {
    let changed = |path: &PathBuf| {
        let since = path.metadata().ok()?.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        i64::try_from(since.as_secs()).ok()
    };
    paths.iter().filter_map(changed).max()
}
