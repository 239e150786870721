//! One case: what was said, what was agreed, what was done.

use super::form::{Empty, Form};
use super::frame::Frame;
use super::session::Visitor;
use super::story::Line;
use super::turned::Turned;
use super::upload::Upload;
use super::{markdown, render, told};
use crate::app::App;
use crate::id::Id;
use crate::page::cut;
use crate::params::Params;
use crate::streams::{self, Shown};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::{Action, Actor, CaseId, Consent, Moment, PersonId, Proof, RequestState};
use operations::{Engineer, FollowedCase, Refusal, ShownEvidence, ShownRequest, ShownRun};
use serde::Deserialize;

/// How many of its latest events a case shows.
const EVENTS: u32 = 60;

#[derive(Template)]
#[template(path = "case.html")]
struct CasePage {
    page: Frame,
    case: FollowedCase,
    service: String,
    nature: String,
    /// What was said; none while the vendor may not read it.
    talk: Option<Vec<Said>>,
    requests: Vec<ShownRequest>,
    runs: Vec<Run>,
    evidence: Vec<Collected>,
    /// Who else can work it; nobody where the reader may not say who does.
    engineers: Vec<Engineer>,
    reader: PersonId,
    lines: Vec<Line>,
    /// Whether events came before the ones that are shown.
    earlier: bool,
}

/// A message.
struct Said {
    who: String,
    at: Moment,
    from_vendor: bool,
    /// Its text as HTML; none once erased.
    html: Option<String>,
}

/// Evidence as a line.
struct Collected {
    row: operations::CollectionRow,
    title: String,
}

/// A run as a line.
struct Run {
    row: operations::RunRow,
    title: String,
    /// Why it ended without evidence.
    why: String,
}

impl CasePage {
    /// The consent, while it is in force and its time is not over.
    fn consent(&self) -> Option<&Consent> {
        self.case.state.consent.in_force().filter(|_| self.case.until.is_some())
    }

    /// The sequence of the latest event that the page shows.
    fn last(&self) -> u64 {
        self.lines.first().map_or(0, |line| line.sequence)
    }

    fn is_signed(&self) -> bool {
        self.consent().is_some_and(|consent| matches!(consent.proof, Proof::Key { .. }))
    }

    fn waiting_requests(&self) -> impl Iterator<Item = &ShownRequest> {
        self.requests.iter().filter(|request| request.row.state.is_waiting())
    }

    /// The size of the largest file that the page takes.
    fn largest_file(&self) -> String {
        self.page.size(&(operations::FILE_BYTES_MAX as u64))
    }

    fn is_reader(&self, engineer: &Engineer) -> bool {
        engineer.person == self.reader
    }

    fn is_for_customer(&self, request: &ShownRequest) -> bool {
        request.row.state == RequestState::Pending && self.page.may(Action::Consent)
    }

    /// Whether whoever looks can do no more than deny it: others are named to approve.
    fn is_to_deny(&self, request: &ShownRequest) -> bool {
        self.is_for_customer(request) && !self.page.may_approve()
    }

    fn is_for_lead(&self, request: &ShownRequest) -> bool {
        request.row.state == RequestState::AwaitingLead && self.page.may(Action::EndorseRequest)
    }
}

/// `GET /cases/{case}`
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Id(id): Id<CaseId>,
) -> Result<Response, Turned> {
    let (desk, caller, page) = (&app.desk, &visitor.caller, &visitor.frame);
    let case = operations::show_case(desk, caller, &id).await?;
    let (lines, earlier) = latest(&app, &visitor, &id).await?;
    let problems = desk.problems();
    let service = problems.service(&case.state.service).map(|service| page.either(&service.title));
    let nature = problems.nature(&case.state.nature).map(|nature| page.either(&nature.title));
    let runs = operations::list_runs(desk, caller, &id).await?;
    let evidence = operations::list_evidence(desk, caller, &id).await?;
    let collected = |one: ShownEvidence| Collected {
        title: told::source(&app, page, one.diagnostic.as_ref()),
        row: one.row,
    };
    let made = CasePage {
        service: service.unwrap_or_else(|| case.state.service.to_string()),
        nature: nature.unwrap_or_else(|| case.state.nature.to_string()),
        talk: talk(&app, &visitor, &id).await?,
        requests: operations::list_requests(desk, caller, &id).await?,
        runs: runs.into_iter().map(|run| told_run(&app, page, run)).collect(),
        evidence: evidence.into_iter().map(collected).collect(),
        engineers: engineers(&app, &visitor, &case).await?,
        reader: caller.person.clone(),
        case,
        lines,
        earlier,
        page: visitor.frame,
    };
    Ok(render(&made))
}

/// The engineers to whom whoever looks may give the case, but for the one who has it.
async fn engineers(app: &App, visitor: &Visitor, case: &FollowedCase) -> Result<Vec<Engineer>, Turned> {
    if !visitor.frame.may(Action::AssignCase) || !case.state.open {
        return Ok(Vec::new());
    }
    let mut engineers = operations::list_engineers(&app.desk, &visitor.caller, &case.row.case).await?;
    engineers.retain(|one| case.state.engineer.as_ref() != Some(&one.person));
    Ok(engineers)
}

async fn talk(app: &App, visitor: &Visitor, id: &CaseId) -> Result<Option<Vec<Said>>, Turned> {
    let messages = match operations::messages(&app.desk, &visitor.caller, id).await {
        Err(Refusal::Rule { rule: domain::Refusal::Denied { .. } }) => return Ok(None),
        messages => messages?,
    };
    let said = |message: operations::Message| Said {
        who: super::story::author(&visitor.frame, &message.by, message.name.as_deref()),
        at: message.at,
        from_vendor: matches!(message.by, Actor::Vendor(_)),
        html: message.text.as_deref().map(markdown::to_html),
    };
    Ok(Some(messages.into_iter().map(said).collect()))
}

/// The case's latest events, newest first, and whether any came before them.
async fn latest(app: &App, visitor: &Visitor, id: &CaseId) -> Result<(Vec<Line>, bool), Turned> {
    let (caller, limit) = (&visitor.caller, EVENTS + 1);
    let read = operations::read_latest_of_case(&app.desk, caller, id, u64::MAX, limit).await?;
    let (entries, is_more) = cut(read, EVENTS as usize);
    Ok((entries.iter().map(|entry| Line::of(&visitor.frame, entry)).collect(), is_more))
}

/// A run with its diagnostic's title, and the reason why it gave nothing.
fn told_run(app: &App, page: &Frame, ShownRun { row, .. }: ShownRun) -> Run {
    let why = told::ending(page, row.reason, row.cause.as_ref());
    Run { title: told::title(app, page, &row.diagnostic), why, row }
}

/// A message to write.
#[derive(Deserialize)]
pub(super) struct Words {
    text: String,
}

/// `POST /cases/{case}/messages`
pub(super) async fn say(
    State(app): State<App>,
    Id(id): Id<CaseId>,
    form: Form<Words>,
) -> Result<Redirect, Turned> {
    operations::say(&app.desk, &form.visitor.caller, form.key(), &id, &form.filled.text).await?;
    Ok(Redirect::to(&format!("/cases/{id}#talk")))
}

/// `POST /cases/{case}/files`: a file as it is, handed over by whoever sends it.
pub(super) async fn attach(
    State(app): State<App>,
    Id(id): Id<CaseId>,
    upload: Upload,
) -> Result<Redirect, Turned> {
    let Upload { visitor, name, bytes, key } = upload;
    operations::attach_file(&app.desk, &visitor.caller, key.as_ref(), &id, &name, bytes).await?;
    Ok(Redirect::to(&format!("/cases/{id}#evidence")))
}

/// `POST /cases/{case}/close`
pub(super) async fn close(
    State(app): State<App>,
    Id(id): Id<CaseId>,
    form: Form<Empty>,
) -> Result<Redirect, Turned> {
    operations::close_case(&app.desk, &form.visitor.caller, form.key(), &id).await?;
    Ok(Redirect::to(&format!("/cases/{id}")))
}

/// `POST /cases/{case}/reopen`
pub(super) async fn reopen(
    State(app): State<App>,
    Id(id): Id<CaseId>,
    form: Form<Empty>,
) -> Result<Redirect, Turned> {
    operations::reopen_case(&app.desk, &form.visitor.caller, form.key(), &id).await?;
    Ok(Redirect::to(&format!("/cases/{id}/consent")))
}

/// Who is to work the case.
#[derive(Deserialize)]
pub(super) struct ToEngineer {
    engineer: PersonId,
}

/// `POST /cases/{case}/assign`
pub(super) async fn assign(
    State(app): State<App>,
    Id(id): Id<CaseId>,
    form: Form<ToEngineer>,
) -> Result<Redirect, Turned> {
    let to = Some(&form.filled.engineer);
    operations::assign_case(&app.desk, &form.visitor.caller, form.key(), &id, to).await?;
    Ok(Redirect::to(&format!("/cases/{id}")))
}

/// What of the case an open page shows.
#[derive(Deserialize)]
pub(super) struct Seen {
    after: u64,
}

/// `GET /cases/{case}/changes`: tells an open page whenever something happened, as server-sent events.
pub(super) async fn changes(
    State(app): State<App>,
    visitor: Visitor,
    Id(id): Id<CaseId>,
    Params(seen): Params<Seen>,
) -> Result<impl IntoResponse, Turned> {
    Ok(streams::changes(app, visitor.caller, visitor.secret, Shown::Case(id, seen.after)).await?)
}
