//! The web server's certificate, from an authority of its own.

use anyhow::{Context as _, Result};
use operations::clock::{Clock as _, SystemClock};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::ServerConfig;
use std::sync::Arc;
use time::{Duration, OffsetDateTime};

/// For how many more days the certificate is valid: few, so that there is something to find.
const DAYS_LEFT: i64 = 12;

/// The object identifier of a mail address in a name (PKCS #9).
const EMAIL_ADDRESS: [u64; 7] = [1, 2, 840, 113_549, 1, 9, 1];

/// A certificate in use.
pub(super) struct Issued {
    /// The authority's own certificate, PEM.
    pub(super) authority: String,
    /// TLS with it.
    pub(super) settings: Arc<ServerConfig>,
}

/// Makes an authority and lets it issue a certificate for `host`, looked after by somebody with the mail address
/// `caretaker`.
pub(super) fn issue(host: &str, caretaker: &str) -> Result<Issued> {
    let now = OffsetDateTime::from_unix_timestamp(SystemClock::new().now().unix_seconds())?;
    let mut authority = CertificateParams::new(Vec::new())?;
    authority.distinguished_name.push(DnType::CommonName, "Contoso internal authority");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.not_before = now - Duration::days(400);
    authority.not_after = now + Duration::days(3_000);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate()?)?;

    let mut server = CertificateParams::new(vec![host.to_owned()])?;
    server.distinguished_name.push(DnType::CommonName, host);
    // Many internal authorities name who looks after a server: something that a look at TLS should not tell.
    server.distinguished_name.push(DnType::CustomDnType(EMAIL_ADDRESS.to_vec()), caretaker);
    server.not_before = now - Duration::days(353);
    // An hour more, so that whole days are left while the demo runs.
    server.not_after = now + Duration::days(DAYS_LEFT) + Duration::hours(1);
    let key = KeyPair::generate()?;
    let certificate = server.signed_by(&key, &authority)?;

    let chain = vec![certificate.der().clone()];
    let settings = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key.into());
    Ok(Issued {
        authority: authority.pem(),
        settings: Arc::new(settings.context("the certificate cannot be used")?),
    })
}
