//! The organisation's subscriptions, the runners beside them, and dry runs.

use super::form::{Empty, Form};
use super::frame::Frame;
use super::session::Visitor;
use super::turned::Turned;
use super::{render, told};
use crate::app::App;
use crate::id::Id;
use crate::presence::Seen;
use askama::Template;
use axum::extract::State;
use axum::response::{Redirect, Response};
use domain::{Action, DiagnosticId, RunnerId, SubscriptionId};
use operations::{DryRunRow, Invitation, NewRun};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "systems.html")]
struct SystemsPage {
    page: Frame,
    subscriptions: Vec<SubscriptionId>,
    runners: Vec<Runner>,
    dry_runs: Vec<Dry>,
    diagnostics: Vec<Offer>,
    /// A code that was just made: it is shown once.
    invitation: Option<Invitation>,
}

/// A runner.
struct Runner {
    id: RunnerId,
    enrolled: bool,
    seen: Option<Seen>,
}

impl Runner {
    fn is_connected(&self) -> bool {
        self.seen.as_ref().is_some_and(Seen::is_connected)
    }
}

/// A dry run, told.
struct Dry {
    row: DryRunRow,
    title: String,
    why: String,
}

/// A diagnostic that can be tried dry: one that needs to be told nothing.
struct Offer {
    id: DiagnosticId,
    title: String,
}

/// `GET /systems`
pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Turned> {
    page(&app, visitor, None).await
}

async fn page(app: &App, visitor: Visitor, invitation: Option<Invitation>) -> Result<Response, Turned> {
    let (desk, caller, page) = (&app.desk, &visitor.caller, &visitor.frame);
    let runners = operations::list_runners(desk, caller).await?.into_iter();
    let kept = operations::runners_seen(desk, caller).await?;
    let runners = runners.map(|(id, runner)| Runner {
        seen: app.presence.seen(&caller.tenant, &id, kept.get(&id)),
        enrolled: runner.public_key.is_some(),
        id,
    });
    let dry_runs =
        if page.may(Action::DryRun) { operations::list_dry_runs(desk, caller).await? } else { Vec::new() };
    let dry = |row: DryRunRow| Dry {
        title: told::title(app, page, &row.diagnostic),
        why: told::ending(page, None, row.cause.as_ref()),
        row,
    };
    let offers =
        desk.diagnostics().iter().map(operations::Diagnostic::form).filter(|form| form.needs_nothing());
    let made = SystemsPage {
        subscriptions: operations::list_subscriptions(desk, caller).await?,
        runners: runners.collect(),
        dry_runs: dry_runs.into_iter().map(dry).collect(),
        diagnostics: offers
            .map(|form| Offer { id: form.id.clone(), title: page.either(&form.title) })
            .collect(),
        invitation,
        page: page.clone(),
    };
    Ok(render(&made))
}

/// A subscription to name.
#[derive(Deserialize)]
pub(super) struct Named {
    subscription: String,
}

/// `POST /systems/subscriptions`
pub(super) async fn add_subscription(State(app): State<App>, form: Form<Named>) -> Result<Redirect, Turned> {
    let id = form.filled.subscription.trim().parse()?;
    operations::add_subscription(&app.desk, &form.visitor.caller, form.key(), id).await?;
    Ok(Redirect::to("/systems"))
}

/// `POST /systems/runners`: a one-time code with which a runner enrols.
pub(super) async fn invite_runner(State(app): State<App>, form: Form<Empty>) -> Result<Response, Turned> {
    let made = operations::invite_runner(&app.desk, &form.visitor.caller, form.key()).await?;
    page(&app, form.visitor, Some(made)).await
}

/// `POST /systems/runners/{runner}/remove`
pub(super) async fn remove_runner(
    State(app): State<App>,
    Id(runner): Id<RunnerId>,
    form: Form<Empty>,
) -> Result<Redirect, Turned> {
    operations::remove_runner(&app.desk, &form.visitor.caller, &runner).await?;
    Ok(Redirect::to("/systems"))
}

/// What to try dry.
#[derive(Deserialize)]
pub(super) struct Tried {
    diagnostic: DiagnosticId,
    subscription: SubscriptionId,
}

/// `POST /systems/dry-runs`
pub(super) async fn dry_run(State(app): State<App>, form: Form<Tried>) -> Result<Redirect, Turned> {
    let Tried { diagnostic, subscription } = &form.filled;
    let (diagnostic, subscription) = (diagnostic.clone(), Some(subscription.clone()));
    let new = NewRun { diagnostic, subscription, inputs: serde_json::Map::new() };
    operations::request_dry_run(&app.desk, &form.visitor.caller, form.key(), new).await?;
    Ok(Redirect::to("/systems#dry-runs"))
}
