//! `glasscase verify --receipt`: checks, offline, that a log holds one event.

use crate::commands::text_of;
use crate::event_text;
use crate::exit::Exit;
use crate::output::Output;
use anyhow::Result;
use domain::Record;
use ledger::witness::{WitnessKey, cosigned_at};
use ledger::{Receipt, VerifierKey};
use serde::Serialize;
use std::path::Path;
use wire::AuditEntry;

/// What a receipt proves, or why it proves nothing.
#[derive(Serialize)]
struct Verified {
    verdict: &'static str,
    /// The log's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<String>,
    /// How many events the log had.
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<u64>,
    /// When that was signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    sealed_at: Option<String>,
    /// What was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<AuditEntry>,
    /// The witnesses that signed the same.
    witnesses: Vec<String>,
    faults: Vec<String>,
}

pub(super) fn verify(
    file: &Path,
    keys: &[VerifierKey],
    witnesses: &[WitnessKey],
    out: &mut Output,
) -> Result<Exit> {
    let verified = judge(&text_of(file)?, keys, witnesses);
    out.answer(&verified, |out| {
        if let (Some(event), Some(origin), Some(size)) = (&verified.event, &verified.origin, verified.size) {
            out.line(format_args!(
                "The log {origin} holds event {} among its first {size} events.",
                event.sequence
            ))?;
            let (at, by) = (out.when(event.at), event_text::author(event));
            out.line(format_args!("  {at}  {by}: {}", event_text::sentence(event)))?;
            out.line(format_args!("Signed at {}.", verified.sealed_at.as_deref().unwrap_or_default()))?;
        }
        for witness in &verified.witnesses {
            out.line(format_args!("The witness {witness} signed the same."))?;
        }
        if verified.faults.is_empty() {
            return out.line("The receipt is sound.");
        }
        verified.faults.iter().try_for_each(|fault| out.line(format_args!("- {fault}")))?;
        out.line("The receipt is NOT sound.")
    })?;
    Ok(if verified.faults.is_empty() { Exit::Done } else { Exit::Denied })
}

fn judge(text: &str, keys: &[VerifierKey], witnesses: &[WitnessKey]) -> Verified {
    let mut verified = Verified {
        verdict: "unsound",
        origin: None,
        size: None,
        sealed_at: None,
        event: None,
        witnesses: Vec::new(),
        faults: Vec::new(),
    };
    let opened =
        Receipt::from_text(text).and_then(|receipt| receipt.verify(keys).map(|tree| (receipt, tree)));
    match opened {
        Err(why) => verified.faults.push(why.to_string()),
        Ok((receipt, tree)) => {
            match Record::from_leaf(&receipt.leaf) {
                Ok(record) if record.sequence == receipt.index => verified.event = Some(entry(record)),
                _ => verified.faults.push("what the log holds there is no event of that number".to_owned()),
            }
            (verified.origin, verified.size) = (Some(tree.origin.to_string()), Some(tree.size));
            verified.sealed_at = Some(tree.time);
            for witness in witnesses {
                match cosigned_at(&receipt.note, witness) {
                    Ok(_) => verified.witnesses.push(witness.name().to_owned()),
                    Err(why) => verified.faults.push(why.to_string()),
                }
            }
        }
    }
    if verified.faults.is_empty() {
        verified.verdict = "sound";
    }
    verified
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
