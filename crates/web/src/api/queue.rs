//! The vendor's queue.

use super::word;
use crate::app::App;
use crate::caller::SignedIn;
use crate::page::{bad_parameter, cut, read_ahead};
use crate::params::Params;
use crate::problem::Refused;
use axum::Json;
use axum::extract::State;
use domain::Moment;
use operations::{QueueKey, QueuedCase};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{QueueEntry, QueuePage};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_queue))
}

/// Which page of the queue.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct QueueParams {
    /// The page behind this: `next` of the page before.
    after: Option<String>,
    /// How many, 1 to 200.
    limit: Option<u32>,
    /// Only those that the caller works.
    #[serde(default)]
    mine: bool,
}

/// The open cases of the caller's teams, without customer text.
#[utoipa::path(get, path = "/queue", tag = "cases", params(QueueParams), responses((status = 200, body = QueuePage)))]
async fn list_queue(
    State(app): State<App>,
    who: SignedIn,
    Params(params): Params<QueueParams>,
) -> Result<Json<QueuePage>, Refused> {
    let after = params.after.as_deref().map(read_key).transpose()?;
    let (page, items) = read_ahead(after, params.limit)?;
    let (rows, is_more) =
        cut(operations::list_queue(&app.desk, &who.caller, params.mine, page).await?, items);
    let next = rows.last().filter(|_| is_more).map(|queued| write_key(&queued.row.key()));
    let items = rows.into_iter().map(|QueuedCase { row, engineer, .. }| QueueEntry {
        case: row.case,
        tenant: row.tenant,
        team: row.team,
        severity: row.severity,
        waiting: word(&row.waiting),
        engineer,
        opened_at: row.opened_at,
    });
    Ok(Json(QueuePage { items: items.collect(), next }))
}

/// A place in the queue as text: microseconds, tenant and case. A tenant's id holds no `~` (it names a log).
fn write_key(key: &QueueKey) -> String {
    format!("{}~{}~{}", key.opened_at.unix_micros(), key.tenant, key.case)
}

fn read_key(text: &str) -> Result<QueueKey, Refused> {
    let parts = || {
        let mut parts = text.splitn(3, '~');
        let opened_at = Moment::from_unix_micros(parts.next()?.parse().ok()?)?;
        Some(QueueKey { opened_at, tenant: parts.next()?.parse().ok()?, case: parts.next()?.parse().ok()? })
    };
    parts().ok_or_else(|| bad_parameter("after", "it is not the `next` of a page of the queue"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_queue_is_read_as_it_was_written() {
        let key = QueueKey {
            opened_at: Moment::from_unix_micros(1_700_000_000_000_001).unwrap(),
            tenant: "t-1".parse().unwrap(),
            case: "c~1".parse().unwrap(),
        };
        assert_eq!(read_key(&write_key(&key)).unwrap(), key);
        for bad in ["", "1", "x~t~c", "1~t", "99999999999999999999~t~c"] {
            assert!(read_key(bad).is_err(), "{bad}");
        }
    }
}
