//! Bundles as tools make them, and as nobody should.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod any_bytes;
mod archives;
mod each;
mod forms;
mod har;
mod inside;
mod listing;
mod refusals;
mod tools;
mod utf16;
