//! Diagnostics and what became of them, as several pages tell them.

use super::frame::Frame;
use super::session::Visitor;
use super::turned::Turned;
use crate::app::App;
use domain::{CaseId, Decision, DiagnosticId, Reason, StopCause};

/// A diagnostic's title; its id where the catalogue has it no more.
pub(super) fn title(app: &App, page: &Frame, id: &DiagnosticId) -> String {
    let found = app.desk.diagnostics().get(id);
    found.map_or_else(|| id.to_string(), |diagnostic| page.either(&diagnostic.form().title))
}

/// What evidence came of: a diagnostic's title, or that somebody attached it.
pub(super) fn source(app: &App, page: &Frame, id: Option<&DiagnosticId>) -> String {
    id.map_or_else(|| page.say("evidence-attached"), |id| title(app, page, id))
}

/// A case by its title, or by its id where the reader may not read it or it was erased.
pub(super) async fn case(app: &App, visitor: &Visitor, id: &CaseId) -> Result<String, Turned> {
    let case = operations::show_case(&app.desk, &visitor.caller, id).await?;
    Ok(case.title.unwrap_or_else(|| id.to_string()))
}

/// Why a run gave nothing; nothing if it did, or may yet.
pub(super) fn ending(page: &Frame, reason: Option<Reason>, cause: Option<&StopCause>) -> String {
    match (reason, cause) {
        (Some(reason), _) => page.term("reason", reason.name()),
        (None, Some(cause)) => page.cause(&crate::api::stop_cause(cause)),
        (None, None) => String::new(),
    }
}

/// Why a diagnostic cannot run; none if it can.
pub(super) fn obstacle(page: &Frame, decision: &Decision) -> Option<String> {
    match decision {
        Decision::Allowed { .. } => None,
        Decision::Denied { missing, .. } if !missing.is_empty() => {
            Some(page.tell("consent-lacks", &[("categories", page.categories(missing).into())]))
        }
        Decision::Denied { reason, .. } => Some(page.term("reason", reason.name())),
    }
}

/// How many values of each category were counted, by name.
pub(super) fn counts<'c>(page: &Frame, spans: impl IntoIterator<Item = (&'c String, &'c u64)>) -> String {
    let told = spans.into_iter().map(|(category, count)| format!("{} {count}", page.term("label", category)));
    let told = told.collect::<Vec<_>>().join(", ");
    if told.is_empty() { page.say("no-category") } else { told }
}
