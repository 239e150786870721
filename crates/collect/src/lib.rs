//! Gathers the facts of a diagnostic, inside a scope, in a process that confines itself.
//!
//! A run is one process of its own ([`Program::run`] starts it, [`collecting_process`] is its inside). Before it looks
//! at anything it gives up what it does not need: it writes no file, starts no program and opens no socket. It reads
//! what the diagnostic's kinds reach of what the scope lists, asks the process that started it for sockets, and hands
//! over facts and text.
//!
//! What always holds:
//! - Nothing is opened, connected to or asked that [`scope::Scope`] does not list; the kernel repeats what this code
//!   decides (Landlock for files, seccomp for all else), and the collecting process never holds the scope's other parts.
//! - A kind only reads, runs no command, and keeps no more in memory than a buffer and its facts.
//! - A stop ends a run within milliseconds, whatever it is doing.
//!
//! What is absent: screening, consent, the server. Text goes to [`Evidence`] as it was read.
//!
//! [`given`] looks in the same way at text that somebody else gathered: it reaches nothing at all.

mod budget;
mod certificate;
mod confine;
mod containers;
mod database;
mod dns;
mod evidence;
pub mod given;
mod kind;
mod kubernetes;
mod ldap;
mod logs;
mod machine;
mod network;
mod process;
mod rounded;
mod run;
mod said;
pub mod scope;
mod secret;
mod site;
mod stop;
mod tls;
mod web;

pub use confine::Unconfined;
pub use evidence::{Evidence, Unwanted};
pub use process::{Confinement, Program, collecting_process};
pub use run::{CollectError, FACTS_ITEM, Order};
pub use stop::Stop;
