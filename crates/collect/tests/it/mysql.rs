//! MySQL's protocol and faults, shown on a MariaDB server.

use super::case::{Case, Outcome};
use super::mariadb_server::MariadbServer;
use super::postgres_server::{PASSWORD, free_port};
use serde_json::{Value, json};
use std::thread;
use std::time::{Duration, Instant};

fn look(server: &MariadbServer, id: &str, more: Value) -> Outcome {
    look_as(server, "runner", id, more)
}

fn look_as(server: &MariadbServer, user: &str, id: &str, more: Value) -> Outcome {
    let mut inputs = more;
    inputs["database"] = json!("shop");
    let outcome = Case::new(id, &server.area(user, "tls: off")).run(&inputs);
    let told = outcome.items.iter().map(|(_, text)| text.as_str()).collect::<String>();
    assert!(!told.contains(PASSWORD), "the password was handed over");
    outcome
}

/// Waits until `statement` answers with a number that is not zero.
fn until(server: &MariadbServer, statement: &str) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while server.sql(statement) == "0" {
        assert!(Instant::now() < deadline, "{statement}");
        // InnoDB tells anew what is locked once nobody asked for a tenth of a second.
        thread::sleep(Duration::from_millis(250));
    }
}

/// Looks until exactly these faults are found: a replica follows a little later.
fn eventually(server: &MariadbServer, id: &str, inputs: &Value, faults: &[&str]) -> Outcome {
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
fn long_work_and_waits_are_found() {
    let server = MariadbServer::start("");
    let id = "mysql-activity";
    look(&server, id, json!({})).assert_faults(&[]);

    let mut slow = server.session();
    slow.say("SELECT 'alice@contoso.com', SLEEP(60)");
    until(
        &server,
        "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE '%SLEEP(60)' AND TIME > 1",
    );
    let outcome = look(&server, id, json!({"query_seconds": 1}));
    outcome.assert_faults(&["long-query"]);
    assert!(!outcome.facts["my"].to_string().contains("alice"), "the text of a query was read");
    drop(slow);

    server.sql("CREATE TABLE orders.invoice (id INT PRIMARY KEY, paid INT); INSERT INTO orders.invoice VALUES (1, 0)");
    let mut holder = server.session();
    holder.run("BEGIN; UPDATE invoice SET paid = 1 WHERE id = 1");
    let mut waiter = server.session();
    waiter.say("UPDATE invoice SET paid = 2 WHERE id = 1");
    until(&server, "SELECT COUNT(*) FROM information_schema.INNODB_LOCK_WAITS");
    let outcome = eventually(&server, id, &json!({"wait_seconds": 1}), &["row-lock-wait"]);
    let wait = &outcome.facts["my"]["locks"]["waits"][0];
    assert_eq!((&wait["table"], &wait["blocker_command"]), (&json!("`orders`.`invoice`"), &json!("Sleep")));
    // The server would go on waiting for a client that is gone.
    let waiting =
        server.sql("SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'UPDATE invoice%'");
    server.sql(&format!("KILL {waiting}"));
    drop(waiter);
    eventually(&server, id, &json!({"idle_seconds": 1, "query_seconds": 86_400}), &["idle-transaction"]);

    let mut changer = server.session();
    changer.say("ALTER TABLE invoice ADD COLUMN note TEXT");
    let inputs = json!({"wait_seconds": 1, "idle_seconds": 86_400});
    eventually(&server, id, &inputs, &["table-lock-wait"]);
    drop((changer, holder));
    eventually(&server, id, &json!({}), &[]);
}

#[test]
fn a_user_that_sees_little_says_so() {
    let server = MariadbServer::start("");
    server.user("weak", "GRANT USAGE ON *.* TO");
    let mut other = server.session();
    other.run("BEGIN");
    let outcome = look_as(&server, "weak", "mysql-activity", json!({}));
    outcome.assert_faults(&["others-hidden"]);
    assert_eq!(outcome.facts["my"]["activity"]["sessions"], 0);
    look_as(&server, "weak", "mysql-connections", json!({})).assert_faults(&[]);
    look_as(&server, "weak", "mysql-settings", json!({})).assert_faults(&[]);
    let refused = look_as(&server, "weak", "mysql-replication", json!({}));
    refused.assert_faults(&["no-answer"]);
    assert_eq!(refused.facts["my"]["error_code"], "1227");
}

#[test]
fn connections_near_the_limit_and_none_left_are_found() {
    // The smallest that the server takes is 10; one more is kept for its administrator.
    let server = MariadbServer::start("--max-connections=10");
    let id = "mysql-connections";
    look(&server, id, json!({})).assert_faults(&[]);
    let mut sessions: Vec<_> = (0..8).map(|_| server.session()).collect();
    for session in &mut sessions {
        session.run("SELECT 1");
    }
    look(&server, id, json!({})).assert_faults(&["near-limit"]);
    let mut last: Vec<_> = (0..2).map(|_| server.session()).collect();
    for session in &mut last {
        session.run("SELECT 1");
    }
    look(&server, id, json!({})).assert_faults(&["exhausted"]);
    drop((sessions, last));
    eventually(&server, id, &json!({}), &["was-near-limit"]);
}

#[test]
fn settings_that_endanger_data_are_found() {
    let mut server = MariadbServer::start("");
    let id = "mysql-settings";
    look(&server, id, json!({})).assert_faults(&[]);
    server.sql("SET GLOBAL foreign_key_checks = OFF");
    look(&server, id, json!({})).assert_faults(&["foreign-keys-unchecked"]);
    for (options, fault) in [
        ("--innodb-flush-log-at-trx-commit=2", "commit-not-durable"),
        ("--log-bin --server-id=1 --sync-binlog=0", "binlog-not-durable"),
        ("--skip-innodb-doublewrite", "doublewrite-off"),
        ("--innodb-force-recovery=1", "recovery-forced"),
        ("--sql-mode=NO_ENGINE_SUBSTITUTION", "lax-mode"),
    ] {
        server.halt();
        server.launch(options);
        look(&server, id, json!({})).assert_faults(&[fault]);
    }
}

#[test]
fn a_replica_that_does_not_follow_is_found() {
    let mut source = MariadbServer::start("--log-bin --server-id=1");
    let replica = MariadbServer::start("--server-id=2 --skip-slave-start");
    let id = "mysql-replication";
    look(&replica, id, json!({})).assert_faults(&[]);

    source.user("replica", "GRANT REPLICATION SLAVE ON *.* TO");
    source.sql("RESET MASTER; CREATE TABLE orders.invoice (id INT PRIMARY KEY)");
    let follow = format!(
        "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT={}, MASTER_USER='replica', \
         MASTER_PASSWORD='{PASSWORD}', MASTER_CONNECT_RETRY=1; START SLAVE",
        source.port
    );
    replica.sql(&follow);
    let healthy = eventually(&replica, id, &json!({}), &[]);
    assert_eq!(healthy.facts["my"]["replication"]["followed"], 1);

    replica.sql("STOP SLAVE; CHANGE MASTER TO MASTER_DELAY=3600; START SLAVE");
    source.sql("INSERT INTO orders.invoice VALUES (1)");
    eventually(&replica, id, &json!({"lag_seconds": 1}), &["late"]);

    replica.sql("STOP SLAVE; CHANGE MASTER TO MASTER_DELAY=0");
    replica.sql("INSERT INTO orders.invoice VALUES (1); START SLAVE");
    let broken = eventually(&replica, id, &json!({}), &["not-applying"]);
    assert_eq!(broken.facts["my"]["replication"]["sources"][0]["apply_error"], 1062);
    replica.sql("DELETE FROM orders.invoice; START SLAVE SQL_THREAD");
    eventually(&replica, id, &json!({}), &[]);

    source.halt();
    eventually(&replica, id, &json!({}), &["not-receiving"]);
}

#[test]
fn a_server_that_gives_no_session_is_told_by_every_diagnostic() {
    let mut server = MariadbServer::start("");
    let refused = look_as(&server, "nobody", "mysql-activity", json!({}));
    refused.assert_faults(&["no-answer"]);
    let facts = &refused.facts["my"];
    assert_eq!((&facts["failed_phase"], &facts["error_code"]), (&json!("sign_in"), &json!("1045")));
    server.halt();
    server.port = free_port();
    for id in ["connections", "replication", "settings"] {
        let outcome = look(&server, &format!("mysql-{id}"), json!({}));
        outcome.assert_faults(&["no-answer"]);
        assert_eq!(outcome.facts["my"]["failed_phase"], "connect");
    }
}
