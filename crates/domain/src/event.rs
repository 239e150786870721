//! What can happen to a tenant. The audit log is made of these, and the state is their fold.
//!
//! Events hold opaque ids, times and sets only. Names and free text are *parts*: they stand beside the leaf behind a
//! salted hash (design.md, *Fold and personal data*); [`Event::parts`] says which an event may have.

use crate::access::Reason;
use crate::category::Categories;
use crate::cross_tenant::PartnerSettings;
use crate::destination::DestinationForm;
use crate::dry_run::{DryRunCounts, DryRunOrder};
use crate::ids::{
    CaseId, CollectionId, DestinationId, DiagnosticId, KeyId, MessageId, NatureId, PersonId, RequestId,
    RunId, RunnerId, ServiceId, SubscriptionId, TeamId, TenantId, TokenId,
};
use crate::level::Level;
use crate::moment::Moment;
use crate::role::Roles;
use crate::settings::Settings;
use crate::tag_first::events;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How urgent the customer says a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A question, or no effect on work.
    Minimal,
    /// Work is hindered.
    Moderate,
    /// Work stands still for some.
    Critical,
    /// Work stands still for all.
    HighestCriticalImpact,
}

/// What stands behind a consent or an approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum Proof {
    /// Only the server's word: counts while the tenant has no consent key in use.
    Server,
    /// A signature over the document, by a consent key of the tenant's.
    Key {
        /// Which key signed.
        key: KeyId,
        /// The signature, in the key's own form.
        signature: String,
    },
}

/// Why a consent ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawCause {
    /// Somebody withdrew it.
    Asked,
    /// The partner entry was removed by hand (access.md, rule 9).
    PartnerRemoved,
    /// The consent key that signed it was revoked.
    KeyRevoked,
    /// The server alone attested it, and the customer enrolled a consent key.
    KeyEnrolled,
}

/// Why a run ended without evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum StopCause {
    /// Access ended while it ran.
    AccessEnded {
        /// The rule that holds since.
        reason: Reason,
    },
    /// Somebody stopped it.
    Asked,
    /// It was a dry run, and no runner ended it within [`crate::DRY_RUN_LIFE`].
    Expired,
    /// The runner refused it by itself.
    Refused {
        /// A word such as `not_in_scope`, `signature`, `unknown_diagnostic`.
        code: String,
    },
    /// The runner lost the server for longer than its lease, or stopped hearing of it.
    LeaseLost,
    /// The diagnostic failed.
    Failed {
        /// A word such as `timeout`, `unreachable`, `credential_in_output`.
        code: String,
    },
}

/// Why evidence was destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeleteCause {
    /// Its hour came.
    Due,
    /// Somebody of the customer's deleted it.
    Asked,
    /// The tenant shortened its retention.
    Retention,
    /// Its key was lost before its time: a backup was restored, which holds no hour keys.
    Lost,
}

/// What a run is asked to do. Shared by the events of a run's beginning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunOrder {
    /// The run.
    pub run: RunId,
    /// For which case.
    pub case: CaseId,
    /// On which subscription.
    pub subscription: SubscriptionId,
    /// Which diagnostic.
    pub diagnostic: DiagnosticId,
    /// Its version.
    pub version: u32,
    /// SHA-256 of the diagnostic's text, lower-case hex.
    pub digest: String,
    /// The level it needs.
    pub level: Level,
    /// The categories it reads.
    pub categories: Categories,
}

/// A range of bytes of a collection's content, half open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByteRange {
    /// The first byte.
    pub start: u64,
    /// The byte behind the last.
    pub end: u64,
}

events! {
/// Something that happened to a tenant.
#[expect(missing_docs, reason = "each field is named for the type it holds; the variants say what happened")]
pub enum Event {
    /// The tenant exists from here on. Always the first event.
    TenantCreated { settings: Settings },
    /// Settings were replaced.
    SettingsChanged { settings: Settings },
    /// A subscription was named as the tenant's.
    SubscriptionAdded { subscription: SubscriptionId },
    /// Somebody was added. Parts: `name`, `upn`.
    PersonAdded { person: PersonId, roles: Roles, teams: Vec<TeamId> },
    /// Somebody has these roles and teams from now on.
    PersonChanged { person: PersonId, roles: Roles, teams: Vec<TeamId> },
    /// Somebody was removed, with their tokens.
    PersonRemoved { person: PersonId },
    /// An API token was made. Part: `label`.
    TokenIssued { token: TokenId, person: PersonId, roles: Roles, expires_at: Moment },
    /// An API token was ended.
    TokenRevoked { token: TokenId },
    /// Somebody was invited again, to sign in with a one-time link.
    PersonInvited { person: PersonId, expires_at: Moment },
    /// Somebody enrolled a passkey with which they sign in. Part: `label`.
    SignInKeyEnrolled { key: KeyId, person: PersonId, algorithm: String, public_key: String },
    /// A passkey for signing in was revoked.
    SignInKeyRevoked { key: KeyId },
    /// A consent key was enrolled; what the server alone attested counts no more. Part: `label`.
    ConsentKeyEnrolled { key: KeyId, algorithm: String, public_key: String },
    /// A consent key was revoked; the consents it signed end.
    ConsentKeyRevoked { key: KeyId },
    /// A runner may enrol with a one-time code.
    RunnerInvited { runner: RunnerId, expires_at: Moment },
    /// A runner enrolled; its run records are signed with this key. Part: `name`.
    RunnerEnrolled { runner: RunnerId, public_key: String },
    /// A runner was removed.
    RunnerRemoved { runner: RunnerId },
    /// Entries of this log are sent to a receiver from here on.
    DestinationAdded { destination: DestinationId, form: DestinationForm },
    /// A destination's secret was replaced, or what it missed is sent again.
    DestinationChanged { destination: DestinationId },
    /// Nothing is sent to a destination any more.
    DestinationRemoved { destination: DestinationId },
    /// A case was opened, without consent as yet. Parts: `title`, and `details` that another face keeps with it.
    CaseOpened {
        case: CaseId,
        subscriptions: Vec<SubscriptionId>,
        service: ServiceId,
        nature: NatureId,
        severity: Severity,
        team: TeamId,
    },
    /// What the customer says of a case was changed: how urgent it is, or its `details`, which are a part.
    CaseChanged { case: CaseId, severity: Severity },
    /// Somebody wrote in a case. Parts: `text`, and the `envelope` that another face keeps with it.
    CaseSaid { case: CaseId, message: MessageId },
    /// A case was closed: its consent and its pending access requests end.
    CaseClosed { case: CaseId },
    /// A closed case was opened again, without consent.
    CaseReopened { case: CaseId },
    /// One of the vendor's engineers took the case, or another handed it over to them. Opens nothing.
    CaseAssigned { case: CaseId, engineer: PersonId },
    /// The customer was asked for consent, renewal or another level.
    ConsentAsked { case: CaseId, level: Level, categories: Categories },
    /// Consent was given, or given again. `document` is the canonical text that was signed or attested.
    ConsentGiven {
        case: CaseId,
        level: Level,
        categories: Categories,
        consent: u64,
        document: String,
        proof: Proof,
    },
    /// A consent was ended before its time.
    ConsentWithdrawn { case: CaseId, cause: WithdrawCause },
    /// A consent ended because its time was over.
    ConsentLapsed { case: CaseId },
    /// The vendor's support tenant was added as a service provider.
    PartnerAdded,
    /// The vendor's support tenant was removed.
    PartnerRemoved,
    /// The customer listed a partner in its cross-tenant access settings.
    CrossTenantPartnerAdded { partner: TenantId, settings: Box<PartnerSettings> },
    /// The customer changed what it set for a partner.
    CrossTenantPartnerChanged {
        partner: TenantId,
        before: Box<PartnerSettings>,
        settings: Box<PartnerSettings>,
    },
    /// The customer took a partner off its list.
    CrossTenantPartnerRemoved { partner: TenantId, before: Box<PartnerSettings> },
    /// All access was stopped.
    Locked,
    /// What has not ended meanwhile resumed.
    Unlocked,
    /// Somebody of the vendor's came to a case, for the first time or after an hour without.
    EngineerSignedIn { case: CaseId },
    /// An engineer asked for more categories. Part: `reason`.
    AccessRequested { request: RequestId, case: CaseId, categories: Categories, seconds: u32, for_lead: bool },
    /// A lead endorsed an access request; the customer is asked now.
    AccessEndorsed { request: RequestId },
    /// The customer approved an access request, in full or in part.
    AccessApproved { request: RequestId, categories: Categories, document: String, proof: Proof },
    /// The customer, or a lead, denied an access request.
    AccessDenied { request: RequestId },
    /// Nobody answered an access request in time.
    AccessRequestExpired { request: RequestId },
    /// The time of an approved access request is over.
    AccessGrantEnded { request: RequestId },
    /// An engineer ran a diagnostic, and may. Part: `inputs`.
    RunRequested { order: RunOrder },
    /// An engineer ran a diagnostic, and may not. Part: `inputs`.
    RunDenied { order: RunOrder, reason: Reason, missing: Categories },
    /// A runner took a run; from here on it collects. `covered` is what it may ship unmasked.
    RunClaimed { run: RunId, runner: RunnerId, collection: CollectionId, covered: Categories, due_hour: i64 },
    /// A run ended without evidence; what it shipped is destroyed.
    RunStopped { run: RunId, cause: StopCause },
    /// Somebody of the customer's asked what a diagnostic would hand over. Part: `inputs`.
    DryRunRequested { order: DryRunOrder },
    /// A runner took a dry run; from here on it counts.
    DryRunClaimed { run: RunId, runner: RunnerId },
    /// A dry run ended with its counts, which are all that left.
    DryRunCounted { run: RunId, counts: DryRunCounts },
    /// A dry run ended without counts.
    DryRunStopped { run: RunId, cause: StopCause },
    /// A run ended with evidence, sealed until its hour. Part: `findings`.
    EvidenceStored {
        run: RunId,
        collection: CollectionId,
        bytes: u64,
        sha256: String,
        spans: BTreeMap<String, u64>,
        record: String,
        signature: String,
    },
    /// One of the customer's people attached a support bundle, screened before it left them, or a file as it is, whose spans
    /// are of the category `support`; sealed until its hour.
    BundleAttached {
        case: CaseId,
        collection: CollectionId,
        due_hour: i64,
        bytes: u64,
        sha256: String,
        spans: BTreeMap<String, u64>,
    },
    /// Somebody read evidence.
    EvidenceRead {
        collection: CollectionId,
        case: CaseId,
        ranges: Vec<ByteRange>,
        shown: Categories,
        masked: Categories,
    },
    /// Evidence was destroyed: its key first, then its bytes. This event is the receipt.
    EvidenceDeleted { collection: CollectionId, cause: DeleteCause, sha256: String, bytes: u64, key: String },
    /// Parts of an earlier event were erased, value and salt.
    PersonalDataErased { sequence: u64, fields: Vec<String> },
}
}

impl Event {
    /// The parts that this event may have beside its leaf, in the order of their names.
    pub const fn parts(&self) -> &'static [&'static str] {
        match self {
            Self::PersonAdded { .. } => &["name", "upn"],
            Self::TokenIssued { .. } | Self::ConsentKeyEnrolled { .. } | Self::SignInKeyEnrolled { .. } => {
                &["label"]
            }
            Self::TenantCreated { .. } | Self::RunnerEnrolled { .. } => &["name"],
            Self::CaseOpened { .. } => &["details", "title"],
            Self::CaseChanged { .. } => &["details"],
            Self::CaseSaid { .. } => &["envelope", "text"],
            Self::AccessRequested { .. } => &["reason"],
            Self::RunRequested { .. } | Self::RunDenied { .. } | Self::DryRunRequested { .. } => &["inputs"],
            Self::EvidenceStored { .. } => &["findings"],
            _ => &[],
        }
    }

    /// The parts that this event always has: without them it would not say what was asked, or why.
    pub const fn required_parts(&self) -> &'static [&'static str] {
        match self {
            Self::CaseOpened { .. } => &["title"],
            Self::CaseSaid { .. } => &["text"],
            Self::AccessRequested { .. } => &["reason"],
            Self::RunRequested { .. } | Self::RunDenied { .. } | Self::DryRunRequested { .. } => &["inputs"],
            Self::EvidenceStored { .. } => &["findings"],
            _ => &[],
        }
    }

    /// The event's word, as its leaf has it.
    pub fn word(&self) -> String {
        let value = serde_json::to_value(self).unwrap_or_default();
        value.get("type").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
    }

    /// The case that the event names itself, if any. Events of requests, runs and collections name those instead.
    pub const fn case(&self) -> Option<&CaseId> {
        match self {
            Self::CaseOpened { case, .. }
            | Self::CaseChanged { case, .. }
            | Self::CaseSaid { case, .. }
            | Self::CaseClosed { case }
            | Self::CaseReopened { case }
            | Self::CaseAssigned { case, .. }
            | Self::ConsentAsked { case, .. }
            | Self::ConsentGiven { case, .. }
            | Self::ConsentWithdrawn { case, .. }
            | Self::ConsentLapsed { case }
            | Self::EngineerSignedIn { case }
            | Self::AccessRequested { case, .. }
            | Self::BundleAttached { case, .. }
            | Self::EvidenceRead { case, .. } => Some(case),
            Self::RunRequested { order } | Self::RunDenied { order, .. } => Some(&order.case),
            _ => None,
        }
    }
}

#[cfg(test)]
mod documented;
