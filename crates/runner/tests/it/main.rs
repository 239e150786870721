//! The runner against real files, DNS, TLS and HTTP servers on loopback, its own server among them.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where its set-up fails")]

mod collecting;
mod serving;
