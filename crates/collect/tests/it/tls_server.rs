//! A TLS server on loopback with certificates of its own authority.

use super::openssl_server::pem;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DnType, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tempfile::NamedTempFile;
use time::{Duration, OffsetDateTime};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// A private authority with an intermediate.
pub(crate) struct Authority {
    pub(crate) file: NamedTempFile,
    intermediate: CertifiedIssuer<'static, KeyPair>,
}

/// The chain and key that a server presents.
pub(crate) struct Identity {
    pub(crate) chain: Vec<CertificateDer<'static>>,
    pub(crate) key: PrivateKeyDer<'static>,
}

impl Identity {
    /// The chain as text.
    pub(crate) fn chain_pem(&self) -> String {
        self.chain.iter().map(|der| pem("CERTIFICATE", der)).collect()
    }

    /// The key as text.
    pub(crate) fn key_pem(&self) -> String {
        pem("PRIVATE KEY", self.key.secret_der())
    }
}

/// A running server; it ends when this is dropped.
pub(crate) struct TlsServer {
    pub(crate) address: SocketAddr,
    _runtime: Runtime,
}

/// `days` before or after the tests' time.
fn day(days: i64) -> OffsetDateTime {
    let now: domain::Moment = super::case::NOW.parse().unwrap();
    OffsetDateTime::from_unix_timestamp(now.unix_seconds()).unwrap() + Duration::days(days)
}

fn authority_params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.not_before = day(-4_000);
    params.not_after = day(4_000);
    params
}

fn server_params(name: &str, from: i64, until: i64) -> CertificateParams {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = day(from);
    params.not_after = day(until);
    params
}

impl Authority {
    pub(crate) fn new() -> Self {
        Self::called("Test intermediate")
    }

    /// An authority whose intermediate has this name.
    pub(crate) fn called(name: &str) -> Self {
        let root = CertifiedIssuer::self_signed(authority_params("Test root"), KeyPair::generate().unwrap())
            .unwrap();
        let params = authority_params(name);
        let intermediate = CertifiedIssuer::signed_by(params, KeyPair::generate().unwrap(), &root).unwrap();
        let mut file = NamedTempFile::new().unwrap();
        file.write_all(root.pem().as_bytes()).unwrap();
        Self { file, intermediate }
    }

    /// A certificate for `name`, valid from and until so many days from now, with its chain.
    pub(crate) fn issue(&self, name: &str, from: i64, until: i64) -> Identity {
        self.issue_from(&server_params(name, from, until))
    }

    /// A certificate that demands a stapled OCSP answer (RFC 7633).
    pub(crate) fn issue_demanding_staple(&self, name: &str) -> Identity {
        let mut params = server_params(name, -10, 100);
        let feature = vec![0x30, 0x03, 0x02, 0x01, 0x05];
        let extension = CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 24], feature);
        params.custom_extensions.push(extension);
        self.issue_from(&params)
    }

    fn issue_from(&self, params: &CertificateParams) -> Identity {
        let key = KeyPair::generate().unwrap();
        let leaf = params.signed_by(&key, &self.intermediate).unwrap();
        Identity { chain: vec![leaf.der().clone(), self.intermediate.der().clone()], key: key.into() }
    }
}

/// A certificate that signs itself.
pub(crate) fn self_signed(name: &str) -> Identity {
    let key = KeyPair::generate().unwrap();
    let leaf = server_params(name, -10, 100).self_signed(&key).unwrap();
    Identity { chain: vec![leaf.der().clone()], key: key.into() }
}

/// Accepts connections and hands those with a handshake on.
pub(crate) struct TlsListener {
    tcp: TcpListener,
    acceptor: TlsAcceptor,
}

impl TlsListener {
    pub(crate) async fn bind(identity: Identity) -> Self {
        let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        Self { tcp, acceptor: acceptor(identity) }
    }

    async fn stapling(identity: Identity, ocsp: Vec<u8>) -> Self {
        let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        Self { tcp, acceptor: acceptor_with(identity, ocsp, &[]) }
    }
}

/// The server's side of handshakes.
pub(crate) fn acceptor(identity: Identity) -> TlsAcceptor {
    acceptor_with(identity, Vec::new(), &[])
}

/// As [`acceptor`], with an OCSP answer and protocols above TLS.
pub(crate) fn acceptor_with(identity: Identity, ocsp: Vec<u8>, alpn: &[&str]) -> TlsAcceptor {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert_with_ocsp(identity.chain, identity.key, ocsp)
        .unwrap();
    config.alpn_protocols = alpn.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
    TlsAcceptor::from(Arc::new(config))
}

impl axum::serve::Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, SocketAddr) {
        loop {
            let (stream, address) = self.tcp.accept().await.unwrap();
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.tcp.local_addr()
    }
}

/// A server that makes handshakes and nothing else.
pub(crate) fn serve(identity: Identity) -> TlsServer {
    serve_stapling(identity, Vec::new())
}

/// As [`serve`], with this OCSP answer; none if it is empty.
pub(crate) fn serve_stapling(identity: Identity, ocsp: Vec<u8>) -> TlsServer {
    let runtime = Runtime::new().unwrap();
    let mut listener = runtime.block_on(TlsListener::stapling(identity, ocsp));
    let address = axum::serve::Listener::local_addr(&listener).unwrap();
    runtime.spawn(async move {
        loop {
            drop(axum::serve::Listener::accept(&mut listener).await);
        }
    });
    TlsServer { address, _runtime: runtime }
}
