//! The glass: who can see what until when, and the button that ends it.

mod picture;

use super::form::{Empty, Form};
use super::frame::Frame;
use super::render;
use super::session::Visitor;
use super::turned::Turned;
use crate::app::App;
use crate::params::Params;
use crate::streams::{self, Shown};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::{Action, CaseId, Moment};
use operations::{Access, CaseFilter, FollowedCase, Page};
use picture::Picture;
use serde::Deserialize;
use std::collections::HashMap;

/// How many cases the page knows of.
const CASES: u32 = 50;
/// How many of what it tells stand on a page.
const TOLD: usize = 20;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    page: Frame,
    locked: bool,
    partner: bool,
    sentences: Vec<Sentence>,
    /// How many consents are in force.
    count: usize,
    /// Whether the page begins behind the first of them.
    goes_on: bool,
    /// Behind which case the next page begins.
    next: Option<CaseId>,
    waiting: Vec<Waiting>,
    picture: Picture,
    /// How long the last stop took, in milliseconds, right after it.
    stopped_in: Option<u64>,
    /// How many events the log had when the page was made.
    size: u64,
}

/// What one consent opens, in a sentence.
struct Sentence {
    case: CaseId,
    text: String,
    until: Moment,
}

/// Something that waits for the customer.
struct Waiting {
    case: CaseId,
    title: String,
    text: String,
}

/// Behind which case the sentences begin.
#[derive(Default, Deserialize)]
pub(super) struct From {
    after: Option<CaseId>,
}

/// `GET /`: the customer's glass; the vendor's people begin at their own work.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Params(from): Params<From>,
) -> Result<Response, Turned> {
    if visitor.is_vendor() {
        let place = if visitor.frame.may(Action::SeeQueue) { "/queue" } else { "/tenants" };
        return Ok(Redirect::to(place).into_response());
    }
    glass(&app, visitor, from, None).await
}

/// `POST /access/lock`: stops all access, and says how long that took until no decision allows anything any more.
pub(super) async fn lock(State(app): State<App>, form: Form<Empty>) -> Result<Response, Turned> {
    let began = std::time::Instant::now();
    operations::lock(&app.desk, &form.visitor.caller, form.key()).await?;
    let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    glass(&app, form.visitor, From::default(), Some(took)).await
}

/// `POST /access/unlock`
pub(super) async fn unlock(State(app): State<App>, form: Form<Empty>) -> Result<Redirect, Turned> {
    operations::unlock(&app.desk, &form.visitor.caller, form.key()).await?;
    Ok(Redirect::to("/"))
}

async fn glass(app: &App, visitor: Visitor, from: From, stopped_in: Option<u64>) -> Result<Response, Turned> {
    // Before anything is read, so that what happens meanwhile is told to the page.
    let size = operations::access_size(&app.desk, &visitor.caller).await?;
    let after = from.after.as_ref();
    let mut access = operations::show_access_behind(&app.desk, &visitor.caller, after, TOLD + 1).await?;
    let is_more = access.cases.len() > TOLD;
    access.cases.truncate(TOLD);
    let next = access.cases.last().filter(|_| is_more).map(|last| last.case.clone());
    let filter = CaseFilter { open: None };
    let cases = operations::list_cases(&app.desk, &visitor.caller, filter, Page::first(CASES)).await?;
    let page = visitor.frame.clone();
    Ok(render(&HomePage {
        locked: access.locked,
        partner: access.partner,
        sentences: sentences(app, &page, &access, &titles(app, &visitor, &access, &cases).await?),
        count: access.count,
        goes_on: from.after.is_some(),
        next,
        waiting: waiting(app, &visitor, &access, &cases).await?,
        picture: Picture::of(app, &visitor, &cases).await?,
        stopped_in,
        size,
        page,
    }))
}

/// The titles of the cases that the sentences are about, as far as they are not erased.
async fn titles(
    app: &App,
    visitor: &Visitor,
    access: &Access,
    latest: &[FollowedCase],
) -> Result<HashMap<CaseId, String>, Turned> {
    let known = latest.iter().filter_map(|case| Some((case.row.case.clone(), case.title.clone()?)));
    let mut titles: HashMap<_, _> = known.collect();
    let told = access.cases.iter().map(|open| open.case.clone());
    let others: Vec<_> = told.filter(|case| !titles.contains_key(case)).collect();
    titles.extend(operations::titles_of(&app.desk, &visitor.caller, &others).await?);
    Ok(titles)
}

fn sentences(app: &App, page: &Frame, access: &Access, titles: &HashMap<CaseId, String>) -> Vec<Sentence> {
    let told = access.cases.iter().map(|open| {
        let nature = app.desk.problems().nature(&open.nature);
        let nature = nature.map_or(String::new(), |nature| page.either(&nature.title).to_lowercase());
        let subscriptions: Vec<_> = open.subscriptions.iter().map(ToString::to_string).collect();
        let told = [
            ("engineers", open.engineers.into()),
            ("vendor", page.vendor.as_str().into()),
            ("nature", nature.into()),
            ("subscriptions", subscriptions.join(", ").into()),
            ("until", page.moment(&open.until).into()),
            ("case", titles.get(&open.case).cloned().unwrap_or_else(|| open.case.to_string()).into()),
        ];
        let key = match open.level {
            domain::Level::Standard => "home-standard",
            domain::Level::Advanced => "home-advanced",
        };
        Sentence { case: open.case.clone(), text: page.tell(key, &told), until: open.until }
    });
    told.collect()
}

/// The cases whose help waits for the customer: for the answer to a request, or, of the latest ones, for a consent.
async fn waiting(
    app: &App,
    visitor: &Visitor,
    access: &Access,
    cases: &[FollowedCase],
) -> Result<Vec<Waiting>, Turned> {
    let page = &visitor.frame;
    let wait = |case: &FollowedCase, key: &str| Waiting {
        case: case.row.case.clone(),
        title: case.title.clone().unwrap_or_else(|| page.say("erased")),
        text: page.say(key),
    };
    let mut waiting = Vec::new();
    for id in access.asked.iter().take(TOLD) {
        let case = operations::show_case(&app.desk, &visitor.caller, id).await?;
        waiting.push(wait(&case, "home-waits-for-answer"));
    }
    let unconsented = cases.iter().filter(|case| case.state.open && case.until.is_none());
    waiting.extend(unconsented.take(TOLD).map(|case| wait(case, "home-waits-for-consent")));
    Ok(waiting)
}

/// `GET /changes`: tells the open glass whenever something happened, as server-sent events.
pub(super) async fn changes(
    State(app): State<App>,
    visitor: Visitor,
    Params(seen): Params<Seen>,
) -> Result<impl IntoResponse, Turned> {
    Ok(streams::changes(app, visitor.caller, visitor.secret, Shown::Access(seen.size)).await?)
}

/// How many events the log had when the page was made.
#[derive(Deserialize)]
pub(super) struct Seen {
    size: u64,
}
