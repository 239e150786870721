//! The operator's numbers.

use crate::app::App;
use crate::caller::SignedIn;
use crate::presence::{Health, Presence};
use crate::problem::Refused;
use axum::Json;
use axum::extract::State;
use operations::{AllNumbers, CountedRunner, CountedTenant, Day, Keys};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{
    Counts, DayCounts, LogKeyState, Numbers, RotatedKey, RunnerState, SealingKeys, Stop, TenantCounts,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show_numbers))
}

/// Whether the installation keeps its promises, without anything of any customer's content.
#[utoipa::path(get, path = "/numbers", tag = "numbers", responses((status = 200, body = Numbers)))]
async fn show_numbers(State(app): State<App>, who: SignedIn) -> Result<Json<Numbers>, Refused> {
    let (desk, caller) = (&app.desk, &who.caller);
    let AllNumbers { tenants, total, days, stops, runners, keys } =
        operations::show_numbers(desk, caller).await?;
    let Keys { log, sealing } = keys;
    let rotated = |key: operations::Rotated| RotatedKey { fingerprint: key.fingerprint, until: key.until };
    let operations::SealingKeys { standing, next, last, overdue } = sealing;
    Ok(Json(Numbers {
        total: counts(&total),
        tenants: tenants.into_iter().map(|one| tenant(one, &app.presence)).collect(),
        diagnostics: desk.diagnostics().iter().count(),
        days: days.iter().map(day).collect(),
        stops: stops
            .into_iter()
            .map(|operations::Stop { at, runs, millis }| Stop { at, runs, millis })
            .collect(),
        runners: runners.into_iter().map(|one| runner(one, &app.presence)).collect(),
        log_key: LogKeyState {
            fingerprint: log.fingerprint,
            since: log.since,
            rotations: log.rotations.into_iter().map(rotated).collect(),
        },
        sealing_keys: SealingKeys { standing, next, last, overdue },
    }))
}

fn tenant(counted: CountedTenant, presence: &Presence) -> TenantCounts {
    let CountedTenant { tenant, name, events, numbers } = counted;
    TenantCounts { connected: presence.of(&tenant), tenant, name, events, counts: counts(&numbers) }
}

fn counts(numbers: &operations::Numbers) -> Counts {
    let operations::Numbers {
        open_cases,
        cases,
        given,
        in_force,
        withdrawn,
        lapsed,
        never,
        waiting_requests,
        runs,
        kept,
        kept_bytes,
        overdue,
        runners,
        locked,
    } = *numbers;
    Counts {
        open_cases,
        cases,
        given,
        in_force,
        withdrawn,
        lapsed,
        never,
        waiting_requests,
        runs,
        kept,
        kept_bytes,
        overdue,
        runners,
        locked,
    }
}

fn day(day: &Day) -> DayCounts {
    let Day { opened, given, unanswered, withdrawn, lapsed, refused, runs, denied, found, destroyed, late } =
        *day;
    DayCounts { opened, given, unanswered, withdrawn, lapsed, refused, runs, denied, found, destroyed, late }
}

fn runner(counted: CountedRunner, presence: &Presence) -> RunnerState {
    let CountedRunner { tenant, runner, key, runs, seen, .. } = counted;
    let seen = presence.seen(&tenant, &runner, seen.as_ref());
    RunnerState {
        health: Health::of(key.is_some(), seen.as_ref()).name().to_owned(),
        seen_at: seen.as_ref().map(|seen| seen.at),
        program: seen.map(|seen| seen.program),
        tenant,
        runner,
        key,
        runs,
    }
}
