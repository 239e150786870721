//! The link to a mail server: always over TLS.

use super::Mail;
use crate::fault::Fault;
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use reqwest::Url;
use std::time::Duration;

/// The longest that a mail server may take for one command.
const LIMIT: Duration = Duration::from_secs(15);

/// How an installation sends mail.
#[derive(Clone)]
pub struct MailSettings {
    /// The server: `smtps://` for TLS from the first byte, `smtp://` for TLS by STARTTLS; with user and password, if it
    /// asks for them.
    pub server: String,
    /// The sender's address.
    pub from: String,
    /// Where people look: the address of the pages.
    pub desk: String,
    /// Certificates of authorities that are trusted besides the system's, DER.
    pub authorities: Vec<Vec<u8>>,
}

/// A link to a mail server.
pub struct MailLink {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// What message ids end with.
    host: String,
    desk: String,
}

/// Whether a text is a mail address.
pub fn is_mail_address(text: &str) -> bool {
    text.parse::<Address>().is_ok()
}

impl MailLink {
    /// Prepares the link; nothing is sent yet.
    ///
    /// # Errors
    /// If the settings make no sense.
    pub fn new(settings: &MailSettings) -> Result<Self, Fault> {
        let unusable = || {
            Fault::new("the mail server's address has the form smtps://USER:PASSWORD@HOST:PORT, or smtp://")
        };
        let url = Url::parse(&settings.server).map_err(|_| unusable())?;
        let host = url.host_str().ok_or_else(unusable)?.to_owned();
        let mut tls = TlsParameters::builder(host.clone()).certificate_store(CertificateStore::Default);
        for authority in &settings.authorities {
            let certificate = Certificate::from_der(authority.clone());
            tls = tls.add_root_certificate(certificate.map_err(|_| Fault::new("an authority is unusable"))?);
        }
        let tls =
            tls.build_rustls().map_err(|_| Fault::new("TLS with the mail server cannot be prepared"))?;
        let (tls, port) = match url.scheme() {
            "smtps" => (Tls::Wrapper(tls), 465),
            "smtp" => (Tls::Required(tls), 587),
            _ => return Err(unusable()),
        };
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(url.port().unwrap_or(port))
            .tls(tls)
            .timeout(Some(LIMIT));
        if let Some(password) = url.password() {
            let plain =
                |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
            transport = transport.credentials(Credentials::new(plain(url.username()), plain(password)));
        }
        let from: Address = settings.from.parse().map_err(|_| Fault::new("the sender is no mail address"))?;
        let host = from.domain().to_owned();
        let from = Mailbox::new(Some("Glasscase".to_owned()), from);
        Ok(Self { transport: transport.build(), from, host, desk: settings.desk.clone() })
    }

    /// Sends a mail.
    ///
    /// # Errors
    /// If the server did not take it, or nobody can tell.
    pub async fn send(&self, mail: &Mail) -> Result<(), Fault> {
        let to: Address = mail.to.parse().map_err(|_| Fault::new("the recipient is no mail address"))?;
        let message = Message::builder()
            .message_id(Some(format!("<{}@{}>", mail.id, self.host)))
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(mail.text.subject())
            .multipart(MultiPart::alternative_plain_html(
                mail.text.plain(&self.desk),
                mail.text.html(&self.desk),
            ));
        let message = message.map_err(|_| Fault::new("the mail cannot be written"))?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            // What the server says may name the recipient.
            Err(why) if why.is_permanent() => Err(Fault::new("the mail server refused the mail")),
            Err(why) if why.is_transient() => Err(Fault::new("the mail server cannot take the mail now")),
            Err(why) if why.is_timeout() => Err(Fault::late(LIMIT)),
            Err(_) => Err(Fault::new("the mail server cannot be reached, or its certificate is not trusted")),
        }
    }
}
