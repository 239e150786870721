//! Questions to DNS, over sockets that the network hands out.

use super::Network;
use super::wanted::{Answer, Told, Transport, Wanted};
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig};
use hickory_resolver::net::runtime::iocompat::AsyncIoTokioAsStd;
use hickory_resolver::net::runtime::{DnsUdpSocket, RuntimeProvider, TokioHandle, TokioTime};
use hickory_resolver::{ConnectionProvider, ResolverBuilder};
use std::io;
use std::net::SocketAddr;
use std::os::fd::OwnedFd;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::ReadBuf;
use tokio::net::{TcpStream, UdpSocket};

/// How long one DNS server may take for one answer.
const ANSWER_PATIENCE: Duration = Duration::from_secs(3);
/// How long one address may take to accept a connection.
pub(super) const CONNECT_PATIENCE: Duration = Duration::from_secs(5);

/// Asks DNS servers that the network names.
pub(crate) type Resolver = hickory_resolver::Resolver<Sockets>;

/// A resolver that asks `named`, or the servers of the scope or the system.
pub(crate) fn resolver(network: &Arc<dyn Network>, servers: &[SocketAddr]) -> Result<Resolver, String> {
    let sockets = Sockets { network: Arc::clone(network), handle: TokioHandle::default() };
    let mut builder = patient(hickory_resolver::Resolver::builder_with_config(asking(servers), sockets));
    // Records are asked for, and not what this machine's file of hosts says.
    builder.options_mut().use_hosts_file = ResolveHosts::Never;
    builder.build().map_err(|error| format!("no DNS servers to ask: {error}"))
}

/// `name` with a final dot, so that no search domain is tried behind it.
pub(crate) fn absolute(name: &str) -> String {
    format!("{}.", name.trim_end_matches('.'))
}

pub(super) fn patient<P: ConnectionProvider>(mut builder: ResolverBuilder<P>) -> ResolverBuilder<P> {
    let options = builder.options_mut();
    options.timeout = ANSWER_PATIENCE;
    options.attempts = 2;
    options.cache_size = 0;
    builder
}

pub(super) fn asking(servers: &[SocketAddr]) -> ResolverConfig {
    let servers = servers.iter().map(|server| {
        let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut connection| {
            connection.port = server.port();
            connection
        });
        NameServerConfig::new(server.ip(), true, connections.to_vec())
    });
    ResolverConfig::from_parts(None, Vec::new(), servers.collect())
}

/// Hands the resolver sockets of the network.
#[derive(Clone)]
pub(crate) struct Sockets {
    network: Arc<dyn Network>,
    handle: TokioHandle,
}

/// A socket that is connected to one DNS server, and can send to no other.
pub(crate) struct Connected {
    socket: UdpSocket,
    server: SocketAddr,
}

type Opening<T> = Pin<Box<dyn Send + Future<Output = io::Result<T>>>>;

impl RuntimeProvider for Sockets {
    type Handle = TokioHandle;
    type Timer = TokioTime;
    type Udp = Connected;
    type Tcp = AsyncIoTokioAsStd<TcpStream>;

    fn create_handle(&self) -> TokioHandle {
        self.handle.clone()
    }

    fn connect_tcp(
        &self,
        server: SocketAddr,
        _: Option<SocketAddr>,
        _: Option<Duration>,
    ) -> Opening<Self::Tcp> {
        let network = Arc::clone(&self.network);
        Box::pin(async move {
            let socket = open(&*network, server, Transport::Tcp).await?;
            Ok(AsyncIoTokioAsStd(TcpStream::from_std(socket.into())?))
        })
    }

    fn bind_udp(&self, _: SocketAddr, server: SocketAddr) -> Opening<Self::Udp> {
        let network = Arc::clone(&self.network);
        Box::pin(async move {
            let socket = open(&*network, server, Transport::Udp).await?;
            Ok(Connected { socket: UdpSocket::from_std(socket.into())?, server })
        })
    }
}

async fn open(network: &dyn Network, server: SocketAddr, transport: Transport) -> io::Result<OwnedFd> {
    match network.ask(Wanted::NameServer { server, transport }).await {
        Answer { socket: Some(socket), .. } => Ok(socket),
        Answer { told: Told::Unreached(unreached), .. } => {
            Err(io::Error::other(unreached.reason().to_owned()))
        }
        Answer { told: Told::OutOfScope(refusal), .. } => Err(io::Error::other(refusal.to_string())),
        Answer { .. } => Err(io::Error::other("there is no socket")),
    }
}

impl DnsUdpSocket for Connected {
    type Time = TokioTime;

    fn poll_recv_from(
        &self,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<(usize, SocketAddr)>> {
        let mut buffer = ReadBuf::new(buffer);
        ready!(self.socket.poll_recv(cx, &mut buffer))?;
        Poll::Ready(Ok((buffer.filled().len(), self.server)))
    }

    fn poll_send_to(&self, cx: &mut Context<'_>, buffer: &[u8], _: SocketAddr) -> Poll<io::Result<usize>> {
        self.socket.poll_send(cx, buffer)
    }
}
