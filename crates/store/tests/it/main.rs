//! The store on both databases.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "clippy takes only the test functions themselves for tests, not what they share"
)]

mod appending;
mod databases;
mod desk;
mod entry_length;
mod full_disk;
mod history;
mod isolation;
mod paging;
mod power_cut;
mod raw;
mod rebuilding;
mod sending;
mod telling;
mod tree;
