//! One run of a built-in diagnostic.

use crate::categories;
use crate::collecting::program;
use crate::matrix::{self, Row};
use classify::Channel;
use collect::scope::Scope;
use collect::{CollectError, Evidence, FACTS_ITEM, Order, Program, Stop, Unwanted};
use diagnostics::{Catalogue, Diagnostic, Facts, Finding, Verdict, analyze};
use domain::{Categories, Moment};
use serde_json::Value;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// When every test takes place.
pub(crate) const NOW: &str = "2026-11-24T00:00:00Z";

/// Evidence that keeps what it is given.
#[derive(Debug, Default)]
pub(crate) struct Kept(Vec<(String, Channel, Vec<u8>)>);

impl Evidence for Kept {
    fn item(&mut self, name: &str, channel: Channel) -> Result<(), Unwanted> {
        self.0.push((name.to_owned(), channel, Vec::new()));
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Unwanted> {
        let (.., item) = self.0.last_mut().expect("an item was begun before text was written");
        item.extend_from_slice(bytes);
        Ok(())
    }
}

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) facts: Facts,
    pub(crate) findings: Vec<Finding>,
    pub(crate) items: Vec<(String, String)>,
}

/// A run that is about to happen.
pub(crate) struct Case {
    pub(crate) diagnostic: Diagnostic,
    pub(crate) scope: Scope,
    pub(crate) stop: Stop,
    pub(crate) program: Program,
}

impl Case {
    /// A run of the built-in diagnostic called `id`; `area` is the scope of subscription `sub`, as YAML.
    pub(crate) fn new(id: &str, area: &str) -> Self {
        Self::barring(id, area, Vec::new())
    }

    pub(crate) fn barring(id: &str, area: &str, forbidden: Vec<PathBuf>) -> Self {
        let catalogue = Catalogue::built_in();
        let diagnostic = catalogue.get(&id.parse().unwrap()).unwrap().clone();
        let indented = area.replace('\n', "\n  ");
        let scope = Scope::parse(&format!("sub:\n  {indented}\n"), forbidden).unwrap();
        Self { diagnostic, scope, stop: Stop::new(), program: program() }
    }

    pub(crate) fn attempt(
        &self,
        inputs: &Value,
        evidence: &mut dyn Evidence,
    ) -> Result<Vec<Finding>, CollectError> {
        let inputs = self.diagnostic.check_inputs(inputs).unwrap();
        let now: Moment = NOW.parse().unwrap();
        let subscription = "sub".parse().unwrap();
        let order = Order {
            diagnostic: &self.diagnostic,
            inputs: &inputs,
            subscription: &subscription,
            scope: &self.scope,
            now,
        };
        self.program.run(&order, &self.stop, evidence)
    }

    /// Runs it, and holds what came out to the categories that it declares.
    pub(crate) fn run(&self, inputs: &Value) -> Outcome {
        self.run_into(inputs, Kept::default(), |kept| kept)
    }

    /// The same, with evidence that does more than keep what it is given.
    pub(crate) fn run_into<E: Evidence>(
        &self,
        inputs: &Value,
        mut evidence: E,
        kept: impl FnOnce(E) -> Kept,
    ) -> Outcome {
        let start = Instant::now();
        let findings = self.attempt(inputs, &mut evidence).unwrap();
        let kept = kept(evidence);
        let (.., facts) = kept.0.iter().find(|(name, ..)| name == FACTS_ITEM).unwrap();
        let facts = serde_json::from_slice(facts).unwrap();
        let taken = start.elapsed();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let items: Vec<_> =
            kept.0.into_iter().map(|(name, channel, bytes)| (name, channel, text(bytes))).collect();
        let texts = items.iter().flat_map(|(name, channel, text)| [(Channel::Log, name), (*channel, text)]);
        let found = categories::found(texts.map(|(channel, text)| (channel, text.as_str())));
        let items: Vec<(String, String)> = items.into_iter().map(|(name, _, text)| (name, text)).collect();
        let form = self.diagnostic.form();
        let undeclared: Vec<_> =
            found.iter().filter(|stretch| !form.categories.contains(stretch.category)).collect();
        assert!(undeclared.is_empty(), "`{}` does not say that it reads {undeclared:#?}", form.id);
        let found = found.iter().fold(Categories::NONE, |found, stretch| found.with(stretch.category));
        let bytes = items.iter().map(|(_, text)| text.len()).sum();
        let outcome = Outcome { facts, findings, items };
        matrix::record(&Row { form, faults: outcome.faults(), taken, bytes, found, is_set: false });
        outcome
    }

    /// Judges facts that a test set, where the real fault would harm the machine or cannot be had on every one.
    pub(crate) fn judge(&self, inputs: &Value, facts: Facts) -> Outcome {
        let inputs = self.diagnostic.check_inputs(inputs).unwrap();
        let findings = analyze(&self.diagnostic, &facts, &inputs);
        let outcome = Outcome { facts, findings, items: Vec::new() };
        let (form, faults) = (self.diagnostic.form(), outcome.faults());
        let (taken, found) = (Duration::ZERO, Categories::NONE);
        matrix::record(&Row { form, faults, taken, bytes: 0, found, is_set: true });
        outcome
    }

    /// The error of a run that must not succeed.
    pub(crate) fn refusal(&self, inputs: &Value) -> String {
        self.attempt(inputs, &mut Kept::default()).expect_err("the run must be refused").to_string()
    }
}

impl Outcome {
    /// The ids of findings that are not passes, in order. None may be unknown.
    pub(crate) fn faults(&self) -> Vec<&str> {
        let unknown: Vec<&Finding> = self.findings.iter().filter(|f| f.verdict == Verdict::Unknown).collect();
        assert!(unknown.is_empty(), "{unknown:#?}\n{:#?}", self.facts);
        let fault = |finding: &&Finding| finding.verdict != Verdict::Pass;
        self.findings.iter().filter(fault).map(|finding| finding.analyzer.as_str()).collect()
    }

    /// Fails unless exactly these faults are found.
    pub(crate) fn assert_faults(&self, expected: &[&str]) {
        assert_eq!(self.faults(), expected, "{:#?}", self.facts);
        let passes = self.findings.iter().any(|finding| finding.verdict == Verdict::Pass);
        assert!(passes || !expected.is_empty(), "the healthy twin must pass: {:#?}", self.findings);
    }

    /// The text of the item called `name`.
    pub(crate) fn item(&self, name: &str) -> &str {
        let names: Vec<&String> = self.items.iter().map(|(name, _)| name).collect();
        let found = self.items.iter().find(|(item, _)| item == name);
        &found.unwrap_or_else(|| panic!("no item `{name}` in {names:?}")).1
    }
}
