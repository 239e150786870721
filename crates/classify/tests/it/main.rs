//! The classifier from outside: the guideline's examples, a labelled sample, streams.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_push_string,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

mod accuracy;
mod cuts;
mod guideline;
mod records;
mod redaction;
mod sample;
