//! One run: how it goes, and what it found.

use super::form::{Empty, Form};
use super::frame::Frame;
use super::session::Visitor;
use super::turned::Turned;
use super::{render, told};
use crate::app::App;
use crate::id::Id;
use askama::Template;
use axum::extract::State;
use axum::response::{Redirect, Response};
use domain::RunId;
use operations::{Caller, Change, Finding, RunRow, RunState, compare};
use serde_json::Value;

#[derive(Template)]
#[template(path = "run.html")]
struct RunPage {
    page: Frame,
    /// The case, by its title.
    case: String,
    run: RunRow,
    title: String,
    question: String,
    /// Why it gave nothing, if it did not.
    why: String,
    findings: Option<Vec<Finding>>,
    /// The latest run before it of the same diagnostic on the same subscription, and what changed since.
    earlier: Option<Earlier>,
    /// The case's latest event, for the page to follow.
    last: u64,
}

/// A run before this one.
struct Earlier {
    run: RunRow,
    changes: Vec<Change>,
}

impl RunPage {
    fn is_under_way(&self) -> bool {
        matches!(self.run.state, RunState::Requested | RunState::Claimed)
    }

    /// A fact that a finding rests on; lists and objects are only pointed at.
    #[expect(clippy::ref_option, reason = "templates hand over references")]
    fn value(value: &Option<Value>) -> String {
        match value {
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => "…".to_owned(),
        }
    }
}

/// `GET /runs/{run}`
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Id(id): Id<RunId>,
) -> Result<Response, Turned> {
    let found = operations::show_run(&app.desk, &visitor.caller, &id).await?;
    let run = found.row;
    let case = told::case(&app, &visitor, &run.case).await?;
    let page = visitor.frame;
    let form = app.desk.diagnostics().get(&run.diagnostic).map(operations::Diagnostic::form);
    let why = told::ending(&page, run.reason, run.cause.as_ref());
    let findings = found.findings.and_then(read);
    let made = RunPage {
        earlier: earlier(&app, &visitor.caller, &run, findings.as_deref()).await?,
        case,
        title: told::title(&app, &page, &run.diagnostic),
        question: form.map(|form| page.either(&form.question)).unwrap_or_default(),
        findings,
        last: run.requested_sequence,
        why,
        run,
        page,
    };
    Ok(render(&made))
}

fn read(findings: Value) -> Option<Vec<Finding>> {
    serde_json::from_value(findings).ok()
}

/// What changed since the latest run before this one that found something, as far as the reader may see both.
async fn earlier(
    app: &App,
    caller: &Caller,
    run: &RunRow,
    findings: Option<&[Finding]>,
) -> Result<Option<Earlier>, Turned> {
    let Some(findings) = findings else { return Ok(None) };
    let is_like = |other: &RunRow| {
        (&other.diagnostic, &other.subscription, other.state)
            == (&run.diagnostic, &run.subscription, RunState::Finished)
    };
    let runs = operations::list_runs(&app.desk, caller, &run.case).await?.into_iter().map(|shown| shown.row);
    let before = runs.filter(|other| is_like(other) && other.requested_sequence < run.requested_sequence);
    let Some(before) = before.max_by_key(|other| other.requested_sequence) else { return Ok(None) };
    let shown = operations::show_run(&app.desk, caller, &before.run).await?;
    let Some(found) = shown.findings.and_then(read) else { return Ok(None) };
    Ok(Some(Earlier { run: before, changes: compare(&found, findings) }))
}

/// `POST /runs/{run}/stop`
pub(super) async fn stop(
    State(app): State<App>,
    Id(run): Id<RunId>,
    form: Form<Empty>,
) -> Result<Redirect, Turned> {
    operations::stop_run(&app.desk, &form.visitor.caller, form.key(), &run).await?;
    Ok(Redirect::to(&format!("/runs/{run}")))
}
