//! What can be asked of a tenant. Ids, documents and signatures are made by the caller: deciding is pure.

use crate::category::Categories;
use crate::cross_tenant::PartnerSettings;
use crate::destination::DestinationForm;
use crate::dry_run::{DryRunCounts, DryRunOrder};
use crate::event::{ByteRange, DeleteCause, Proof, RunOrder, Severity, StopCause};
use crate::ids::{
    CaseId, CollectionId, DestinationId, KeyId, MessageId, NatureId, PersonId, RequestId, RunId, RunnerId,
    ServiceId, SubscriptionId, TeamId, TenantId, TokenId,
};
use crate::level::Level;
use crate::moment::Moment;
use crate::role::Roles;
use crate::settings::Settings;
use std::collections::BTreeMap;

/// A consent as it is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewConsent {
    /// How deep diagnostics may look.
    pub level: Level,
    /// What they may read; support data is added.
    pub categories: Categories,
    /// The how-manieth consent of the case it is, from 1.
    pub number: u64,
    /// The canonical text of what is agreed.
    pub document: String,
    /// What stands behind it.
    pub proof: Proof,
}

/// A case as it is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCase {
    /// Its id.
    pub case: CaseId,
    /// The subscriptions that it names.
    pub subscriptions: Vec<SubscriptionId>,
    /// Which service it is about.
    pub service: ServiceId,
    /// What kind of problem it is.
    pub nature: NatureId,
    /// How urgent it is.
    pub severity: Severity,
    /// The vendor's team that works it.
    pub team: TeamId,
}

/// Evidence as a runner delivers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvidence {
    /// The size of the sealed object.
    pub bytes: u64,
    /// SHA-256 of the sealed object, lower-case hex.
    pub sha256: String,
    /// How many spans of each category it holds, kept or masked.
    pub spans: BTreeMap<String, u64>,
    /// The runner's record of the run, canonical JSON.
    pub record: String,
    /// The runner's signature over it, base64.
    pub signature: String,
}

/// A support bundle as one of the customer's people attaches it: screened and sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBundle {
    /// What it is kept as.
    pub collection: CollectionId,
    /// The hour since 1970 in which it is due.
    pub due_hour: i64,
    /// The size of the sealed object.
    pub bytes: u64,
    /// SHA-256 of the sealed object, lower-case hex.
    pub sha256: String,
    /// How many spans of each category it holds.
    pub spans: BTreeMap<String, u64>,
}

/// What can be asked of a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is named for the type it holds; the variants say what is asked")]
pub enum Command {
    /// Begin the tenant's log.
    CreateTenant { settings: Settings },
    /// Replace the settings.
    ChangeSettings { settings: Settings },
    /// Name a subscription as the tenant's.
    AddSubscription { subscription: SubscriptionId },
    /// Add somebody.
    AddPerson { person: PersonId, roles: Roles, teams: Vec<TeamId> },
    /// Replace somebody's roles, teams, or both.
    ChangePerson { person: PersonId, roles: Option<Roles>, teams: Option<Vec<TeamId>> },
    /// Remove somebody, with their tokens and passkeys.
    RemovePerson { person: PersonId },
    /// Make an API token.
    IssueToken { token: TokenId, person: PersonId, roles: Roles, expires_at: Moment },
    /// End an API token.
    RevokeToken { token: TokenId },
    /// Invite somebody again.
    InvitePerson { person: PersonId, expires_at: Moment },
    /// Enrol a passkey with which somebody signs in.
    EnrolSignInKey { key: KeyId, person: PersonId, algorithm: String, public_key: String },
    /// Revoke a passkey for signing in.
    RevokeSignInKey { key: KeyId },
    /// Enrol a consent key.
    EnrolConsentKey { key: KeyId, algorithm: String, public_key: String },
    /// Revoke a consent key; the consents that it signed end.
    RevokeConsentKey { key: KeyId },
    /// Send entries of the log to a receiver.
    AddDestination { destination: DestinationId, form: DestinationForm },
    /// Replace a destination's secret, or send it again what it missed.
    ChangeDestination { destination: DestinationId },
    /// Send a destination nothing more.
    RemoveDestination { destination: DestinationId },
    /// Let a runner enrol.
    InviteRunner { runner: RunnerId, expires_at: Moment },
    /// Enrol as a runner.
    EnrolRunner { runner: RunnerId, public_key: String },
    /// Remove a runner; its runs stop.
    RemoveRunner { runner: RunnerId },
    /// Open a case, with consent or without.
    OpenCase { case: NewCase, consent: Option<NewConsent> },
    /// Open a case that names no subscription: there is nothing to look into, and nothing to consent to.
    OpenQuestion { case: NewCase },
    /// Change what the customer says of a case; how urgent it is stays as it was when none is given.
    ChangeCase { case: CaseId, severity: Option<Severity> },
    /// Write in a case.
    Say { case: CaseId, message: MessageId },
    /// Close a case.
    CloseCase { case: CaseId },
    /// Open a closed case again.
    ReopenCase { case: CaseId },
    /// Let one of the vendor's engineers work a case.
    AssignCase { case: CaseId, engineer: PersonId },
    /// Ask the customer for consent.
    AskConsent { case: CaseId, level: Level, categories: Categories },
    /// Give consent, or give it again.
    GiveConsent { case: CaseId, consent: NewConsent },
    /// End a consent and leave the case open.
    WithdrawConsent { case: CaseId },
    /// Delete the partner entry by hand.
    RemovePartner,
    /// List a partner in the cross-tenant access settings.
    AddCrossTenantPartner { partner: TenantId, settings: PartnerSettings },
    /// Replace what is set for a partner.
    ChangeCrossTenantPartner { partner: TenantId, settings: PartnerSettings },
    /// Take a partner off the list.
    RemoveCrossTenantPartner { partner: TenantId },
    /// Come to a case, as one of the vendor's.
    SignInEngineer { case: CaseId },
    /// Stop all access.
    Lock,
    /// Resume what has not ended.
    Unlock,
    /// Ask for more categories.
    RequestAccess { request: RequestId, case: CaseId, categories: Categories, seconds: u32 },
    /// Endorse an access request, as a lead.
    EndorseRequest { request: RequestId },
    /// Approve an access request: all of it, or the categories given.
    ApproveRequest { request: RequestId, categories: Option<Categories>, document: String, proof: Proof },
    /// Deny an access request.
    DenyRequest { request: RequestId },
    /// Run a diagnostic. A denial is an answer, and an event.
    RequestRun { order: RunOrder },
    /// Take a run, as a runner.
    ClaimRun { run: RunId, runner: RunnerId, collection: CollectionId, due_hour: i64 },
    /// Go on with a claimed run: decided again as each part is accepted.
    ContinueRun { run: RunId, runner: RunnerId },
    /// End a run without evidence.
    StopRun { run: RunId, cause: StopCause },
    /// Ask what a diagnostic would hand over.
    RequestDryRun { order: DryRunOrder },
    /// Take a dry run, as a runner.
    ClaimDryRun { run: RunId, runner: RunnerId },
    /// End a dry run with its counts.
    CountDryRun { run: RunId, runner: RunnerId, counts: DryRunCounts },
    /// End a dry run without counts.
    StopDryRun { run: RunId, cause: StopCause },
    /// End a run with evidence.
    StoreEvidence { run: RunId, runner: RunnerId, evidence: NewEvidence },
    /// Attach a support bundle to a case.
    AttachBundle { case: CaseId, bundle: NewBundle },
    /// Read evidence; `present` are the categories among what is read, `own` says that the tenant's own people read.
    ReadEvidence { collection: CollectionId, ranges: Vec<ByteRange>, present: Categories, own: bool },
    /// Destroy evidence; `key` names the key that was destroyed.
    DeleteEvidence { collection: CollectionId, cause: DeleteCause, key: String },
    /// Erase parts of an earlier event.
    ErasePersonalData { sequence: u64, fields: Vec<String> },
}
