//! Each thing that a person, a runner or the clock can ask for.
//!
//! Every operation that changes something has one rhythm: load the tenant, permit, decide, append, wake. Pages, API,
//! command line and tests all call these functions.
//!
//! What always holds:
//! - A caller is bound to one tenant; what is not theirs is answered like what does not exist.
//! - Nothing is done before its event is durable, but for destroying, which comes before its receipt.
//! - Only [`clock`] reads a clock, only `mint` draws ids and secrets.
//!
//! What is absent: SQL, HTTP, and any rule; the rules are `domain`'s.

mod access;
mod access_requests;
mod approvers;
mod attachments;
mod audit;
mod bundles;
mod busy;
mod caller;
mod cases;
mod challenge;
mod claims;
pub mod clock;
mod commit;
mod consents;
mod correlation;
mod cross_tenant;
mod deliveries;
mod desk;
mod destinations;
mod directory;
mod directory_audits;
mod dry_runs;
mod evidence;
mod fault;
mod handover;
mod invitations;
mod mint;
mod notices;
mod numbers;
mod outbox;
mod passkey_request;
mod personal;
mod queue;
mod reads;
mod refusal;
mod runners;
mod runs;
mod sign_in;
mod sweep;
mod tenants;
mod tickets;
mod visits;
mod wake;
mod watch;
mod webhook_secrets;
mod witnesses;

pub use access::{
    Access, CaseAccess, PartnerRemoved, access_size, change_settings, follow_access, lock, remove_partner,
    show_access, show_access_behind, show_settings, unlock,
};
pub use access_requests::{
    Approved, Approving, Requested, ShownRequest, approve_request, deny_request, draft_approval,
    endorse_request, list_requests, request_access,
};
pub use approvers::{Approver, list_approvers};
pub use attachments::{FILE_BYTES_MAX, attach_file};
pub use audit::{
    ByWhom, Entry, Export, FoundEvents, LogSearch, LogTile, OfKind, ProvenEvent, ProvenGrowth, ReceiptOf,
    export, export_tenant, follow_case, log_checkpoint, log_key, log_rotations, log_size, log_tile,
    prove_event, prove_growth, read_audit, read_case_events, read_case_history, read_latest_of_case,
    read_latest_of_kinds, receipt, seal_checkpoint, search_log,
};
pub use bundles::{
    Attached, BUNDLE_BYTES_MAX, BundleBegun, abandon_bundle, accept_bundle_part, begin_bundle, finish_bundle,
};
pub use caller::{Caller, RunnerCaller};
pub use cases::{
    ConsentOutcome, FollowedCase, Message, OpenCase, Opened, Said, close_case, list_cases, messages,
    open_case, reopen_case, say, show_case, titles_of,
};
pub use claims::{Claimed, Paper, claim_run};
pub use commit::RequestKey;
pub use consents::{
    ConsentTerms, Draft, Given, Giving, Signed, ask_consent, draft_consent, give_consent, withdraw_consent,
};
pub use correlation::{CorrelationId, NotAUuid};
pub use cross_tenant::{
    CrossTenantPartner, add_cross_tenant_partner, change_cross_tenant_partner, list_cross_tenant_partners,
    remove_cross_tenant_partner, show_cross_tenant_partner,
};
pub use deliveries::{Delivered, Delivery, accept_part, finish_run, hour_start, stopped_run};
pub use desk::{Desk, Installation, TwoNames};
pub use destinations::{
    MadeDestination, NewDestination, ShownDestination, add_destination, list_destinations, list_undelivered,
    remove_destination, renew_secret, replay_destination,
};
pub use directory::{
    AddPerson, ChangePerson, Erased, Invitation, MadePasskey, NewToken, PasskeyCreation, PasskeyText,
    SESSION_LIFE, ShownPerson, TokenSecret, add_person, add_subscription, begin_own_session, begin_session,
    change_person, enrol_consent_key, enrol_passkey, enrol_sign_in_key, erase_person, invite_runner,
    issue_token, keep_runner_seen, list_consent_keys, list_people, list_runners, list_sign_in_keys,
    list_subscriptions, list_tokens, offer_passkey, offer_sign_in_key, own_name, read_passkey, remove_person,
    remove_runner, revoke_consent_key, revoke_sign_in_key, revoke_token, runners_seen,
};
pub use directory_audits::{
    Activity, Application, Applications, AuditBounds, AuditFilter, AuditPage, AuditPlace, AuditResult,
    AuditSearch, AuditTarget, DirectoryAudit, Initiator, Modified, Names, NotAnAuditId, audit_activities,
    count_directory_audits, list_directory_audits, show_directory_audit,
};
pub use dry_runs::{
    DryRunAsked, DryRunClaimed, claim_dry_run, finish_dry_run, list_dry_runs, request_dry_run, show_dry_run,
    stop_dry_run, stopped_dry_run,
};
pub use evidence::{
    Label, Piece, Reading, ShownEvidence, delete_evidence, label_category, list_evidence, read_evidence,
    show_evidence,
};
pub use fault::{Fault, SigningFault, Why};
pub use handover::{Errand, Handover, Returned, ShownErrand, Task, hand_over, open_handover, take_back};
pub use invitations::{PersonInvitation, invite_operator, invite_owner, invite_person, redeem_invitation};
pub use notices::{
    NoticeSettings, Postman, Teller, ask_to_confirm_again, confirm_address, list_notices, notice_settings,
    notice_webhook, read_notices, remove_notice_webhook, renew_notice_webhook, set_notice_settings,
    set_notice_webhook,
};
pub use numbers::{
    AllNumbers, CountedRunner, CountedTenant, DAYS, Day, Keys, LogKeyState, Numbers, Rotated, SealingKeys,
    Stop, halted_run, show_numbers,
};
pub use outbox::{Courier, read_ocsf};
pub use passkey_request::PasskeyRequest;
pub use queue::{Engineer, QueuedCase, assign_case, list_engineers, list_queue};
pub use refusal::Refusal;
pub use runners::{Enrolled, Offer, Standing, attend, dry_offer, enrol_runner, offer, standing};
pub use runs::{NewRun, Preview, Ran, ShownRun, list_runs, preview, request_run, show_run, stop_run};
pub use sign_in::{SignInAnswer, SignInRequest, offer_sign_in, sign_in};
pub use sweep::{Swept, find_lost, record_lost, seal_logs, sweep, tidy};
pub use tenants::{NewTenant, TenantSummary, create_tenant, first_start, list_tenants};
pub use tickets::{
    Communication, ConsentChange, FileSizes, HeldFile, NewChunk, NewCommunication, NewTicket, Operated,
    Scope, ShownFile, ShownTicket, ShownWorkspace, TicketList, TicketUpdate, accept_chunk, begin_file,
    communicate, communications, drop_held_file, find_operated, find_scope, held_files, hold_file,
    is_name_free, list_files, list_tickets, make_workspace, open_case_with_files, open_ticket, show_file,
    show_ticket, show_workspace, update_ticket,
};
pub use wake::Wake;
pub use watch::Appended;
pub use webhook_secrets::RenewedSecret;
pub use witnesses::{AskWitness, Asking, LogSettings, WitnessAnswer, ask_witnesses};

pub use consent::{BadRelyingParty, Language, RelyingParty, UnknownLanguage};
pub use diagnostics::{
    Change, Changed, Diagnostic, Finding, Form, Input, InputType, Seen, SignedPack, Verdict, compare,
};
pub use store::{
    CaseFilter, CaseRow, CollectionRow, DryRunRow, MailAddress, NoticeChoice, NoticeRow, NoticeWebhook, Page,
    QueueKey, QueueRow, RequestRow, RunRow, RunState, RunnerSeen, TicketFilter, UndeliveredRow, Waiting,
};
pub use streams::{MailLink, MailSettings, Outgoing, OutgoingError};
