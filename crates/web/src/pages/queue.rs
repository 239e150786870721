//! The engineer's queue: the open cases of one's teams, across customers. It holds no customer's text.

use super::frame::Frame;
use super::render;
use super::session::Visitor;
use super::turned::Turned;
use crate::app::App;
use crate::page::{cut, read_ahead};
use crate::params::Params;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::{CaseId, Moment, TenantId};
use operations::{QueueKey, QueuedCase, Waiting};
use serde::Deserialize;

/// How many cases a page has.
const CASES: u32 = 50;

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage {
    page: Frame,
    rows: Vec<QueuedCase>,
    /// Whether these are only those that the reader works.
    mine: bool,
    next: Option<String>,
}

impl QueuePage {
    /// What runs against the vendor's clock: nothing while the customer's word is awaited.
    fn is_paused(queued: &QueuedCase) -> bool {
        queued.row.waiting == Waiting::CustomerConsent
    }
}

/// From where the queue is read on.
#[derive(Deserialize)]
pub(super) struct From {
    /// Only those that the reader works.
    #[serde(default)]
    mine: bool,
    opened_at: Option<Moment>,
    tenant: Option<TenantId>,
    case: Option<CaseId>,
}

/// `GET /queue`
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Params(from): Params<From>,
) -> Result<Response, Turned> {
    let after = match (from.opened_at, from.tenant, from.case) {
        (Some(opened_at), Some(tenant), Some(case)) => Some(QueueKey { opened_at, tenant, case }),
        _ => None,
    };
    let (page, items) = read_ahead(after, Some(CASES))?;
    let read = operations::list_queue(&app.desk, &visitor.caller, from.mine, page).await?;
    let (rows, is_more) = cut(read, items);
    let next = rows.last().filter(|_| is_more).map(|QueuedCase { row, .. }| {
        let fields = [
            ("mine", from.mine.to_string()),
            ("opened_at", row.opened_at.to_string()),
            ("tenant", row.tenant.to_string()),
            ("case", row.case.to_string()),
        ];
        serde_html_form::to_string(fields).unwrap_or_default()
    });
    Ok(render(&QueuePage { page: visitor.frame, rows, mine: from.mine, next }))
}
