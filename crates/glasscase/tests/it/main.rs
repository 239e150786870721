//! The program as its users run it: real processes, real files, real connections.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod connection;
mod consent;
mod demo;
mod diagnostic;
mod help;
mod import;
mod inspect;
mod killing;
mod log;
mod program;
mod runner;
mod screen;
mod server;
mod serving;
mod simulate;
mod streams;
mod texts;
mod verify;
