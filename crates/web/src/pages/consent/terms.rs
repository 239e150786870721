//! What consent would open on some terms: which diagnostics, which not and why, and what a dry run of each counted.

use super::counts::{self, Counted};
use super::{Terms, signs};
use crate::app::App;
use crate::id::Id;
use crate::pages::form::Form;
use crate::pages::frame::Frame;
use crate::pages::session::Visitor;
use crate::pages::turned::Turned;
use crate::pages::{render, told};
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::{Redirect, Response};
use domain::{Action, CaseId, Categories, Category, DiagnosticId, Level, Settings, SubscriptionId};
use operations::{Caller, Diagnostic, DryRunRow, FollowedCase, NewRun};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "consent.html")]
struct ConsentPage {
    page: Frame,
    case: FollowedCase,
    level: Level,
    categories: Categories,
    enabled: Vec<Listed>,
    refused: Vec<Listed>,
    settings: Settings,
    is_first: bool,
    signs: bool,
    /// How many events the log had when the page was made.
    size: u64,
}

/// A diagnostic of the case's nature.
struct Listed {
    id: DiagnosticId,
    title: String,
    question: String,
    reads: String,
    /// Why these terms do not open it.
    why: String,
    /// What dry runs of it counted.
    counted: Vec<Counted>,
    /// Whether whoever looks can have it counted: it needs to be told nothing, and no runner counts already.
    can_count: bool,
}

impl ConsentPage {
    fn has(&self, category: &Category) -> bool {
        self.categories.contains(*category)
    }

    /// Whether the organisation's settings withhold it from every consent.
    fn is_withheld(&self, category: &Category) -> bool {
        self.settings.never_offered.contains(*category)
    }

    /// Whether there is nothing to choose.
    fn is_fixed(&self, category: &Category) -> bool {
        *category == Category::SupportData || self.is_withheld(category)
    }

    fn is_advanced(&self) -> bool {
        self.level == Level::Advanced
    }
}

/// `GET /cases/{case}/consent`: what help would see, on the terms that the query names or the nature suggests.
pub(in crate::pages) async fn terms(
    State(app): State<App>,
    visitor: Visitor,
    Id(id): Id<CaseId>,
    RawQuery(query): RawQuery,
) -> Result<Response, Turned> {
    let terms: Terms = serde_html_form::from_str(&query.unwrap_or_default())
        .map_err(|why| Turned::bad_form(&why.to_string()))?;
    let size = operations::access_size(&app.desk, &visitor.caller).await?;
    let case = operations::show_case(&app.desk, &visitor.caller, &id).await?;
    let settings = operations::show_settings(&app.desk, &visitor.caller).await?;
    let signs = signs(&app, &visitor.caller).await?;
    let level = terms.level.unwrap_or(Level::Advanced);
    let nature = app.desk.problems().nature(&case.state.nature);
    let suggested = nature.map(domain::Nature::default_categories).unwrap_or_default();
    let offered = terms.categories().unwrap_or(suggested).minus(settings.never_offered);
    let categories = offered.with(Category::SupportData);
    let preview = operations::preview(&app.desk, &visitor.caller, &id, Some(level), Some(categories)).await?;
    let page = visitor.frame;
    let dry_runs = dry_runs(&app, &page, &visitor.caller).await?;
    let (mut enabled, mut refused) = (Vec::new(), Vec::new());
    for (diagnostic, decision) in &preview.diagnostics {
        let obstacle = told::obstacle(&page, decision);
        let list = if obstacle.is_none() { &mut enabled } else { &mut refused };
        let counted =
            counts::of(&page, &dry_runs, &diagnostic.form().id, &case.state.subscriptions, categories);
        list.push(listed(&page, diagnostic, obstacle.unwrap_or_default(), counted));
    }
    let is_first = case.state.consents == 0;
    Ok(render(&ConsentPage {
        page,
        case,
        level,
        categories,
        enabled,
        refused,
        settings,
        is_first,
        signs,
        size,
    }))
}

async fn dry_runs(app: &App, page: &Frame, caller: &Caller) -> Result<Vec<DryRunRow>, Turned> {
    if !page.may(Action::DryRun) {
        return Ok(Vec::new());
    }
    Ok(operations::list_dry_runs(&app.desk, caller).await?)
}

fn listed(page: &Frame, diagnostic: &Diagnostic, why: String, counted: Vec<Counted>) -> Listed {
    let form = diagnostic.form();
    let is_counting = counted.iter().any(|one| matches!(one, Counted::Waits(_)));
    Listed {
        id: form.id.clone(),
        title: page.either(&form.title),
        question: page.either(&form.question),
        reads: page.categories(&form.categories),
        can_count: page.may(Action::DryRun) && !is_counting && form.needs_nothing(),
        why,
        counted,
    }
}

/// What to count.
#[derive(Deserialize)]
pub(in crate::pages) struct ToCount {
    diagnostic: DiagnosticId,
    subscription: SubscriptionId,
}

/// `POST /cases/{case}/consent/count`: a dry run, and back to the terms.
pub(in crate::pages) async fn count(
    State(app): State<App>,
    Id(case): Id<CaseId>,
    form: Form<ToCount, Terms>,
) -> Result<Redirect, Turned> {
    let ToCount { diagnostic, subscription } = &form.filled;
    let new = NewRun {
        diagnostic: diagnostic.clone(),
        subscription: Some(subscription.clone()),
        inputs: serde_json::Map::new(),
    };
    operations::request_dry_run(&app.desk, &form.visitor.caller, form.key(), new).await?;
    Ok(Redirect::to(&format!("/cases/{case}/consent?{}#d-{diagnostic}", form.also.query())))
}
