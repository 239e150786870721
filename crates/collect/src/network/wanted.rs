//! What can be asked of a network, and the answers; both cross to another process.

use crate::scope::OutOfScope;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::os::fd::OwnedFd;
use std::time::Duration;

/// A wish for a socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Wanted {
    /// A connection to a host of the scope, its name resolved once.
    Stream { host: String, port: u16 },
    /// A socket for datagrams to a host of the scope, its name resolved once.
    Datagrams { host: String, port: u16 },
    /// The addresses of the DNS servers to ask: the one named, or those of the scope or the system.
    NameServers { named: Option<String> },
    /// A socket to one of these DNS servers.
    NameServer { server: SocketAddr, transport: Transport },
}

/// How a DNS server is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Transport {
    Udp,
    Tcp,
}

/// The answer to a wish.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) told: Told,
    /// The socket, connected and not blocking, if there is one.
    pub(crate) socket: Option<OwnedFd>,
}

/// What is said of a wish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Told {
    /// Here it is.
    Connected { address: SocketAddr, dns: Duration, connect: Duration },
    /// These may be asked.
    NameServers(Vec<SocketAddr>),
    /// It is in the scope, and there is no connection.
    Unreached(Unreached),
    /// It is not in the scope.
    OutOfScope(OutOfScope),
}

/// Why there is no connection. These are facts about the service, not errors of the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unreached {
    /// The name has no address.
    Dns(String),
    /// No address accepts.
    Connect { addresses: Vec<SocketAddr>, dns: Duration, reason: String, failure: Failure },
}

/// How the last attempt to connect failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Failure {
    /// The machine answers that nothing listens there, or a firewall answers for it.
    Refused,
    /// The connection was broken off while it came about.
    Reset,
    /// No answer within the time for one address.
    Silent,
    /// This machine or a router on the way knows no way there.
    NoRoute,
    /// Anything else.
    Other,
}

impl From<&std::io::Error> for Failure {
    fn from(error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::ConnectionRefused => Self::Refused,
            ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => Self::Reset,
            ErrorKind::TimedOut => Self::Silent,
            ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => {
                Self::NoRoute
            }
            _ => Self::Other,
        }
    }
}

impl Unreached {
    /// The reason in words.
    pub(crate) fn reason(&self) -> &str {
        let (Self::Dns(reason) | Self::Connect { reason, .. }) = self;
        reason
    }
}

impl From<Told> for Answer {
    fn from(told: Told) -> Self {
        Self { told, socket: None }
    }
}

impl From<Unreached> for Answer {
    fn from(unreached: Unreached) -> Self {
        Told::Unreached(unreached).into()
    }
}

impl From<OutOfScope> for Answer {
    fn from(refusal: OutOfScope) -> Self {
        Told::OutOfScope(refusal).into()
    }
}
