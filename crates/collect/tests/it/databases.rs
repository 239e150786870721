//! Which databases are looked at, and how their passwords are kept: by real servers, and by hostile ones.

use super::case::{Case, Outcome};
use super::dns_server;
use super::mariadb_server::MariadbServer;
use super::postgres_server::{PASSWORD, PostgresServer, free_port, password_file};
use super::tls_server::{Authority, self_signed};
use collect::scope::Scope;
use serde_json::{Value, json};
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::thread::{self, JoinHandle};
use tempfile::TempDir;

const POSTGRESQL: &str = "postgresql-settings";
const MYSQL: &str = "mysql-settings";

fn area(engine: &str, port: u16, folder: &TempDir, more: &str) -> String {
    let file = password_file(folder.path(), PASSWORD);
    let file = file.display();
    format!(
        "databases: {{orders: {{{engine}: {{host: 127.0.0.1, port: {port}, user: runner, password_file: {file}, {more}}}}}}}"
    )
}

fn inputs() -> Value {
    json!({"database": "orders"})
}

/// The one collector's facts of a session that did not come about.
fn broken(outcome: &Outcome, collector: &str) -> (String, String) {
    outcome.assert_faults(&["no-answer"]);
    let facts = &outcome.facts[collector];
    assert!(!facts.to_string().contains(PASSWORD), "the password was handed over");
    let text = |name: &str| facts[name].as_str().unwrap().to_owned();
    (text("failed_phase"), text("error"))
}

#[test]
fn a_database_is_known_by_its_listed_name_and_engine() {
    let folder = TempDir::new().unwrap();
    let case = Case::new(POSTGRESQL, &area("postgresql", free_port(), &folder, "tls: off"));
    let refusal = case.refusal(&json!({"database": "payroll"}));
    assert!(refusal.contains("add `payroll: {postgresql: …}` to `databases`"), "{refusal}");
    let refusal = Case::new(MYSQL, &area("postgresql", 1, &folder, "tls: off")).refusal(&inputs());
    assert!(refusal.contains("lists it as postgresql, and the diagnostic is for mysql"), "{refusal}");
}

#[test]
fn a_name_that_dns_leads_inside_needs_that_address_too() {
    let dns = dns_server::serve(&[("db.test", "A", "127.0.0.1".to_owned())]);
    let port = free_port();
    let area = |hosts: &str| {
        format!(
            "dns: {{servers: ['{}']}}\nhosts: [{hosts}]\n\
             databases: {{orders: {{postgresql: {{host: db.test, port: {port}, user: runner, tls: off}}}}}}",
            dns.address
        )
    };
    let refusal = Case::new(POSTGRESQL, &area("")).refusal(&inputs());
    assert!(refusal.contains(&format!("add `127.0.0.1:{port}` to `hosts`")), "{refusal}");
    let admitted = Case::new(POSTGRESQL, &area(&format!("'127.0.0.1:{port}'"))).run(&inputs());
    assert_eq!(broken(&admitted, "pg").0, "connect");
}

#[test]
fn a_password_file_that_others_can_read_is_refused_with_what_to_do() {
    let folder = TempDir::new().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let area = area("postgresql", listener.local_addr().unwrap().port(), &folder, "tls: off");
    let file = folder.path().join("password");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let refusal = Case::new(POSTGRESQL, &area).refusal(&inputs());
    assert!(refusal.contains("chmod 600") && refusal.contains("`orders`"), "{refusal}");
    assert!(!refusal.contains(PASSWORD) && !refusal.contains(file.to_str().unwrap()), "{refusal}");
    fs::remove_file(&file).unwrap();
    let refusal = Case::new(POSTGRESQL, &area).refusal(&inputs());
    assert!(refusal.contains("`password_file` of database `orders`"), "{refusal}");
}

#[test]
fn a_password_file_where_diagnostics_read_is_refused_before_any_run() {
    let (folder, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let file = password_file(folder.path(), PASSWORD);
    symlink(&file, other.path().join("link")).unwrap();
    for path in [file, other.path().join("link")] {
        let yaml = format!(
            "sub: {{folders: ['{}'], databases: {{orders: {{mysql: {{host: db.test, user: x, password_file: '{}'}}}}}}}}",
            folder.path().display(),
            path.display()
        );
        let refusal = Scope::parse(&yaml, Vec::new()).unwrap_err().to_string();
        assert!(refusal.contains("move it out of all `folders`"), "{refusal}");
    }
    for (yaml, message) in [
        ("mysql: {host: a, user: b, password_file: secret}", "`secret` of the scope is not an absolute path"),
        ("sqlite: {path: shop.db}", "`shop.db` of the scope is not an absolute path"),
        ("mysql: {host: a, user: b, password: secret}", "unknown field `password`"),
        ("oracle: {host: a, user: b}", "unknown variant `oracle`"),
        ("postgresql: {host: a, user: b, tls: maybe}", "unknown variant `maybe`"),
    ] {
        let yaml = format!("sub: {{databases: {{orders: {{{yaml}}}}}}}");
        let refusal = Scope::parse(&yaml, Vec::new()).unwrap_err().to_string();
        assert!(refusal.contains(message), "{yaml}: {refusal}");
    }
}

#[test]
fn tls_is_required_unless_the_settings_say_otherwise() {
    let authority = Authority::new();
    let trusted = format!("\nauthorities: [{}]", authority.file.path().display());
    let mut postgres = PostgresServer::start("");
    let mut mariadb = MariadbServer::start("");
    let look = |postgres: &PostgresServer, mariadb: &MariadbServer, authorities: &str| {
        let named = |area: String| {
            format!("{}{authorities}", area.replace("orders: {postgresql", "shop: {postgresql"))
        };
        let inputs = json!({"database": "shop"});
        let more = "server_name: db.test";
        [
            (Case::new(POSTGRESQL, &named(postgres.area("runner", more))).run(&inputs), "pg"),
            (Case::new(MYSQL, &named(mariadb.area("runner", more))).run(&inputs), "my"),
        ]
    };
    for (outcome, collector) in look(&postgres, &mariadb, &trusted) {
        let (phase, error) = broken(&outcome, collector);
        assert!(phase == "tls" && error.contains("offers no TLS"), "{phase}: {error}");
    }
    let mut secure = |identity| {
        postgres.secure(&identity);
        mariadb.secure(&identity);
        (look(&postgres, &mariadb, &trusted), look(&postgres, &mariadb, ""))
    };
    let (known, unknown) = secure(authority.issue("db.test", -10, 100));
    for (outcome, collector) in known {
        outcome.assert_faults(&[]);
        assert_eq!(outcome.facts[collector]["encrypted"], true);
    }
    for (outcome, collector) in unknown {
        let (phase, error) = broken(&outcome, collector);
        assert!(phase == "tls" && error.contains("not a known authority"), "{phase}: {error}");
    }
    for identity in [
        authority.issue("other.test", -10, 100),
        authority.issue("db.test", -100, -1),
        self_signed("db.test"),
    ] {
        for (outcome, collector) in secure(identity).0 {
            assert_eq!(broken(&outcome, collector).0, "tls");
        }
    }
}

/// A server that says these bytes, each after the client said something but for `first`; what it heard.
fn hostile(first: &'static [u8], then: Vec<Vec<u8>>) -> (u16, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(first).unwrap();
        let (mut heard, mut buffer) = (Vec::new(), [0; 4_096]);
        for answer in then {
            let read = stream.read(&mut buffer).unwrap();
            heard.extend_from_slice(&buffer[..read]);
            stream.write_all(&answer).unwrap_or_default();
        }
        stream.read_to_end(&mut heard).unwrap_or_default();
        heard
    });
    (port, server)
}

fn check_hostile(engine: &str, first: &'static [u8], then: &[&[u8]], error: &str) {
    let (port, server) = hostile(first, then.iter().map(|bytes| bytes.to_vec()).collect());
    let folder = TempDir::new().unwrap();
    let (id, collector) = if engine == "mysql" { (MYSQL, "my") } else { (POSTGRESQL, "pg") };
    let outcome = Case::new(id, &area(engine, port, &folder, "tls: off")).run(&inputs());
    let (_, said) = broken(&outcome, collector);
    assert!(said.contains(error), "{said}");
    let heard = server.join().unwrap();
    let found = heard.windows(PASSWORD.len()).any(|part| part == PASSWORD.as_bytes());
    assert!(!found, "the password was said in clear");
}

#[test]
fn a_server_of_postgresqls_protocol_gets_no_password_in_clear_and_does_no_harm() {
    let check = |answers: &[&[u8]], error| check_hostile("postgresql", b"", answers, error);
    check(&[b"R\0\0\0\x08\0\0\0\x03"], "not sent without TLS");
    check(&[b"R\0\0\0\x08\0\0\0\x09"], "not known here");
    check(&[b"R\0\0\0\x0c\0\0\0\x0aX\0\0\0"], "SCRAM");
    check(&[b"R\xff\xff\xff\xff"], "does not speak PostgreSQL's protocol");
    check(&[b"HTTP/1.1 400 Bad Request\r\n\r\n"], "does not speak PostgreSQL's protocol");
    check(&[b"E\0\0\0\x0cMno way\0\0"], "no way");
    // It signs in whoever comes, and then answers with no JSON, or without an end.
    let open = b"R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I";
    check(&[open, b"D\0\0\0\x0e\0\x01\0\0\0\x04oops"], "a row is not JSON");
    let endless = b"D\0\0\0\x0c\0\x01\0\0\0\x02{}".repeat(2_000);
    check(&[open, &endless], "more than 1000 rows");
    check(&[open, b"D\0\0\0\x06\0\x01"], "a row is not understood");
}

/// A greeting of MySQL's that offers `caching_sha2_password`.
const GREETING: &[u8] =
    b"\x4a\0\0\0\x0a8.0.36\0\x01\0\0\0abcdefgh\0\xff\xff\x2d\x02\0\xff\xdf\x15\0\0\0\0\0\0\0\0\0\0\
    ijklmnopqrst\0caching_sha2_password\0";

#[test]
fn a_server_of_mysqls_protocol_gets_no_password_in_clear_and_no_file() {
    let check = |first, answers: &[&[u8]], error| check_hostile("mysql", first, answers, error);
    let ok = b"\x07\0\0\x02\0\0\0\x02\0\0\0";
    // The way in which servers ask for the whole password.
    check(GREETING, &[b"\x02\0\0\x02\x01\x04"], "not sent without TLS");
    check(GREETING, &[b"\x16\0\0\x02\xfemysql_clear_password\0"], "`mysql_clear_password`");
    check(GREETING, &[ok, b"\x0c\0\0\x01\xfb/etc/passwd"], "asks for a file");
    check(GREETING, &[ok, b"\x09\0\0\x01\xff\x15\x04no way"], "no way");
    check(GREETING, &[ok, b"\x09\0\0\x01\xfe\xff\xff\xff\xff\xff\xff\xff\xff"], "not understood");
    check(GREETING, &[b"\xff\xff\xff\0"], "does not speak MySQL's protocol");
    check(b"HTTP/1.1 400 Bad Request\r\n\r\n", &[], "");
    check(b"\x11\0\0\0\xff\x10\x04#08004too busy", &[], "too busy");
}

/// The role may have set what it likes: the database's own things do not stand in for the system's, and nothing is written.
#[test]
fn a_database_cannot_have_its_own_functions_run() {
    let server = PostgresServer::start("log_statement=all log_line_prefix=%u:");
    server.sql(
        "orders",
        "CREATE TABLE seen (by text); GRANT ALL ON seen TO PUBLIC;
         CREATE FUNCTION spy() RETURNS text LANGUAGE sql VOLATILE AS $$INSERT INTO public.seen VALUES (current_user) RETURNING by$$;
         CREATE VIEW public.pg_settings AS SELECT spy() AS name, 'x' AS reset_val, false AS pending_restart;
         GRANT SELECT ON public.pg_settings TO PUBLIC;
         ALTER ROLE runner SET search_path = public, pg_catalog",
    );
    Case::new(POSTGRESQL, &server.area("runner", "tls: off")).run(&inputs()).assert_faults(&[]);
    assert_eq!(server.sql("orders", "SELECT count(*) FROM seen"), "0");
    let log = server.log();
    let said: Vec<&str> =
        log.lines().filter_map(|line| line.strip_prefix("runner:LOG:  statement: ")).collect();
    assert!(said.len() >= 2, "{log}");
    assert!(
        said.iter().all(|statement| statement.starts_with("BEGIN TRANSACTION READ ONLY; SET LOCAL")),
        "{said:#?}"
    );
}
