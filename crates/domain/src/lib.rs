//! What cases, consents, access, diagnostics' runs and evidence are, and which changes are allowed.
//!
//! A [`Command`] met by a [`Tenant`] gives [`Event`]s or a [`Refusal`]; the state is the fold of the events. The
//! rules are those of `access.md`; the timelines in `tests/it/access.jsonl` decide.
//!
//! What always holds:
//! - Access is a function of the log: [`Tenant::decision`] answers for any instant from the fold alone.
//! - What the clock brings about is derived, never scheduled: [`Tenant::next_due`] names it, [`Tenant::advance`]
//!   applies it, and recorded endings equal derived ones.
//! - Events hold no name and no free text; those are parts beside the leaf ([`Event::parts`]).
//!
//! What is absent: input and output, clocks, randomness, cryptography, async.

mod access;
mod access_request;
mod actor;
mod apply;
mod approvers;
mod case;
mod category;
mod causes;
mod command;
mod consent;
mod cross_tenant;
mod deadlines;
mod decide;
mod destination;
mod dry_run;
mod due;
mod event;
mod from_text;
mod ids;
mod lawful;
mod level;
mod moment;
mod notice;
mod permission;
mod problems;
mod record;
mod refusal;
mod role;
mod run;
mod settings;
mod tag_first;
mod tenant;
pub mod timeline;

pub use access::{Ask, Decision, Reason};
pub use access_request::{AccessRequest, REQUEST_LIFE, RequestState};
pub use actor::Actor;
pub use case::Case;
pub use category::{Categories, Category, UnknownCategory};
pub use causes::ActorKind;
pub use command::{Command, NewBundle, NewCase, NewConsent, NewEvidence};
pub use consent::{Consent, ConsentState, Grant};
pub use cross_tenant::{
    AccessType, B2bAccess, InboundTrust, PARTNERS_MAX, PartnerSettings, Target, TargetType, Targets,
    UserConsent, partner_id,
};
pub use deadlines::Terms;
pub use decide::Decided;
pub use destination::DestinationForm;
pub use dry_run::{DRY_RUN_LIFE, DRY_RUN_PREFIX, DryRun, DryRunCounts, DryRunOrder, is_dry_run};
pub use due::Due;
pub use event::{ByteRange, DeleteCause, Event, Proof, RunOrder, Severity, StopCause, WithdrawCause};
pub use ids::{
    BadId, CaseId, CollectionId, DestinationId, DiagnosticId, ID_BYTES_MAX, KeyId, MessageId, NatureId,
    PersonId, RequestId, RunId, RunnerId, ServiceId, SubscriptionId, TeamId, TenantId, TokenId,
};
pub use lawful::Unlawful;
pub use level::{Level, UnknownLevel};
pub use moment::{Moment, NotAMoment, Span};
pub use notice::NoticeKind;
pub use permission::{Action, permits};
pub use problems::{Bilingual, Nature, ProblemCatalogue, Service};
pub use record::{BadLeaf, RECORD_VERSION, Record};
pub use refusal::Refusal;
pub use role::{Role, Roles, Side, UnknownRole};
pub use run::{Claim, Collection, Run};
pub use settings::{AccessLifetime, BadSetting, Settings};
pub use tenant::{ConsentKey, Person, Runner, SignInKey, Tenant, Token};
