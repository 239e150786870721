//! The API over real HTTP on loopback, with a real database.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy takes only the test functions themselves for tests, not what they share"
)]

mod api;
mod approvers;
mod arm;
mod browser;
mod browsing;
mod desk;
mod errors;
mod faults;
mod forms;
mod graph;
mod idempotency;
mod isolation;
mod many_cases;
mod new_case_files;
mod numbers;
mod open_api;
mod passkeys;
mod rights;
mod routes;
mod runner;
mod scene;
mod timeline;
mod two_names;
mod welcome;
