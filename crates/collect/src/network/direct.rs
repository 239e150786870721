//! The network of this very process, held to the scope.

use super::Network;
use super::declared::Declared;
use super::dns::{CONNECT_PATIENCE, absolute, asking, patient};
use super::wanted::{Answer, Failure, Told, Transport, Unreached, Wanted};
use crate::dns::shown;
use crate::scope::{OutOfScope, Scope, Target};
use crate::{CollectError, Order};
use domain::SubscriptionId;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::system_conf::read_system_conf;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::fd::OwnedFd;
use std::pin::Pin;
use std::time::{Duration, Instant};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

/// Opens sockets by itself, to what a diagnostic declares and the scope lists for a subscription.
#[derive(Clone, Debug)]
pub(crate) struct Direct {
    pub(super) scope: Scope,
    pub(super) subscription: SubscriptionId,
    declared: Declared,
}

impl Network for Direct {
    fn ask(&self, wanted: Wanted) -> Pin<Box<dyn Future<Output = Answer> + Send + '_>> {
        Box::pin(async move { self.answer(&wanted).await.unwrap_or_else(Answer::from) })
    }
}

impl Direct {
    /// The network of one run.
    pub(crate) fn new(order: &Order) -> Result<Self, CollectError> {
        let declared = Declared::of(order.diagnostic, order.inputs)?;
        Ok(Self { scope: order.scope.clone(), subscription: order.subscription.clone(), declared })
    }

    async fn answer(&self, wanted: &Wanted) -> Result<Answer, OutOfScope> {
        self.declared.check(wanted, &self.subscription)?;
        match wanted {
            Wanted::Stream { host, port } => self.dial(host, *port, Transport::Tcp).await,
            Wanted::Datagrams { host, port } => self.dial(host, *port, Transport::Udp).await,
            Wanted::NameServers { named } => Ok(match self.name_servers(named.as_deref())? {
                Ok(servers) => Told::NameServers(servers).into(),
                Err(reason) => Unreached::Dns(reason).into(),
            }),
            Wanted::Database { engine, name } => self.database(*engine, name).await,
            Wanted::Directory { name } => self.directory(name).await,
            Wanted::Service { name } => self.service(name).await,
            Wanted::Namespaces { cluster } => {
                let cluster = self.scope.cluster(&self.subscription, cluster)?;
                Ok(Told::Namespaces(cluster.all_namespaces()).into())
            }
            Wanted::Cluster { name, resource, namespace } => {
                self.cluster(name, *resource, namespace.as_deref()).await
            }
            Wanted::ContainerEngine { name, question } => self.container_engine(name, question).await,
            Wanted::NameServer { server, transport } => self.name_server(*server, *transport).await,
        }
    }

    /// Resolves the host once and connects to an address that the scope admits, to that very address: a name that
    /// answers differently the second time leads nowhere else.
    async fn dial(&self, host: &str, port: u16, transport: Transport) -> Result<Answer, OutOfScope> {
        let target = self.scope.host(&self.subscription, host, port)?;
        self.reach(&target, transport).await
    }

    /// Looks the target up and connects to it.
    pub(super) async fn reach(&self, target: &Target, transport: Transport) -> Result<Answer, OutOfScope> {
        let start = Instant::now();
        let found = match target.literal() {
            Some(address) => Ok(vec![address]),
            None => self.addresses(target.name()).await?,
        };
        let dns = start.elapsed();
        let found = match found {
            Ok(found) => found,
            Err(reason) => return Ok(Unreached::Dns(reason).into()),
        };
        let addresses = target.admit(&found)?;
        let start = Instant::now();
        Ok(match connect(&addresses, transport).await {
            Ok((socket, address)) => {
                let told = Told::Connected { address, dns, connect: start.elapsed() };
                Answer { told, socket: Some(socket) }
            }
            Err((reason, failure)) => Unreached::Connect { addresses, dns, reason, failure }.into(),
        })
    }

    /// The addresses of a host, or why there are none.
    async fn addresses(&self, name: &str) -> Result<Result<Vec<IpAddr>, String>, OutOfScope> {
        let servers = self.scope.dns_server(&self.subscription, None)?.map(|server| vec![server.0]);
        Ok(look_up(servers, name).await)
    }

    fn name_servers(&self, named: Option<&str>) -> Result<Result<Vec<SocketAddr>, String>, OutOfScope> {
        if let Some(server) = self.scope.dns_server(&self.subscription, named)? {
            return Ok(Ok(vec![server.0]));
        }
        Ok(read_system_conf().map_err(|error| format!("no DNS servers to ask: {error}")).map(
            |(config, _)| {
                let servers = config.name_servers().iter();
                servers.map(|server| SocketAddr::new(server.ip, 53)).collect()
            },
        ))
    }

    async fn name_server(&self, server: SocketAddr, transport: Transport) -> Result<Answer, OutOfScope> {
        let listed = self.scope.area(&self.subscription)?.dns.servers.iter().any(|one| one.0 == server);
        let is_allowed = listed || self.name_servers(None)?.is_ok_and(|servers| servers.contains(&server));
        if !is_allowed {
            // Says what is missing.
            self.scope.dns_server(&self.subscription, Some(&server.to_string()))?;
        }
        let start = Instant::now();
        Ok(match connect(&[server], transport).await {
            Ok((socket, address)) => {
                let told = Told::Connected { address, dns: Duration::ZERO, connect: start.elapsed() };
                Answer { told, socket: Some(socket) }
            }
            Err((reason, failure)) => {
                Unreached::Connect { addresses: vec![server], dns: Duration::ZERO, reason, failure }.into()
            }
        })
    }
}

async fn look_up(servers: Option<Vec<SocketAddr>>, name: &str) -> Result<Vec<IpAddr>, String> {
    let unusable = |error| format!("no DNS servers to ask: {error}");
    let builder = match servers {
        Some(servers) => {
            let provider = TokioRuntimeProvider::default();
            hickory_resolver::TokioResolver::builder_with_config(asking(&servers), provider)
        }
        None => hickory_resolver::TokioResolver::builder_tokio().map_err(unusable)?,
    };
    let resolver = patient(builder).build().map_err(unusable)?;
    let found = resolver.lookup_ip(absolute(name)).await.map_err(|error| error.to_string())?;
    let found: Vec<IpAddr> = found.iter().collect();
    if found.is_empty() { Err("it has no address".to_owned()) } else { Ok(found) }
}

/// Connects to the first address that accepts; or why the last one did not.
async fn connect(
    addresses: &[SocketAddr],
    transport: Transport,
) -> Result<(OwnedFd, SocketAddr), (String, Failure)> {
    let mut failed = ("there is no address".to_owned(), Failure::Other);
    for address in addresses {
        let attempt = timeout(CONNECT_PATIENCE, async {
            match transport {
                Transport::Tcp => tcp(*address).await,
                Transport::Udp => udp(*address).await,
            }
        });
        failed = match attempt.await {
            Ok(Ok(socket)) => return Ok((socket, *address)),
            Ok(Err(error)) => (error.to_string(), Failure::from(&error)),
            Err(_) => {
                let seconds = CONNECT_PATIENCE.as_secs();
                let shown = shown::address(address.ip());
                (format!("{shown} does not answer within {seconds} s"), Failure::Silent)
            }
        };
    }
    Err(failed)
}

async fn tcp(address: SocketAddr) -> io::Result<OwnedFd> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream.into_std()?.into())
}

async fn udp(address: SocketAddr) -> io::Result<OwnedFd> {
    let any: IpAddr =
        if address.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind(SocketAddr::new(any, 0)).await?;
    socket.connect(address).await?;
    Ok(socket.into_std()?.into())
}
