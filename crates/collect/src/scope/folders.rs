//! Which files may be read, judged after symlinks.

use super::files::ScopedFile;
use super::glob::{Glob, Part};
use super::{OutOfScope, Scope};
use domain::SubscriptionId;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The most folder entries that one search looks at.
const ENTRIES_MAX: usize = 50_000;
/// How deep `**` descends.
const DEPTH_MAX: usize = 16;

/// What a path with wildcards stands for.
#[derive(Debug, Default)]
pub struct Found {
    /// Files inside the scope, each once, by path.
    pub files: Vec<ScopedFile>,
    /// Matches that lead out of the scope.
    pub refused: Vec<OutOfScope>,
    /// Whether there was more than could be looked at.
    pub incomplete: bool,
}

/// Folders after symlinks: what may be read, and what never.
#[derive(Clone, Debug)]
pub(super) struct Fence {
    pub(super) subscription: SubscriptionId,
    allowed: Vec<PathBuf>,
    forbidden: Vec<PathBuf>,
}

impl Fence {
    /// Whether `real`, a path without symlinks, may be read.
    pub(super) fn admits(&self, real: &Path) -> bool {
        let under = |folders: &[PathBuf]| folders.iter().any(|folder| real.starts_with(folder));
        under(&self.allowed) && !under(&self.forbidden)
    }

    pub(super) fn refusal(&self, path: &Path) -> OutOfScope {
        let shown = path.display().to_string();
        let folder = path.parent().unwrap_or(path).display().to_string();
        OutOfScope {
            subscription: self.subscription.clone(),
            thing: format!("`{}`", shown.escape_debug()),
            why: "after symlinks it lies in none of `folders`, or in the runner's own".to_owned(),
            remedy: format!("add `{}` to `folders`", folder.escape_debug()),
        }
    }

    /// The refusal of what a folder of the scope holds and nobody may read: a link that leads out, or the runner's own.
    fn refusal_of_entry(&self, shown: &Path, real: &Path) -> OutOfScope {
        if self.forbidden.iter().any(|folder| real.starts_with(folder)) {
            return OutOfScope {
                why: "the runner's keys and records are kept there, which no diagnostic may read".to_owned(),
                remedy: "move the runner's `data` elsewhere".to_owned(),
                ..self.refusal(shown)
            };
        }
        let (target, folder) =
            (real.display().to_string(), real.parent().unwrap_or(real).display().to_string());
        OutOfScope {
            why: format!("it leads to `{}`, which lies in none of `folders`", target.escape_debug()),
            remedy: format!("add `{}` to `folders`", folder.escape_debug()),
            ..self.refusal(shown)
        }
    }
}

impl Scope {
    /// The files that `pattern` stands for: an absolute path, in which `*`, `?` and `[…]` match within a folder
    /// and `**` any folders. With `rotated`, `app.log` stands for `app.log.1` and the like as well. `go_on` is
    /// asked between folders; once it says no, what was found so far is returned as incomplete.
    ///
    /// # Errors
    /// [`OutOfScope`] if the pattern starts outside the scope, or matches only what leads out of it.
    pub fn files(
        &self,
        subscription: &SubscriptionId,
        pattern: &str,
        rotated: bool,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Found, OutOfScope> {
        let fence = self.fence(subscription)?;
        let glob = Glob::parse(pattern).map_err(|problem| OutOfScope {
            subscription: subscription.clone(),
            thing: format!("`{}`", pattern.escape_debug()),
            why: problem,
            remedy: "name files of a folder and list that folder".to_owned(),
        })?;
        let mut search = Search {
            fence: &fence,
            rotated,
            go_on,
            entries: 0,
            seen: BTreeSet::new(),
            found: Found::default(),
        };
        match glob.start.canonicalize() {
            Ok(real) if fence.admits(&real) => search.folder(&glob.start, &real, &glob.parts, 0),
            // Whether a path outside exists is nobody's business, so both cases read the same.
            Err(_) if self.lexically_inside(subscription, &glob.start)? => {}
            _ => return Err(fence.refusal(&glob.start.join("*"))),
        }
        let mut found = search.found;
        found.files.sort_by(|a, b| a.path().cmp(b.path()));
        match found.refused.first() {
            Some(refusal) if found.files.is_empty() => Err(refusal.clone()),
            _ => Ok(found),
        }
    }

    /// The one file at `path`, which has no wildcards.
    ///
    /// # Errors
    /// [`OutOfScope`] if it is not there or lies outside the scope.
    pub(crate) fn file(&self, subscription: &SubscriptionId, path: &Path) -> Result<ScopedFile, OutOfScope> {
        let fence = self.fence(subscription)?;
        match path.canonicalize() {
            Ok(real) if path.is_absolute() && fence.admits(&real) => {
                Ok(ScopedFile::new(path.to_owned(), real, fence))
            }
            _ => Err(fence.refusal(path)),
        }
    }

    pub(super) fn fence(&self, subscription: &SubscriptionId) -> Result<Fence, OutOfScope> {
        let real =
            |folders: &[PathBuf]| folders.iter().filter_map(|folder| folder.canonicalize().ok()).collect();
        let area = self.area(subscription)?;
        Ok(Fence {
            subscription: subscription.clone(),
            allowed: real(&area.folders),
            forbidden: real(&self.forbidden),
        })
    }

    fn lexically_inside(&self, subscription: &SubscriptionId, path: &Path) -> Result<bool, OutOfScope> {
        Ok(self.area(subscription)?.folders.iter().any(|folder| path.starts_with(folder)))
    }
}

struct Search<'a> {
    fence: &'a Fence,
    rotated: bool,
    go_on: &'a dyn Fn() -> bool,
    entries: usize,
    seen: BTreeSet<PathBuf>,
    found: Found,
}

impl Search<'_> {
    /// Matches `parts` against the entries of a folder that is inside the fence; `real` is its path after symlinks.
    fn folder(&mut self, shown: &Path, real: &Path, parts: &[Part], depth: usize) {
        let Some((part, rest)) = parts.split_first() else { return };
        if *part == Part::AnyFolders {
            self.folder(shown, real, rest, depth);
        }
        if depth > DEPTH_MAX || !(self.go_on)() {
            self.found.incomplete = true;
            return;
        }
        let Ok(entries) = fs::read_dir(real) else { return };
        for entry in entries.flatten() {
            self.entries += 1;
            if self.entries > ENTRIES_MAX {
                self.found.incomplete = true;
                return;
            }
            let Ok(name) = entry.file_name().into_string() else { continue };
            let next = match part {
                Part::AnyFolders if !name.starts_with('.') => parts,
                Part::Name(pattern) if rest.is_empty() && self.names_file(pattern, &name) => rest,
                Part::Name(pattern) if !rest.is_empty() && pattern.matches(&name) => rest,
                _ => continue,
            };
            self.entry(&shown.join(&name), &entry.path(), next, depth);
        }
    }

    fn names_file(&self, pattern: &glob::Pattern, name: &str) -> bool {
        pattern.matches(name) || (self.rotated && unrotated(name).is_some_and(|base| pattern.matches(base)))
    }

    /// Follows one matching entry: a file if `rest` is empty, otherwise a folder.
    fn entry(&mut self, shown: &Path, path: &Path, rest: &[Part], depth: usize) {
        // A dangling symlink, or an entry that is gone by now.
        let Ok(real) = path.canonicalize() else { return };
        let is_folder = real.is_dir();
        if rest.is_empty() == is_folder {
            return;
        }
        if !self.fence.admits(&real) {
            self.found.refused.push(self.fence.refusal_of_entry(shown, &real));
        } else if is_folder {
            // `**` does not follow symlinks, so it cannot go round in circles.
            let linked = rest.first() == Some(&Part::AnyFolders) && path.is_symlink();
            if !linked {
                self.folder(shown, &real, rest, depth + 1);
            }
        } else if self.seen.insert(real.clone()) {
            self.found.files.push(ScopedFile::new(shown.to_owned(), real, self.fence.clone()));
        }
    }
}

/// The name that a log had before it was rotated: without `.gz` and the like, and without `.1` or `-20260102`; journald
/// puts `~` behind the name of a journal that was not closed.
pub(crate) fn unrotated(name: &str) -> Option<&str> {
    if let Some(journal) = name.strip_suffix('~').filter(|name| name.ends_with(".journal")) {
        return Some(journal);
    }
    let unpacked = [".gz", ".xz", ".zst"].iter().find_map(|packed| name.strip_suffix(packed));
    let base = unpacked.unwrap_or(name);
    let number = |sign: char, digits_min: usize| {
        let (front, back) = base.rsplit_once(sign)?;
        (back.len() >= digits_min && back.len() <= 14 && back.chars().all(|c| c.is_ascii_digit()))
            .then_some(front)
    };
    number('.', 1).or_else(|| number('-', 8)).or(unpacked).filter(|base| !base.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rotated_names_are_led_back_to_the_log() {
        for (name, base) in [
            ("app.log.1", Some("app.log")),
            ("app.log.12.gz", Some("app.log")),
            ("app.log.gz", Some("app.log")),
            ("app.log.3.xz", Some("app.log")),
            ("app.log-20260102.zst", Some("app.log")),
            ("app.log-20260102", Some("app.log")),
            ("app.log-20260102.gz", Some("app.log")),
            ("system@0006-02.journal~", Some("system@0006-02.journal")),
            ("app.log~", None),
            ("app.log", None),
            ("app-2.log", None),
            (".1", None),
        ] {
            assert_eq!(unrotated(name), base, "{name}");
        }
    }
}
