//! Operations as people, runners and the clock ask for them, on both databases.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "clippy takes only the test functions themselves for tests, not what they share"
)]

mod approvers;
mod asked;
mod assigning;
mod bundles;
mod bundles_under_way;
mod cases;
mod changing_people;
mod consents;
mod databases;
mod destinations;
mod dry_runs;
mod erasing;
mod evidence;
mod handover;
mod idempotency;
mod isolation;
mod lapses;
mod log;
mod losing;
mod mail_server;
mod namesakes;
mod notice_webhooks;
mod notices;
mod numbers;
mod passkeys;
mod people;
mod racing;
mod receiver;
mod requests;
mod rights;
mod runner;
mod runs;
mod scene;
mod searching;
mod sign_in;
mod signed;
mod stopping;
mod talking;
mod tickets;
mod whole_life;
