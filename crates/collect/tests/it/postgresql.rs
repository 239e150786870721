//! A busy PostgreSQL server: who works, who waits, who is connected.

use super::case::{Case, Outcome};
use super::postgres_server::{PASSWORD, PostgresServer, free_port};
use serde_json::{Value, json};
use std::thread;
use std::time::{Duration, Instant};

const PLAIN: &str = "tls: off";

fn look(server: &PostgresServer, id: &str, more: Value) -> Outcome {
    look_as(server, "runner", id, more)
}

fn look_as(server: &PostgresServer, role: &str, id: &str, more: Value) -> Outcome {
    let mut inputs = more;
    inputs["database"] = json!("orders");
    let outcome = Case::new(id, &server.area(role, PLAIN)).run(&inputs);
    let told = outcome.items.iter().map(|(_, text)| text.as_str()).collect::<String>();
    assert!(!told.contains(PASSWORD), "the password was handed over");
    outcome
}

/// Waits until `statement` answers `t`.
fn until(server: &PostgresServer, statement: &str) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while server.sql("orders", statement) != "t" {
        assert!(Instant::now() < deadline, "{statement}");
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn long_queries_and_forgotten_transactions_are_found() {
    let server = PostgresServer::start("");
    let id = "postgresql-activity";
    look(&server, id, json!({})).assert_faults(&[]);

    let mut slow = server.session("orders");
    slow.say("SELECT 'alice@contoso.com', pg_sleep(60)");
    until(
        &server,
        "SELECT count(*) > 0 FROM pg_stat_activity WHERE now() - query_start > '1s' AND state = 'active'",
    );
    let outcome = look(&server, id, json!({"query_seconds": 1}));
    outcome.assert_faults(&["long-query"]);
    let query = &outcome.facts["pg"]["activity"]["longest_queries"][0];
    assert_eq!((&query["role"], &query["database"]), (&json!("postgres"), &json!("orders")));
    assert!(!outcome.facts["pg"].to_string().contains("alice"), "the text of a query was read");
    drop(slow);

    let mut idle = server.session("orders");
    idle.run("BEGIN; SELECT 1");
    until(
        &server,
        "SELECT count(*) > 0 FROM pg_stat_activity WHERE now() - state_change > '1s' AND state LIKE 'idle in%'",
    );
    look(&server, id, json!({"idle_seconds": 1})).assert_faults(&["idle-in-transaction"]);
    look(&server, id, json!({"transaction_seconds": 1})).assert_faults(&["long-transaction"]);
}

#[test]
fn a_role_that_sees_little_says_so() {
    let server = PostgresServer::start("");
    server.sql("postgres", &format!("CREATE ROLE weak LOGIN PASSWORD '{PASSWORD}'"));
    let _other = server.session("orders");
    until(&server, "SELECT count(*) > 1 FROM pg_stat_activity WHERE datname = 'orders'");
    let outcome = look_as(&server, "weak", "postgresql-activity", json!({}));
    outcome.assert_faults(&["others-hidden"]);
    assert_eq!(outcome.facts["pg"]["activity"]["hidden"], 1);
    look_as(&server, "weak", "postgresql-locks", json!({})).assert_faults(&["others-hidden"]);
    look_as(&server, "weak", "postgresql-vacuum", json!({})).assert_faults(&[]);
    look_as(&server, "weak", "postgresql-settings", json!({})).assert_faults(&[]);
}

#[test]
fn who_waits_for_whom_is_found() {
    let server = PostgresServer::start("");
    let id = "postgresql-locks";
    look(&server, id, json!({})).assert_faults(&[]);

    server.sql("orders", "CREATE TABLE invoice (id int)");
    let mut holder = server.session("orders");
    holder.run("BEGIN; LOCK TABLE invoice");
    let mut waiters = [server.session("orders"), server.session("orders")];
    for waiter in &mut waiters {
        waiter.say("SELECT count(*) FROM invoice");
    }
    until(&server, "SELECT count(*) = 2 FROM pg_locks WHERE NOT granted");
    let outcome = look(&server, id, json!({"wait_seconds": 0, "queue": 1}));
    outcome.assert_faults(&["long-wait", "queue"]);
    let locks = &outcome.facts["pg"]["locks"];
    assert_eq!((&locks["waiting"], &locks["waits"][0]["table"]), (&json!(2), &json!("public.invoice")));
    let blocker = &locks["blockers"][0];
    assert_eq!((&blocker["blocks"], &blocker["state"]), (&json!(2), &json!("idle in transaction")));
    assert_eq!(locks["waits"][0]["blocked_by"], json!([blocker["pid"]]));
    // Who waits is looked at without waiting.
    look(&server, id, json!({"wait_seconds": 3600})).assert_faults(&[]);
}

#[test]
fn connections_near_a_limit_and_none_left_are_found() {
    let server =
        PostgresServer::start("max_connections=8 superuser_reserved_connections=2 max_wal_senders=0");
    let id = "postgresql-connections";
    look(&server, id, json!({})).assert_faults(&[]);

    let idle: Vec<_> = (0..4).map(|_| server.session("orders")).collect();
    until(&server, "SELECT count(*) = 5 FROM pg_stat_activity WHERE datname = 'orders'");
    let outcome = look(&server, id, json!({}));
    outcome.assert_faults(&["near-limit"]);
    assert_eq!(outcome.facts["pg"]["connections"]["used"], 5);

    let limit = |of: &str, most: i32| server.sql("orders", &format!("ALTER {of} CONNECTION LIMIT {most}"));
    limit("ROLE runner", 1);
    look(&server, id, json!({"near_percent": 90})).assert_faults(&["role-near-limit"]);
    limit("ROLE runner", -1);
    limit("DATABASE orders", 5);
    look(&server, id, json!({"near_percent": 90})).assert_faults(&["database-near-limit"]);

    limit("DATABASE orders", -1);
    let more: Vec<_> = (0..2).map(|_| server.session("orders")).collect();
    until(&server, "SELECT count(*) = 7 FROM pg_stat_activity WHERE datname = 'orders'");
    look(&server, id, json!({})).assert_faults(&["exhausted"]);
    drop((idle, more));
}

#[test]
fn costly_statements_are_found_without_their_text() {
    let server = PostgresServer::start("shared_preload_libraries=pg_stat_statements");
    let id = "postgresql-statements";
    look(&server, id, json!({})).assert_faults(&["not-installed"]);

    server.sql("orders", "CREATE SCHEMA \"Odd one\"");
    server.sql("orders", "GRANT USAGE ON SCHEMA \"Odd one\" TO PUBLIC");
    server.sql("orders", "CREATE EXTENSION pg_stat_statements SCHEMA \"Odd one\"");
    look(&server, id, json!({})).assert_faults(&[]);
    server.sql("orders", "SELECT 'alice@contoso.com', pg_sleep(1.2)");
    let outcome = look(&server, id, json!({}));
    outcome.assert_faults(&["slow-statement"]);
    assert!(!outcome.facts["pg"].to_string().contains("sleep"), "the text of a statement was read");
    let dominating = json!({"total_seconds": 1, "mean_ms": 60_000});
    look(&server, id, dominating).assert_faults(&["dominating-statement"]);

    server.sql("postgres", &format!("CREATE ROLE weak LOGIN PASSWORD '{PASSWORD}'"));
    look_as(&server, "weak", id, json!({})).assert_faults(&["others-hidden"]);
}

#[test]
fn a_server_that_gives_no_session_is_told_by_every_diagnostic() {
    let mut server = PostgresServer::start("");
    server.sql("postgres", "CREATE ROLE other LOGIN PASSWORD 'another'");
    let refused = look_as(&server, "other", "postgresql-activity", json!({}));
    refused.assert_faults(&["no-answer"]);
    let facts = &refused.facts["pg"];
    assert_eq!((&facts["failed_phase"], &facts["error_code"]), (&json!("sign_in"), &json!("28P01")));
    server.halt();
    server.port = free_port();
    for id in ["locks", "connections", "vacuum", "replication", "settings", "statements"] {
        let outcome = look(&server, &format!("postgresql-{id}"), json!({}));
        outcome.assert_faults(&["no-answer"]);
        assert_eq!(outcome.facts["pg"]["failed_phase"], "connect");
    }
}
