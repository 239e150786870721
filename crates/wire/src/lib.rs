//! The shapes that cross HTTP between Glasscase's own programs, and the client that sends them.
//!
//! What always holds:
//! - Requests refuse fields that they don't know, so a misspelt one is not silently lost; answers ignore them, so an
//!   older client reads a newer server.
//! - Ids, moments, categories and levels are the domain's types: what parses here is well-formed.
//! - An answer to a POST says what was decided then; asking again with the same idempotency key gives the same answer.
//!
//! What is absent: any rule, and anything of a server's.

mod access;
mod access_request;
mod audit;
mod case;
mod catalogue;
mod client;
mod consent;
mod destination;
mod directory;
mod dry_run;
mod event_stream;
mod evidence;
mod notice;
mod numbers;
mod problem;
mod run;
mod runner;
mod witness;

pub use access::{Access, CaseAccess, Partner, PartnerRemoved};
pub use access_request::{
    AccessRequest, ApprovalDraft, Approve, Approved, DraftApproval, RequestAccess, Requested,
};
pub use audit::{AuditEntry, AuditPage, ConsistencyProof, InclusionProof, LogKey};
pub use case::{
    Assign, Case, CasePage, ConsentOutcome, Engineer, Message, NewCase, Opened, QueueEntry, QueuePage, Said,
    Say,
};
pub use catalogue::{DiagnosticSummary, InputSummary, Preview, PreviewedDiagnostic};
pub use client::{BODY_BYTES_MAX, Client, ClientError, IdempotencyKey};
pub use consent::{
    AskConsent, Consent, ConsentState, ConsentTerms, DraftConsent, Drafted, GiveConsent, Given, Grant,
    PasskeyRequest, Signed,
};
pub use destination::{Destination, MadeDestination, NewDestination, RenewedSecret, Replay, Undelivered};
pub use directory::{
    AddPerson, AddSubscription, ChangePerson, ConsentKey, EnrolConsentKey, EnrolPasskey, Erased, Invitation,
    MadePasskey, Me, NewTenant, NewToken, OfferPasskey, PasskeyCreation, PasskeyText, Person,
    PersonInvitation, RedeemInvitation, RunnerSummary, TenantCreated, TenantSummary, Token, TokenSecret,
};
pub use dry_run::{DryRun, DryRunAsked, DryRunClaimed, FinishDryRun};
pub use event_stream::{Event, EventStream};
pub use evidence::{Attached, BundleBegun, Evidence, EvidencePiece, FinishBundle, Label};
pub use notice::{
    ConfirmAddress, LeftNoticeWebhook, MadeNoticeWebhook, NewNoticeWebhook, NoticeChoice, NoticeSettings,
    NoticeWebhook, ReadNotices, ToldNotice,
};
pub use numbers::{
    Counts, DayCounts, LogKeyState, Numbers, RotatedKey, RunnerState, SealingKeys, Stop, TenantCounts,
};
pub use problem::Problem;
pub use run::{NewRun, Ran, Run};
pub use runner::{
    Claimed, Enrol, Enrolled, Finish, Finished, Notice, PartReceipt, RunOffer, SignedDocument, SignedPack,
    Stopped,
};

use domain::Moment;
use serde::{Deserialize, Serialize};

/// Something was done, at this instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Done {
    /// When it took effect.
    #[schema(value_type = String, format = DateTime)]
    pub at: Moment,
}

/// A list without pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Items<T> {
    /// Everything there is.
    pub items: Vec<T>,
}
pub use witness::{WitnessClient, WitnessError};
