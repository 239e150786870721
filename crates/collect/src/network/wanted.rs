//! What can be asked of a network, and the answers; both cross to another process.

use crate::containers::Question;
use crate::kubernetes::Resource;
use crate::scope::{DatabaseServer, DatabaseTls, DirectoryTls, OutOfScope};
use crate::secret::Secret;
use diagnostics::collector::Engine;
use domain::Moment;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
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
    /// A connection to the server of a listed database and the way to sign in there, or the path of its file.
    Database { engine: Engine, name: String },
    /// A connection to a listed directory and the way to sign in there.
    Directory { name: String },
    /// A connection to a listed service and the credential for it.
    Service { name: String },
    /// The namespaces of a listed cluster that the settings name.
    Namespaces { cluster: String },
    /// A connection to the API server of a listed cluster and the credential for it, to list this in a namespace or in all.
    Cluster { name: String, resource: Resource, namespace: Option<String> },
    /// The answer of a listed container engine to one of the questions that it may be asked.
    ContainerEngine { name: String, question: Question },
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
    /// The socket, connected and not blocking, if there is one; or a file in memory.
    pub(crate) socket: Option<OwnedFd>,
}

/// What is said of a wish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Told {
    /// Here it is.
    Connected { address: SocketAddr, dns: Duration, connect: Duration },
    /// Here is the database's server, and who to be there.
    DatabaseServer { address: SocketAddr, dns: Duration, connect: Duration, login: Login },
    /// Here is the directory, and who to be there.
    Directory { address: SocketAddr, dns: Duration, connect: Duration, login: DirectoryLogin },
    /// Here is the service, and what to show it.
    Service { address: SocketAddr, dns: Duration, connect: Duration, access: ServiceAccess },
    /// These are looked at unless others are named; none at all means every one.
    Namespaces(Vec<String>),
    /// Here is the API server, and what to show it.
    Cluster { address: SocketAddr, dns: Duration, connect: Duration, access: ClusterAccess },
    /// Here is what the container engine answered; the body is in the file beside.
    Answered { status: u16, date: Option<Moment>, complete: bool },
    /// Here the database's file lies.
    DatabaseFile(PathBuf),
    /// It is in the scope, and this machine's settings do not do for it.
    Unusable(String),
    /// These may be asked.
    NameServers(Vec<SocketAddr>),
    /// It is in the scope, and there is no connection.
    Unreached(Unreached),
    /// It is not in the scope.
    OutOfScope(OutOfScope),
}

/// How to sign in to a database.
///
/// This is all that a collecting process ever holds of a secret: the password of the one database that its diagnostic
/// declared, once its server was reached. A process that the server took over could hand the password out as evidence, where
/// it would be looked at for credentials before it leaves; it has no other connection, and no other password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Login {
    pub(crate) user: String,
    pub(crate) database: Option<String>,
    pub(crate) password: Option<Secret>,
    pub(crate) tls: DatabaseTls,
    /// The name that the server's certificate has to be for.
    pub(crate) server_name: String,
}

/// How to sign in to a directory. What is said of [`Login`] holds here too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DirectoryLogin {
    pub(crate) user: String,
    pub(crate) password: Option<Secret>,
    pub(crate) tls: DirectoryTls,
    /// The name that the server's certificate has to be for.
    pub(crate) server_name: String,
}

/// How to ask a service. What is said of [`Login`] holds here too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ServiceAccess {
    pub(crate) url: String,
    /// The header's name, and its value.
    pub(crate) credential: Option<(String, Secret)>,
}

/// How to ask the API server of a cluster. What is said of [`Login`] holds here too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ClusterAccess {
    pub(crate) url: String,
    /// The only authorities that may vouch for it, PEM; the usual ones if none.
    pub(crate) authority: Option<String>,
    /// The header's name, and its value.
    pub(crate) credential: Option<(String, Secret)>,
}

impl Login {
    pub(crate) fn new(server: &DatabaseServer, password: Option<Secret>) -> Self {
        Self {
            user: server.user.clone(),
            database: server.database.clone(),
            password,
            tls: server.tls,
            server_name: server.server_name.clone().unwrap_or_else(|| server.host.clone()),
        }
    }
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
