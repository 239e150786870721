//! The API under `/api/v1`, its description, the pages, and the faces of Microsoft Graph under `/v1.0` and of Azure Support;
//! turns refusals into responses.
//!
//! What always holds:
//! - A handler only translates: it calls one operation, and what may be done is decided there.
//! - Every answer that is no success is `application/problem+json`, or has the form of the face that was asked, whoever
//!   refused.
//! - Whoever calls is found from a bearer token, and bound to one tenant, before a body is read.
//! - A POST under an `Idempotency-Key` is done once; the answer to its repeat is the first answer.
//!
//! What is absent: rules, SQL, and any state but the event streams that are open.

mod api;
mod app;
mod arm;
mod body;
mod caller;
mod graph;
mod guard;
mod id;
mod links;
mod names;
mod open_api;
mod page;
mod pages;
mod params;
mod presence;
mod problem;
mod streams;

pub use app::Site;
pub use open_api::open_api;
pub use pages::Peer;

use app::App;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use operations::Desk;
use tokio_util::sync::CancellationToken;

/// Everything that the server answers to. Once `ending` is cancelled the event streams end, so that the server can.
pub fn router(desk: Desk, site: Site, ending: CancellationToken) -> Router {
    let (api, description) = open_api::described();
    let app = App::new(desk, site, ending);
    let router = api
        .merge(pages::routes(&app))
        .merge(graph::routes())
        .route("/api/openapi.json", get(async move || open_api::show(description)))
        .route("/healthz", get(healthy))
        .fallback(arm::serve_or_page)
        .method_not_allowed_fallback(problem::no_such_method)
        .layer(from_fn_with_state(app.clone(), names::keep_apart));
    guard::around(router).layer(from_fn_with_state(app.clone(), graph::face)).with_state(app)
}

/// That the server answers.
async fn healthy() -> &'static str {
    "ok\n"
}
