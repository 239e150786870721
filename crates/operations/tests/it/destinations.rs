//! Entries of a log on their way to webhooks: each at least once, in order, under one id.

use crate::databases::{each_database, on_postgres};
use crate::receiver::Receiver;
use crate::scene::{Scene, id};
use domain::{DestinationForm, DestinationId, Span, TenantId};
use operations::{
    Courier, MadeDestination, NewDestination, Outgoing, Refusal, add_destination, list_destinations,
    list_undelivered, lock, read_ocsf, remove_destination, renew_secret, replay_destination, unlock,
};
use std::collections::BTreeSet;

/// To loopback, which only operators can allow.
fn lenient() -> Outgoing {
    Outgoing { allow_private: true, ..Outgoing::default() }
}

fn webhook(address: &str) -> NewDestination {
    NewDestination {
        form: DestinationForm::Webhook,
        address: address.to_owned(),
        authorities: None,
        from: None,
    }
}

/// A receiver of contoso's log from its first entry on.
async fn receive(scene: &Scene) -> (Receiver, MadeDestination) {
    scene.desk.settle_outgoing(lenient());
    let receiver = Receiver::start().await;
    let new = NewDestination { from: Some(0), ..webhook(&receiver.address) };
    let made = add_destination(&scene.desk, &scene.contoso.owner, None, new).await.unwrap();
    (receiver, made)
}

async fn size(scene: &Scene, tenant: &TenantId) -> u64 {
    scene.store.head(tenant).await.unwrap().unwrap().size
}

/// Appends two entries to contoso's log.
async fn happen(scene: &Scene) {
    lock(&scene.desk, &scene.contoso.owner, None).await.unwrap();
    unlock(&scene.desk, &scene.contoso.owner, None).await.unwrap();
}

async fn undelivered(scene: &Scene, destination: &DestinationId) -> Vec<u64> {
    let rows = list_undelivered(&scene.desk, &scene.contoso.owner, destination, 0).await.unwrap();
    rows.into_iter().map(|row| row.sequence).collect()
}

#[test]
fn every_entry_comes_once_and_in_order() {
    each_database(|scene| async move {
        let (receiver, _) = receive(&scene).await;
        let courier = Courier::new(scene.desk.clone()).unwrap();
        courier.round().await.unwrap();
        happen(&scene).await;
        courier.round().await.unwrap();
        courier.round().await.unwrap();
        let attempts = receiver.take();
        let sequences: Vec<_> = attempts.iter().map(crate::receiver::Attempt::sequence).collect();
        let all: Vec<_> = (0..size(&scene, &scene.contoso.tenant).await).collect();
        assert_eq!(sequences, all);
        let ids: BTreeSet<_> = attempts.iter().map(|attempt| &attempt.id).collect();
        assert_eq!(ids.len(), all.len());
        assert!(attempts.iter().all(|attempt| attempt.seconds == scene.now().unix_seconds()));
    });
}

#[test]
fn replicas_share_the_work_and_repeat_nothing() {
    on_postgres(|scene| async move {
        let (receiver, _) = receive(&scene).await;
        let other = scene.another_desk().await;
        other.settle_outgoing(lenient());
        let couriers = [Courier::new(scene.desk.clone()).unwrap(), Courier::new(other).unwrap()];
        for _ in 0..10 {
            happen(&scene).await;
            let (one, two) = tokio::join!(couriers[0].round(), couriers[1].round());
            one.and(two).unwrap();
        }
        couriers[1].round().await.unwrap();
        let sequences: Vec<_> = receiver.take().iter().map(crate::receiver::Attempt::sequence).collect();
        assert_eq!(sequences, (0..size(&scene, &scene.contoso.tenant).await).collect::<Vec<_>>());
    });
}

#[test]
fn what_is_refused_is_tried_for_more_than_a_day_and_then_listed() {
    each_database(|scene| async move {
        let (receiver, made) = receive(&scene).await;
        let courier = Courier::new(scene.desk.clone()).unwrap();
        receiver.answer(500);
        let (begun, mut pauses, mut last) = (scene.now(), Vec::new(), scene.now());
        while undelivered(&scene, &made.destination).await.is_empty() {
            courier.round().await.unwrap();
            let attempts = receiver.take();
            if let Some(attempt) = attempts.first() {
                assert_eq!(attempt.sequence(), 0, "nothing overtakes it");
                pauses.push(scene.now().since(last).micros() / 1_000_000);
                last = scene.now();
            }
            scene.forward(Span::from_seconds(if pauses.len() < 5 { 5 } else { 300 }));
        }
        assert!(last.since(begun) >= Span::from_hours(24), "{:?}", last.since(begun));
        assert_eq!(pauses[..5], [0, 5, 30, 120, 600]);
        assert!(pauses.is_sorted(), "{pauses:?}");
        assert_eq!(undelivered(&scene, &made.destination).await, [0]);

        // The next one was tried at once; when the receiver is back, all the rest comes, and a replay the first.
        receiver.answer(200);
        scene.forward_hours(3);
        courier.round().await.unwrap();
        let all: Vec<_> = (1..size(&scene, &scene.contoso.tenant).await).collect();
        assert_eq!(receiver.take().iter().map(crate::receiver::Attempt::sequence).collect::<Vec<_>>(), all);
        replay_destination(&scene.desk, &scene.contoso.owner, None, &made.destination, None).await.unwrap();
        courier.round().await.unwrap();
        let again: Vec<_> = receiver.take().iter().map(crate::receiver::Attempt::sequence).collect();
        assert_eq!(again, [0, all.len() as u64 + 1], "and the entry that says that it was replayed");
        assert_eq!(undelivered(&scene, &made.destination).await, [0; 0]);
    });
}

#[test]
fn every_attempt_has_the_same_id_and_body_and_its_own_time() {
    each_database(|scene| async move {
        let (receiver, made) = receive(&scene).await;
        let courier = Courier::new(scene.desk.clone()).unwrap();
        receiver.answer(503);
        courier.round().await.unwrap();
        courier.round().await.unwrap();
        let first = receiver.take();
        assert_eq!(first.len(), 1, "the second round came before the pause was over");
        scene.forward(Span::from_seconds(5));
        // A redirect is no success, and is not followed.
        receiver.answer(307);
        courier.round().await.unwrap();
        let second = receiver.take();
        assert_eq!(second.len(), 1);
        assert_eq!((&first[0].id, &first[0].body), (&second[0].id, &second[0].body));
        assert_eq!(second[0].seconds - first[0].seconds, 5);
        assert_ne!(first[0].signatures, second[0].signatures);
        let shown = list_destinations(&scene.desk, &scene.contoso.owner).await.unwrap();
        assert_eq!(
            (shown[0].row.attempts, shown[0].row.fault.as_deref()),
            (2, Some("the endpoint answered 307"))
        );

        receiver.answer(204);
        scene.forward(Span::from_seconds(30));
        courier.round().await.unwrap();
        let third = receiver.take();
        assert_eq!((&first[0].id, &first[0].body), (&third[0].id, &third[0].body));
        replay_destination(&scene.desk, &scene.contoso.owner, None, &made.destination, Some(0))
            .await
            .unwrap();
        courier.round().await.unwrap();
        let again = receiver.take();
        assert_eq!((&first[0].id, &first[0].body), (&again[0].id, &again[0].body));
    });
}

#[test]
fn while_a_secret_is_renewed_both_sign() {
    each_database(|scene| async move {
        let (receiver, made) = receive(&scene).await;
        let courier = Courier::new(scene.desk.clone()).unwrap();
        courier.round().await.unwrap();
        assert!(receiver.take().iter().all(|attempt| attempt.signatures.len() == 1));
        let owner = &scene.contoso.owner;
        let renewed = renew_secret(&scene.desk, owner, None, &made.destination).await.unwrap();
        assert_ne!(Some(&renewed.secret), made.secret.as_ref());
        courier.round().await.unwrap();
        let both = receiver.take();
        assert!(!both.is_empty() && both.iter().all(|attempt| attempt.signatures.len() == 2));
        scene.forward_hours(24);
        happen(&scene).await;
        courier.round().await.unwrap();
        assert!(receiver.take().iter().all(|attempt| attempt.signatures.len() == 1));
    });
}

#[test]
fn private_addresses_and_plain_http_are_the_operators_to_allow() {
    each_database(|scene| async move {
        let receiver = Receiver::start().await;
        let port = receiver.address.rsplit_once(':').unwrap().1.split('/').next().unwrap().to_owned();
        let owner = &scene.contoso.owner;
        for address in [
            receiver.address.clone(),
            format!("https://127.0.0.1:{port}/"),
            format!("https://localhost:{port}/"),
            format!("https://[::1]:{port}/"),
            "https://169.254.169.254/latest/meta-data".to_owned(),
            "https://0x7f000001/".to_owned(),
            "https://user:secret@siem.example/".to_owned(),
            "ftp://siem.example/".to_owned(),
            "nonsense".to_owned(),
        ] {
            let refused = add_destination(&scene.desk, owner, None, webhook(&address)).await;
            assert!(
                matches!(&refused, Err(Refusal::Invalid { field, .. }) if field == "address"),
                "{address}"
            );
        }
        let syslog = NewDestination { form: DestinationForm::Syslog, ..webhook("127.0.0.1:6514") };
        assert!(add_destination(&scene.desk, owner, None, syslog).await.is_err());
        assert_eq!(receiver.take(), []);
    });
}

#[test]
fn a_removed_destination_gets_nothing_more_and_another_tenant_sees_none() {
    each_database(|scene| async move {
        let (receiver, made) = receive(&scene).await;
        let fabrikam = scene.join("fabrikam").await;
        let stranger = &fabrikam.owner;
        assert_eq!(list_destinations(&scene.desk, stranger).await.unwrap().len(), 0);
        let foreign = [
            renew_secret(&scene.desk, stranger, None, &made.destination).await.map(drop),
            replay_destination(&scene.desk, stranger, None, &made.destination, Some(0)).await.map(drop),
            list_undelivered(&scene.desk, stranger, &made.destination, 0).await.map(drop),
            remove_destination(&scene.desk, stranger, &made.destination).await.map(drop),
        ];
        assert!(foreign.iter().all(|answer| matches!(answer, Err(Refusal::NotFound { .. }))), "{foreign:?}");
        let author = list_destinations(&scene.desk, &scene.contoso.author).await;
        assert!(matches!(author, Err(Refusal::NotAllowed { .. })));

        remove_destination(&scene.desk, &scene.contoso.owner, &made.destination).await.unwrap();
        Courier::new(scene.desk.clone()).unwrap().round().await.unwrap();
        assert_eq!(receiver.take(), []);
        let unknown: DestinationId = id("d000000000000");
        let gone = remove_destination(&scene.desk, &scene.contoso.owner, &unknown).await;
        assert!(matches!(gone, Err(Refusal::NotFound { .. })));
    });
}

#[test]
fn the_log_is_pulled_as_ocsf_by_sequence() {
    each_database(|scene| async move {
        happen(&scene).await;
        let (desk, auditor) = (&scene.desk, &scene.contoso.auditor);
        let all = read_ocsf(desk, auditor, 0, 200).await.unwrap();
        let sequences: Vec<_> =
            all.iter().map(|event| event["metadata"]["sequence"].as_u64().unwrap()).collect();
        assert_eq!(sequences, (0..size(&scene, &scene.contoso.tenant).await).collect::<Vec<_>>());
        let tail = read_ocsf(desk, auditor, 3, 2).await.unwrap();
        assert_eq!(tail, all[3..5]);
        assert_eq!(all.last().unwrap()["actor"]["user"]["name"], "olga");
        let author = read_ocsf(desk, &scene.contoso.author, 0, 1).await;
        assert!(matches!(author, Err(Refusal::NotAllowed { .. })));
    });
}
