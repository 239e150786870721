//! Runs a test on a fresh database of each kind.

use domain::Moment;
use sqlx::{Connection, Executor, PgConnection};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use store::{Location, Options, Store};

/// Names the address of a PostgreSQL role that may create databases and roles and is no superuser.
const POSTGRES: &str = "GLASSCASE_TEST_POSTGRES";

/// A clock that only tests move. Starts at 2026-01-01.
#[derive(Clone)]
pub(crate) struct TestClock(Arc<AtomicI64>);

impl TestClock {
    fn new() -> Self {
        Self(Arc::new(AtomicI64::new(1_767_225_600_000_000)))
    }

    pub(crate) fn now(&self) -> Moment {
        Moment::from_unix_micros(self.0.load(Ordering::SeqCst)).unwrap()
    }

    pub(crate) fn set(&self, at: Moment) {
        self.0.store(at.unix_micros(), Ordering::SeqCst);
    }

    pub(crate) fn forward_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }

    pub(crate) fn forward_days(&self, days: i64) {
        self.forward_seconds(days * 86_400);
    }
}

/// An open store, and how to open it once more.
#[derive(Clone)]
pub(crate) struct Opened {
    pub(crate) store: Store,
    pub(crate) location: Location,
    pub(crate) clock: TestClock,
}

impl Opened {
    async fn at(location: Location) -> Self {
        let clock = TestClock::new();
        let store = open(&location, &clock).await;
        Self { store, location, clock }
    }

    /// Opens the same database once more, as another process would (on SQLite: after this one is closed).
    pub(crate) async fn reopen(&self) -> Store {
        open(&self.location, &self.clock).await
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.location, Location::Sqlite(_))
    }
}

async fn open(location: &Location, clock: &TestClock) -> Store {
    let clock = clock.clone();
    Store::open(location, Options::new(move || clock.now())).await.unwrap()
}

/// Runs `test` on SQLite, then on PostgreSQL.
pub(crate) fn each_database<F: Future<Output = ()>>(test: impl Fn(Opened) -> F) {
    on_sqlite(&test);
    on_postgres(&test);
}

fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(test);
}

/// Runs `test` on SQLite.
pub(crate) fn on_sqlite<F: Future<Output = ()>>(test: impl Fn(Opened) -> F) {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        eprintln!("on SQLite");
        test(Opened::at(Location::Sqlite(folder.path().join("desk.db"))).await).await;
    });
}

/// Runs `test` on PostgreSQL, in a database of its own that is dropped in the end.
pub(crate) fn on_postgres<F: Future<Output = ()>>(test: impl Fn(Opened) -> F) {
    static DATABASES: AtomicU64 = AtomicU64::new(0);
    let address = std::env::var(POSTGRES).unwrap_or_else(|_| {
        panic!(
            "{POSTGRES} names no PostgreSQL to test on; `cargo xtask test` starts one and sets it. By hand: set it \
             to the address of a role with CREATEDB and CREATEROLE that is no superuser"
        )
    });
    run(async {
        let number = DATABASES.fetch_add(1, Ordering::Relaxed);
        let name = format!("store_test_{}_{number}", std::process::id());
        let mut server = PgConnection::connect(&address).await.unwrap();
        server.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
        let (server_part, _) = address.rsplit_once('/').unwrap();
        eprintln!("on PostgreSQL");
        let location = Location::Postgres(format!("{server_part}/{name}"));
        // The database goes whether or not the test passed; then its panic goes on.
        let outcome = catch(async { test(Opened::at(location).await).await }).await;
        server.execute(sqlx::AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"))).await.unwrap();
        if let Err(panic) = outcome {
            std::panic::resume_unwind(panic);
        }
    });
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
