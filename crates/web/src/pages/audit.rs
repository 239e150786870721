//! The audit log: what happened, filtered; and the export that proves it.

use super::frame::Frame;
use super::render;
use super::session::Visitor;
use super::story::Line;
use super::turned::Turned;
use crate::app::App;
use crate::params::Params;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::{Action, Event};
use operations::Entry;
use serde::Deserialize;

/// How many events a page shows.
const EVENTS: usize = 100;
/// How many are read from the log at a time.
const READ: u32 = 500;
/// How many are looked at for one page; a search that finds less goes on from there.
const LOOKED_MAX: usize = 20_000;

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    page: Frame,
    lines: Vec<Line>,
    which: Which,
    /// Where the next page begins.
    next: Option<u64>,
    kinds: Vec<&'static str>,
    log_key: String,
}

/// Which events.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    from: u64,
    kind: String,
    case: String,
    person: String,
}

/// Kinds of events as people look for them, each with how its events' types begin.
const KINDS: [(&str, &[&str]); 6] = [
    ("consent", &["consent_given", "consent_asked", "consent_withdrawn", "consent_lapsed", "access_"]),
    ("looks", &["run_", "evidence_read", "dry_run_"]),
    ("evidence", &["evidence_", "bundle_"]),
    ("partner", &["partner_", "locked", "unlocked"]),
    ("people", &["person_", "token_", "consent_key_", "runner_", "subscription_"]),
    ("settings", &["tenant_", "settings_", "personal_data_"]),
];

impl Which {
    fn fits(&self, line: &Line, entry: &Entry) -> bool {
        let kind = kind_of(&entry.record.event);
        let begins = KINDS.iter().find(|(name, _)| *name == self.kind).map(|(_, begins)| begins);
        let case = self.case.trim();
        let in_case = case.is_empty() || names_case(&entry.record.event, case);
        let person = self.person.trim().to_lowercase();
        begins.is_none_or(|begins| begins.iter().any(|start| kind.starts_with(start)))
            && in_case
            && line.who.to_lowercase().contains(&person)
    }

    fn query(&self, next: &u64) -> String {
        let fields = [
            ("from", next.to_string()),
            ("kind", self.kind.clone()),
            ("case", self.case.clone()),
            ("person", self.person.clone()),
        ];
        serde_html_form::to_string(fields).unwrap_or_default()
    }
}

/// The word of an event's type.
fn kind_of(event: &Event) -> String {
    let whole = serde_json::to_value(event).unwrap_or_default();
    whole.get("type").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}

/// Whether an event is of this case: ids of what belongs to a case begin with the case's.
fn names_case(event: &Event, case: &str) -> bool {
    let whole = serde_json::to_value(event).unwrap_or_default();
    let fields = whole.as_object().into_iter().flatten();
    let order = whole.get("order").and_then(serde_json::Value::as_object).into_iter().flatten();
    let mut ids = fields.chain(order).filter_map(|(_, value)| value.as_str());
    ids.any(|id| id == case || id.strip_prefix(case).is_some_and(|rest| rest.starts_with('-')))
}

/// `GET /audit`
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Params(which): Params<Which>,
) -> Result<Response, Turned> {
    if !visitor.is_vendor() {
        visitor.may(Action::ReadAudit)?;
    }
    let (mut from, mut looked, mut lines) = (which.from, 0, Vec::new());
    let next = loop {
        let read = operations::read_audit(&app.desk, &visitor.caller, from, READ).await?;
        let is_last = read.len() < READ as usize;
        looked += read.len();
        for entry in read {
            from = entry.record.sequence + 1;
            let line = Line::of(&visitor.frame, &entry);
            if which.fits(&line, &entry) {
                lines.push(line);
            }
            if lines.len() == EVENTS {
                break;
            }
        }
        if lines.len() == EVENTS || looked >= LOOKED_MAX {
            break Some(from);
        }
        if is_last {
            break None;
        }
    };
    let log_key = operations::log_key(&app.desk, &visitor.caller.tenant)?.to_string();
    let kinds = KINDS.iter().map(|(name, _)| *name).collect();
    Ok(render(&AuditPage { page: visitor.frame, lines, which, next, kinds, log_key }))
}

/// `GET /audit/export`
pub(super) async fn export(State(app): State<App>, visitor: Visitor) -> Result<Response, Turned> {
    Ok(crate::api::exported_log(&app, &visitor.caller).await?)
}
