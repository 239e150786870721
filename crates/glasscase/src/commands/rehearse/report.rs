//! What a rehearsal showed.

use crate::data_folder::OpenDesk;
use crate::event_text;
use crate::output::colour::Colour;
use crate::output::{Output, moment};
use anyhow::Result;
use domain::{Moment, TenantId};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io;
use store::PAGE_ROWS_MAX;
use wire::AuditEntry;

/// What a rehearsal showed.
#[derive(Serialize)]
pub(super) struct Rehearsal {
    pub(super) from: Moment,
    pub(super) until: Moment,
    /// What the clock did, by organisation.
    pub(super) tenants: BTreeMap<TenantId, Vec<AuditEntry>>,
    /// Collections that could be opened before.
    pub(super) readable_before: usize,
    /// What they held.
    pub(super) bytes_before: u64,
    /// Collections that can be opened now.
    pub(super) readable_after: usize,
    /// Collections that can be opened now from a copy of the sealed bytes that was made before.
    pub(super) readable_in_backup: usize,
}

/// The events behind the first `sizes` of each log.
pub(super) async fn what_happened(
    open: &OpenDesk,
    sizes: &BTreeMap<TenantId, u64>,
) -> Result<BTreeMap<TenantId, Vec<AuditEntry>>> {
    let mut happened = BTreeMap::new();
    for (tenant, size) in sizes {
        let mut entries: Vec<AuditEntry> = Vec::new();
        loop {
            let from = entries.last().map_or(*size, |entry| entry.sequence + 1);
            let page = open.store.events(tenant, from, PAGE_ROWS_MAX).await?;
            if page.is_empty() {
                break;
            }
            for event in page {
                let record = event.record;
                entries.push(AuditEntry {
                    sequence: record.sequence,
                    at: record.at,
                    recorded_at: record.recorded_at,
                    by: record.by,
                    by_name: None,
                    event: serde_json::to_value(&record.event)?,
                });
            }
        }
        if !entries.is_empty() {
            happened.insert(tenant.clone(), entries);
        }
    }
    Ok(happened)
}

impl Rehearsal {
    /// Tells it to people.
    pub(super) fn show(&self, out: &mut Output) -> io::Result<()> {
        let (from, until) = (moment::absolute(self.from), moment::absolute(self.until));
        out.line(format_args!("In the copy, the clock was moved on from {from} to {until}."))?;
        if self.tenants.is_empty() {
            out.line("Nothing fell due.")?;
        }
        for (tenant, entries) in &self.tenants {
            out.line(format_args!("\n{tenant}"))?;
            for entry in entries {
                out.coloured(Colour::Dim, format_args!("  {}  ", moment::absolute(entry.at)))?;
                out.line(event_text::sentence(entry))?;
            }
        }
        out.line(format_args!(
            "\nEvidence that can be opened: {} collections before ({} bytes), {} now.",
            self.readable_before, self.bytes_before, self.readable_after
        ))?;
        out.line(format_args!(
            "From a copy of the sealed bytes that was made before: {}. A destroyed key destroys every copy.",
            self.readable_in_backup
        ))
    }
}
