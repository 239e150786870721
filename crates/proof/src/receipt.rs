//! A receipt: whether a log holds one event, by one text that needs no export.

use crate::breach::Breach;
use crate::code;
use crate::report::Verdict;
use domain::Record;
use ledger::witness::{BadCosignature, WitnessKey, cosigned_at};
use ledger::{BadReceipt, Checkpoint, Receipt, VerifierKey};
use serde::Serialize;

/// One thing that is wrong with a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReceiptFault {
    /// The word for what is wrong (docs/export-format.md, *Receipts*).
    pub code: &'static str,
    /// What is wrong, in plain words.
    pub what: String,
}

/// What a receipt proves, or why it proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReceiptReport {
    /// Whether anything is wrong.
    pub verdict: Verdict,
    /// The log's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// How many events the log had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// When that was signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed_at: Option<String>,
    /// The number of the event that it is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence: Option<u64>,
    /// What was recorded.
    #[serde(skip)]
    pub record: Option<Record>,
    /// The names of the witnesses that signed the same, of those that were given.
    pub witnesses: Vec<String>,
    /// What is wrong.
    pub faults: Vec<ReceiptFault>,
}

/// Verifies the text of a receipt. `keys` are the log's that count; each of `witnesses` must have cosigned.
pub fn verify_receipt(text: &str, keys: &[VerifierKey], witnesses: &[WitnessKey]) -> ReceiptReport {
    let mut report = ReceiptReport {
        verdict: Verdict::Unsound,
        origin: None,
        size: None,
        sealed_at: None,
        sequence: None,
        record: None,
        witnesses: Vec::new(),
        faults: Vec::new(),
    };
    let opened =
        Receipt::from_text(text).and_then(|receipt| receipt.verify(keys).map(|tree| (receipt, tree)));
    match opened {
        Ok((receipt, tree)) => report.opened(&receipt, tree, witnesses),
        Err(why) => report.fault(of_receipt(&why), why.to_string()),
    }
    if report.faults.is_empty() {
        report.verdict = Verdict::Sound;
    }
    report
}

impl ReceiptReport {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.verdict == Verdict::Sound
    }

    fn opened(&mut self, receipt: &Receipt, tree: Checkpoint, witnesses: &[WitnessKey]) {
        let breach = match Record::from_leaf(&receipt.leaf) {
            Ok(record) if record.sequence == receipt.index => {
                (self.sequence, self.record) = (Some(record.sequence), Some(record));
                None
            }
            Ok(record) => Some(Breach::OtherSequence { said: record.sequence }),
            Err(_) => Some(Breach::NoRecord),
        };
        if let Some(breach) = breach {
            self.fault(code::of_event(&breach), breach.to_string());
        }
        (self.origin, self.size) = (Some(tree.origin.to_string()), Some(tree.size));
        self.sealed_at = Some(tree.time);
        for witness in witnesses {
            match cosigned_at(&receipt.note, witness) {
                Ok(_) => self.witnesses.push(witness.name().to_owned()),
                Err(why) => self.fault(of_cosignature(&why), why.to_string()),
            }
        }
    }

    fn fault(&mut self, code: &'static str, what: String) {
        self.faults.push(ReceiptFault { code, what });
    }
}

const fn of_receipt(why: &BadReceipt) -> &'static str {
    match why {
        BadReceipt::Malformed(_) => "receipt_malformed",
        BadReceipt::Checkpoint(why) => code::of_checkpoint(why),
        BadReceipt::NotIncluded { .. } => "not_included",
    }
}

const fn of_cosignature(why: &BadCosignature) -> &'static str {
    match why {
        BadCosignature::Forged { .. } => "cosignature_forged",
        BadCosignature::NoNote | BadCosignature::Absent { .. } => "not_cosigned",
    }
}
