//! Logs written through the domain's commands, sound and tampered with.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod authors;
mod bundles;
mod desk;
mod documents;
mod evidence;
mod form;
mod kept;
mod operators;
mod passkeys;
mod rules;
mod sample;
mod sound;
