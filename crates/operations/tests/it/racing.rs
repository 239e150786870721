//! Two desks on one PostgreSQL, as replicas are: no event is lost or doubled.

use crate::databases::on_postgres;
use crate::scene::Scene;
use domain::{CaseId, Event, Level, Record};
use operations::{Desk, Refusal, RequestKey, say};
use std::collections::BTreeSet;
use tokio::task::JoinSet;

/// How many messages each desk is asked to write at once.
const EACH: usize = 40;

/// The messages in contoso's log, each once; the log has no gap and goes forward.
async fn said(scene: &Scene) -> usize {
    let log = scene.log(&scene.contoso.tenant).await;
    let is_whole = |(place, record): (usize, &Record)| record.sequence == place as u64;
    assert!(log.iter().enumerate().all(is_whole), "every sequence is there, in order");
    assert!(log.is_sorted_by_key(|record| record.at));
    let message = |record: &Record| match &record.event {
        Event::CaseSaid { message, .. } => Some(message.clone()),
        _ => None,
    };
    let messages: Vec<_> = log.iter().filter_map(message).collect();
    assert_eq!(messages.iter().collect::<BTreeSet<_>>().len(), messages.len(), "no event is doubled");
    messages.len()
}

/// Both desks write many messages at once; gives how many were accepted, and how many the desks were too busy for.
async fn write(desks: [Desk; 2], scene: &Scene, case: &CaseId, keyed: bool) -> (usize, usize) {
    let mut writing = JoinSet::new();
    for desk in desks {
        for number in 0..EACH {
            let (desk, by, case) = (desk.clone(), scene.contoso.author.clone(), case.clone());
            let key = keyed.then(|| RequestKey::of(format!("key {number}"), "POST", "/", b"hello"));
            writing.spawn(async move { say(&desk, &by, key.as_ref(), &case, "hello").await });
        }
    }
    let (mut accepted, mut busy) = (0, 0);
    for answer in writing.join_all().await {
        match answer {
            Ok(_) => accepted += 1,
            Err(Refusal::Busy) => busy += 1,
            Err(why) => panic!("{why}"),
        }
    }
    (accepted, busy)
}

#[test]
fn what_two_desks_accept_at_once_is_all_in_the_log_once() {
    on_postgres(|scene| async move {
        let case = scene.open(None).await;
        let before = said(&scene).await;
        let (accepted, busy) =
            write([scene.desk.clone(), scene.another_desk().await], &scene, &case, false).await;
        assert_eq!(accepted + busy, 2 * EACH);
        assert_eq!(said(&scene).await - before, accepted);
        assert!(accepted >= EACH, "{busy} of {} were refused as busy", 2 * EACH);
    });
}

#[test]
fn a_request_that_reaches_two_desks_at_once_is_done_once() {
    on_postgres(|scene| async move {
        let case = scene.open(None).await;
        let before = said(&scene).await;
        let desks = [scene.desk.clone(), scene.another_desk().await];
        while write(desks.clone(), &scene, &case, true).await.1 > 0 {}
        assert_eq!(said(&scene).await - before, EACH, "each key was done once");
    });
}

#[test]
fn both_desks_see_at_once_what_one_of_them_did() {
    on_postgres(|scene| async move {
        let other = scene.another_desk().await;
        let case = scene.open(Some(Level::Standard)).await;
        let (engineer, owner) = (&scene.staff.engineer, &scene.contoso.owner);
        for (here, there) in [(&scene.desk, &other), (&other, &scene.desk)] {
            assert_eq!(crate::cases::ask(there, engineer, &case, "host-health").await.unwrap().denied, None);
            operations::lock(here, owner, None).await.unwrap();
            let denied = crate::cases::ask(there, engineer, &case, "host-health").await.unwrap().denied;
            assert_eq!(denied, Some(domain::Reason::Locked));
            operations::unlock(there, owner, None).await.unwrap();
        }
    });
}

#[test]
fn sweeping_on_both_desks_records_each_lapse_and_deletes_each_collection_once() {
    on_postgres(|scene| async move {
        let other = scene.another_desk().await;
        let run = scene.run(&scene.open(Some(Level::Advanced)).await).await;
        crate::runner::Runner::enrol(&scene.desk, &scene.contoso, 1).await.deliver(&scene.desk, &run).await;
        scene.forward_days(30);
        let (here, there) = tokio::join!(operations::sweep(&scene.desk), operations::sweep(&other));
        assert!(here.is_ok() && there.is_ok(), "{here:?} {there:?}");
        let kinds = |wanted: fn(&Event) -> bool| {
            let scene = &scene;
            async move { scene.since(0).await.iter().filter(|event| wanted(event)).count() }
        };
        assert_eq!(kinds(|event| matches!(event, Event::ConsentLapsed { .. })).await, 1);
        assert_eq!(kinds(|event| matches!(event, Event::PartnerRemoved)).await, 1);
        assert_eq!(kinds(|event| matches!(event, Event::EvidenceDeleted { .. })).await, 1);
    });
}
