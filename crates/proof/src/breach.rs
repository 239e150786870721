//! What can be wrong with what the events of a log say.

use consent::{BadRunRecord, BadTimes, Mismatch};
use domain::{Action, Actor, CollectionId, Moment, Unlawful};

/// What an event, or what is left after the last one, breaks.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Breach {
    #[error("its leaf is no record of an event that this program knows")]
    NoRecord,
    #[error("its leaf says that it is event {said}")]
    OtherSequence { said: u64 },
    #[error("its leaf is of the organisation `{said}`")]
    OtherTenant { said: String },
    #[error("its leaf is not in the one form that a record has")]
    OtherForm,
    #[error("the part `{field}` is not the one that was recorded")]
    ChangedPart { field: String },
    #[error("the part `{field}` was never recorded")]
    UnknownPart { field: String },
    #[error("the part `{field}` cannot belong to such an event")]
    OddPart { field: String },
    #[error("it was recorded without its part `{field}`, which every such event has")]
    UncommittedPart { field: &'static str },
    #[error("the part `{field}` is missing, and no later event says that it was erased")]
    MissingPart { field: String },
    #[error("it erases parts of event {sequence}, which is not before it")]
    ErasedAhead { sequence: u64 },
    #[error(
        "it erases text of event {sequence}, whose case is not closed for long enough, or whose evidence is kept, so it was not due"
    )]
    ErasedEarly { sequence: u64 },
    #[error("the rules do not admit it: {0}")]
    NotDecided(domain::Refusal),
    #[error(
        "it was recorded at {recorded_at}, though the checkpoint before it was sealed at {sealed_at} already"
    )]
    BeforeCheckpoint { recorded_at: Moment, sealed_at: Moment },
    #[error(
        "the checkpoint was sealed at {sealed_at}, before the event in front of it was recorded at {recorded_at}"
    )]
    CheckpointEarly { sealed_at: Moment, recorded_at: Moment },
    #[error("the checkpoint was sealed at {sealed_at}, before an event that it covers took effect at {at}")]
    CheckpointBefore { sealed_at: Moment, at: Moment },
    #[error("the checkpoint's time is not a moment")]
    CheckpointTime,
    #[error(transparent)]
    Unlawful(#[from] Unlawful),
    #[error("the document behind it does not hold: {0}")]
    Document(#[from] Mismatch),
    #[error("its document does not name the consent before it of the same case")]
    BrokenChain,
    #[error("{} cannot cause such an event", name(by))]
    CannotCause { by: Actor },
    #[error("{} may not {action}", name(by))]
    Unauthorised { by: Actor, action: Action },
    #[error("{} is none of those whom the organisation named to consent", name(by))]
    NotApprover { by: Actor },
    #[error("the consent rests on the consent key `{key}`, which was revoked")]
    RevokedKey { key: String },
    #[error("none of the consent keys that you gave signed it")]
    ForeignKey,
    #[error("no consent covered it: the case's consent is signed by none of the consent keys that you gave")]
    ForeignConsent,
    #[error("{0}")]
    Impossible(&'static str),
    #[error("evidence is due in hour {due_hour}, later than the organisation's {days} days allow")]
    KeptTooLong { due_hour: i64, days: u8 },
    #[error("the runner's record does not hold: {0}")]
    RunRecord(#[from] BadRunRecord),
    #[error(transparent)]
    RunTimes(#[from] BadTimes),
    #[error("an earlier run of the same text of the diagnostic has another {field}")]
    OtherOrder { field: &'static str },
    #[error("the runner's record has another {field} than the log")]
    RunRecordField { field: &'static str },
    #[error(
        "the evidence `{collection}` was due at {due_at} and is not recorded as deleted an hour after it"
    )]
    NotDeleted { collection: CollectionId, due_at: Moment },
}

fn name(actor: &Actor) -> String {
    match actor {
        Actor::Person(person) => format!("the person `{person}`"),
        Actor::Vendor(person) => format!("the vendor's `{person}`"),
        Actor::Runner(runner) => format!("the runner `{runner}`"),
        Actor::System => "the system".to_owned(),
    }
}

impl Breach {
    /// Whether it says that something was done which no consent covered.
    pub(crate) const fn is_uncovered(&self) -> bool {
        matches!(
            self,
            Self::Unlawful(Unlawful::NotCovered(_)) | Self::RevokedKey { .. } | Self::ForeignConsent
        )
    }
}
