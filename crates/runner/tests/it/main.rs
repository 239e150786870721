//! The runner against real files, DNS, TLS and HTTP servers on loopback, its own server among them.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where its set-up fails")]

/// The same as in the tests of `collect`: each test program can be told to be a collecting process.
#[path = "../../../collect/tests/it/collecting.rs"]
mod collecting;
mod serving;
