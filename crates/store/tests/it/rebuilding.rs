//! Projections are functions of the log, and so is the folded tenant that is kept.

use crate::databases::{Opened, each_database, on_postgres, on_sqlite};
use crate::desk::{id, tenant};
use crate::history::play;
use crate::raw::Raw;
use domain::{Tenant, TenantId};
use store::{Rebuilt, Store};

/// Enough steps for two kept states.
const STEPS: u64 = 700;

/// The tenant as the fold of the whole log.
async fn fold(store: &Store, tenant: &TenantId) -> Tenant {
    let (mut folded, mut from) = (Tenant::default(), 0);
    loop {
        let page = store.events(tenant, from, 100).await.unwrap();
        let Some(last) = page.last() else { return folded };
        from = last.sequence + 1;
        for event in &page {
            folded.apply(event.record.at, &event.record.event);
        }
    }
}

async fn rebuilt_is_what_appending_wrote(opened: Opened, seed: u64) {
    let (store, fabrikam) = (&opened.store, id("fabrikam"));
    play(store, &tenant(), &opened.clock, seed, STEPS).await;
    play(store, &fabrikam, &opened.clock, seed + 100, 40).await;
    let before = [store.projections(&tenant()).await.unwrap(), store.projections(&fabrikam).await.unwrap()];
    let parts = store.parts(&tenant(), 0..10_000).await.unwrap();
    let mut raw = Raw::connect(&opened, &tenant()).await;
    for sql in [
        "UPDATE case_row SET closed_at = 5, team = 'x'",
        "DELETE FROM run_row",
        "UPDATE head SET size = 3",
        "DELETE FROM case_event",
        "UPDATE vendor_queue SET waiting = 'nobody'",
        "UPDATE tenant_index SET next_due = 0",
        "UPDATE snapshot SET state = '{}'",
        "DELETE FROM request_row",
    ] {
        raw.execute(sql).await;
    }
    raw.close().await;
    assert_ne!(store.projections(&tenant()).await.unwrap(), before[0], "the damage is done");

    let rebuilt = store.rebuild(None).await.unwrap();
    let after = [store.projections(&tenant()).await.unwrap(), store.projections(&fabrikam).await.unwrap()];
    assert_eq!(before, after, "seed {seed}");
    let mut events = 0;
    for tenant in [&tenant(), &fabrikam] {
        events += store.head(tenant).await.unwrap().unwrap().size;
    }
    assert_eq!(rebuilt, Rebuilt { events, tenants: 2 });
    assert_eq!(store.parts(&tenant(), 0..10_000).await.unwrap(), parts, "records are not touched");
}

#[test]
fn a_rebuild_gives_byte_for_byte_what_appending_wrote_on_sqlite() {
    for seed in [1, 2, 3] {
        on_sqlite(|opened| rebuilt_is_what_appending_wrote(opened, seed));
    }
}

#[test]
fn a_rebuild_gives_byte_for_byte_what_appending_wrote_on_postgresql() {
    on_postgres(|opened| rebuilt_is_what_appending_wrote(opened, 4));
}

/// What `rebuild` makes again.
const PROJECTIONS: [&str; 12] = [
    "case_event",
    "case_row",
    "collection_row",
    "dry_run_row",
    "head",
    "request_row",
    "run_row",
    "snapshot",
    "subscription",
    "subtree",
    "tenant_index",
    "vendor_queue",
];
/// What it reads, and what is no function of the log.
const LOG_AND_RECORDS: [&str; 23] = [
    "checkpoint",
    "clock_mark",
    "correlation",
    "cosignature",
    "counted",
    "credential",
    "destination",
    "destination_index",
    "event",
    "halt",
    "idempotency",
    "mail",
    "mail_address",
    "notice",
    "notice_choice",
    "notice_delivery",
    "notice_position",
    "notice_webhook",
    "part",
    "person",
    "resource",
    "runner_seen",
    "undelivered",
];

#[test]
fn every_table_is_the_log_or_a_record_or_made_again_by_a_rebuild() {
    on_sqlite(|opened| async move {
        play(&opened.store, &tenant(), &opened.clock, 1, STEPS).await;
        let mut raw = Raw::connect(&opened, &tenant()).await;
        let names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' \
             AND name NOT LIKE 'sqlite%' ORDER BY name";
        let mut known = [&PROJECTIONS[..], &LOG_AND_RECORDS].concat();
        known.sort_unstable();
        assert_eq!(raw.texts(names).await, known);
        let before = opened.store.projections(&tenant()).await.unwrap();
        for table in PROJECTIONS {
            assert!(before.contains(&format!("FROM {table} ")), "this history reaches {table}");
            // Which tenants there are is known from the index.
            if table != "tenant_index" {
                raw.execute(&format!("DELETE FROM {table}")).await;
            }
        }
        raw.close().await;
        opened.store.rebuild(None).await.unwrap();
        assert_eq!(opened.store.projections(&tenant()).await.unwrap(), before);
    });
}

#[test]
fn a_tenant_loaded_from_its_kept_state_is_the_fold_of_its_log() {
    each_database(|opened| async move {
        play(&opened.store, &tenant(), &opened.clock, 5, STEPS).await;
        let expected = fold(&opened.store, &tenant()).await;
        assert!(opened.store.projections(&tenant()).await.unwrap().contains("FROM snapshot"));
        assert_eq!(*opened.store.tenant(&tenant()).await.unwrap().unwrap(), expected, "as it is in memory");
        opened.store.close().await;
        let reopened = opened.reopen().await;
        assert_eq!(*reopened.tenant(&tenant()).await.unwrap().unwrap(), expected, "as it is loaded");
        reopened.close().await;

        // A state kept by a program whose fold was another is passed over.
        let mut raw = Raw::connect(&opened, &tenant()).await;
        raw.execute("UPDATE snapshot SET form = 0, state = '{}'").await;
        raw.close().await;
        let reopened = opened.reopen().await;
        assert_eq!(*reopened.tenant(&tenant()).await.unwrap().unwrap(), expected, "as it is folded anew");
    });
}

#[test]
fn a_changed_event_stops_the_rebuild_and_leaves_the_projections() {
    on_sqlite(|opened| async move {
        play(&opened.store, &tenant(), &opened.clock, 6, 30).await;
        let before = opened.store.projections(&tenant()).await.unwrap();
        let mut raw = Raw::connect(&opened, &tenant()).await;
        raw.execute("DROP TRIGGER event_is_never_changed").await;
        raw.execute("UPDATE event SET leaf = replace(leaf, '\"mail-', '\"file-') WHERE sequence = 1").await;
        raw.close().await;
        let why = opened.store.rebuild(Some(&tenant())).await.unwrap_err();
        assert!(why.to_string().contains("table event, column leaf_hash, row `1`"), "{why}");
        assert_eq!(opened.store.projections(&tenant()).await.unwrap(), before);
    });
}

#[test]
fn the_log_can_only_grow() {
    each_database(|opened| async move {
        play(&opened.store, &tenant(), &opened.clock, 7, 5).await;
        let mut raw = Raw::connect(&opened, &tenant()).await;
        raw.as_application().await;
        for sql in ["DELETE FROM event", "UPDATE event SET leaf = '{}'"] {
            let why = raw.try_execute(sql).await.unwrap_err().to_string();
            assert!(why.contains("append-only") || why.contains("permission denied"), "{why}");
        }
    });
}
