//! A server on loopback, on a fresh SQLite database.

use operations::clock::{Clock, SystemClock};
use operations::{Desk, Installation};
use std::sync::Arc;
use store::{Location, Options, Store};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Where passkeys sign consents.
pub(crate) const CONSENT_ORIGIN: &str = "https://consent.desk.example";
/// Where people sign in, on a desk of two names.
pub(crate) const DESK_ORIGIN: &str = "https://desk.example";
/// The vendor's own tenant.
pub(crate) const SUPPORT: &str = "b4c546a4-7dac-46a6-a7dd-ed822a11efd3";

/// A server that ends with the test.
pub(crate) struct Server {
    /// Its address.
    pub(crate) url: String,
    /// The code of its first operator.
    pub(crate) operator_code: String,
    /// Ends its event streams.
    pub(crate) ending: CancellationToken,
    _folder: TempDir,
}

impl Server {
    pub(crate) async fn start() -> Self {
        Self::serve(Self::listen().await, [CONSENT_ORIGIN; 2], web::Site::default()).await
    }

    /// A server whose consents are signed under a name of their own.
    pub(crate) async fn start_with_two_names() -> Self {
        let site = web::Site { https: true, ..web::Site::default() };
        Self::serve(Self::listen().await, [DESK_ORIGIN, CONSENT_ORIGIN], site).await
    }

    /// A server in front of which somebody else ends TLS, as its links say.
    pub(crate) async fn start_behind_tls() -> Self {
        let listener = Self::listen().await;
        let public_url = Some(format!("https://{}", listener.local_addr().unwrap()));
        Self::serve(listener, [CONSENT_ORIGIN; 2], web::Site { public_url, ..web::Site::default() }).await
    }

    /// A server on whose own pages a browser on this machine makes passkeys. Gives their origin too.
    pub(crate) async fn start_for_browsers() -> (Self, String) {
        let listener = Self::listen().await;
        let origin = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        (Self::serve(listener, [&origin; 2], web::Site::default()).await, origin)
    }

    async fn listen() -> TcpListener {
        TcpListener::bind("127.0.0.1:0").await.unwrap()
    }

    /// `origins` are those of signing in and of consents.
    async fn serve(listener: TcpListener, origins: [&str; 2], site: web::Site) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(&folder, origins).await;
        let invitation = operations::first_start(&desk).await.unwrap().unwrap();
        let ending = CancellationToken::new();
        let router = web::router(desk, site, ending.clone());
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, operator_code: invitation.code, ending, _folder: folder }
    }
}

async fn desk(folder: &TempDir, origins: [&str; 2]) -> Desk {
    let [sign_in, consents] = origins.map(|origin| Some(operations::RelyingParty::at(origin).unwrap()));
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let now = Arc::clone(&clock);
    let database = Location::Sqlite(folder.path().join("desk.db"));
    let store = Store::open(&database, Options::new(move || now.now())).await.unwrap();
    let vault = vault::Vault::open(&folder.path().join("vault"), &folder.path().join("keyring")).unwrap();
    let catalogue = diagnostics::Catalogue::built_in();
    let log_key = ledger::LogKey::from_seed("desk.example", &[7; 32]).unwrap();
    let installation = Installation {
        support_tenant: SUPPORT.parse().unwrap(),
        support_name: "support.example".to_owned(),
        applications: operations::Applications::default(),
        consent_site: consents,
        sign_in_site: sign_in,
    };
    let desk = Desk::new(store, vault, clock, catalogue, log_key, installation);
    desk.settle_outgoing(operations::Outgoing { allow_private: true, ..operations::Outgoing::default() });
    desk
}
