//! The list of cases, and opening one.

use super::frame::Frame;
use super::refusal::Told;
use super::render;
use super::session::Visitor;
use super::turned::Turned;
use super::upload::WithFiles;
use crate::api::word;
use crate::app::App;
use crate::page::{cut, read_ahead};
use crate::params::Params;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::{Action, Severity, SubscriptionId};
use operations::{CaseFilter, ConsentTerms, Fault, FollowedCase, HeldFile, OpenCase, Refusal};
use serde::Deserialize;

/// How many cases a page has.
const CASES: u32 = 25;

#[derive(Template)]
#[template(path = "cases.html")]
struct CasesPage {
    page: Frame,
    cases: Vec<FollowedCase>,
    open: bool,
    next: Option<u64>,
}

/// Which cases, and from where.
#[derive(Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    closed: bool,
    after: Option<u64>,
}

/// `GET /cases`
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Params(which): Params<Which>,
) -> Result<Response, Turned> {
    let (page, items) = read_ahead(which.after, Some(CASES))?;
    let filter = CaseFilter { open: Some(!which.closed) };
    let read = operations::list_cases(&app.desk, &visitor.caller, filter, page).await?;
    let (cases, is_more) = cut(read, items);
    let next = cases.last().filter(|_| is_more).map(|case| case.row.opened_sequence);
    Ok(render(&CasesPage { page: visitor.frame, cases, open: !which.closed, next }))
}

#[derive(Template)]
#[template(path = "new_case.html")]
struct NewCasePage {
    page: Frame,
    topics: Vec<Topic>,
    subscriptions: Vec<SubscriptionId>,
    filled: Filled,
    /// The files that came before and wait for the case.
    held: Vec<HeldFile>,
    /// What stands against what was filled in.
    refused: Option<Told>,
}

/// A service with the kinds of problems that it can have.
struct Topic {
    name: String,
    problems: Vec<Problem>,
}

struct Problem {
    value: String,
    name: String,
    description: String,
}

/// What the form of a new case holds.
#[derive(Clone, Default, Deserialize)]
pub(super) struct Filled {
    #[serde(default)]
    problem: String,
    #[serde(default)]
    subscription: Vec<String>,
    #[serde(default)]
    severity: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
    /// Where files wait for the case.
    #[serde(default)]
    place: String,
    /// The files that wait there and are not to be attached.
    #[serde(default)]
    drop: Vec<String>,
}

/// `GET /cases/new`
pub(super) async fn new(State(app): State<App>, visitor: Visitor) -> Result<Response, Turned> {
    visitor.may(Action::OpenCase)?;
    // Most problems are neither the least nor the worst.
    let filled = Filled { severity: word(&Severity::Moderate), place: Frame::once(), ..Filled::default() };
    form(&app, visitor, filled, None).await
}

/// `POST /cases`: opens the case without consent, attaches the files that came with it, and goes on to what help would see.
/// If something stands against it the files wait, and need not be chosen again.
pub(super) async fn open(State(app): State<App>, mut form: WithFiles<Filled>) -> Result<Response, Turned> {
    if let Err(refusal) = hold(&app, &mut form).await {
        return again(&app, form, refusal).await;
    }
    let new = match wanted(&form.filled) {
        Ok(new) => new,
        Err(refusal) => return again(&app, form, refusal).await,
    };
    let (caller, key, place) = (&form.visitor.caller, form.key.as_ref(), &form.filled.place);
    match operations::open_case_with_files(&app.desk, caller, key, new, place).await {
        Ok(opened) => Ok(Redirect::to(&format!("/cases/{}/consent", opened.case)).into_response()),
        Err(refusal @ (Refusal::Invalid { .. } | Refusal::Rule { .. })) => again(&app, form, refusal).await,
        Err(refusal) => Err(refusal.into()),
    }
}

/// Lets go of the files that are not wanted any more, and holds those that came.
async fn hold(app: &App, form: &mut WithFiles<Filled>) -> Result<(), Refusal> {
    let (caller, place) = (&form.visitor.caller, &form.filled.place);
    for name in &form.filled.drop {
        operations::drop_held_file(&app.desk, caller, place, name).await?;
    }
    for file in form.files.drain(..) {
        let held = operations::hold_file(&app.desk, caller, place, &file.name, file.bytes.to_vec()).await;
        // Told with its name, since there may be several.
        held.map_err(|refusal| match refusal {
            Refusal::Invalid { why, .. } => Refusal::Invalid { field: file.name, why },
            refusal => refusal,
        })?;
    }
    Ok(())
}

/// The form again with what was filled in: nothing that somebody wrote or sent is lost.
async fn again(app: &App, form: WithFiles<Filled>, refusal: Refusal) -> Result<Response, Turned> {
    let refused = Told::of(&form.visitor.frame, &refusal);
    self::form(app, form.visitor, form.filled, Some(refused)).await
}

fn wanted(filled: &Filled) -> Result<OpenCase, Refusal> {
    let invalid = |field: &str| Refusal::fault(field, Fault::Missing);
    let (service, nature) = filled.problem.split_once('/').ok_or_else(|| invalid("problem"))?;
    let subscriptions: Result<Vec<_>, _> = filled.subscription.iter().map(|id| id.parse()).collect();
    let severity = serde_json::Value::from(filled.severity.as_str());
    Ok(OpenCase {
        subscriptions: subscriptions.map_err(|_| invalid("subscription"))?,
        service: service.parse().map_err(|_| invalid("problem"))?,
        nature: nature.parse().map_err(|_| invalid("problem"))?,
        severity: serde_json::from_value::<Severity>(severity).map_err(|_| invalid("severity"))?,
        title: filled.title.clone(),
        text: filled.text.clone(),
        consent: None::<ConsentTerms>,
        tenant: None,
    })
}

async fn form(
    app: &App,
    visitor: Visitor,
    filled: Filled,
    refused: Option<Told>,
) -> Result<Response, Turned> {
    let subscriptions = operations::list_subscriptions(&app.desk, &visitor.caller).await?;
    let held = operations::held_files(&app.desk, &visitor.caller, &filled.place).await?;
    let page = visitor.frame;
    let topics = topics(app, &page);
    Ok(render(&NewCasePage { page, topics, subscriptions, filled, held, refused }))
}

fn topics(app: &App, page: &Frame) -> Vec<Topic> {
    let problems = app.desk.problems();
    let topic = |service: &domain::Service| Topic {
        name: page.either(&service.title),
        problems: service
            .natures
            .iter()
            .filter_map(|id| problems.nature(id))
            .map(|nature| Problem {
                value: format!("{}/{}", service.id, nature.id),
                name: page.either(&nature.title),
                description: page.either(&nature.description),
            })
            .collect(),
    };
    problems.services.iter().map(topic).collect()
}

impl NewCasePage {
    /// The most that the files of one sending may have together.
    fn largest_files(&self) -> String {
        self.page.size(&(operations::FILE_BYTES_MAX as u64))
    }
}

impl Filled {
    fn has_subscription(&self, id: &SubscriptionId) -> bool {
        self.subscription.iter().any(|chosen| chosen == id.as_str())
    }
}
