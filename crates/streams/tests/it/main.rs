//! The forms of a log's entries, held to what was published of them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod entries;
mod forms;
mod kql;
mod rules;
mod sigma;
