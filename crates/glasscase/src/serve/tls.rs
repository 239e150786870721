//! TLS, from certificate files.

use crate::failure::Failure;
use anyhow::Result;
use rustls::ServerConfig;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// How long a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How many may be under way at a time; further connections wait.
const HANDSHAKES_MAX: usize = 256;
/// The pause after the system could give no connection, for instance since no more files may be open.
const RECOVERY: Duration = Duration::from_millis(200);

/// The settings of TLS, if certificate files are named.
///
/// # Errors
/// If a file cannot be read, holds no certificate or no key, or the two do not belong together.
pub(crate) fn settings(cert: Option<&Path>, key: Option<&Path>) -> Result<Option<Arc<ServerConfig>>> {
    let (Some(cert), Some(key)) = (cert, key) else { return Ok(None) };
    let certificates: Result<Vec<CertificateDer<'static>>, pem::Error> =
        CertificateDer::pem_file_iter(cert).and_then(Iterator::collect);
    let certificates = certificates.map_err(|why| unusable("certificates", cert, &why))?;
    if certificates.is_empty() {
        return Err(unusable("certificates", cert, &pem::Error::NoItemsFound).into());
    }
    let secret = PrivateKeyDer::from_pem_file(key).map_err(|why| unusable("private key", key, &why))?;
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(certificates, secret);
    let mut config = config.map_err(|why| {
        let (cert, key) = (cert.display(), key.display());
        Failure::bad_input(format!(
            "the certificate in `{cert}` and the key in `{key}` cannot be used: {why}"
        ))
        .advise("name the certificate chain, the server's own first, and the key that belongs to it")
    })?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Some(Arc::new(config)))
}

fn unusable(what: &str, file: &Path, why: &pem::Error) -> Failure {
    let why = match why {
        pem::Error::Io(why) => why.to_string(),
        pem::Error::NoItemsFound => "it holds none in PEM form".to_owned(),
        why => why.to_string(),
    };
    Failure::bad_input(format!("cannot read the {what} in `{}`: {why}", file.display()))
}

/// Hands out connections whose handshake is done. A slow handshake holds up no other.
pub(crate) struct Listener {
    done: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
}

impl Listener {
    /// Begins to shake hands with whoever connects.
    ///
    /// # Errors
    /// If the socket does not know its address.
    pub(crate) fn new(tcp: TcpListener, settings: Arc<ServerConfig>) -> io::Result<Self> {
        let address = tcp.local_addr()?;
        let (to, done) = mpsc::channel(HANDSHAKES_MAX);
        tokio::spawn(accept(tcp, TlsAcceptor::from(settings), to));
        Ok(Self { done, address })
    }
}

type Done = mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>;

/// Accepts connections as long as somebody takes them.
async fn accept(tcp: TcpListener, acceptor: TlsAcceptor, to: Done) {
    let turns = Arc::new(Semaphore::new(HANDSHAKES_MAX));
    loop {
        let Ok(turn) = Arc::clone(&turns).acquire_owned().await else { return };
        let accepted = tokio::select! {
            () = to.closed() => return,
            accepted = tcp.accept() => accepted,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(why) => {
                tracing::warn!(%why, "a connection could not be accepted");
                sleep(RECOVERY).await;
                continue;
            }
        };
        let (acceptor, to) = (acceptor.clone(), to.clone());
        tokio::spawn(async move {
            // Without it a small answer waits for more; a connection works without it too.
            let _ = stream.set_nodelay(true);
            match timeout(HANDSHAKE, acceptor.accept(stream)).await {
                // Nobody takes it any more: the server ends.
                Ok(Ok(stream)) => drop(to.send((stream, address)).await),
                Ok(Err(why)) => tracing::debug!(%why, "a TLS handshake failed"),
                Err(_) => tracing::debug!("a TLS handshake took too long"),
            }
            drop(turn);
        });
    }
}

impl axum::serve::Listener for Listener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, SocketAddr) {
        match self.done.recv().await {
            Some(connection) => connection,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}
