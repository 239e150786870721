//! Runs a test at a desk on a fresh database of each kind.

use crate::scene::Scene;
use sqlx::{Connection, Executor, PgConnection};
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use store::Location;

/// Names the address of a PostgreSQL role that may create databases and roles and is no superuser.
const POSTGRES: &str = "GLASSCASE_TEST_POSTGRES";

/// Runs `test` on SQLite, then on PostgreSQL.
pub(crate) fn each_database<F: Future<Output = ()>>(test: impl Fn(Scene) -> F) {
    on_sqlite(&test);
    on_postgres(&test);
}

/// Runs `test` on SQLite.
pub(crate) fn on_sqlite<F: Future<Output = ()>>(test: impl Fn(Scene) -> F) {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        eprintln!("on SQLite");
        test(Scene::begin(Location::Sqlite(folder.path().join("desk.db")), folder.path()).await).await;
    });
}

/// Runs `test` on PostgreSQL, in a database of its own that is dropped in the end.
pub(crate) fn on_postgres<F: Future<Output = ()>>(test: impl Fn(Scene) -> F) {
    static DATABASES: AtomicU64 = AtomicU64::new(0);
    let address = std::env::var(POSTGRES).unwrap_or_else(|_| {
        panic!(
            "{POSTGRES} names no PostgreSQL to test on; `cargo xtask test` starts one and sets it. By hand: set it \
             to the address of a role with CREATEDB and CREATEROLE that is no superuser"
        )
    });
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let number = DATABASES.fetch_add(1, Ordering::Relaxed);
        let name = format!("operations_test_{}_{number}", std::process::id());
        let mut server = PgConnection::connect(&address).await.unwrap();
        server.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
        let (server_part, _) = address.rsplit_once('/').unwrap();
        eprintln!("on PostgreSQL");
        let location = Location::Postgres(format!("{server_part}/{name}"));
        // The database goes whether or not the test passed; then its panic goes on.
        let outcome = catch(async { test(Scene::begin(location, folder.path()).await).await }).await;
        server.execute(sqlx::AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"))).await.unwrap();
        if let Err(panic) = outcome {
            std::panic::resume_unwind(panic);
        }
    });
}

fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(test);
}

/// Awaits a future and catches its panic.
async fn catch(future: impl Future<Output = ()>) -> std::thread::Result<()> {
    let mut future = std::pin::pin!(future);
    std::future::poll_fn(|context| {
        match std::panic::catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(poll) => poll.map(Ok),
            Err(panic) => std::task::Poll::Ready(Err(panic)),
        }
    })
    .await
}
