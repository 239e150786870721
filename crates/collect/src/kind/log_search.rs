//! Lines of log files that match a pattern within a time window.

use crate::CollectError;
use crate::logs::{self, Entry, FileRead, Logs, Reader, Wanted, Window};
use crate::site::Site;
use classify::Channel;
use diagnostics::collector::LogSearch;
use domain::Moment;
use regex_automata::meta::Regex;
use serde::Serialize;
use serde_json::{Value, json};

/// Searches the files, newest first, and hands over the matching lines of each as one item.
pub(super) fn collect(site: &mut Site, parameters: &LogSearch) -> Result<Value, CollectError> {
    let LogSearch { files, rotated, pattern, hours, until, utc_offset } = parameters;
    let utc_offset = Some(utc_offset);
    let wanted = Wanted { files, rotated, hours, until, utc_offset };
    let window = wanted.window(site.inputs, site.now)?;
    let mut search = Search { pattern: logs::pattern("pattern", pattern, site.inputs)?, window };
    let logs = logs::read(site, wanted, window, &mut search)?;
    Ok(facts(&logs, window))
}

/// What to look for.
struct Search {
    pattern: Regex,
    window: Window,
}

/// What one file held of it.
#[derive(Debug, Default, Serialize)]
struct Matches {
    #[serde(rename = "matches")]
    count: u64,
    first_match: Option<Moment>,
    last_match: Option<Moment>,
    #[serde(skip)]
    begun: bool,
}

impl Reader for Search {
    type File = Matches;

    /// Counts one line, and hands it over if it matches. Past the limit of rows, matches are still counted.
    fn line(&mut self, site: &mut Site, file: &mut Matches, entry: Entry) -> Result<(), CollectError> {
        if !self.window.admits(entry.time) || !self.pattern.is_match(entry.line) {
            return Ok(());
        }
        file.count += 1;
        file.first_match = file.first_match.into_iter().chain(entry.time).min();
        file.last_match = file.last_match.into_iter().chain(entry.time).max();
        if !site.budget.take_row() {
            return Ok(());
        }
        if !file.begun {
            file.begun = true;
            site.item(entry.path, Channel::Log)?;
        }
        site.write(entry.line)?;
        site.write(b"\n")
    }
}

fn facts(logs: &Logs<Matches>, window: Window) -> Value {
    let noted = || logs.files.iter().map(|file: &FileRead<Matches>| &file.noted);
    let mut facts = logs.facts(window);
    let found = [
        ("matches", json!(noted().map(|file| file.count).sum::<u64>())),
        ("first_match", json!(noted().filter_map(|file| file.first_match).min())),
        ("last_match", json!(noted().filter_map(|file| file.last_match).max())),
    ];
    facts.extend(found.map(|(name, value)| (name.to_owned(), value)));
    Value::Object(facts)
}
