//! One word for each kind of fault: what programs tell faults apart by, and what another verifier agrees on
//! (docs/export-format.md, *Faults*).

use crate::breach::Breach;
use domain::Unlawful;
use ledger::{CheckpointError, FaultKind};

/// The word for what is wrong with the file.
pub(crate) const fn of_file(kind: &FaultKind) -> &'static str {
    match kind {
        FaultKind::Malformed { .. } => "malformed",
        FaultKind::Misplaced { .. } => "misplaced",
        FaultKind::Cut => "cut",
        FaultKind::AfterEnd => "after_end",
        FaultKind::LineCount { .. } => "line_count",
        FaultKind::Digest => "digest",
        FaultKind::OtherLog { .. } => "other_log",
        FaultKind::OtherKey { .. } => "other_key",
        FaultKind::Rotation(_) => "rotation",
        FaultKind::RotationOrder { .. } => "rotation_order",
        FaultKind::RetiredKey { .. } => "retired_key",
        FaultKind::LeafHash { .. } => "leaf_hash",
        FaultKind::Missing { .. } => "missing",
        FaultKind::Renumbered { .. } => "renumbered",
        FaultKind::Twice { .. } => "twice",
        FaultKind::OutOfOrder { .. } => "out_of_order",
        FaultKind::EventCount { .. } => "event_count",
        FaultKind::Checkpoint(why) => of_checkpoint(why),
        FaultKind::CheckpointPlace { .. } => "checkpoint_place",
        FaultKind::CheckpointOrder { .. } => "checkpoint_order",
        FaultKind::OtherTree { .. } | FaultKind::OtherEmptyTree => "other_tree",
        FaultKind::Incomparable { .. } => "incomparable",
        FaultKind::FurtherCheckpoints { .. } => "further_checkpoints",
        FaultKind::Uncovered { .. } => "uncovered",
    }
}

/// The word for what is wrong with a checkpoint by itself.
pub(crate) const fn of_checkpoint(why: &CheckpointError) -> &'static str {
    match why {
        CheckpointError::Malformed { .. } => "checkpoint_malformed",
        CheckpointError::Unsigned { .. } => "checkpoint_unsigned",
        CheckpointError::Forged { .. } => "checkpoint_forged",
    }
}

/// The word for what an event, or what is left after the last one, breaks.
pub(crate) const fn of_event(breach: &Breach) -> &'static str {
    match breach {
        Breach::NoRecord => "no_record",
        Breach::OtherSequence { .. } => "other_sequence",
        Breach::OtherTenant { .. } => "other_tenant",
        Breach::OtherForm => "other_form",
        Breach::ChangedPart { .. } => "changed_part",
        Breach::UnknownPart { .. } => "unknown_part",
        Breach::OddPart { .. } => "odd_part",
        Breach::UncommittedPart { .. } => "uncommitted_part",
        Breach::MissingPart { .. } => "missing_part",
        Breach::ErasedAhead { .. } => "erased_ahead",
        Breach::ErasedEarly { .. } => "erased_early",
        Breach::NotDecided(_) => "not_admitted",
        Breach::BeforeCheckpoint { .. } => "before_checkpoint",
        Breach::CheckpointEarly { .. } => "checkpoint_early",
        Breach::CheckpointBefore { .. } => "checkpoint_before",
        Breach::CheckpointTime => "checkpoint_time",
        Breach::Unlawful(Unlawful::Unrecorded(_)) => "unrecorded",
        Breach::Unlawful(Unlawful::NotDue(_)) => "not_due",
        Breach::Unlawful(Unlawful::Backwards { .. }) => "backwards",
        Breach::Unlawful(Unlawful::RecordedEarly) => "recorded_early",
        Breach::Unlawful(Unlawful::NotCovered(_)) => "not_covered",
        Breach::Unlawful(Unlawful::Impossible(_)) | Breach::Impossible(_) => "impossible",
        Breach::Document(_) => "document",
        Breach::BrokenChain => "broken_chain",
        Breach::CannotCause { .. } => "cannot_cause",
        Breach::Unauthorised { .. } | Breach::NotApprover { .. } => "unauthorised",
        Breach::RevokedKey { .. } => "revoked_key",
        Breach::ForeignKey => "foreign_key",
        Breach::ForeignConsent => "foreign_consent",
        Breach::KeptTooLong { .. } => "kept_too_long",
        Breach::RunRecord(_) => "run_record",
        Breach::RunTimes(_) => "run_times",
        Breach::OtherOrder { .. } => "other_order",
        Breach::RunRecordField { .. } => "run_record_field",
        Breach::NotDeleted { .. } => "not_deleted",
    }
}
