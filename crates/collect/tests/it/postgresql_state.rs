//! What lasts in a PostgreSQL server: its tables, its settings, its replication.

use super::case::{Case, Outcome};
use super::postgres_server::{PostgresServer, hand_over};
use serde_json::{Value, json};
use std::thread;
use std::time::{Duration, Instant};

fn look(server: &PostgresServer, id: &str, more: Value) -> Outcome {
    let mut inputs = more;
    inputs["database"] = json!("orders");
    Case::new(id, &server.area("runner", "tls: off")).run(&inputs)
}

/// Looks until exactly these faults are found: statistics and standbys follow a little later.
fn eventually(server: &PostgresServer, id: &str, inputs: &Value, faults: &[&str]) -> Outcome {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let outcome = look(server, id, inputs.clone());
        if outcome.faults() == faults || Instant::now() > deadline {
            outcome.assert_faults(faults);
            return outcome;
        }
        thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn dead_rows_and_tables_that_nobody_cleans_are_found() {
    let server = PostgresServer::start("autovacuum_naptime=1h max_prepared_transactions=2");
    let id = "postgresql-vacuum";
    look(&server, id, json!({})).assert_faults(&[]);

    server.sql("orders", "CREATE TABLE invoice AS SELECT generate_series(1, 5000) AS id");
    server.sql("orders", "DELETE FROM invoice WHERE id % 2 = 0");
    let outcome = eventually(&server, id, &json!({"dead_rows": 1000}), &["dead-rows"]);
    let table = &outcome.facts["pg"]["tables"]["most_dead"][0];
    assert_eq!((&table["table"], &table["dead_rows"]), (&json!("public.invoice"), &json!(2500)));
    server.sql("orders", "VACUUM invoice");
    eventually(&server, id, &json!({"dead_rows": 1000}), &[]);

    server.sql("orders", "ALTER TABLE invoice SET (autovacuum_enabled = false)");
    look(&server, id, json!({})).assert_faults(&["autovacuum-off"]);
    server.sql("orders", "ALTER TABLE invoice RESET (autovacuum_enabled)");

    server.sql("orders", "BEGIN; INSERT INTO invoice VALUES (0); PREPARE TRANSACTION 'forgotten'");
    look(&server, id, json!({})).assert_faults(&[]);
    eventually(&server, id, &json!({"prepared_seconds": 1}), &["prepared-forgotten"]);
}

/// The counter of transactions is set forward, as if so many had been there. The server would freeze what is older at once,
/// so it is made to take its time.
#[test]
fn transaction_numbers_that_run_out_are_found() {
    const NEXT: u32 = 1_200_000_000;
    let mut server = PostgresServer::start("");
    server.halt();
    server.program("pg_resetwal", &["-x", &NEXT.to_string()]);
    // The file that says how that transaction ended: 32 pages of 8 KiB, two bits for each transaction.
    let transactions_of_a_file = 32 * 8_192 * 4;
    let file = format!("pg_xact/{:04X}", NEXT / transactions_of_a_file);
    std::fs::write(server.data().join(&file), vec![0; 32 * 8_192]).unwrap();
    hand_over(&server.data().join(&file));
    server.launch("autovacuum_vacuum_cost_delay=100ms autovacuum_vacuum_cost_limit=1");
    let outcome = look(&server, "postgresql-vacuum", json!({}));
    outcome.assert_faults(&["wraparound-near"]);
    assert_eq!(outcome.facts["pg"]["tables"]["oldest"]["age_percent"], 55.9);
    look(&server, "postgresql-vacuum", json!({"wraparound_percent": 80})).assert_faults(&["freeze-overdue"]);
}

#[test]
fn settings_that_endanger_data_are_found() {
    let mut server = PostgresServer::start("");
    let id = "postgresql-settings";
    look(&server, id, json!({})).assert_faults(&[]);
    for (settings, fault) in [
        ("fsync=off", "fsync-off"),
        ("full_page_writes=off", "full-page-writes-off"),
        ("zero_damaged_pages=on", "damage-hidden"),
        ("ignore_checksum_failure=on", "damage-hidden"),
        ("autovacuum=off", "autovacuum-off"),
        ("track_counts=off", "autovacuum-off"),
        ("synchronous_commit=off", "commit-not-durable"),
        ("password_encryption=md5", "old-password-hashes"),
    ] {
        server.halt();
        server.launch(settings);
        look(&server, id, json!({})).assert_faults(&[fault]);
    }
    server.halt();
    server.launch("");
    server.sql("postgres", "ALTER SYSTEM SET max_connections = 50");
    server.sql("postgres", "SELECT pg_reload_conf()");
    let outcome = eventually(&server, id, &json!({}), &["restart-pending"]);
    assert_eq!(outcome.facts["pg"]["settings"]["pending_restart"], json!(["max_connections"]));
}

#[test]
fn slots_that_nobody_uses_are_found() {
    let server = PostgresServer::start("max_slot_wal_keep_size=32MB min_wal_size=32MB max_wal_size=32MB");
    let id = "postgresql-replication";
    look(&server, id, json!({})).assert_faults(&[]);

    let write = |mib: u32| {
        let message = "SELECT count(pg_logical_emit_message(false, 'x', repeat('x', 1048576)))";
        server.sql("orders", &format!("{message} FROM generate_series(1, {mib})"));
    };
    server.sql("orders", "SELECT pg_create_physical_replication_slot('forgotten', true)");
    write(8);
    look(&server, id, json!({})).assert_faults(&[]);
    let outcome = look(&server, id, json!({"retained_mib": 5}));
    outcome.assert_faults(&["unused-slot"]);
    assert_eq!(outcome.facts["pg"]["replication"]["slots"][0]["slot"], "forgotten");

    write(120);
    server.sql("postgres", "CHECKPOINT");
    eventually(&server, id, &json!({}), &["lost-slot"]);
}

#[test]
fn standbys_that_fall_behind_are_found_on_both_sides() {
    let mut primary = PostgresServer::start("");
    let id = "postgresql-replication";
    let standby = primary.standby("");
    let on_standby = |inputs: Value, faults: &[&str]| eventually(&standby, id, &inputs, faults);
    on_standby(json!({}), &[]);
    let healthy = eventually(&primary, id, &json!({}), &[]);
    assert_eq!(healthy.facts["pg"]["replication"]["standbys"][0]["standby"], "paris");

    primary.sql("orders", "CREATE TABLE customer (id int)");
    eventually(&primary, id, &json!({"lag_seconds": 3600}), &[]);
    standby.sql("postgres", "SELECT pg_wal_replay_pause()");
    primary.sql("orders", "CREATE TABLE invoice AS SELECT generate_series(1, 100000) AS id");
    eventually(&primary, id, &json!({"behind_mib": 1}), &["standby-behind"]);
    on_standby(json!({}), &["paused"]);
    on_standby(json!({"lag_seconds": 1}), &["paused", "late"]);
    standby.sql("postgres", "SELECT pg_wal_replay_resume()");
    on_standby(json!({}), &[]);

    primary.sql("postgres", "CREATE ROLE weak LOGIN PASSWORD 'correct horse battery staple'");
    let weak = Case::new(id, &primary.area("weak", "tls: off")).run(&json!({"database": "orders"}));
    weak.assert_faults(&["standbys-hidden"]);

    primary.halt();
    on_standby(json!({}), &["not-receiving"]);
}
