//! Log files of the scope, line by line, with the time of each: what every kind that reads logs shares.
//!
//! Files are read newest first, rotated and packed ones (gzip, xz, zstd) included, within the run's limits; what is no text is skipped.
//! A line without a time of its own has the time of the one before it. An entry of a systemd journal is a line, or several.

mod entries;
mod file;
mod follow;
pub(crate) mod journal;
mod lines;
mod packing;
mod pushed;
mod records;
mod timestamp;
mod window;

pub(crate) use file::{Entry, FileRead, NoFacts, Reader};
pub(crate) use follow::{Appended, Follow, TailFacts, Watcher};
pub(crate) use pushed::Pushed;
pub(crate) use records::{Record, Records};
pub(crate) use timestamp::of_line as time_of_line;
pub(crate) use window::Window;

use crate::CollectError;
use crate::scope::{Found, ScopedFile};
use crate::site::Site;
use diagnostics::{InputError, Inputs, Optional as _, Parameter};
use domain::Moment;
use regex_automata::meta::Regex;
use serde::Serialize;
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::time::SystemTime;

/// The largest automaton that a pattern may need, in bytes.
const PATTERN_SIZE_MAX: usize = 1 << 20;
/// The most files, and the most skipped files, that are named one by one.
const NAMED_MAX: usize = 100;

/// The parameters that every kind that reads logs has.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) files: &'a Parameter<String>,
    pub(crate) rotated: &'a Parameter<bool>,
    pub(crate) hours: &'a Parameter<u64>,
    pub(crate) until: &'a Option<Parameter<String>>,
    /// For lines that do not say; journals do.
    pub(crate) utc_offset: Option<&'a Parameter<String>>,
}

impl Wanted<'_> {
    /// The time window, placed at the run's time unless it says otherwise.
    pub(crate) fn window(&self, inputs: &Inputs, now: Moment) -> Result<Window, CollectError> {
        let until = self.until.find(inputs)?;
        let end = match until {
            Some(text) => text.parse().map_err(|_| unfit("until", text))?,
            None => now,
        };
        let offset = match self.utc_offset {
            Some(offset) => {
                let offset = offset.get(inputs)?;
                timestamp::offset(&offset).ok_or_else(|| unfit("utc_offset", offset))?
            }
            None => 0,
        };
        Ok(Window::new(end, self.hours.get(inputs)?, offset, now))
    }
}

/// A file that was not read.
#[derive(Debug, Serialize)]
pub(crate) struct Skipped {
    path: String,
    reason: String,
}

/// What reading came to.
#[derive(Debug)]
pub(crate) struct Logs<F> {
    pub(crate) files: Vec<FileRead<F>>,
    skipped: Vec<Skipped>,
    found: usize,
    incomplete: bool,
}

/// Hands every line of the wanted files to `reader`.
pub(crate) fn read<R: Reader>(
    site: &mut Site,
    wanted: Wanted,
    window: Window,
    reader: &mut R,
) -> Result<Logs<R::File>, CollectError> {
    let found = find(site, wanted)?;
    let outside = |thing: &String| Skipped { path: thing.clone(), reason: "not in scope".to_owned() };
    let mut logs = Logs {
        files: Vec::new(),
        skipped: found.refused.iter().map(|refusal| outside(&refusal.thing)).collect(),
        found: found.files.len(),
        incomplete: found.incomplete,
    };
    for file in &found.files {
        if !site.go_on()? || site.budget.readable(1) == 0 {
            break;
        }
        match file::read(site, file, window, reader)? {
            Ok(read) => logs.files.push(read),
            Err(reason) => logs.skipped.push(Skipped { path: file.path().display().to_string(), reason }),
        }
    }
    Ok(logs)
}

/// The wanted files, newest first: what is likeliest to matter, in case a limit ends the reading.
pub(crate) fn find(site: &mut Site, wanted: Wanted) -> Result<Found, CollectError> {
    let glob = wanted.files.get(site.inputs)?;
    let rotated = wanted.rotated.get(site.inputs)?;
    let stop = site.stop;
    let mut found = site.scope.files(site.subscription, &glob, rotated, &|| !stop.is_stopped())?;
    site.go_on()?;
    found.files.sort_by_key(|file| Reverse(changed(file)));
    Ok(found)
}

impl<F: Serialize> Logs<F> {
    /// What was read and what was not, as facts.
    pub(crate) fn facts(&self, window: Window) -> serde_json::Map<String, Value> {
        let sum = |count: fn(&FileRead<F>) -> u64| self.files.iter().map(count).sum::<u64>();
        let facts = json!({
            "from": window.start(),
            "until": window.end(),
            "files_found": self.found,
            "files_searched": self.files.len(),
            "files": self.files.iter().take(NAMED_MAX).collect::<Vec<_>>(),
            "skipped": self.skipped.iter().take(NAMED_MAX).collect::<Vec<_>>(),
            "skipped_count": self.skipped.len(),
            "folders_incomplete": self.incomplete,
            "lines_read": sum(|file| file.lines),
            "bytes_read": sum(|file| file.bytes),
            "undated_lines": sum(|file| file.undated_lines),
            "cut_lines": sum(|file| file.cut_lines),
            "journals": self.files.iter().filter(|file| file.entries.is_some()).count(),
            "damaged": sum(|file| file.damaged),
            "broken_files": self.files.iter().filter(|file| file.error.is_some()).count(),
        });
        match facts {
            Value::Object(facts) => facts,
            _ => serde_json::Map::new(),
        }
    }
}

/// The regular expression of the parameter `name`, for bytes that need not be UTF-8.
pub(crate) fn pattern(
    name: &str,
    parameter: &Parameter<String>,
    inputs: &Inputs,
) -> Result<Regex, CollectError> {
    compiled(name, parameter.get(inputs)?)
}

/// The same of a pattern that is at hand.
pub(crate) fn compiled(name: &str, pattern: String) -> Result<Regex, CollectError> {
    let config = Regex::config().nfa_size_limit(Some(PATTERN_SIZE_MAX)).utf8_empty(false);
    let syntax = regex_automata::util::syntax::Config::new().utf8(false);
    let regex = Regex::builder().configure(config).syntax(syntax).build(&pattern);
    regex.map_err(|_| unfit(name, pattern).into())
}

fn unfit(input: &str, value: String) -> InputError {
    InputError::Unfit { input: input.to_owned(), value }
}

fn changed(file: &ScopedFile) -> Option<SystemTime> {
    file.path().metadata().and_then(|metadata| metadata.modified()).ok()
}
