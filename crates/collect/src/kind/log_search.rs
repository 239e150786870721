//! Lines of log files that match a pattern within a time window.

mod file;
mod lines;
mod timestamp;
mod window;

use crate::CollectError;
use crate::scope::ScopedFile;
use crate::site::Site;
use diagnostics::collector::LogSearch;
use diagnostics::{InputError, Optional as _};
use domain::Moment;
use file::{Searched, Skipped};
use regex_automata::meta::Regex;
use serde_json::{Value, json};
use std::time::SystemTime;
use window::Window;

/// The largest automaton that a pattern may need, in bytes.
const PATTERN_SIZE_MAX: usize = 1 << 20;
/// The most skipped files that are named one by one.
const NAMED_MAX: usize = 100;

/// What to look for.
struct Query {
    pattern: Regex,
    window: Window,
}

/// Searches the files, newest first, and hands over the matching lines of each as one item.
pub(super) fn collect(site: &mut Site, parameters: &LogSearch) -> Result<Value, CollectError> {
    let query = query(site, parameters)?;
    let glob = parameters.files.get(site.inputs)?;
    let rotated = parameters.rotated.get(site.inputs)?;
    let stop = site.stop;
    let mut found = site.scope.files(site.subscription, &glob, rotated, &|| !stop.is_stopped())?;
    site.go_on()?;
    // What is likeliest to matter comes first, in case a limit ends the search.
    found.files.sort_by_key(|file| std::cmp::Reverse(changed(file)));

    let mut searched = Vec::new();
    let mut skipped: Vec<Skipped> = found
        .refused
        .iter()
        .map(|refusal| Skipped { path: refusal.thing.clone(), reason: "not in scope".to_owned() })
        .collect();
    for file in &found.files {
        if !site.go_on()? || site.budget.readable(1) == 0 {
            break;
        }
        match file::search(site, file, &query)? {
            Ok(outcome) => searched.push(outcome),
            Err(reason) => skipped.push(Skipped { path: file.path().display().to_string(), reason }),
        }
    }
    Ok(facts(&query, &searched, &skipped, found.files.len(), found.incomplete))
}

fn query(site: &Site, parameters: &LogSearch) -> Result<Query, CollectError> {
    let unfit = |input: &str, value: String| InputError::Unfit { input: input.to_owned(), value };
    let pattern = parameters.pattern.get(site.inputs)?;
    let config = Regex::config().nfa_size_limit(Some(PATTERN_SIZE_MAX)).utf8_empty(false);
    let syntax = regex_automata::util::syntax::Config::new().utf8(false);
    let regex = Regex::builder().configure(config).syntax(syntax).build(&pattern);
    let pattern = regex.map_err(|_| unfit("pattern", pattern))?;

    let until = parameters.until.find(site.inputs)?;
    let end = match until {
        Some(text) => text.parse::<Moment>().map_err(|_| unfit("until", text))?,
        None => site.now,
    };
    let offset = parameters.utc_offset.get(site.inputs)?;
    let offset = timestamp::offset(&offset).ok_or_else(|| unfit("utc_offset", offset))?;
    let window = Window::new(end, parameters.hours.get(site.inputs)?, offset, site.now);
    Ok(Query { pattern, window })
}

fn changed(file: &ScopedFile) -> Option<SystemTime> {
    file.path().metadata().and_then(|metadata| metadata.modified()).ok()
}

fn facts(query: &Query, searched: &[Searched], skipped: &[Skipped], found: usize, incomplete: bool) -> Value {
    let sum = |count: fn(&Searched) -> u64| searched.iter().map(count).sum::<u64>();
    let told = |moment: Option<Moment>| moment.map(|moment| moment.to_string());
    json!({
        "from": query.window.start().to_string(),
        "until": query.window.end().to_string(),
        "files_found": found,
        "files_searched": searched.len(),
        "files": searched,
        "skipped": skipped.iter().take(NAMED_MAX).collect::<Vec<_>>(),
        "skipped_count": skipped.len(),
        "folders_incomplete": incomplete,
        "lines_read": sum(|file| file.lines),
        "bytes_read": sum(|file| file.bytes),
        "undated_lines": sum(|file| file.undated_lines),
        "cut_lines": sum(|file| file.cut_lines),
        "matches": sum(|file| file.matches),
        "first_match": told(searched.iter().filter_map(|file| file.first_match).min()),
        "last_match": told(searched.iter().filter_map(|file| file.last_match).max()),
    })
}
