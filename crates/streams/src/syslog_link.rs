//! A link to a syslog receiver over TLS (RFC 5425).
//!
//! Syslog has no acknowledgement. So a batch has a connection of its own: after the last message the sender says that no
//! more comes, and waits for the receiver to close too. A receiver closes once it has read everything; one that died, or
//! closed before it read everything, resets the connection, and the batch is sent again.

use crate::connect::Outgoing;
use crate::fault::Fault;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

/// The longest that connecting, sending a batch and hearing its end may take.
const LIMIT: Duration = Duration::from_secs(15);
/// How long a reset may be on its way: a receiver that closed just before the last bytes came says so only after its end.
const ECHO: Duration = Duration::from_millis(200);

/// A link to a receiver, whose address is settled for as long as the link is used.
pub struct SyslogLink {
    addresses: Vec<SocketAddr>,
    name: ServerName<'static>,
    tls: Arc<ClientConfig>,
}

impl SyslogLink {
    /// Resolves the receiver's name. `authorities` (DER) are the only ones trusted to vouch for it, if there are any.
    ///
    /// # Errors
    /// If the address makes no sense, or is none that the installation allows.
    pub async fn open(outgoing: &Outgoing, address: &str, authorities: &[Vec<u8>]) -> Result<Self, Fault> {
        let (host, port) = Self::check(address)?;
        let addresses = outgoing.resolve(&host, port).await?;
        let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let name = ServerName::try_from(bare).map_err(|_| Fault::new("the host's name makes no sense"))?;
        Ok(Self { addresses, name, tls: outgoing.tls(authorities)? })
    }

    /// The host and port of a receiver's address, `HOST:PORT`.
    ///
    /// # Errors
    /// If it has another form.
    pub fn check(address: &str) -> Result<(String, u16), Fault> {
        let parts = address.rsplit_once(':').and_then(|(host, port)| Some((host, port.parse().ok()?)));
        match parts {
            Some((host, port)) if !host.is_empty() && (!host.contains(':') || host.starts_with('[')) => {
                Ok((host.to_owned(), port))
            }
            _ => Err(Fault::new("a receiver's address has the form HOST:PORT; 6514 is the usual port")),
        }
    }

    /// Sends framed messages, and returns once the receiver has read them all.
    ///
    /// # Errors
    /// If it did not, or nobody can tell; then some of them may have come all the same.
    pub async fn send(&self, frames: &[u8]) -> Result<(), Fault> {
        timeout(LIMIT, self.deliver(frames)).await.map_err(|_| Fault::late(LIMIT))?
    }

    async fn deliver(&self, frames: &[u8]) -> Result<(), Fault> {
        let unreachable = |_| Fault::new("the receiver cannot be reached");
        let tcp = TcpStream::connect(self.addresses.as_slice()).await.map_err(unreachable)?;
        let connector = TlsConnector::from(Arc::clone(&self.tls));
        let shaken = connector.connect(self.name.clone(), tcp).await;
        let mut stream = shaken.map_err(|why| Fault::new(format!("TLS with the receiver failed: {why}")))?;
        let broke = |_| Fault::new("the receiver broke off before it had read everything");
        stream.write_all(frames).await.map_err(broke)?;
        stream.flush().await.map_err(broke)?;
        stream.shutdown().await.map_err(broke)?;
        let mut rest = [0; 256];
        loop {
            match stream.read(&mut rest).await {
                Ok(0) => break,
                // Syslog receivers say nothing; what one says all the same is no matter of ours.
                Ok(_) => {}
                // Some end the connection without TLS's own goodbye; what the network says decides below.
                Err(why) if why.kind() == std::io::ErrorKind::UnexpectedEof => break,
                Err(why) => return Err(broke(why)),
            }
        }
        let (tcp, _) = stream.into_inner();
        tokio::time::sleep(ECHO).await;
        match tcp.take_error() {
            Ok(None) => Ok(()),
            Ok(Some(why)) | Err(why) => Err(broke(why)),
        }
    }
}
