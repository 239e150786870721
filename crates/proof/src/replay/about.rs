//! What an event is about, in words.

use domain::{CaseId, Event, Record, Tenant};

/// The case that an event belongs to, as far as it or the state before it tells.
pub(super) fn case(tenant: &Tenant, event: &Event) -> Option<CaseId> {
    let found = match event {
        Event::RunClaimed { run, .. } | Event::RunStopped { run, .. } | Event::EvidenceStored { run, .. } => {
            tenant.run(run).map(|run| &run.order.case)
        }
        Event::EvidenceDeleted { collection, .. } => tenant.collection(collection).map(|kept| &kept.case),
        Event::AccessEndorsed { request }
        | Event::AccessApproved { request, .. }
        | Event::AccessDenied { request }
        | Event::AccessRequestExpired { request }
        | Event::AccessGrantEnded { request } => tenant.request(request).map(|request| &request.case),
        event => event.case(),
    };
    found.cloned()
}

/// The event's word, what it names, its case and its time.
pub(super) fn name(record: &Record, case: Option<&CaseId>) -> String {
    let what = subject(&record.event).map(|(what, id)| format!(" of {what} `{id}`")).unwrap_or_default();
    let case = case.map(|case| format!(" in case `{case}`")).unwrap_or_default();
    format!("`{}`{what}{case} at {}", record.event.word(), record.at)
}

/// What the event names besides its case.
fn subject(event: &Event) -> Option<(&'static str, &str)> {
    Some(match event {
        Event::RunRequested { order } | Event::RunDenied { order, .. } => ("run", order.run.as_str()),
        Event::RunClaimed { run, .. } | Event::RunStopped { run, .. } | Event::EvidenceStored { run, .. } => {
            ("run", run.as_str())
        }
        Event::DryRunRequested { order } => ("dry run", order.run.as_str()),
        Event::DryRunClaimed { run, .. }
        | Event::DryRunCounted { run, .. }
        | Event::DryRunStopped { run, .. } => ("dry run", run.as_str()),
        Event::BundleAttached { collection, .. }
        | Event::EvidenceRead { collection, .. }
        | Event::EvidenceDeleted { collection, .. } => ("evidence", collection.as_str()),
        Event::AccessRequested { request, .. }
        | Event::AccessEndorsed { request }
        | Event::AccessApproved { request, .. }
        | Event::AccessDenied { request }
        | Event::AccessRequestExpired { request }
        | Event::AccessGrantEnded { request } => ("access request", request.as_str()),
        Event::CrossTenantPartnerAdded { partner, .. }
        | Event::CrossTenantPartnerChanged { partner, .. }
        | Event::CrossTenantPartnerRemoved { partner, .. } => ("partner", partner.as_str()),
        Event::DestinationAdded { destination, .. }
        | Event::DestinationChanged { destination }
        | Event::DestinationRemoved { destination } => ("destination", destination.as_str()),
        Event::SignInKeyEnrolled { key, .. } | Event::SignInKeyRevoked { key } => ("passkey", key.as_str()),
        Event::ConsentKeyEnrolled { key, .. } | Event::ConsentKeyRevoked { key } => {
            ("consent key", key.as_str())
        }
        Event::RunnerInvited { runner, .. } | Event::RunnerEnrolled { runner, .. } => {
            ("runner", runner.as_str())
        }
        _ => return None,
    })
}
