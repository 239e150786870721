//! What changed between two runs of a diagnostic.

use crate::analyzer::{Finding, Seen, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A difference between the findings of two runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum Change {
    /// The later run found what the earlier one did not.
    Appeared {
        /// What it found.
        finding: Finding,
    },
    /// The later run did not find it any more.
    Gone {
        /// What was found before.
        finding: Finding,
    },
    /// Both found it, and a fact that it rests on differs.
    Differs {
        /// What the later run found.
        finding: Finding,
        /// The facts that differ.
        facts: Vec<Changed>,
    },
}

/// A fact that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// Where it stands in the facts, a JSON pointer.
    pub pointer: String,
    /// Its value in the earlier run; none if it was not a single one.
    pub before: Option<Value>,
    /// Its value in the later run.
    pub after: Option<Value>,
}

impl Change {
    /// Whether the later run is worse: a fault appeared, or an answer was lost.
    pub fn is_worse(&self) -> bool {
        match self {
            Self::Appeared { finding } => finding.verdict != Verdict::Pass,
            Self::Gone { finding } => finding.verdict == Verdict::Pass,
            Self::Differs { .. } => false,
        }
    }
}

/// Compares the findings of an earlier run with those of a later one, analyzer by analyzer: first what appeared and what
/// differs, in the order of the later run, then what is gone.
pub fn compare(before: &[Finding], after: &[Finding]) -> Vec<Change> {
    let find = |all: &[Finding], wanted: &Finding| {
        all.iter().position(|one| one.analyzer == wanted.analyzer && one.verdict == wanted.verdict)
    };
    let mut changes = Vec::new();
    for finding in after {
        match find(before, finding).and_then(|place| before.get(place)) {
            None => changes.push(Change::Appeared { finding: finding.clone() }),
            Some(earlier) => {
                let facts = changed(&earlier.seen, &finding.seen);
                if !facts.is_empty() {
                    changes.push(Change::Differs { finding: finding.clone(), facts });
                }
            }
        }
    }
    let gone = before.iter().filter(|finding| find(after, finding).is_none());
    changes.extend(gone.map(|finding| Change::Gone { finding: finding.clone() }));
    changes
}

fn changed(before: &[Seen], after: &[Seen]) -> Vec<Changed> {
    let value = |all: &[Seen], pointer: &str| {
        all.iter().find(|seen| seen.pointer == pointer).and_then(|seen| seen.value.clone())
    };
    let mut pointers: Vec<&str> = after.iter().chain(before).map(|seen| seen.pointer.as_str()).collect();
    pointers.sort_unstable();
    pointers.dedup();
    let compared = pointers.into_iter().map(|pointer| Changed {
        pointer: pointer.to_owned(),
        before: value(before, pointer),
        after: value(after, pointer),
    });
    compared.filter(|fact| fact.before != fact.after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Bilingual;
    use serde_json::json;

    fn finding(analyzer: &str, verdict: Verdict, seen: &[(&str, Value)]) -> Finding {
        let text = || Bilingual { en: "e".to_owned(), fr: "f".to_owned() };
        let seen = seen.iter().map(|(pointer, value)| Seen {
            pointer: (*pointer).to_owned(),
            value: Some(value.clone()).filter(|value| !value.is_null()),
        });
        Finding {
            analyzer: analyzer.to_owned(),
            verdict,
            message: text(),
            advice: text(),
            seen: seen.collect(),
        }
    }

    fn told(changes: &[Change]) -> Vec<String> {
        let tell = |change: &Change| match change {
            Change::Appeared { finding } => format!("+{}", finding.analyzer),
            Change::Gone { finding } => format!("-{}", finding.analyzer),
            Change::Differs { finding, facts } => {
                let facts: Vec<&str> = facts.iter().map(|fact| fact.pointer.as_str()).collect();
                format!("~{} {}", finding.analyzer, facts.join(","))
            }
        };
        changes
            .iter()
            .map(|change| format!("{}{}", tell(change), if change.is_worse() { "!" } else { "" }))
            .collect()
    }

    #[test]
    fn what_appeared_differs_and_is_gone_is_told() {
        let before = [
            finding("full", Verdict::Warn, &[("/disk/used", json!(90)), ("/disk/name", json!("/"))]),
            finding("fine", Verdict::Pass, &[]),
            finding("slow", Verdict::Fail, &[]),
        ];
        let after = [
            finding("full", Verdict::Warn, &[("/disk/used", json!(91)), ("/disk/name", json!("/"))]),
            finding("leak", Verdict::Fail, &[]),
        ];
        assert_eq!(told(&compare(&before, &after)), ["~full /disk/used", "+leak!", "-fine!", "-slow"]);
    }

    #[test]
    fn equal_findings_differ_in_nothing() {
        let same = [finding("full", Verdict::Warn, &[("/list", Value::Null), ("/a", json!(1))])];
        assert!(compare(&same, &same).is_empty());
    }

    #[test]
    fn a_fact_that_is_there_in_one_run_only_differs() {
        let before = [finding("full", Verdict::Warn, &[("/a", json!(1))])];
        let after = [finding("full", Verdict::Warn, &[("/b", json!(1))])];
        assert_eq!(told(&compare(&before, &after)), ["~full /a,/b"]);
    }
}
