//! What the ledger promises, seen from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod audit;
mod export;
mod mutation;
mod proofs;
mod rotation;
mod sample;
