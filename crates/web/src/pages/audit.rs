//! The audit log: what happened, filtered; and the export that proves it.

mod stories;

pub(super) use stories::stories;

use super::frame::Frame;
use super::render;
use super::session::Visitor;
use super::story::{Line, author};
use super::turned::Turned;
use crate::app::App;
use crate::params::Params;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::Event;
use operations::{Entry, Refusal};
use serde::Deserialize;

/// How many events a page shows.
const EVENTS: usize = 100;
/// How many are read from the log at a time.
const READ: u32 = 200;
/// How many are looked at for one page; a search that finds less goes on from there.
const LOOKED_MAX: usize = 2_000;

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
    before: Option<u64>,
    kind: String,
    case: String,
    person: String,
    /// The first day, as `2026-11-28`.
    since: String,
    /// The last day.
    until: String,
}

/// Kinds of events as people look for them, each with how its events' types begin.
const KINDS: [(&str, &[&str]); 6] = [
    ("consent", &["consent_given", "consent_asked", "consent_withdrawn", "consent_lapsed", "access_"]),
    ("looks", &["run_", "evidence_read", "dry_run_", "engineer_signed_in", "case_assigned"]),
    ("evidence", &["evidence_", "bundle_"]),
    ("partner", &["partner_", "cross_tenant_partner_", "locked", "unlocked"]),
    ("people", &["person_", "token_", "consent_key_", "runner_", "subscription_"]),
    ("settings", &["tenant_", "settings_", "destination_", "personal_data_"]),
];

impl Which {
    fn fits(&self, page: &Frame, entry: &Entry) -> bool {
        let event = &entry.record.event;
        (self.until.is_empty() || day(entry) <= self.until)
            && self.is_of_kind(event)
            && (self.case.trim().is_empty() || names_case(event, self.case.trim()))
            && self.is_by(page, entry)
    }

    fn is_of_kind(&self, event: &Event) -> bool {
        let Some((_, begins)) = KINDS.iter().find(|(name, _)| *name == self.kind) else { return true };
        let kind = event.word();
        begins.iter().any(|start| kind.starts_with(start))
    }

    fn is_by(&self, page: &Frame, entry: &Entry) -> bool {
        let person = self.person.trim().to_lowercase();
        person.is_empty()
            || author(page, &entry.record.by, entry.name.as_deref()).to_lowercase().contains(&person)
    }

    /// Whether everything from here back is before the time that is asked for.
    fn is_over(&self, entry: &Entry) -> bool {
        !self.since.is_empty() && day(entry) < self.since
    }

    fn query(&self, next: &u64) -> String {
        let fields = [
            ("before", next.to_string()),
            ("kind", self.kind.clone()),
            ("case", self.case.clone()),
            ("person", self.person.clone()),
            ("since", self.since.clone()),
            ("until", self.until.clone()),
        ];
        serde_html_form::to_string(fields).unwrap_or_default()
    }
}

/// The day of an event in UTC. Days are written so that they sort as they follow each other.
fn day(entry: &Entry) -> String {
    entry.record.at.to_string().chars().take(10).collect()
}

/// Whether an event is of this case: ids of what belongs to a case begin with the case's.
fn names_case(event: &Event, case: &str) -> bool {
    let whole = serde_json::to_value(event).unwrap_or_default();
    let fields = whole.as_object().into_iter().flatten();
    let order = whole.get("order").and_then(serde_json::Value::as_object).into_iter().flatten();
    let mut ids = fields.chain(order).filter_map(|(_, value)| value.as_str());
    ids.any(|id| id == case || id.strip_prefix(case).is_some_and(|rest| rest.starts_with('-')))
}

/// `GET /audit`: the latest first.
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Params(which): Params<Which>,
) -> Result<Response, Turned> {
    let size = operations::log_size(&app.desk, &visitor.caller).await?;
    let (lines, next) = search(&app, &visitor, &which, which.before.unwrap_or(size).min(size)).await?;
    let log_key = operations::log_key(&app.desk, &visitor.caller.tenant)?.to_string();
    let kinds = KINDS.iter().map(|(name, _)| *name).collect();
    Ok(render(&AuditPage { page: visitor.frame, lines, which, next, kinds, log_key }))
}

/// The events before `end` that fit, latest first, and where to look on.
async fn search(
    app: &App,
    visitor: &Visitor,
    which: &Which,
    mut end: u64,
) -> Result<(Vec<Line>, Option<u64>), Turned> {
    let (mut lines, mut looked) = (Vec::new(), 0);
    while end > 0 && looked < LOOKED_MAX {
        let (read, from) = before(app, visitor, which, end).await?;
        looked += read.len();
        for entry in &read {
            if lines.len() == EVENTS || which.is_over(entry) {
                let next = (lines.len() == EVENTS).then_some(entry.record.sequence + 1);
                return Ok((lines, next));
            }
            if which.fits(&visitor.frame, entry) {
                lines.push(Line::of(&visitor.frame, entry));
            }
        }
        end = from;
    }
    Ok((lines, (end > 0).then_some(end)))
}

/// Some of the events before `end`, latest first, and before what to read on. Those of one case have an index of their own.
async fn before(app: &App, visitor: &Visitor, which: &Which, end: u64) -> Result<(Vec<Entry>, u64), Turned> {
    let (desk, caller) = (&app.desk, &visitor.caller);
    if let Ok(case) = which.case.trim().parse() {
        match operations::read_latest_of_case(desk, caller, &case, end, READ).await {
            Ok(read) => {
                let is_last = read.len() < READ as usize;
                let from = read.last().filter(|_| !is_last).map_or(0, |entry| entry.record.sequence);
                return Ok((read, from));
            }
            // Something of a case's, such as a run, is looked for in the whole log.
            Err(Refusal::NotFound { .. }) => {}
            Err(refusal) => return Err(refusal.into()),
        }
    }
    let count = u32::try_from(end).unwrap_or(READ).min(READ);
    let from = end - u64::from(count);
    let mut read = operations::read_audit(desk, caller, from, count).await?;
    read.reverse();
    Ok((read, from))
}

/// `GET /audit/export`
pub(super) async fn export(State(app): State<App>, visitor: Visitor) -> Result<Response, Turned> {
    Ok(crate::api::exported_log(&app, &visitor.caller).await?)
}
