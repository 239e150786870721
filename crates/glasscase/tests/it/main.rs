//! The program as its users run it: real processes, real files, real connections.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod connection;
mod consent;
mod help;
mod program;
mod screen;
mod server;
mod serving;
mod simulate;
mod verify;
