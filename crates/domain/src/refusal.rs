//! Why a command changes nothing.

use crate::access::Reason;
use crate::category::Categories;
use crate::ids::PersonId;
use crate::settings::BadSetting;
use serde::{Deserialize, Serialize};

/// Why a command changes nothing: it makes no sense in the state that it meets, or a rule stands against it.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
#[expect(missing_docs, reason = "the fields are the values that the message names")]
pub enum Refusal {
    /// Nothing of that kind has that id.
    #[error("there is no {what} `{id}`")]
    Unknown { what: String, id: String },
    /// Something of that kind has that id already.
    #[error("there is already a {what} `{id}`")]
    Exists { what: String, id: String },
    /// The case is closed.
    #[error("the case is closed; reopen it first")]
    CaseIsClosed,
    /// The case is open.
    #[error("the case is open already")]
    CaseIsOpen,
    /// The engineer works the case already.
    #[error("the case is theirs already")]
    AssignedAlready,
    /// A case names at least one subscription.
    #[error("a case names at least one subscription")]
    NoSubscription,
    /// Consent is to systems, and the case names none.
    #[error("the case names no subscription, so there is nothing to consent to")]
    NothingToConsentTo,
    /// The case has no consent in force.
    #[error("no consent is in force on this case")]
    NoConsentInForce,
    /// The consent counts on from another one than the case's latest.
    #[error(
        "this would be consent number {given} of the case, and the next is number {next}; draft it again"
    )]
    ConsentNumber { given: u64, next: u64 },
    /// The tenant enrolled consent keys, so only a signed consent counts.
    #[error("this organisation signs its consents: sign the draft with an enrolled consent key")]
    SignatureRequired,
    /// The tenant enrolled no consent keys, so nothing can check a signature.
    #[error("consent key `{id}` is not enrolled, or was revoked")]
    UnknownKey { id: String },
    /// The tenant is locked already.
    #[error("access is locked already")]
    Locked,
    /// The tenant is not locked.
    #[error("access is not locked")]
    NotLocked,
    /// There is no partner entry to remove.
    #[error("no advanced consent is in force, so there is no partner to remove")]
    NoPartner,
    /// Another partner would be one too many.
    #[error("the cross-tenant access settings list {max} partners already, which are the most")]
    TooManyPartners { max: usize },
    /// What is set for a partner makes no sense.
    #[error("{why}")]
    PartnerSettings { why: String },
    /// An access request asks for some category, for some time.
    #[error("an access request names at least one category and a duration")]
    EmptyRequest,
    /// The access request is answered, expired or withdrawn.
    #[error("the access request waits for no answer any more")]
    RequestNotWaiting,
    /// A lead has to endorse the access request first.
    #[error("a lead of the vendor's has to endorse this access request first")]
    AwaitsLead,
    /// None of the approved categories was asked for.
    #[error("none of the approved categories was asked for; asked for were {asked}")]
    NothingApproved { asked: Categories },
    /// The run waits for no runner, or belongs to another one.
    #[error("the run `{id}` is not this runner's to continue")]
    NotYourRun { id: String },
    /// Nobody but the clock and the rules says that a run lost its access, or that its time is over.
    #[error("the access and the time of the run `{id}` have not ended; stop it for another reason")]
    GoesOn { id: String },
    /// Access does not cover this.
    #[error("not allowed: {reason}{}", if missing.is_empty() { String::new() } else { format!(" ({missing})") })]
    Denied { reason: Reason, missing: Categories },
    /// The settings withhold a category from every consent.
    #[error(
        "this organisation never opens {categories}, as its settings say; leave that out, or ask an owner to change the settings"
    )]
    NeverOffered { categories: Categories },
    /// The settings name others who alone may consent and approve.
    #[error(
        "this organisation names who may consent and approve, and you are not among them; ask one of them, or ask an owner to change the settings"
    )]
    NotApprover,
    /// Somebody who could not consent was named to be one of those who may.
    #[error(
        "`{person}` cannot be named as one who approves: no person of yours with the role consenter has that id"
    )]
    UnfitApprover { person: PersonId },
    /// Somebody whom the settings name has to be left.
    #[error(
        "nobody else of those whom the settings name may consent; name somebody else there first, or nobody"
    )]
    LastApprover,
    /// A setting cannot be.
    #[error(transparent)]
    Setting { setting: BadSetting },
    /// Somebody has to be able to manage people.
    #[error("nobody else is {role}; make somebody else {role} first")]
    LastManager { role: String },
    /// Somebody without a role could do nothing.
    #[error("name at least one role")]
    NoRole,
    /// A token can do no more than its person.
    #[error("a token cannot have the role {role}, which its person lacks")]
    RoleNotHeld { role: String },
    /// The invitation is used up or over.
    #[error("this invitation was used or is over; ask for another")]
    InvitationOver,
}

impl Refusal {
    pub(crate) fn unknown(what: &str, id: &impl ToString) -> Self {
        Self::Unknown { what: what.to_owned(), id: id.to_string() }
    }

    pub(crate) fn exists(what: &str, id: &impl ToString) -> Self {
        Self::Exists { what: what.to_owned(), id: id.to_string() }
    }
}
