//! What the vault promises, in real folders.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod beside;
mod destroying;
mod keys;
mod names;
mod opening;
mod racing;
mod scene;
mod text;
mod uploading;
