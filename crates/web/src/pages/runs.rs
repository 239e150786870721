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
use operations::{Finding, RunRow, RunState, Seen};
use serde_json::Value;

#[derive(Template)]
#[template(path = "run.html")]
struct RunPage {
    page: Frame,
    run: RunRow,
    title: String,
    question: String,
    /// Why it gave nothing, if it did not.
    why: String,
    findings: Option<Vec<Finding>>,
    /// The case's latest event, for the page to follow.
    last: u64,
}

impl RunPage {
    fn is_under_way(&self) -> bool {
        matches!(self.run.state, RunState::Requested | RunState::Claimed)
    }

    /// A fact that a finding rests on; lists and objects are only pointed at.
    fn value(seen: &Seen) -> String {
        match &seen.value {
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
    let (run, page) = (found.row, visitor.frame);
    let form = app.desk.diagnostics().get(&run.diagnostic).map(operations::Diagnostic::form);
    let why = told::ending(&page, run.reason, run.cause.as_ref());
    let made = RunPage {
        title: told::title(&app, &page, &run.diagnostic),
        question: form.map(|form| page.either(&form.question).to_owned()).unwrap_or_default(),
        findings: found.findings.and_then(|findings| serde_json::from_value(findings).ok()),
        last: run.requested_sequence,
        why,
        run,
        page,
    };
    Ok(render(&made))
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
