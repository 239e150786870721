//! Appending: decisions, idempotency, dues, writers at the same time, groups.

use crate::databases::{Opened, each_database, on_sqlite};
use crate::desk::{ask, ask_with_key, create, decide, id, key, must, open_case, say, tenant, with_a_case};
use domain::{Command, Event, Level};
use std::collections::BTreeSet;
use store::{Store, StoreError};

#[test]
fn what_is_appended_is_there_and_folded() {
    each_database(|opened| async move {
        let store = &opened.store;
        assert!(store.tenant(&tenant()).await.unwrap().is_none());
        assert!(store.head(&tenant()).await.unwrap().is_none());
        with_a_case(store, &tenant()).await;
        let events = store.events(&tenant(), 0, 100).await.unwrap();
        let words: Vec<_> = events.iter().map(|event| event.record.event.clone()).collect();
        assert!(matches!(
            words[..],
            [
                Event::TenantCreated { .. },
                Event::SubscriptionAdded { .. },
                Event::CaseOpened { .. },
                Event::ConsentGiven { .. },
                Event::PartnerAdded,
            ]
        ));
        let folded = store.tenant(&tenant()).await.unwrap().unwrap();
        assert_eq!(folded.consent_level(&id("A")), Some(Level::Advanced));
        let head = store.head(&tenant()).await.unwrap().unwrap();
        assert_eq!((head.size, head.last_at), (5, opened.clock.now()));
        let mut frontier = ledger::Frontier::new();
        for event in &events {
            frontier.append(ledger::LeafHash::of(event.leaf.as_bytes()));
        }
        assert_eq!(head.root, frontier.root().0);
    });
}

#[test]
fn a_refusal_appends_nothing() {
    each_database(|Opened { store, .. }| async move {
        must(&store, &tenant(), create()).await;
        let refused = ask(&store, &tenant(), say("A", "hello")).await;
        assert!(refused.refused && refused.records.is_empty());
        assert_eq!(refused.answer, b"there is no case `A`");
        assert_eq!(store.head(&tenant()).await.unwrap().unwrap().size, 1);
    });
}

#[test]
fn the_answer_to_a_repeated_key_is_the_first_answer() {
    each_database(|opened| async move {
        let store = &opened.store;
        with_a_case(store, &tenant()).await;
        let first = ask_with_key(store, say("A", "m1"), key("k1", 1)).await.unwrap();
        assert!(!first.repeated && first.records.len() == 1);
        let again = ask_with_key(store, say("A", "m1"), key("k1", 1)).await.unwrap();
        assert!(again.repeated && !again.refused && again.records.is_empty());
        assert_eq!(again.answer, first.answer);
        assert_eq!(store.head(&tenant()).await.unwrap().unwrap().size, 6, "it was done once");

        let other = ask_with_key(store, say("A", "m2"), key("k1", 2)).await;
        assert!(matches!(other, Err(StoreError::KeyReused)), "{other:?}");
        let principal = store::IdempotencyKey { principal: "bob".to_owned(), ..key("k1", 2) };
        let bobs = ask_with_key(store, say("A", "m2"), principal).await.unwrap();
        assert!(!bobs.repeated, "keys of different principals have nothing to do with each other");

        opened.store.close().await;
        let reopened = opened.reopen().await;
        let later = ask_with_key(&reopened, say("A", "m1"), key("k1", 1)).await.unwrap();
        assert!(later.repeated, "a restart forgets no answer");
    });
}

#[test]
fn a_refusal_under_a_key_stays_refused_when_the_state_would_allow_it() {
    each_database(|Opened { store, clock, .. }| async move {
        must(&store, &tenant(), create()).await;
        must(
            &store,
            &tenant(),
            Command::AddSubscription { subscription: crate::desk::subscription_of(&tenant()) },
        )
        .await;
        let first = ask_with_key(&store, say("A", "m1"), key("k1", 1)).await.unwrap();
        assert!(first.refused && !first.repeated);
        must(&store, &tenant(), open_case(crate::desk::subscription_of(&tenant()), "A")).await;
        let again = ask_with_key(&store, say("A", "m1"), key("k1", 1)).await.unwrap();
        assert!(again.refused && again.repeated);
        assert_eq!(again.answer, first.answer);

        clock.forward_days(2);
        assert_eq!(store.forget_idempotency(clock.now()).await.unwrap(), 1);
        let forgotten = ask_with_key(&store, say("A", "m1"), key("k1", 1)).await.unwrap();
        assert!(!forgotten.refused && !forgotten.repeated, "a forgotten key is a new one");
    });
}

#[test]
fn what_fell_due_is_recorded_before_the_command_at_its_own_instant() {
    each_database(|Opened { store, clock, .. }| async move {
        with_a_case(&store, &tenant()).await;
        let given = clock.now();
        assert_eq!(store.due_tenants(given).await.unwrap(), []);
        clock.forward_days(31);
        assert_eq!(store.due_tenants(clock.now()).await.unwrap(), [tenant()]);
        let outcome = must(&store, &tenant(), say("A", "m1")).await;
        let [lapse, partner, said] = &outcome.records[..] else { panic!("{:?}", outcome.records) };
        assert!(matches!(lapse.event, Event::ConsentLapsed { .. }));
        assert!(matches!(partner.event, Event::PartnerRemoved));
        assert!(matches!(said.event, Event::CaseSaid { .. }));
        let deadline = given.plus(domain::Span::from_days(30));
        assert_eq!((lapse.at, partner.at, said.at), (deadline, deadline, clock.now()));
        assert!(outcome.records.iter().all(|record| record.recorded_at == clock.now()));
        assert_eq!(store.due_tenants(clock.now()).await.unwrap(), []);
    });
}

#[test]
fn a_refused_command_still_records_what_fell_due() {
    each_database(|Opened { store, clock, .. }| async move {
        with_a_case(&store, &tenant()).await;
        clock.forward_days(31);
        let refused = ask(&store, &tenant(), say("B", "m1")).await;
        let [lapse, partner] = &refused.records[..] else { panic!("{:?}", refused.records) };
        assert!(refused.refused && matches!(lapse.event, Event::ConsentLapsed { .. }));
        assert!(matches!(partner.event, Event::PartnerRemoved), "who listens must hear of it");
        assert_eq!(store.head(&tenant()).await.unwrap().unwrap().size, 7);
        assert_eq!(store.advance(&tenant()).await.unwrap(), [], "nothing is due twice");
    });
}

#[test]
fn advancing_records_what_is_due_without_a_command() {
    each_database(|Opened { store, clock, .. }| async move {
        with_a_case(&store, &tenant()).await;
        assert_eq!(store.advance(&tenant()).await.unwrap(), []);
        clock.forward_days(30);
        let due = store.advance(&tenant()).await.unwrap();
        assert!(matches!(due[0].event, Event::ConsentLapsed { .. }), "at the very instant it is over");
        assert_eq!(due.len(), 2);
        assert_eq!(store.advance(&id("nobody")).await.unwrap(), []);
        assert_eq!(store.tenants().await.unwrap(), [tenant()], "and makes no tenant");
    });
}

#[test]
fn a_clock_set_back_brings_nothing_back() {
    each_database(|opened| async move {
        let (store, clock) = (&opened.store, &opened.clock);
        with_a_case(store, &tenant()).await;
        let early = clock.now();
        clock.forward_days(1);
        must(store, &tenant(), say("A", "m1")).await;
        clock.set(early);
        let record = must(store, &tenant(), say("A", "m2")).await.records.remove(0);
        assert_eq!(record.at, early.plus(domain::Span::from_days(1)), "not before the log");

        let marked = early.plus(domain::Span::from_days(2));
        store.mark_clock(marked).await.unwrap();
        store.mark_clock(early).await.unwrap();
        assert_eq!(store.clock_mark().await.unwrap(), Some(marked));
        store.close().await;
        let reopened = opened.reopen().await;
        let record = must(&reopened, &tenant(), say("A", "m3")).await.records.remove(0);
        assert_eq!(record.at, marked, "not before the mark, also after a restart");
    });
}

#[test]
fn writers_at_the_same_time_lose_nothing_and_leave_no_gap() {
    const WRITERS: usize = 32;
    each_database(|opened| async move {
        with_a_case(&opened.store, &tenant()).await;
        // PostgreSQL is shared between processes, each with what it keeps in memory.
        let other = if opened.is_sqlite() { opened.store.clone() } else { opened.reopen().await };
        let stores = [opened.store.clone(), other];
        let mut tasks = Vec::new();
        for number in 0..WRITERS {
            let store = stores[number % 2].clone();
            tasks.push(tokio::spawn(async move {
                for turn in 0..4 {
                    let message = format!("m{number}-{turn}");
                    // Too busy means that nothing was written; whoever asked asks again.
                    while let Err(why) = store.append(&tenant(), None, decide(say("A", &message))).await {
                        assert!(matches!(why, StoreError::Busy), "{why}");
                    }
                }
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        let events = opened.store.events(&tenant(), 0, 1_000).await.unwrap();
        let sequences: Vec<u64> = events.iter().map(|event| event.sequence).collect();
        assert_eq!(sequences, (0..5 + 4 * WRITERS as u64).collect::<Vec<_>>());
        let said: BTreeSet<String> = events
            .iter()
            .filter_map(|event| match &event.record.event {
                Event::CaseSaid { message, .. } => Some(message.to_string()),
                _ => None,
            })
            .collect();
        assert_eq!(said.len(), 4 * WRITERS, "each message once");
        for store in &stores {
            let folded = store.tenant(&tenant()).await.unwrap().unwrap();
            assert_eq!(*folded, fold(store).await);
        }
    });
}

/// The tenant as the fold of the whole log.
async fn fold(store: &Store) -> domain::Tenant {
    let mut folded = domain::Tenant::default();
    for event in store.events(&tenant(), 0, 1_000).await.unwrap() {
        folded.apply(event.record.at, &event.record.event);
    }
    folded
}

#[test]
fn commands_that_arrive_together_share_a_commit() {
    const COMMANDS: usize = 200;
    on_sqlite(|Opened { store, .. }| async move {
        with_a_case(&store, &tenant()).await;
        let before = store.commits();
        let tasks: Vec<_> = (0..COMMANDS)
            .map(|number| {
                let store = store.clone();
                tokio::spawn(async move { must(&store, &tenant(), say("A", &format!("m{number}"))).await })
            })
            .collect();
        for task in tasks {
            assert_eq!(task.await.unwrap().records.len(), 1);
        }
        let commits = store.commits() - before;
        assert!(commits * 4 <= COMMANDS as u64, "{COMMANDS} commands took {commits} commits");
        assert_eq!(store.head(&tenant()).await.unwrap().unwrap().size, 5 + COMMANDS as u64);
    });
}

#[test]
fn a_decision_that_fails_inside_harms_nobody_who_shares_its_transaction() {
    each_database(|Opened { store, .. }| async move {
        with_a_case(&store, &tenant()).await;
        let tasks: Vec<_> = (0..40)
            .map(|number| {
                let store = store.clone();
                tokio::spawn(async move {
                    let decide = match number % 8 {
                        0 => Box::new(|_: &domain::Tenant, _| panic!("this decision is broken")),
                        _ => decide(say("A", &format!("m{number}"))),
                    };
                    store.append(&tenant(), None, decide).await
                })
            })
            .collect();
        let mut failed = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(outcome) => assert_eq!(outcome.records.len(), 1),
                Err(why) => {
                    assert!(matches!(why, StoreError::Decision), "{why}");
                    failed += 1;
                }
            }
        }
        assert_eq!(failed, 5);
        assert_eq!(store.head(&tenant()).await.unwrap().unwrap().size, 5 + 35);
        assert_eq!(*store.tenant(&tenant()).await.unwrap().unwrap(), fold(&store).await);
    });
}

#[test]
fn the_same_key_at_the_same_time_is_done_once() {
    each_database(|opened| async move {
        with_a_case(&opened.store, &tenant()).await;
        let other = if opened.is_sqlite() { opened.store.clone() } else { opened.reopen().await };
        let tasks: Vec<_> = (0..16)
            .map(|number| {
                let store = if number % 2 == 0 { opened.store.clone() } else { other.clone() };
                tokio::spawn(async move { ask_with_key(&store, say("A", "m1"), key("k", 1)).await.unwrap() })
            })
            .collect();
        let mut first = 0;
        for task in tasks {
            let outcome = task.await.unwrap();
            assert_eq!(outcome.answer, b"1 events");
            first += usize::from(!outcome.repeated);
        }
        assert_eq!(first, 1);
        assert_eq!(opened.store.head(&tenant()).await.unwrap().unwrap().size, 6);
    });
}
