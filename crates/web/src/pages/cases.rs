//! The list of cases, and opening one.

use super::form::Form;
use super::frame::Frame;
use super::render;
use super::session::Visitor;
use super::turned::Turned;
use crate::api::word;
use crate::app::App;
use crate::page::{cut, read_ahead};
use crate::params::Params;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::{Action, Severity, SubscriptionId};
use operations::{CaseFilter, ConsentTerms, FollowedCase, OpenCase, Refusal};
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
    /// What stands against what was filled in.
    refused: Option<String>,
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
}

/// `GET /cases/new`
pub(super) async fn new(State(app): State<App>, visitor: Visitor) -> Result<Response, Turned> {
    visitor.may(Action::OpenCase)?;
    // Most problems are neither the least nor the worst.
    let filled = Filled { severity: word(&Severity::Moderate), ..Filled::default() };
    form(&app, visitor, filled, None).await
}

/// `POST /cases`: opens the case without consent, and goes on to what help would see.
pub(super) async fn open(State(app): State<App>, form: Form<Filled>) -> Result<Response, Turned> {
    let new = match wanted(&form.filled) {
        Ok(new) => new,
        Err(refusal) => return again(&app, form, refusal).await,
    };
    match operations::open_case(&app.desk, &form.visitor.caller, form.key(), new).await {
        Ok(opened) => Ok(Redirect::to(&format!("/cases/{}/consent", opened.case)).into_response()),
        Err(refusal @ (Refusal::Invalid { .. } | Refusal::Rule { .. })) => again(&app, form, refusal).await,
        Err(refusal) => Err(refusal.into()),
    }
}

/// The form again with what was filled in: nothing that somebody wrote is lost.
async fn again(app: &App, form: Form<Filled>, refusal: Refusal) -> Result<Response, Turned> {
    self::form(app, form.visitor, form.filled, Some(refusal.to_string())).await
}

fn wanted(filled: &Filled) -> Result<OpenCase, Refusal> {
    let invalid = |field: &str| Refusal::Invalid { field: field.to_owned(), why: "is missing".to_owned() };
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
    refused: Option<String>,
) -> Result<Response, Turned> {
    let subscriptions = operations::list_subscriptions(&app.desk, &visitor.caller).await?;
    let page = visitor.frame;
    let topics = topics(app, &page);
    Ok(render(&NewCasePage { page, topics, subscriptions, filled, refused }))
}

fn topics(app: &App, page: &Frame) -> Vec<Topic> {
    let problems = app.desk.problems();
    let topic = |service: &domain::Service| Topic {
        name: page.either(&service.title).to_owned(),
        problems: service
            .natures
            .iter()
            .filter_map(|id| problems.nature(id))
            .map(|nature| Problem {
                value: format!("{}/{}", service.id, nature.id),
                name: page.either(&nature.title).to_owned(),
                description: page.either(&nature.description).to_owned(),
            })
            .collect(),
    };
    problems.services.iter().map(topic).collect()
}

impl Filled {
    fn has_subscription(&self, id: &SubscriptionId) -> bool {
        self.subscription.iter().any(|chosen| chosen == id.as_str())
    }
}
