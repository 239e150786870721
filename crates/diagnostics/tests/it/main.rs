//! Diagnostics as their authors and readers meet them.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where its set-up fails"
)]

mod analyzing;
mod built_in;
mod expressions;
mod inputs;
mod packs;
mod parsing;
mod sample;
