//! Failed sign-ins of authentication logs, by reason. Names and addresses are compared and never told.

mod active_directory;
mod line;

use crate::CollectError;
use crate::logs::{self, Entry, NoFacts, Reader, Wanted, Window};
use crate::rounded::percent;
use crate::site::Site;
use diagnostics::collector::SignInFailures;
use domain::Moment;
use line::{Reason, SignIn};
use serde_json::{Value, json};
use std::collections::HashMap;

/// The most accounts, and the most sources, that are told apart.
const TOLD_APART_MAX: usize = 20_000;

/// Counts by reason, and how far the failures gather on one account or come from one source.
pub(super) fn collect(site: &mut Site, parameters: &SignInFailures) -> Result<Value, CollectError> {
    let SignInFailures { files, rotated, hours, until, utc_offset } = parameters;
    let utc_offset = Some(utc_offset);
    let wanted = Wanted { files, rotated, hours, until, utc_offset };
    let window = wanted.window(site.inputs, site.now)?;
    let mut counting = Counting::new(window);
    let logs = logs::read(site, wanted, window, &mut counting)?;
    let mut facts = logs.facts(window);
    facts.extend(counting.facts());
    Ok(Value::Object(facts))
}

/// Failures and successes of one account or one source.
#[derive(Debug, Default)]
struct Tally {
    failures: u64,
    successes: u64,
}

struct Counting {
    window: Window,
    reasons: [u64; Reason::ALL.len()],
    successes: u64,
    accounts: HashMap<String, Tally>,
    sources: HashMap<String, Tally>,
    first: Option<Moment>,
    last: Option<Moment>,
}

impl Reader for Counting {
    type File = NoFacts;

    fn line(&mut self, _site: &mut Site, _file: &mut NoFacts, entry: Entry) -> Result<(), CollectError> {
        if self.window.admits(entry.time)
            && let Some(sign_in) = SignIn::of_line(entry.line)
        {
            self.count(&sign_in, entry.time);
        }
        Ok(())
    }
}

impl Counting {
    fn new(window: Window) -> Self {
        Self {
            window,
            reasons: [0; Reason::ALL.len()],
            successes: 0,
            accounts: HashMap::new(),
            sources: HashMap::new(),
            first: None,
            last: None,
        }
    }

    fn count(&mut self, sign_in: &SignIn, time: Option<Moment>) {
        match sign_in.reason {
            Some(reason) => {
                if let Some(count) = self.reasons.get_mut(reason as usize) {
                    *count += sign_in.times;
                }
                self.first = self.first.into_iter().chain(time).min();
                self.last = self.last.into_iter().chain(time).max();
            }
            None => self.successes += sign_in.times,
        }
        note(&mut self.accounts, sign_in.account.as_deref(), sign_in);
        note(&mut self.sources, sign_in.source.as_deref(), sign_in);
    }

    fn facts(&self) -> Vec<(String, Value)> {
        let failures: u64 = self.reasons.iter().sum();
        let reasons: serde_json::Map<String, Value> = Reason::ALL
            .iter()
            .zip(self.reasons)
            .map(|(reason, count)| (reason.name().to_owned(), count.into()))
            .collect();
        let failing =
            |tallies: &HashMap<String, Tally>| tallies.values().filter(|tally| tally.failures > 0).count();
        let most = |tallies: &HashMap<String, Tally>| {
            tallies.values().map(|tally| tally.failures).max().unwrap_or(0)
        };
        let from_one = most(&self.sources);
        // Who fails often and then gets in may have guessed.
        let guessed =
            self.sources.values().filter(|tally| tally.successes > 0).map(|tally| tally.failures).max();
        [
            ("failures", json!(failures)),
            ("successes", json!(self.successes)),
            ("reasons", Value::Object(reasons)),
            ("accounts_failing", json!(failing(&self.accounts))),
            ("sources_failing", json!(failing(&self.sources))),
            ("most_of_one_account", json!(most(&self.accounts))),
            ("most_from_one_source", json!(from_one)),
            ("one_source_percent", json!(percent(from_one, failures))),
            ("failures_before_success", json!(guessed.unwrap_or(0))),
            ("first_failure", json!(self.first)),
            ("last_failure", json!(self.last)),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }
}

fn note(tallies: &mut HashMap<String, Tally>, who: Option<&str>, sign_in: &SignIn) {
    let Some(who) = who else { return };
    if tallies.len() >= TOLD_APART_MAX && !tallies.contains_key(who) {
        return;
    }
    let tally = tallies.entry(who.to_owned()).or_default();
    match sign_in.reason {
        Some(_) => tally.failures += sign_in.times,
        None => tally.successes += sign_in.times,
    }
}
