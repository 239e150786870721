//! The rules of access.md once more, too simple to be wrong: no indexes, no shared code, and every question is answered
//! by going through the whole history from its start.
//!
//! It stops at every instant at which something could end by itself, whether or not something does.

mod history;

use history::History;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(crate) const HOUR: i64 = 3_600;
pub(crate) const DAY: i64 = 86_400;

/// In the order in which missing ones are named.
pub(crate) const CATEGORIES: [&str; 6] =
    ["support_data", "account_data", "system_metadata", "oii", "euii", "eupi"];

type Set = BTreeSet<String>;

/// A timeline as access.md opens with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Timeline {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) settings: Settings,
    pub(crate) events: Vec<Timed>,
    pub(crate) probes: Vec<Probe>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    pub(crate) access_days: i64,
    pub(crate) access_lifetime: String,
    /// Not part of the timeline format.
    #[serde(default, skip_serializing_if = "Set::is_empty")]
    pub(crate) never_offered: Set,
}

impl Default for Settings {
    fn default() -> Self {
        Self { access_days: 30, access_lifetime: "shared".to_owned(), never_offered: Set::new() }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Timed {
    pub(crate) t: i64,
    #[serde(flatten)]
    pub(crate) op: Op,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub(crate) enum Op {
    Open {
        case: String,
        subscriptions: Vec<String>,
        #[serde(default)]
        consent: Option<String>,
        #[serde(default)]
        categories: Set,
    },
    Consent {
        case: String,
        level: String,
        #[serde(default)]
        categories: Set,
    },
    Withdraw {
        case: String,
    },
    Close {
        case: String,
    },
    Reopen {
        case: String,
    },
    RemovePartner,
    Lock,
    Unlock,
    Request {
        id: String,
        case: String,
        categories: Set,
        duration: i64,
    },
    Approve {
        id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        categories: Option<Set>,
    },
    Deny {
        id: String,
    },
    /// Rule 11; not part of the timeline format.
    Settings(Settings),
    /// Rule 13, whether a lead has to endorse requests from here on; not part of the timeline format.
    Leads {
        needed: bool,
    },
    /// A lead's endorsement; not part of the timeline format.
    Endorse {
        id: String,
    },
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Probe {
    pub(crate) t: i64,
    pub(crate) case: String,
    pub(crate) subscription: String,
    pub(crate) level: String,
    #[serde(default)]
    pub(crate) categories: Set,
}

impl Timeline {
    /// The answers and the log, as in the vectors.
    pub(crate) fn outcome(&self) -> Value {
        let answers: Vec<Value> = self.probes.iter().map(|probe| self.answer(probe)).collect();
        let times = self.events.iter().map(|event| event.t).chain(self.probes.iter().map(|probe| probe.t));
        let log = times.max().map(|end| self.history(end).log).unwrap_or_default();
        json!({ "name": self.name, "answers": answers, "log": log })
    }

    pub(crate) fn answer(&self, probe: &Probe) -> Value {
        let then = self.history(probe.t);
        let mut answer = json!({ "t": probe.t, "partner": then.partner(), "access_until": then.until() });
        let denied = then.denial(probe);
        answer["allowed"] = json!(denied.is_none());
        if let Some((reason, missing)) = denied {
            answer["reason"] = json!(reason);
            if !missing.is_empty() {
                answer["missing"] = json!(missing);
            }
        }
        answer
    }

    /// The same events at the instants that a clock makes of them which only moves forward (rule 12).
    pub(crate) fn forward(&self) -> Self {
        let mut timeline = self.clone();
        for place in 0..timeline.events.len() {
            timeline.events[place].t = self.events[..=place].iter().map(|event| event.t).max().unwrap();
        }
        timeline
    }

    /// All that happened up to `end`, that instant included.
    fn history(&self, end: i64) -> History {
        let mut history = History::default();
        history.settings.clone_from(&self.settings);
        for now in self.instants().into_iter().filter(|instant| *instant <= end) {
            history.pass(now);
            for event in self.events.iter().filter(|event| event.t == now) {
                history.take(now, &event.op);
                history.pass(now);
            }
        }
        history
    }

    /// Every instant at which anything could happen: each event's, and each a whole number of access days after it.
    fn instants(&self) -> BTreeSet<i64> {
        let changes = self.events.iter().filter_map(|event| match &event.op {
            Op::Settings(settings) => Some(settings.access_days),
            _ => None,
        });
        let days: BTreeSet<i64> = changes.chain([0, self.settings.access_days]).collect();
        self.events.iter().flat_map(|event| days.iter().map(|days| event.t + days * DAY)).collect()
    }
}

#[test]
fn the_simple_fold_answers_the_vectors_too() {
    for line in include_str!("access.jsonl").lines() {
        let wanted: Value = serde_json::from_str(line).unwrap();
        let timeline: Timeline = serde_json::from_str(line).unwrap();
        let got = timeline.outcome();
        assert_eq!(
            (&got["answers"], &got["log"]),
            (&wanted["answers"], &wanted["log"]),
            "{}",
            wanted["name"]
        );
    }
}
