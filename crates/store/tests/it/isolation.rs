//! One tenant sees and changes nothing of another's: in every read of the store, and on PostgreSQL below it
//! ([`row_security`]).

mod row_security;

use crate::databases::{Opened, each_database, on_postgres};
use crate::desk::{ask_with_key, create, id, key, must, run, say, subscription_of, tenant, with_a_case};
use crate::history::sealed;
use crate::raw::Raw;
use domain::{Actor, Categories, Command, DryRunOrder, Event, NewEvidence, Role, Roles, TenantId};
use std::collections::BTreeMap;
use store::{
    Append, CaseFilter, CheckpointRow, CountedRow, CredentialKind, EventList, HaltRow, NewEvent, Page,
    PartPlace, RecordWrite, ResourceKind, ResourceRow, RunState, RunnerSeen, Store, StoreError, TicketFilter,
    Verdict,
};

const SECRET: [u8; 32] = [9; 32];
const REQUEST: [u8; 16] = [8; 16];

/// Gives contoso something in every table, and fabrikam a log of its own.
async fn furnish(opened: &Opened) {
    let store = &opened.store;
    let contoso = tenant();
    with_a_case(store, &contoso).await;
    ask_with_key(store, say("A", "m1"), key("k1", 1)).await.unwrap();
    store.append(&contoso, None, crate::history::with_text(say("A", "m2"))).await.unwrap();
    must(store, &contoso, Command::InviteRunner { runner: id("r"), expires_at: domain::Moment::MAX }).await;
    must(store, &contoso, Command::EnrolRunner { runner: id("r"), public_key: "AAAA".to_owned() }).await;
    for number in ["run1", "run2"] {
        must(store, &contoso, run(subscription_of(&contoso), number, "A")).await;
    }
    let claim =
        Command::ClaimRun { run: id("run1"), runner: id("r"), collection: id("e1"), due_hour: 500_000 };
    must(store, &contoso, claim).await;
    let evidence = NewEvidence {
        bytes: 3,
        sha256: "cd".repeat(32),
        spans: BTreeMap::new(),
        record: "{}".to_owned(),
        signature: "AAAA".to_owned(),
    };
    must(store, &contoso, Command::StoreEvidence { run: id("run1"), runner: id("r"), evidence }).await;
    let request =
        Command::RequestAccess { request: id("q1"), case: id("A"), categories: Categories::ALL, seconds: 60 };
    must(store, &contoso, request).await;
    let (diagnostic, digest) = (id("host-health"), "ab".repeat(32));
    let order = DryRunOrder {
        run: id("dry1"),
        subscription: subscription_of(&contoso),
        diagnostic,
        version: 1,
        digest,
    };
    must(store, &contoso, Command::RequestDryRun { order }).await;
    let checkpoint = CheckpointRow { size: 1, note: "note".to_owned(), at: opened.clock.now() };
    store.put_checkpoint(&contoso, &checkpoint).await.unwrap();
    store.put_cosignature(&contoso, (1, checkpoint.at), "w", "line").await.unwrap();
    store.mark_clock(opened.clock.now()).await.unwrap();
    let halt = HaltRow { stopped_at: opened.clock.now(), halted_at: opened.clock.now() };
    store.keep_halt(&contoso, &id("run1"), halt, halt.stopped_at).await.unwrap();
    store.keep_counted(&contoso, 1, &counted()).await.unwrap();
    let seen = RunnerSeen { runner: id("r"), program: "glasscase/1".to_owned(), at: opened.clock.now() };
    store.keep_runner_seen(&contoso, &seen).await.unwrap();
    add_ada(store).await;
    crate::sending::with_an_undelivered_entry(opened).await;
    crate::telling::tell_ada(store, opened.clock.now()).await;
    must(store, &id("fabrikam"), create()).await;
}

fn counted() -> CountedRow {
    CountedRow { position: 1, counts: "{}".to_owned() }
}

/// Adds a person with parts, a name and a credential.
async fn add_ada(store: &Store) {
    store
        .append(
            &tenant(),
            None,
            Box::new(|_, now| {
                let roles = Roles::from([Role::Owner]);
                let event = Event::PersonAdded { person: id("ada"), roles, teams: Vec::new() };
                let events = vec![NewEvent { event, parts: vec![sealed("name"), sealed("upn")] }];
                let (name, upn) = ("Ada".to_owned(), "ada@contoso.example".to_owned());
                let records = vec![
                    RecordWrite::PutCorrelation { id: REQUEST },
                    RecordWrite::PutPerson { person: id("ada"), name, upn },
                    RecordWrite::PutCredential {
                        hash: SECRET,
                        kind: CredentialKind::PersonInvitation,
                        subject: "ada".to_owned(),
                        expires_at: now,
                    },
                    RecordWrite::AddResource(ResourceRow {
                        kind: ResourceKind::Ticket,
                        scope: String::new(),
                        name: "Mail".to_owned(),
                        target: "A".to_owned(),
                        at: now,
                        by: id("ada"),
                        content: Vec::new(),
                    }),
                ];
                let append = Append { by: Actor::Vendor(id("op")), events, records };
                Verdict::Append { append, answer: Vec::new() }
            }),
        )
        .await
        .unwrap();
}

async fn listed(store: &Store, tenant: &TenantId, list: EventList) -> usize {
    store.list_events(tenant, &list, 0..99, 9).await.unwrap().len()
}

/// How much each read function shows of contoso's to somebody bound to `tenant`.
async fn seen(store: &Store, tenant: &TenantId) -> Vec<(&'static str, usize)> {
    let (case, first) = (id("A"), || Page::first(10));
    let cases = store.cases(tenant, CaseFilter::default(), first()).await.unwrap();
    let events = store.events(tenant, 1, 10).await.unwrap();
    let tickets =
        TicketFilter { subscription: Some(subscription_of(&self::tenant())), ..TicketFilter::default() };
    let some = |there: bool| usize::from(there);
    vec![
        ("events", events.len()),
        ("events_of_case", store.events_of_case(tenant, &case, 0, 10).await.unwrap().len()),
        ("latest_of_case", store.latest_of_case(tenant, &case, 0..99, 10).await.unwrap().len()),
        ("changes", {
            let changes = store.changes(tenant, 0..99).await.unwrap();
            changes.iter().filter(|change| change.id == REQUEST).count()
        }),
        ("changes_of", store.changes_of(tenant, &REQUEST).await.unwrap().len()),
        ("list_events", listed(store, tenant, EventList::OfCase(case.clone())).await),
        ("list_events of a kind", listed(store, tenant, EventList::OfKind("case_said".to_owned())).await),
        (
            "event_kinds",
            store.event_kinds(tenant).await.unwrap().iter().filter(|one| *one == "case_said").count(),
        ),
        ("event_kinds_by", store.event_kinds_by(tenant, &Actor::Vendor(id("op"))).await.unwrap().len()),
        ("event_actors", {
            let actors = store.event_actors(tenant).await.unwrap();
            actors.iter().filter(|by| **by == Actor::Vendor(id("op"))).count()
        }),
        ("events_at", store.events_at(tenant, &[2, 3]).await.unwrap().len()),
        ("parts_at", store.parts_at(tenant, &(0..99).collect::<Vec<_>>()).await.unwrap().len()),
        ("counted", some(store.counted(tenant, 1).await.unwrap() == Some(counted()))),
        ("runners_seen", store.runners_seen(tenant).await.unwrap().len()),
        ("parts", store.parts(tenant, 0..99).await.unwrap().len()),
        ("cases", cases.len()),
        ("case", some(store.case(tenant, &case).await.unwrap().is_some())),
        ("runs_of_case", store.runs_of_case(tenant, &case).await.unwrap().len()),
        ("halts", store.halts(tenant, domain::Moment::default()).await.unwrap().len()),
        ("run", some(store.run(tenant, &id("run1")).await.unwrap().is_some())),
        ("waiting_runs", store.waiting_runs(tenant).await.unwrap().len()),
        ("dry_runs", store.dry_runs(tenant, 9).await.unwrap().len()),
        ("dry_run", some(store.dry_run(tenant, &id("dry1")).await.unwrap().is_some())),
        ("resource", some(store.resource(tenant, ResourceKind::Ticket, "", "mail").await.unwrap().is_some())),
        (
            "resource_of",
            some(store.resource_of(tenant, ResourceKind::Ticket, "", "A").await.unwrap().is_some()),
        ),
        ("resources", store.resources(tenant, ResourceKind::Ticket, "").await.unwrap().len()),
        ("tickets", store.tickets(tenant, &tickets, first()).await.unwrap().len()),
        ("parts_of_case", store.parts_of_case(tenant, &case, "text").await.unwrap().len()),
        ("namesake", some(store.namesake(tenant, "ADA@contoso.example").await.unwrap().is_some())),
        ("requests_of_case", store.requests_of_case(tenant, &case).await.unwrap().len()),
        ("request", some(store.request(tenant, &id("q1")).await.unwrap().is_some())),
        ("collections_of_case", store.collections_of_case(tenant, &case).await.unwrap().len()),
        ("collection", some(store.collection(tenant, &id("e1")).await.unwrap().is_some())),
        ("due_collections", store.due_collections(tenant, i64::MAX).await.unwrap().len()),
        ("credential", some(store.credential(tenant, &SECRET).await.unwrap().is_some())),
        ("people", store.people(tenant).await.unwrap().len()),
        ("person", some(store.person(tenant, &id("ada")).await.unwrap().is_some())),
        ("destinations", store.destinations(tenant).await.unwrap().len()),
        ("destination", some(store.destination(tenant, &id("d1")).await.unwrap().is_some())),
        ("undelivered", store.undelivered(tenant, &id("d1"), 0, 9).await.unwrap().len()),
        ("next_again", some(store.next_again(tenant, &id("d1")).await.unwrap().is_some())),
        ("notices", store.notices(tenant, &id("ada"), 9).await.unwrap().len()),
        ("notice_position", some(store.notice_position(tenant).await.unwrap().is_some())),
        ("notice_choices", store.notice_choices(tenant).await.unwrap().len()),
        ("notice_webhooks", store.notice_webhooks(tenant).await.unwrap().len()),
        ("notice_webhook", some(store.notice_webhook(tenant, &id("ada")).await.unwrap().is_some())),
        ("waiting_notices", store.waiting_notices(tenant, &id("ada"), 9).await.unwrap().len()),
        ("mail_addresses", store.mail_addresses(tenant).await.unwrap().len()),
        (
            "asked_to_confirm",
            some(store.asked_to_confirm(tenant, &id("ada"), domain::Moment::MIN).await.unwrap() > 0),
        ),
        ("due_mails", store.due_mails(tenant, "", domain::Moment::MAX).await.unwrap().len()),
        ("mail_lines", store.mail_lines(tenant, &id("ada"), "n1").await.unwrap().len()),
        ("checkpoints", store.checkpoints(tenant).await.unwrap().len()),
        ("latest_checkpoints", store.latest_checkpoints(tenant, 9).await.unwrap().len()),
        ("cosigned_size", some(store.cosigned_size(tenant, "w").await.unwrap().is_some())),
        ("parts_behind", store.parts_behind(tenant, None).await.unwrap().len()),
        (
            "leaves",
            store.leaves(tenant, 0..1).await.map_or(0, |leaves| leaves.join(" ").matches("contoso").count()),
        ),
        ("projections", some(store.projections(tenant).await.unwrap().contains("contoso"))),
        ("tenant", some(store.tenant(tenant).await.unwrap().is_some_and(|t| t.case(&case).is_some()))),
    ]
}

#[test]
fn no_read_shows_anything_of_another_tenant() {
    each_database(|opened| async move {
        furnish(&opened).await;
        for (read, rows) in seen(&opened.store, &tenant()).await {
            assert_ne!(rows, 0, "{read} shows contoso what is its own");
        }
        for stranger in ["fabrikam", "nobody", "contoso' OR '1'='1", "%"] {
            for (read, rows) in seen(&opened.store, &id(stranger)).await {
                assert_eq!(rows, 0, "{read} shows {stranger} what is contoso's");
            }
        }
    });
}

#[test]
fn what_a_row_says_is_what_the_events_said() {
    each_database(|opened| async move {
        furnish(&opened).await;
        let (store, contoso) = (&opened.store, tenant());
        let run = store.run(&contoso, &id("run1")).await.unwrap().unwrap();
        assert_eq!((run.state, run.runner, run.due_hour), (RunState::Finished, Some(id("r")), Some(500_000)));
        let waiting = store.waiting_runs(&contoso).await.unwrap();
        assert_eq!(waiting.iter().map(|run| run.run.as_str()).collect::<Vec<_>>(), ["run2"]);
        let evidence = store.collection(&contoso, &id("e1")).await.unwrap().unwrap();
        assert_eq!((evidence.case, evidence.bytes, evidence.deleted_at), (id("A"), 3, None));
        assert_eq!(store.due_collections(&contoso, 499_999).await.unwrap().len(), 0);
        assert_eq!(store.due_collections(&contoso, 500_000).await.unwrap().len(), 1);
        let ada = store.person(&contoso, &id("ada")).await.unwrap().unwrap();
        assert_eq!((ada.name.as_str(), ada.upn.as_str()), ("Ada", "ada@contoso.example"));
        let secret = store.credential(&contoso, &SECRET).await.unwrap().unwrap();
        assert_eq!((secret.kind, secret.subject.as_str()), (CredentialKind::PersonInvitation, "ada"));

        let delete = Command::DeleteEvidence {
            collection: id("e1"),
            cause: domain::DeleteCause::Asked,
            key: "key".to_owned(),
        };
        must(store, &contoso, delete).await;
        assert_eq!(store.due_collections(&contoso, i64::MAX).await.unwrap(), []);
        must(store, &contoso, Command::CloseCase { case: id("A") }).await;
        let case = store.case(&contoso, &id("A")).await.unwrap().unwrap();
        assert_eq!((case.open, case.closed_at, case.anchor), (false, Some(opened.clock.now()), None));
        let request = store.request(&contoso, &id("q1")).await.unwrap().unwrap();
        assert_eq!(request.state, domain::RequestState::Withdrawn);
        let run = store.run(&contoso, &id("run2")).await.unwrap().unwrap();
        assert_eq!(run.state, RunState::Stopped);
        let of_case = store.events_of_case(&contoso, &id("A"), 0, 100).await.unwrap();
        assert!(matches!(of_case.last().unwrap().record.event, Event::RunStopped { .. }), "{of_case:?}");
    });
}

#[test]
fn records_are_forgotten_when_asked() {
    each_database(|opened| async move {
        furnish(&opened).await;
        let (store, contoso) = (&opened.store, tenant());
        let sequence = store.head(&contoso).await.unwrap().unwrap().size - 1;
        assert_eq!(store.parts(&contoso, sequence..sequence + 1).await.unwrap().len(), 2);
        let records = vec![
            RecordWrite::RemovePerson { person: id("ada") },
            RecordWrite::RemoveCredential {
                kind: CredentialKind::PersonInvitation,
                subject: "ada".to_owned(),
            },
            RecordWrite::ErasePart { sequence, field: "name".to_owned() },
        ];
        let append = Append { by: Actor::System, events: Vec::new(), records };
        let verdict = Verdict::Append { append, answer: b"done".to_vec() };
        let outcome = store.append(&contoso, None, Box::new(move |_, _| verdict.clone())).await.unwrap();
        assert_eq!((outcome.answer.as_slice(), outcome.records.len()), (&b"done"[..], 0));
        assert!(store.person(&contoso, &id("ada")).await.unwrap().is_none());
        assert!(store.credential(&contoso, &SECRET).await.unwrap().is_none());
        let left = store.parts(&contoso, sequence..sequence + 1).await.unwrap();
        assert_eq!(left.iter().map(|part| part.field.as_str()).collect::<Vec<_>>(), ["upn"]);
    });
}

#[test]
fn replicas_that_open_a_new_database_at_once_do_not_collide() {
    on_postgres(|opened| async move {
        let mut raw = Raw::connect(&opened, &tenant()).await;
        raw.execute("DROP SCHEMA public CASCADE").await;
        raw.execute("CREATE SCHEMA public").await;
        raw.execute("GRANT USAGE ON SCHEMA public TO PUBLIC").await;
        let opening: Vec<_> = (0..4)
            .map(|_| {
                let opened = opened.clone();
                tokio::spawn(async move { opened.reopen().await })
            })
            .collect();
        for store in opening {
            assert_eq!(store.await.unwrap().tenants().await.unwrap(), []);
        }
    });
}

#[test]
fn a_subscription_belongs_to_one_tenant() {
    each_database(async |opened| {
        let (contoso, fabrikam): (TenantId, TenantId) = (id("contoso"), id("fabrikam"));
        for tenant in [&contoso, &fabrikam] {
            must(&opened.store, tenant, crate::desk::create()).await;
        }
        let add = || Command::AddSubscription { subscription: id("mail") };
        must(&opened.store, &contoso, add()).await;
        let before = opened.store.head(&fabrikam).await.unwrap();
        let taken = opened.store.append(&fabrikam, None, crate::desk::decide(add())).await.unwrap_err();
        assert!(matches!(&taken, StoreError::SubscriptionTaken(taken) if *taken == id("mail")), "{taken}");
        assert_eq!(opened.store.head(&fabrikam).await.unwrap(), before);
        opened.store.rebuild(None).await.unwrap();
        let taken = opened.store.append(&fabrikam, None, crate::desk::decide(add())).await.unwrap_err();
        assert!(matches!(taken, StoreError::SubscriptionTaken(_)), "{taken}");
    });
}

#[test]
fn the_text_of_a_case_is_listed_once_the_case_is_closed_and_not_reopened() {
    each_database(async |opened| {
        let (store, contoso) = (&opened.store, tenant());
        with_a_case(store, &contoso).await;
        let said = store.head(&contoso).await.unwrap().unwrap().size;
        store.append(&contoso, None, crate::history::with_text(say("A", "m1"))).await.unwrap();
        let listed = async |at| store.parts_of_closed_cases(&contoso, at).await.unwrap();
        assert_eq!(listed(domain::Moment::MAX).await, []);
        must(store, &contoso, Command::CloseCase { case: id("A") }).await;
        let closed_at = opened.clock.now();
        assert_eq!(listed(closed_at.minus(domain::Span::from_seconds(1))).await, []);
        let places = ["envelope", "text"].map(|field| PartPlace { sequence: said, field: field.to_owned() });
        assert_eq!(listed(closed_at).await, places);
        must(store, &contoso, Command::ReopenCase { case: id("A") }).await;
        assert_eq!(listed(domain::Moment::MAX).await, []);
    });
}
