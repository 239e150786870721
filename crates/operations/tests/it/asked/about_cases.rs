//! Operations about cases, their consents, requests, runs and evidence.

use super::{Asked, Operation, Things, operation};
use crate::cases::terms;
use crate::scene::id;
use domain::{Categories, Category, Level, Moment, Severity};
use operations::{
    Approving, Attached, FileSizes, Giving, Language, NewChunk, NewCommunication, NewRun, NewTicket,
    OpenCase, Refusal, TicketUpdate, abandon_bundle, accept_bundle_part, accept_chunk, approve_request,
    ask_consent, assign_case, attach_file, begin_bundle, begin_file, close_case, communicate, communications,
    delete_evidence, deny_request, draft_approval, draft_consent, endorse_request, find_operated,
    finish_bundle, follow_case, give_consent, list_engineers, list_evidence, list_files, list_requests,
    list_runs, make_workspace, messages, open_case, open_ticket, preview, read_case_events, read_evidence,
    read_latest_of_case, read_latest_of_kinds, reopen_case, request_access, request_run, say, show_case,
    show_evidence, show_run, show_ticket, show_workspace, stop_run, update_ticket, withdraw_consent,
};

pub(super) const READING: &[Operation] = &[
    operation!(show_case(FollowCase) of |a| show_case(a.desk, a.caller, &a.things.case)),
    operation!(messages(FollowCase) of |a| messages(a.desk, a.caller, &a.things.case)),
    operation!(read_latest_of_case(FollowCase) of |a| read_latest_of_case(a.desk, a.caller, &a.things.case, 9, 9)),
    operation!(titles_of(FollowCase) | a | operations::titles_of(a.desk, a.caller, &[])),
    operation!(read_latest_of_kinds(FollowCase) of |a| {
        read_latest_of_kinds(a.desk, a.caller, &a.things.case, &["case_said"], 9, 9)
    }),
    operation!(read_case_events(FollowCase) of |a| read_case_events(a.desk, a.caller, &a.things.case, 0, 9)),
    operation!(follow_case(FollowCase) of |a| follow_case(a.desk, a.caller, &a.things.case)),
    operation!(preview(FollowCase) of |a| preview(a.desk, a.caller, &a.things.case, None, None)),
    operation!(list_requests(FollowCase) of |a| list_requests(a.desk, a.caller, &a.things.case)),
    operation!(list_runs(FollowCase) of |a| list_runs(a.desk, a.caller, &a.things.case)),
    operation!(show_run(FollowCase) of |a| show_run(a.desk, a.caller, &a.things.run)),
    operation!(list_evidence(FollowCase) of |a| list_evidence(a.desk, a.caller, &a.things.case)),
    operation!(show_evidence(FollowCase) of |a| show_evidence(a.desk, a.caller, &a.things.collection)),
    operation!(read_evidence(ReadEvidence) of |a| read(a)),
    operation!(show_ticket(FollowCase) of |a| {
        show_ticket(a.desk, a.caller, &a.things.scope, a.things.case.as_str())
    }),
    operation!(communications(FollowCase) of |a| {
        communications(a.desk, a.caller, &a.things.scope, a.things.case.as_str())
    }),
    operation!(find_operated(FollowCase) of |a| {
        find_operated(a.desk, a.caller, &a.things.scope, a.things.case.as_str())
    }),
    operation!(show_workspace(FollowCase) of |a| {
        show_workspace(a.desk, a.caller, &a.things.scope, a.things.case.as_str())
    }),
    operation!(list_files(FollowCase) of |a| {
        list_files(a.desk, a.caller, &a.things.scope, a.things.case.as_str())
    }),
];

pub(super) const CHANGING: &[Operation] = &[
    operation!(
        open_ticket(OpenCase) | a | open_ticket(a.desk, a.caller, &a.things.scope, new_ticket(a.things))
    ),
    operation!(update_ticket(ChangeCase) of |a| {
        update_ticket(a.desk, a.caller, &a.things.scope, a.things.case.as_str(), urgent())
    }),
    operation!(communicate(SayInCase) of |a| {
        communicate(a.desk, a.caller, &a.things.scope, a.things.case.as_str(), communication())
    }),
    operation!(make_workspace(AttachBundle) of |a| {
        make_workspace(a.desk, a.caller, &a.things.scope, a.things.case.as_str())
    }),
    operation!(begin_file(AttachBundle) of |a| {
        begin_file(a.desk, a.caller, &a.things.scope, a.things.case.as_str(), "a.txt", sizes())
    }),
    operation!(accept_chunk(AttachBundle) of |a| {
        accept_chunk(a.desk, a.caller, &a.things.scope, a.things.case.as_str(), "a.txt", chunk())
    }),
    operation!(open_case(OpenCase | OpenCaseForCustomer) keyed |a| {
        open_case(a.desk, a.caller, a.key, a.things.problem.clone())
    }),
    operation!(say(SayInCase) of keyed |a| say(a.desk, a.caller, a.key, &a.things.case, "Any news?")),
    operation!(ask_consent(AskConsent) of keyed |a| {
        ask_consent(a.desk, a.caller, a.key, &a.things.case, Level::Advanced, None)
    }),
    operation!(draft_consent(Consent) of keyed |a| {
        draft_consent(a.desk, a.caller, a.key, &a.things.case, terms(Level::Advanced))
    }),
    operation!(give_consent(Consent) of keyed |a| {
        give_consent(a.desk, a.caller, a.key, &a.things.case, Giving::Terms(terms(Level::Advanced)))
    }),
    operation!(request_access(RequestAccess) of keyed |a| {
        request_access(a.desk, a.caller, a.key, &a.things.case, account(), 60, "the licence")
    }),
    operation!(endorse_request(EndorseRequest) of keyed |a| {
        endorse_request(a.desk, a.caller, a.key, &a.things.for_lead)
    }),
    operation!(draft_approval(Consent) of keyed |a| {
        draft_approval(a.desk, a.caller, a.key, &a.things.request, None, Language::Fr)
    }),
    operation!(approve_request(Consent) of keyed |a| {
        approve_request(a.desk, a.caller, a.key, &a.things.request, Approving::Categories(None))
    }),
    operation!(deny_request(Consent | EndorseRequest) of keyed |a| {
        deny_request(a.desk, a.caller, a.key, &a.things.other_request)
    }),
    operation!(request_run(RunDiagnostic) of keyed |a| {
        request_run(a.desk, a.caller, a.key, &a.things.case, host_health())
    }),
    operation!(stop_run(StopRun) of keyed |a| stop_run(a.desk, a.caller, a.key, &a.things.run)),
    operation!(begin_bundle(AttachBundle) of keyed |a| begin_bundle(a.desk, a.caller, a.key, &a.things.case)),
    operation!(accept_bundle_part(AttachBundle) of |a| send(a)),
    operation!(finish_bundle(AttachBundle) of |a| finish(a)),
    operation!(abandon_bundle(AttachBundle) of |a| {
        abandon_bundle(a.desk, a.caller, &a.things.other_bundle)
    }),
    operation!(delete_evidence(DeleteEvidence) of |a| delete(a)),
    operation!(withdraw_consent(Consent) of keyed |a| withdraw_consent(a.desk, a.caller, a.key, &a.things.case)),
    operation!(attach_file(AttachBundle) of keyed |a| {
        attach_file(a.desk, a.caller, a.key, &a.things.case, "a.log", b"one line".to_vec())
    }),
    operation!(list_engineers(AssignCase) of |a| list_engineers(a.desk, a.caller, &a.things.case)),
    operation!(assign_case(AssignCase) of keyed |a| {
        assign_case(a.desk, a.caller, a.key, &a.things.case, None)
    }),
    operation!(close_case(CloseCase) of keyed |a| close_case(a.desk, a.caller, a.key, &a.things.case)),
    operation!(reopen_case(CloseCase) of keyed |a| reopen_case(a.desk, a.caller, a.key, &a.things.closed)),
];

fn new_ticket(things: &Things) -> NewTicket {
    let OpenCase { service, nature, severity, title, text, .. } = things.problem.clone();
    let (name, details) = ("mail".to_owned(), "{}".to_owned());
    NewTicket { name, service, nature, severity, title, text, consent: None, details, workspace: None }
}

fn urgent() -> TicketUpdate {
    TicketUpdate { severity: Some(Severity::HighestCriticalImpact), ..TicketUpdate::default() }
}

fn communication() -> NewCommunication {
    NewCommunication { name: "m".to_owned(), text: "Any news?".to_owned(), envelope: "{}".to_owned() }
}

const fn sizes() -> FileSizes {
    FileSizes { chunk_size: 3, file_size: 3, chunks: 1 }
}

fn chunk() -> NewChunk {
    NewChunk { index: 0, bytes: b"abc".to_vec() }
}

async fn read(asked: Asked<'_>) -> Result<(), Refusal> {
    read_evidence(asked.desk, asked.caller, &asked.things.collection).await?.next().await.map(|_| ())
}

async fn send(asked: Asked<'_>) -> Result<u64, Refusal> {
    let (id, sealed) = &asked.things.bundle;
    accept_bundle_part(asked.desk, asked.caller, id, 0, sealed.clone()).await
}

async fn finish(asked: Asked<'_>) -> Result<Attached, Refusal> {
    let (id, sealed) = &asked.things.bundle;
    let sha256 = crate::bundles::sha256(sealed);
    finish_bundle(asked.desk, asked.caller, id, sealed.len() as u64, &sha256).await
}

async fn delete(asked: Asked<'_>) -> Result<Moment, Refusal> {
    delete_evidence(asked.desk, asked.caller, &asked.things.collection).await
}

fn account() -> Categories {
    Categories::NONE.with(Category::AccountData)
}

pub(super) fn host_health() -> NewRun {
    NewRun { diagnostic: id("host-health"), subscription: None, inputs: serde_json::Map::new() }
}
