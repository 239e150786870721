//! Servers whose logs are in PostgreSQL.

use crate::program::{Ended, run};
use crate::server::{Server, wait};
use domain::Settings;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use std::path::Path;
use wire::{Items, NewTenant, TenantCreated, TenantSummary};

/// A database of the test's own; it is dropped with this.
struct Database {
    server: String,
    name: String,
}

impl Database {
    fn new() -> Self {
        let server = std::env::var("GLASSCASE_TEST_POSTGRES").unwrap_or_else(|_| {
            panic!("`cargo xtask postgres` starts a PostgreSQL for tests, and tells how to name it")
        });
        let database = Self { server, name: format!("serve_test_{}", std::process::id()) };
        database.ask(format!("CREATE DATABASE {}", database.name));
        database
    }

    fn ask(&self, statement: String) {
        wait(async {
            let mut connection = PgConnection::connect(&self.server).await.unwrap();
            connection.execute(AssertSqlSafe(statement)).await.unwrap();
        });
    }

    fn url(&self) -> String {
        format!("{}/{}", self.server.rsplit_once('/').unwrap().0, self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.ask(format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

fn on(data: &Path, arguments: &[&str]) -> Ended {
    run(&[arguments, &["--data", data.to_str().unwrap()]].concat(), b"")
}

#[test]
fn replicas_share_a_folder_and_a_database() {
    let (database, folder) = (Database::new(), tempfile::tempdir().unwrap());
    let (data, url) = (folder.path().join("data"), database.url());
    let start = || Server::start(&data, &["--database", &url]);
    let one = start();
    let (created, other) = wait(async {
        let operator = one.redeem_token(one.link.as_ref().unwrap()).await;
        let new = NewTenant { tenant: None, name: "Contoso".to_owned(), settings: Settings::default() };
        let client = wire::Client::new(&one.url, Some(operator.clone())).unwrap();
        let created: TenantCreated = client.post("api/v1/tenants", &new).await.unwrap();
        let other = start();
        let client = wire::Client::new(&other.url, Some(operator)).unwrap();
        let seen: Items<TenantSummary> = client.get("api/v1/tenants").await.unwrap();
        assert_eq!(seen.items.iter().map(|one| &one.tenant).collect::<Vec<_>>(), [&created.tenant]);
        (created, other)
    });

    assert_eq!(on(&data, &["rebuild", "--database", &url]).code, Some(1), "a server runs");
    let alone = on(&data, &["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(alone.code, Some(1), "{}", alone.err);
    let export = folder.path().join("export");
    let to = ["export", "--tenant", created.tenant.as_str(), "--output", export.to_str().unwrap()];
    let exported = on(&data, &[&to[..], &["--database", &url]].concat());
    assert_eq!(exported.code, Some(0), "a replica more does no harm: {}", exported.err);
    assert_eq!(run(&["verify", export.to_str().unwrap()], b"").code, Some(0));

    one.end();
    other.end();
    let unnamed = on(&data, &["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(unnamed.code, Some(2));
    assert!(unnamed.err.contains("--database"), "{}", unnamed.err);
    assert_eq!(on(&data, &["rebuild", "--database", &url]).code, Some(0));
}

#[test]
fn a_database_that_cannot_be_reached_is_told_without_its_password() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let ended = on(
        &data,
        &["serve", "--listen", "127.0.0.1:0", "--database", "postgres://ann:geheim@127.0.0.1:1/desk"],
    );
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""));
    assert!(
        ended.err.contains("cannot open the desk's database") && !ended.err.contains("geheim"),
        "{}",
        ended.err
    );
}
