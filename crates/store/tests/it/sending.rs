//! A sender's progress: positions, leases, and what was given up.

use crate::databases::{Opened, each_database};
use crate::desk::{create, id, must, tenant};
use domain::{Actor, DestinationForm, Moment, Span, TenantId};
use store::{Append, Lease, NewDestination, PutOff, RecordWrite, Store, Verdict};

async fn write(store: &Store, tenant: &TenantId, record: RecordWrite) {
    let append = Append { by: Actor::System, events: Vec::new(), records: vec![record] };
    let verdict = Verdict::Append { append, answer: Vec::new() };
    store.append(tenant, None, Box::new(move |_, _| verdict.clone())).await.unwrap();
}

async fn add(store: &Store) {
    let new = NewDestination {
        destination: id("d1"),
        form: DestinationForm::Webhook,
        address: "https://siem.contoso.example/".to_owned(),
        secrets: Some(vec![1, 2, 3]),
        authorities: None,
        position: 0,
    };
    write(store, &tenant(), RecordWrite::PutDestination(new)).await;
}

fn lease(holder: &str) -> Lease {
    Lease { tenant: tenant(), destination: id("d1"), holder: holder.to_owned() }
}

fn in_vain(now: Moment) -> PutOff {
    PutOff {
        attempts: 1,
        first_try_at: now,
        next_try_at: now.plus(Span::from_hours(1)),
        fault: "no answer".to_owned(),
    }
}

/// A destination of contoso's with an entry that was given up and is to be sent again.
pub(crate) async fn with_an_undelivered_entry(opened: &Opened) {
    let (store, now) = (&opened.store, opened.clock.now());
    add(store).await;
    assert!(store.lease(&lease("a"), now, now.plus(Span::from_seconds(60))).await.unwrap());
    assert!(store.give_up(&lease("a"), 0, now, &in_vain(now)).await.unwrap());
    write(store, &tenant(), RecordWrite::ReplayDestination { destination: id("d1"), from: None }).await;
}

#[test]
fn a_position_moves_under_a_lease_alone() {
    each_database(|opened| async move {
        let (store, now) = (&opened.store, opened.clock.now());
        must(store, &tenant(), create()).await;
        add(store).await;
        let until = now.plus(Span::from_seconds(60));
        assert!(!store.delivered(&lease("a"), 0, 1, until).await.unwrap(), "nobody has the lease");
        assert!(store.lease(&lease("a"), now, until).await.unwrap());
        assert!(store.delivered(&lease("a"), 0, 2, until).await.unwrap());
        assert!(!store.delivered(&lease("a"), 0, 3, until).await.unwrap(), "the position is another");
        assert!(!store.delivered(&lease("b"), 2, 3, until).await.unwrap(), "another has the lease");
        assert!(store.put_off(&lease("a"), 2, &in_vain(now)).await.unwrap());
        let row = store.destination(&tenant(), &id("d1")).await.unwrap().unwrap();
        assert_eq!((row.kept.position, row.attempts, row.first_try_at), (2, 1, Some(now)));
        assert_eq!(row.fault.as_deref(), Some("no answer"));

        let later = until.plus(Span::from_seconds(1));
        assert!(store.lease(&lease("b"), later, later.plus(Span::from_seconds(60))).await.unwrap());
        assert!(!store.put_off(&lease("a"), 2, &in_vain(later)).await.unwrap(), "its lease is over");
        assert!(store.release(&lease("b")).await.unwrap());
        assert!(store.lease(&lease("a"), later, later.plus(Span::from_seconds(60))).await.unwrap());
    });
}

#[test]
fn on_postgresql_two_senders_never_share_a_destination() {
    crate::databases::on_postgres(|opened| async move {
        let (store, now) = (&opened.store, opened.clock.now());
        must(store, &tenant(), create()).await;
        add(store).await;
        let until = now.plus(Span::from_seconds(60));
        assert!(store.lease(&lease("a"), now, until).await.unwrap());
        assert!(!store.lease(&lease("b"), now, until).await.unwrap());
        assert!(!store.lease(&lease("b"), until.minus(Span::from_micros(1)), until).await.unwrap());
        assert!(store.lease(&lease("b"), until, until.plus(Span::from_seconds(60))).await.unwrap());
        assert!(!store.lease(&lease("a"), until, until.plus(Span::from_seconds(60))).await.unwrap());
    });
}

#[test]
fn what_was_given_up_is_listed_until_it_is_made_good() {
    each_database(|opened| async move {
        let (store, now) = (&opened.store, opened.clock.now());
        must(store, &tenant(), create()).await;
        with_an_undelivered_entry(&opened).await;
        assert_eq!(store.tenants_with_destinations().await.unwrap(), [tenant()]);
        let row = store.destination(&tenant(), &id("d1")).await.unwrap().unwrap();
        assert_eq!((row.kept.position, row.attempts, row.next_try_at), (1, 0, Moment::MIN));
        let again = store.next_again(&tenant(), &id("d1")).await.unwrap().unwrap();
        assert_eq!((again.sequence, again.given_up_at, again.again), (0, now, true));
        assert!(store.still_undelivered(&lease("a"), 0, "refused").await.unwrap());
        assert_eq!(store.next_again(&tenant(), &id("d1")).await.unwrap(), None);
        let listed = store.undelivered(&tenant(), &id("d1"), 0, 9).await.unwrap();
        assert_eq!((listed[0].attempts, listed[0].fault.as_str()), (2, "refused"));
        assert!(store.made_good(&lease("a"), 0).await.unwrap());
        assert_eq!(store.undelivered(&tenant(), &id("d1"), 0, 9).await.unwrap(), []);

        let back = RecordWrite::ReplayDestination { destination: id("d1"), from: Some(0) };
        write(store, &tenant(), back).await;
        let forward = RecordWrite::ReplayDestination { destination: id("d1"), from: Some(99) };
        write(store, &tenant(), forward).await;
        let row = store.destination(&tenant(), &id("d1")).await.unwrap().unwrap();
        assert_eq!(row.kept.position, 0, "back, and never forward");
        write(store, &tenant(), RecordWrite::RemoveDestination { destination: id("d1") }).await;
        assert_eq!(store.destination(&tenant(), &id("d1")).await.unwrap(), None);
        assert_eq!(store.tenants_with_destinations().await.unwrap(), []);
    });
}
