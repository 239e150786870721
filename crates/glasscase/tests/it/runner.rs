//! A runner as its owner has it: the program as a process of its own, beside a real server.

mod commands;
mod counting;
mod enrolling;
mod life;
mod packs;
mod process;
mod revoking;
pub(crate) mod site;
mod two_names;
