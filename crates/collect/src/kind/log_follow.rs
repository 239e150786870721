//! Log files watched for a while, while somebody reproduces a fault: what is appended meanwhile.

mod said;

use crate::CollectError;
use crate::logs::{self, Appended, Follow, TailFacts, Watcher};
use crate::site::Site;
use classify::Channel;
use diagnostics::Optional as _;
use diagnostics::collector::LogFollow;
use domain::Moment;
use regex_automata::meta::Regex;
use said::Said;
use serde_json::{Value, json};
use std::time::Duration;

/// The item that holds what was appended.
const ITEM: &str = "followed.log";

/// Hands over every line that is appended, as far as the limit of rows goes, and counts those that match.
pub(super) fn collect(site: &mut Site, parameters: &LogFollow) -> Result<Value, CollectError> {
    let glob = parameters.files.get(site.inputs)?;
    let seconds = parameters.seconds.get(site.inputs)?;
    let pattern = logs::pattern("pattern", &parameters.pattern, site.inputs)?;
    let mut follow = Follow::new(site, &glob)?;
    let began = site.time();
    let until = parameters.until.find(site.inputs)?.map(|until| logs::compiled("until", until));
    let mut watch =
        Watch { said: Said::new(pattern, began), latest: None, until: until.transpose()?, is_over: false };
    follow.watch(site, Duration::from_secs(seconds), &mut watch)?;
    let (files, skipped, incomplete) = follow.facts();
    let sum = |count: fn(&TailFacts) -> u64| files.iter().map(count).sum::<u64>();
    let mut facts = json!({
        "began": began,
        "ended": site.time(),
        "until_came": watch.is_over,
        "files_followed": files.len(),
        "bytes_read": sum(|file| file.bytes),
        "lines": sum(|file| file.lines),
        "cut_lines": sum(|file| file.cut_lines),
        "rotations": files.iter().filter(|file| file.rotated).count(),
        "truncations": sum(|file| file.truncations),
        "broken_files": files.iter().filter(|file| file.error.is_some()).count(),
        "files": files,
        "skipped": skipped,
        "folders_incomplete": incomplete,
    });
    if let Value::Object(facts) = &mut facts {
        facts.extend(watch.said.facts());
    }
    Ok(facts)
}

struct Watch {
    said: Said,
    /// The file whose lines were handed over last.
    latest: Option<usize>,
    until: Option<Regex>,
    is_over: bool,
}

impl Watcher for Watch {
    fn begin(&mut self, site: &mut Site) -> Result<(), CollectError> {
        site.item(ITEM, Channel::Log)
    }

    fn line(&mut self, site: &mut Site, appended: Appended) -> Result<(), CollectError> {
        let now: Moment = site.time();
        self.said.line(appended, now);
        self.is_over |= self.until.as_ref().is_some_and(|until| until.is_match(appended.line));
        if !site.budget.take_row() {
            return Ok(());
        }
        if self.latest.replace(appended.file) != Some(appended.file) {
            site.write(format!("==> {} <==\n", appended.path).as_bytes())?;
        }
        site.write(appended.line)?;
        site.write(b"\n")
    }

    fn is_over(&self) -> bool {
        self.is_over
    }
}
