//! The documents from outside: what is signed, what is refused, and what a person reads.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod coverage;
mod documents;
mod passkeys;
mod recorded;
mod registrations;
mod rendering;
mod run_records;
mod samples;
mod signatures;
