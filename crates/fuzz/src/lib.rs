//! What must hold for any input of what reads hostile bytes, and the means to look for one for which it does not.
//!
//! A [`Target`] is a property of bytes: [`Target::check`] panics where it is broken. The engine (`main.rs`, built by
//! `cargo xtask fuzz`) sends mutations of [`Target::seeds`] through it and keeps those that reach new code;
//! [`mutate()`] makes changes that know the form. Every input that once broke a property lies in `regressions/`, and the
//! tests send all of them through, without the engine.
//!
//! Absent on purpose: randomness of its own; what is drawn follows from the seed that the engine gives.

mod draw;
mod fragments;
mod mutate;
mod target;

pub use mutate::mutate;
pub use target::{TARGETS, Target, target};
