//! Sockets, inside the scope: whoever collects asks for one and gets it connected.
//!
//! The collecting process can open none by itself. It asks the process that started it, which holds the scope; so a
//! collector that a hostile server took over reaches nobody else.

mod cluster;
mod container_engine;
mod database;
mod declared;
mod direct;
mod directory;
mod dns;
mod service;
mod wanted;

pub(crate) use direct::Direct;
pub(crate) use dns::{Resolver, absolute, resolver};
pub(crate) use wanted::{
    Answer, ClusterAccess, DirectoryLogin, Failure, Login, ServiceAccess, Told, Transport, Unreached, Wanted,
};

use std::net::SocketAddr;
use std::pin::Pin;
use std::time::Duration;
use tokio::net::TcpStream;

/// The reason of what was cut short by the run's own limit.
pub(crate) const LATE: &str = "time ran out";

/// Who hands out sockets.
pub(crate) trait Network: Send + Sync {
    /// Answers one wish. Takes seconds if the other side does; dropping the future gives up.
    fn ask(&self, wanted: Wanted) -> Pin<Box<dyn Future<Output = Answer> + Send + '_>>;
}

/// A connection and how it came about.
#[derive(Debug)]
pub(crate) struct Dialed {
    pub(crate) stream: TcpStream,
    pub(crate) address: SocketAddr,
    pub(crate) dns: Duration,
    pub(crate) connect: Duration,
}
