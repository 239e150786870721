//! Log files watched while they are written: what is appended from now on, line by line.
//!
//! Files are followed by what they are, not by their names: one that is renamed (rotation) is read on under its new name
//! until the watch ends, and the one that takes its name is read from its beginning. One that is emptied and written anew
//! (copytruncate) is read from its beginning again. What counts is bytes: a line that is not ended yet waits for its end,
//! and is handed over as it is when the watch ends.

mod tail;

pub(crate) use tail::Facts as TailFacts;

use super::Skipped;
use crate::CollectError;
use crate::scope::{Found, ScopedFile, unrotated};
use crate::site::Site;
use std::collections::{BTreeSet, HashSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tail::{Identity, Tail};

/// How long nobody looks.
const PAUSE: Duration = Duration::from_millis(200);
/// After how many looks at known files the folders are searched for new ones.
const LOOKS_PER_SEARCH: u32 = 5;
/// The most files that are open at once.
const FILES_MAX: usize = 200;

/// One line that was appended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Appended<'a> {
    pub(crate) path: &'a str,
    /// Which of the files it comes from.
    pub(crate) file: usize,
    pub(crate) line: &'a [u8],
}

/// What takes the lines.
pub(crate) trait Watcher {
    /// The watch begins: whatever is appended from now on is seen.
    fn begin(&mut self, site: &mut Site) -> Result<(), CollectError>;
    /// Takes the next line.
    fn line(&mut self, site: &mut Site, appended: Appended) -> Result<(), CollectError>;
    /// Whether what was waited for has come.
    fn is_over(&self) -> bool;
}

/// The files that are followed.
pub(crate) struct Follow<'a> {
    glob: &'a str,
    tails: Vec<Tail>,
    known: HashSet<Identity>,
    /// Paths that cannot be followed, so that each is told once.
    given_up: BTreeSet<PathBuf>,
    skipped: Vec<Skipped>,
    incomplete: bool,
}

impl<'a> Follow<'a> {
    /// The files that `glob` stands for, each from its present end on.
    pub(crate) fn new(site: &mut Site, glob: &'a str) -> Result<Self, CollectError> {
        let mut follow = Self {
            glob,
            tails: Vec::new(),
            known: HashSet::new(),
            given_up: BTreeSet::new(),
            skipped: Vec::new(),
            incomplete: false,
        };
        let found = follow.search(site)?;
        for refusal in &found.refused {
            let (path, reason) = (refusal.thing.clone(), "not in scope".to_owned());
            follow.skipped.push(Skipped { path, reason });
        }
        found.files.iter().for_each(|file| follow.take(file, true));
        Ok(follow)
    }

    /// Watches for `length`, and hands every line that is appended to `watcher`. A limit of the run ends it early.
    pub(crate) fn watch(
        &mut self,
        site: &mut Site,
        length: Duration,
        watcher: &mut impl Watcher,
    ) -> Result<(), CollectError> {
        let begun = Instant::now();
        watcher.begin(site)?;
        let mut looks = 0;
        while site.go_on()? && site.budget.readable(1) > 0 {
            let left = length.saturating_sub(begun.elapsed());
            self.look(site, looks % LOOKS_PER_SEARCH == 0, watcher)?;
            if watcher.is_over() {
                // What was written before the end, to a file that was looked at before it.
                self.look(site, true, watcher)?;
                break;
            }
            if left.is_zero() {
                break;
            }
            looks += 1;
            site.flush()?;
            site.wait(async { tokio::time::sleep(PAUSE.min(left)).await })?;
        }
        for (file, tail) in self.tails.iter_mut().enumerate() {
            if let Some((path, line)) = tail.end() {
                watcher.line(site, Appended { path: &path, file, line: &line })?;
            }
        }
        Ok(())
    }

    /// One look: new files, and then what every file has more than before.
    fn look(
        &mut self,
        site: &mut Site,
        with_search: bool,
        watcher: &mut impl Watcher,
    ) -> Result<(), CollectError> {
        if with_search {
            // That all of them lead out of the scope by now ends no watch: what is followed stays what it was.
            match self.search(site) {
                Ok(found) => found.files.iter().for_each(|file| self.take(file, false)),
                Err(CollectError::OutOfScope(_)) => self.incomplete = true,
                Err(other) => return Err(other),
            }
        } else {
            let replaced: Vec<PathBuf> = self
                .tails
                .iter()
                .filter(|tail| tail.is_replaced())
                .map(|tail| tail.path().to_owned())
                .collect();
            for path in replaced {
                // Gone for the moment, or a link that leads elsewhere now: the next search tells.
                if let Ok(file) = site.scope.file(site.subscription, &path) {
                    self.take(&file, false);
                }
            }
        }
        for (file, tail) in self.tails.iter_mut().enumerate() {
            loop {
                let may_go_on = tail.read(site)?;
                for line in tail.lines() {
                    watcher.line(site, Appended { path: tail.name(), file, line: &line })?;
                }
                if !may_go_on {
                    break;
                }
            }
        }
        Ok(())
    }

    fn search(&mut self, site: &mut Site) -> Result<Found, CollectError> {
        let stop = site.stop;
        let found = site.scope.files(site.subscription, self.glob, false, &|| !stop.is_stopped())?;
        self.incomplete |= found.incomplete;
        Ok(found)
    }

    /// Follows `file`, if it is not followed yet: from its end if it was there before the watch, else from its beginning.
    fn take(&mut self, file: &ScopedFile, was_there: bool) {
        let name = file.path().file_name().and_then(|name| name.to_str()).unwrap_or_default();
        // A copy of a log that was rotated, or an older part of it: nobody writes there.
        if self.given_up.contains(file.path()) || (unrotated(name).is_some() && !was_there) {
            return;
        }
        if self.tails.len() >= FILES_MAX {
            self.incomplete = true;
            return;
        }
        match Tail::open(file, was_there, &self.known) {
            Ok(Some(tail)) => {
                self.known.insert(tail.identity());
                if let Some(before) = self.tails.iter_mut().rev().find(|known| known.path() == file.path()) {
                    before.rotate();
                }
                self.tails.push(tail);
            }
            Ok(None) => {}
            Err(reason) => {
                self.given_up.insert(file.path().to_owned());
                self.skipped.push(Skipped { path: file.path().display().to_string(), reason });
            }
        }
    }

    /// What was followed, and what could not be.
    pub(crate) fn facts(&self) -> (Vec<TailFacts>, &[Skipped], bool) {
        (self.tails.iter().map(Tail::facts).collect(), &self.skipped, self.incomplete)
    }
}
