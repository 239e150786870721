//! The runner at work, against a server that lies, breaks or goes silent.

mod connecting;
mod delivering;
mod desk;
mod enrolling;
mod halting;
mod listener;
mod packs;
mod papers;
mod passkeys;
mod refusing;
mod scoping;
mod shipping;
mod world;
