//! Entries of a log, as they leave.

use crate::desk::Desk;
use crate::mint;
use crate::personal::name_of;
use crate::refusal::Refusal;
use domain::{Actor, CaseId, Event, TenantId};
use ledger::LeafHash;
use std::collections::HashMap;
use streams::{Entry, EventId};

/// Up to `limit` entries from sequence `from`, without names.
pub(super) async fn load(
    desk: &Desk,
    tenant: &TenantId,
    from: u64,
    limit: u32,
) -> Result<Vec<Entry>, Refusal> {
    let events = desk.store().events(tenant, from, limit).await?;
    let entries = events.into_iter().map(|stored| Entry {
        id: EventId::of(&LeafHash::of(stored.leaf.as_bytes()).0),
        case: case_of(&stored.record.event),
        leaf: stored.leaf,
        record: stored.record,
        name: None,
    });
    Ok(entries.collect())
}

/// The same with the names behind their actors, where those are known.
pub(super) async fn named(
    desk: &Desk,
    tenant: &TenantId,
    mut entries: Vec<Entry>,
) -> Result<Vec<Entry>, Refusal> {
    // Few people cause many events.
    let mut names: HashMap<Actor, Option<String>> = HashMap::new();
    for entry in &mut entries {
        let by = &entry.record.by;
        if !names.contains_key(by) {
            names.insert(by.clone(), name_of(desk, tenant, by).await?);
        }
        entry.name = names.get(by).cloned().flatten();
    }
    Ok(entries)
}

/// The case that an event belongs to: it names it, or something whose id does.
fn case_of(event: &Event) -> Option<CaseId> {
    let within = match event {
        Event::RunClaimed { run, .. } | Event::RunStopped { run, .. } | Event::EvidenceStored { run, .. } => {
            run.as_str()
        }
        Event::EvidenceDeleted { collection, .. } => collection.as_str(),
        Event::AccessEndorsed { request }
        | Event::AccessApproved { request, .. }
        | Event::AccessDenied { request }
        | Event::AccessRequestExpired { request }
        | Event::AccessGrantEnded { request } => request.as_str(),
        event => return event.case().cloned(),
    };
    mint::case_of(within)
}
