//! The API: one module for each noun.

mod access;
mod access_requests;
mod audit;
mod bundles;
mod cases;
mod consent_keys;
mod consents;
mod destinations;
mod diagnostics;
mod dry_runs;
mod evidence;
mod invitations;
mod log;
mod me;
mod notices;
mod numbers;
mod people;
mod queue;
mod runner;
mod runners;
mod runs;
mod settings;
mod subscriptions;
mod tenants;
mod tokens;

pub(crate) use audit::{exported as exported_log, shown as audit_entry};
pub(crate) use runs::cause as stop_cause;

use crate::app::App;
use axum::Json;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use wire::{Done, Items};

/// Every route, below `/api/v1`.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(access::routes())
        .merge(access_requests::routes())
        .merge(audit::routes())
        .merge(bundles::routes())
        .merge(cases::routes())
        .merge(consent_keys::routes())
        .merge(consents::routes())
        .merge(destinations::routes())
        .merge(diagnostics::routes())
        .merge(dry_runs::routes())
        .merge(evidence::routes())
        .merge(invitations::routes())
        .merge(log::routes())
        .merge(me::routes())
        .merge(notices::routes())
        .merge(numbers::routes())
        .merge(people::routes())
        .merge(queue::routes())
        .merge(runner::routes())
        .merge(runners::routes())
        .merge(runs::routes())
        .merge(settings::routes())
        .merge(subscriptions::routes())
        .merge(tenants::routes())
        .merge(tokens::routes())
}

/// Something was made: 201.
type Created<T> = (StatusCode, Json<T>);

fn created<T>(made: T) -> Created<T> {
    (StatusCode::CREATED, Json(made))
}

fn done(at: domain::Moment) -> Json<Done> {
    Json(Done { at })
}

fn items<T>(items: impl IntoIterator<Item = T>) -> Json<Items<T>> {
    Json(Items { items: items.into_iter().collect() })
}

/// The word under which a plain variant is kept.
pub(crate) fn word<T: serde::Serialize>(variant: &T) -> String {
    let kept = serde_json::to_value(variant).unwrap_or_default();
    kept.as_str().unwrap_or_default().to_owned()
}

/// The language that a body names; English where it names none.
fn language(name: Option<&str>) -> Result<operations::Language, crate::problem::Refused> {
    name.unwrap_or("en").parse().map_err(|why: operations::UnknownLanguage| {
        let detail = format!("`language`: {why}");
        crate::problem::Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "Makes no sense", detail)
    })
}
