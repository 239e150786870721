//! A TLS handshake that accepts any certificate, and the judgement of what was presented.

use crate::site::Site;
use crate::{CollectError, certificate};
use domain::Moment;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DEFAULT_VERSIONS, DigitallySignedStruct, Error, RootCertStore,
    SignatureScheme, SupportedProtocolVersion,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// The most certificates of a chain that are looked at.
const CHAIN_MAX: usize = 16;

/// What a handshake came to.
pub(crate) struct Session {
    pub(crate) stream: TlsStream<TcpStream>,
    pub(crate) chain: Vec<CertificateDer<'static>>,
    pub(crate) protocol: Option<String>,
    pub(crate) cipher: Option<String>,
    /// The protocol above TLS that the server chose (RFC 7301).
    pub(crate) alpn: Option<String>,
    /// Whether the server sent an OCSP answer along with its certificate.
    pub(crate) stapled: bool,
}

/// What a client offers in a handshake.
pub(crate) struct Offer {
    /// The name to ask for.
    pub(crate) name: ServerName<'static>,
    /// Protocols above TLS, the preferred first.
    pub(crate) alpn: &'static [&'static str],
    pub(crate) versions: &'static [&'static SupportedProtocolVersion],
}

/// What a client would think of a chain.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Judgement {
    /// Whether the first certificate is for the name.
    pub(crate) name_matches: bool,
    /// Why the chain does not lead to a trusted authority, its validity in time left aside; none if it does.
    pub(crate) distrust: Option<String>,
    /// Why clients would refuse it now, for whatever reason; none if they would not.
    pub(crate) refusal: Option<String>,
}

/// Accepts every certificate, so that faulty ones can be looked at. Possession of the key is still proven, unless the
/// key is too weak to prove anything. Nothing confidential may be sent over such a session before
/// [`Authorities::judge`] has passed its chain.
#[derive(Debug)]
struct AcceptAny {
    provider: Arc<CryptoProvider>,
    stapled: AtomicBool,
}

/// Lets a proof pass that fails because the key is weak: no library here checks such keys, and a client would refuse
/// the certificate, as [`Authorities::judge`] does.
fn or_weak(
    proof: Result<HandshakeSignatureValid, Error>,
    der: &CertificateDer,
) -> Result<HandshakeSignatureValid, Error> {
    let is_weak = || certificate::parse(der).is_some_and(|parsed| certificate::has_weak_key(&parsed));
    proof.or_else(|error| if is_weak() { Ok(HandshakeSignatureValid::assertion()) } else { Err(error) })
}

impl ServerCertVerifier for AcceptAny {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.stapled.store(!ocsp_response.is_empty(), Ordering::Relaxed);
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        or_weak(verify_tls12_signature(message, cert, dss, algorithms), cert)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        or_weak(verify_tls13_signature(message, cert, dss, algorithms), cert)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// The name to ask for and to check.
pub(crate) fn server_name(name: &str) -> Option<ServerName<'static>> {
    ServerName::try_from(name.trim_matches(['[', ']']).to_owned()).ok()
}

/// Makes a handshake over `stream`, asking for `name`; an error says in words why there is none.
pub(crate) async fn shake_hands(stream: TcpStream, name: ServerName<'static>) -> Result<Session, String> {
    shake_hands_offering(stream, Offer { name, alpn: &[], versions: DEFAULT_VERSIONS }).await
}

/// As [`shake_hands`], with an offer of the caller's.
pub(crate) async fn shake_hands_offering(stream: TcpStream, offer: Offer) -> Result<Session, String> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = Arc::new(AcceptAny { provider: Arc::clone(&provider), stapled: AtomicBool::new(false) });
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(offer.versions)
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(Arc::<AcceptAny>::clone(&verifier))
        .with_no_client_auth();
    config.alpn_protocols = offer.alpn.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
    let connector = TlsConnector::from(Arc::new(config));
    let stream = connector.connect(offer.name, stream).await.map_err(|error| error.to_string())?;
    let (_, connection) = stream.get_ref();
    let certificates = connection.peer_certificates().unwrap_or_default();
    let chain =
        certificates.iter().take(CHAIN_MAX).map(|certificate| certificate.clone().into_owned()).collect();
    let protocol = connection.protocol_version().and_then(|version| version.as_str()).map(str::to_owned);
    let cipher =
        connection.negotiated_cipher_suite().and_then(|suite| suite.suite().as_str()).map(str::to_owned);
    let alpn = connection.alpn_protocol().map(|chosen| String::from_utf8_lossy(chosen).into_owned());
    let stapled = verifier.stapled.load(Ordering::Relaxed);
    Ok(Session { stream, chain, protocol, cipher, alpn, stapled })
}

/// The authorities that clients here trust.
pub(crate) struct Authorities(RootCertStore);

impl Authorities {
    /// Those that Mozilla's programs trust, whatever this machine adds.
    pub(crate) fn public() -> Self {
        Self(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() })
    }

    /// Those of a PEM text and no others; an error says why it holds none.
    pub(crate) fn only(pem: &str) -> Result<Self, String> {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            let certificate =
                certificate.map_err(|error| format!("an authority is not readable: {error}"))?;
            roots.add(certificate).map_err(|error| format!("an authority is not usable: {error}"))?;
        }
        if roots.is_empty() {
            Err("there is no authority where one was expected".to_owned())
        } else {
            Ok(Self(roots))
        }
    }

    /// This one alone; none if it cannot be one.
    pub(crate) fn only_one(authority: CertificateDer<'static>) -> Option<Self> {
        let mut roots = RootCertStore::empty();
        roots.add(authority).ok().map(|()| Self(roots))
    }

    /// The system's authorities and those of the subscription's scope.
    pub(crate) fn load(site: &Site) -> Result<Self, CollectError> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        for file in &site.scope.area(site.subscription)?.authorities {
            let unreadable = |error: &dyn std::fmt::Display| {
                site.failed(format!("authority `{}` is not readable: {error}", file.display()))
            };
            for certificate in CertificateDer::pem_file_iter(file).map_err(|error| unreadable(&error))? {
                let certificate = certificate.map_err(|error| unreadable(&error))?;
                roots.add(certificate).map_err(|error| unreadable(&error))?;
            }
        }
        Ok(Self(roots))
    }

    /// Judges a chain, the server's certificate first, as a client would at `now`.
    pub(crate) fn judge(&self, chain: &[CertificateDer], name: &ServerName, now: Moment) -> Judgement {
        let distrusted = |error: Error| {
            let reason = in_words(&error);
            Judgement { name_matches: false, distrust: Some(reason.clone()), refusal: Some(reason) }
        };
        let Some((leaf, intermediates)) = chain.split_first() else {
            return distrusted(Error::NoCertificatesPresented);
        };
        let parsed = match ParsedCertificate::try_from(leaf) {
            Ok(parsed) => parsed,
            Err(error) => return distrusted(error),
        };
        let name_error = verify_server_name(&parsed, name).err();
        let at = |moment: Moment| self.verify(&parsed, intermediates, moment).err();
        let now_error = at(now);
        let weak_key = || {
            let is_weak = certificate::parse(leaf).is_some_and(|parsed| certificate::has_weak_key(&parsed));
            is_weak.then(|| "its key is too weak".to_owned())
        };
        // An expired certificate says nothing of the chain, so the chain is judged when it was valid.
        let distrust = match certificate::validity(leaf) {
            Some((from, until)) if now_error.is_some() => at(now.clamp(from, until.max(from))),
            _ => now_error.clone(),
        };
        Judgement {
            name_matches: name_error.is_none(),
            distrust: distrust.as_ref().map(in_words),
            refusal: now_error.or(name_error).as_ref().map(in_words).or_else(weak_key),
        }
    }

    fn verify(
        &self,
        leaf: &ParsedCertificate,
        intermediates: &[CertificateDer],
        moment: Moment,
    ) -> Result<(), Error> {
        let seconds = u64::try_from(moment.unix_seconds()).unwrap_or(0);
        let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        let algorithms = aws_lc_rs::default_provider().signature_verification_algorithms.all;
        verify_server_cert_signed_by_trust_anchor(leaf, &self.0, intermediates, time, algorithms)
    }
}

/// A refusal of a certificate, for people.
fn in_words(error: &Error) -> String {
    let Error::InvalidCertificate(reason) = error else { return error.to_string() };
    let words = match reason {
        CertificateError::UnknownIssuer => {
            "its issuer is not a known authority, or an intermediate is missing"
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => "it is not valid yet",
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "it is for another name"
        }
        CertificateError::Revoked => "it was revoked",
        CertificateError::BadSignature => "a signature in the chain is wrong",
        CertificateError::BadEncoding => "it is not readable",
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "it was not made for servers"
        }
        _ => "it breaks the rules for certificates of servers",
    };
    words.to_owned()
}
