//! Runs diagnostics near the data; checks consents and scope itself.
//!
//! What always holds:
//! - Nothing is opened, connected to or asked that [`scope::Scope`] does not list, whatever the server says.
//! - A collector only reads: it runs no command, writes nothing, and keeps no more in memory than a buffer.
//!
//! What is absent: any way in. The runner listens on no port.

pub mod collect;
pub mod scope;
