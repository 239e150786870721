//! `glasscase verify --receipt`: checks, offline, that a log holds one event.

use crate::commands::text_of;
use crate::event_text;
use crate::exit::Exit;
use crate::output::Output;
use anyhow::Result;
use domain::Record;
use ledger::VerifierKey;
use ledger::witness::WitnessKey;
use proof::ReceiptReport;
use serde::Serialize;
use std::path::Path;
use wire::AuditEntry;

/// What was found, with the event in the form that the log's readers know.
#[derive(Serialize)]
struct Told<'r> {
    #[serde(flatten)]
    report: &'r ReceiptReport,
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<AuditEntry>,
}

pub(super) fn verify(
    file: &Path,
    keys: &[VerifierKey],
    witnesses: &[WitnessKey],
    out: &mut Output,
) -> Result<Exit> {
    let report = proof::verify_receipt(&text_of(file)?, keys, witnesses);
    let told = Told { report: &report, event: report.record.clone().map(entry) };
    out.answer(&told, |out| {
        if let (Some(event), Some(origin), Some(size)) = (&told.event, &report.origin, report.size) {
            out.line(format_args!(
                "The log {origin} holds event {} among its first {size} events.",
                event.sequence
            ))?;
            let (at, by) = (out.when(event.at), event_text::author(event));
            out.line(format_args!("  {at}  {by}: {}", event_text::sentence(event)))?;
            out.line(format_args!("Signed at {}.", report.sealed_at.as_deref().unwrap_or_default()))?;
        }
        for witness in &report.witnesses {
            out.line(format_args!("The witness {witness} signed the same."))?;
        }
        if report.is_sound() {
            return out.line("The receipt is sound.");
        }
        report.faults.iter().try_for_each(|fault| out.line(format_args!("- {}", fault.what)))?;
        out.line("The receipt is NOT sound.")
    })?;
    Ok(if report.is_sound() { Exit::Done } else { Exit::Denied })
}

fn entry(record: Record) -> AuditEntry {
    AuditEntry {
        sequence: record.sequence,
        at: record.at,
        recorded_at: record.recorded_at,
        event: serde_json::to_value(&record.event).unwrap_or_default(),
        by: record.by,
        by_name: None,
    }
}
