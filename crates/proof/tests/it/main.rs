//! Logs written through the domain's commands, sound and tampered with.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod agreement;
mod approvers;
mod authors;
mod bundles;
mod closed;
mod desk;
mod documented;
mod documents;
mod earlier;
mod evidence;
mod form;
mod frozen;
mod kept;
mod mutated;
mod mutations;
mod operators;
mod passkeys;
mod receipts;
mod reports;
mod rotated;
mod rules;
mod sample;
mod sound;
