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
use domain::{Actor, Moment, Span};
use operations::{Fault, FoundEvents, LogSearch, Refusal};
use serde::Deserialize;

/// How many events a page shows.
const EVENTS: usize = 100;

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
    fn is_of_kind(&self, kind: &str) -> bool {
        let Some((_, begins)) = KINDS.iter().find(|(name, _)| *name == self.kind) else { return true };
        begins.iter().any(|start| kind.starts_with(start))
    }

    fn is_by(&self, page: &Frame, by: &Actor, name: Option<&str>) -> bool {
        author(page, by, name).to_lowercase().contains(&self.person.trim().to_lowercase())
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

/// The beginning of a day in UTC, written as `2026-11-28`; none if nothing is written.
fn day(field: &str, text: &str) -> Result<Option<Moment>, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let day = format!("{text}T00:00:00Z").parse();
    day.map(Some).map_err(|_| Refusal::fault(field, Fault::NoDay { text: text.to_owned() }))
}

/// `GET /audit`: the latest first.
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Params(which): Params<Which>,
) -> Result<Response, Turned> {
    let FoundEvents { entries, next } = search(&app, &visitor, &which).await?;
    let lines = entries.iter().map(|entry| Line::of(&visitor.frame, entry)).collect();
    let log_key = operations::log_key(&app.desk, &visitor.caller.tenant)?.to_string();
    let kinds = KINDS.iter().map(|(name, _)| *name).collect();
    Ok(render(&AuditPage { page: visitor.frame, lines, which, next, kinds, log_key }))
}

async fn search(app: &App, visitor: &Visitor, which: &Which) -> Result<FoundEvents, Turned> {
    let of_kind = |kind: &str| which.is_of_kind(kind);
    let by = |by: &Actor, name: Option<&str>| which.is_by(&visitor.frame, by, name);
    let is_known = KINDS.iter().any(|(name, _)| *name == which.kind);
    let search = LogSearch {
        kind: is_known.then_some(&of_kind),
        by: (!which.person.trim().is_empty()).then_some(&by),
        of: Some(which.case.trim()).filter(|id| !id.is_empty()),
        since: day("since", &which.since)?,
        // To the end of that day.
        until: day("until", &which.until)?.map(|until| until.plus(Span::from_days(1))),
        before: which.before.unwrap_or(u64::MAX),
        limit: EVENTS,
    };
    Ok(operations::search_log(&app.desk, &visitor.caller, &search).await?)
}

/// `GET /audit/export`
pub(super) async fn export(State(app): State<App>, visitor: Visitor) -> Result<Response, Turned> {
    Ok(crate::api::exported_log(&app, &visitor.caller).await?)
}
