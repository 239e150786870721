//! What an event says, as entries of the directory's audit log: their targets, results and details. Pure.
//!
//! INVARIANT: an event is told in as many pieces, and in the same order, as `activity.rs` names activities for it.

mod cases;
mod evidence;
mod partner;
mod people;
mod runs;
mod settings;

use super::entry::{AuditResult, AuditTarget, Modified};
use super::view::View;
use domain::{Event, Record};
use serde::Serialize;

/// What one entry says beside its activity.
#[derive(Default)]
pub(super) struct Told {
    pub(super) result: AuditResult,
    pub(super) targets: Vec<AuditTarget>,
    pub(super) details: Vec<(&'static str, String)>,
}

impl Told {
    fn about(target: AuditTarget) -> Self {
        Self { targets: vec![target], ..Self::default() }
    }

    fn and(mut self, target: AuditTarget) -> Self {
        self.targets.push(target);
        self
    }

    #[expect(clippy::needless_pass_by_value, reason = "what is told is often made on the spot")]
    fn detail(mut self, name: &'static str, value: impl ToString) -> Self {
        self.details.push((name, value.to_string()));
        self
    }

    fn ended(self, result: AuditResult) -> Self {
        Self { result, ..self }
    }
}

/// The pieces of an event; `trigger` is the record in front of it, where that matters.
pub(super) fn told(view: &View, record: &Record, trigger: Option<&Record>) -> Vec<Told> {
    let event = &record.event;
    match event {
        Event::PartnerAdded => partner::added(view, trigger),
        Event::PartnerRemoved => partner::removed(view, trigger),
        _ => {
            let told = settings::told(view, event)
                .or_else(|| people::told(view, event))
                .or_else(|| cases::told(view, event))
                .or_else(|| runs::told(view, event))
                .or_else(|| evidence::told(view, event))
                .or_else(|| partner::told(event))
                .unwrap_or_else(|| Told::about(view.organisation(Vec::new())));
            vec![told]
        }
    }
}

/// Which of an event's entries need the record in front of it.
pub(super) const fn needs_trigger(event: &Event) -> bool {
    matches!(event, Event::PartnerAdded | Event::PartnerRemoved)
}

/// A property with its old and new value.
fn changed<T: Serialize + ?Sized>(property: &'static str, old: Option<&T>, new: Option<&T>) -> Modified {
    Modified { property, old: old.and_then(text), new: new.and_then(text) }
}

/// A property that has this value from here on.
fn set<T: Serialize + ?Sized>(property: &'static str, new: &T) -> Modified {
    changed(property, None, Some(new))
}

fn text<T: Serialize + ?Sized>(value: &T) -> Option<String> {
    serde_json::to_string(value).ok()
}
