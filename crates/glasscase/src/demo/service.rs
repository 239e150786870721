//! A service of the demo's own on loopback, for the diagnostics that look at services: a web server with TLS, and a DNS
//! server that knows its domain.

mod certificate;
mod dns;

use crate::serve::tls;
use anyhow::{Context as _, Result};
use axum::Router;
use axum::routing::get;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use tokio::net::{TcpListener, UdpSocket};

/// The domain that the DNS server knows.
pub(super) const DOMAIN: &str = "contoso.example";
/// The web server's name.
pub(super) const HOST: &str = "mail.contoso.example";

/// Where the service is. It ends with the demo.
pub(super) struct Service {
    /// The web server's address.
    pub(super) web: SocketAddr,
    /// The DNS server's.
    pub(super) dns: SocketAddr,
    /// The certificate of the authority that issued the web server's, PEM.
    pub(super) authority: PathBuf,
}

impl Service {
    /// Starts the service on free ports.
    ///
    /// # Errors
    /// If no port is free, or a certificate cannot be made.
    pub(super) async fn start(folder: &Path) -> Result<Self> {
        let issued = certificate::issue(HOST, &format!("lena.vogt@{DOMAIN}"))?;
        let authority = folder.join("authority.pem");
        std::fs::write(&authority, &issued.authority).context("cannot write the authority's certificate")?;
        let web = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("no port is free")?;
        let dns = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.context("no port is free")?;
        let service = Self { web: web.local_addr()?, dns: dns.local_addr()?, authority };
        let app = Router::new().route("/", get(|| async { "ready\n" }));
        let web = tls::Listener::new(web, issued.settings)?;
        tokio::spawn(async move { axum::serve(web, app).await });
        tokio::spawn(dns::serve(dns, dns::Zone::new(DOMAIN, HOST)?));
        Ok(service)
    }
}
