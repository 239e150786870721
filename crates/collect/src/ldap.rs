//! A conversation with an LDAP directory (RFC 4511): it signs in and reads; no entry is changed, and no filter comes from a
//! diagnostic.

mod entry;
mod message;

use crate::database::{Failure, Stream, shown};
use entry::Entry;
use message::{Heard, Tag, integer, octets, sequence, tagged};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// The longest message, in bytes.
const MESSAGE_BYTES_MAX: usize = 1 << 20;
/// The most entries and references of one answer.
const ENTRIES_MAX: usize = 100;
/// How long a directory may think about TLS.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long it may search, as it is told.
const SEARCH_SECONDS: u8 = 10;
/// The name of `StartTLS` (RFC 4511, section 4.14).
const START_TLS: &[u8] = b"1.3.6.1.4.1.1466.20037";
/// Asks for no attribute (RFC 4511, section 4.5.1.8).
pub(crate) const NO_ATTRIBUTES: &str = "1.1";

/// How a directory ended an operation.
#[derive(Debug)]
struct Outcome {
    code: u64,
    text: String,
}

/// A session with a directory.
pub(crate) struct Session {
    pub(crate) stream: Stream,
    number: u8,
}

/// Asks for TLS; from the answer on, the stream belongs to TLS.
pub(crate) async fn ask_for_tls(stream: &mut TcpStream) -> Result<(), Failure> {
    let failed = |reason: String| Failure::new("tls", reason);
    let request = message::framed(1, &tagged(Tag::EXTENDED_REQUEST, &tagged(Tag::context(0), START_TLS)));
    let asked = timeout(PATIENCE, async {
        stream.write_all(&request).await.map_err(|error| error.to_string())?;
        first_message(stream).await
    });
    let heard = asked.await.unwrap_or_else(|_| Err("it does not answer".to_owned())).map_err(failed)?;
    match outcome(&heard, Tag::EXTENDED_RESPONSE).ok_or_else(|| failed(NO_LDAP.to_owned()))? {
        Outcome { code: 0, .. } => Ok(()),
        Outcome { code, text } => Err(Failure {
            phase: "tls",
            reason: format!(
                "it refuses StartTLS ({text}); give it a certificate, or use `tls: required` with its port for ldaps"
            ),
            code: Some(code.to_string()),
        }),
    }
}

const NO_LDAP: &str = "it does not speak LDAP";

/// One message and no byte more, so that nothing said in clear is taken for what TLS says.
async fn first_message(stream: &mut TcpStream) -> Result<Heard, String> {
    let mut bytes = Vec::new();
    loop {
        match message::length(&bytes)? {
            Some(length) if length > MESSAGE_BYTES_MAX => return Err(NO_LDAP.to_owned()),
            Some(length) if bytes.len() < length => {
                let mut rest = vec![0; length - bytes.len()];
                stream.read_exact(&mut rest).await.map_err(|error| error.to_string())?;
                bytes.extend_from_slice(&rest);
            }
            Some(_) => return message::parse(&bytes).ok_or_else(|| NO_LDAP.to_owned()),
            None => bytes.push(stream.read_u8().await.map_err(|error| error.to_string())?),
        }
    }
}

/// How an operation ended; none if the message is no answer of this kind.
fn outcome(heard: &Heard, wanted: Tag) -> Option<Outcome> {
    let mut fields = heard.fields(wanted)?;
    let code = fields.next()?.number()?;
    fields.next()?;
    let text = String::from_utf8_lossy(fields.next()?.content).into_owned();
    Some(Outcome { code, text: shown(&text) })
}

impl Session {
    pub(crate) const fn new(stream: Stream) -> Self {
        // `StartTLS` may have taken the first number.
        Self { stream, number: 1 }
    }

    /// Signs in with a name and a password, or as nobody with neither.
    pub(crate) async fn bind(&mut self, user: &str, password: Option<&str>) -> Result<(), Failure> {
        let failed = |reason: String| Failure::new("sign_in", reason);
        let request = [
            integer(3),
            octets(user.as_bytes()),
            tagged(Tag::context(0), password.unwrap_or_default().as_bytes()),
        ];
        let request = zeroize::Zeroizing::new(tagged(Tag::BIND_REQUEST, &request.concat()));
        self.say(&request).await.map_err(failed)?;
        let heard = self.hear().await.map_err(failed)?;
        match outcome(&heard, Tag::BIND_RESPONSE).ok_or_else(|| failed(NO_LDAP.to_owned()))? {
            Outcome { code: 0, .. } => Ok(()),
            Outcome { code, text } => Err(Failure {
                phase: "sign_in",
                reason: format!("it refuses to sign the runner in with result {code} {text}")
                    .trim_end()
                    .to_owned(),
                code: Some(code.to_string()),
            }),
        }
    }

    /// The one entry of this name with these attributes; none if it is not there or may not be seen.
    pub(crate) async fn read(&mut self, name: &str, attributes: &[&str]) -> Result<Option<Entry>, Failure> {
        let failed = |reason: String| Failure::new("question", reason);
        let attributes: Vec<u8> = attributes.iter().flat_map(|name| octets(name.as_bytes())).collect();
        let request = [
            octets(name.as_bytes()),
            // The entry itself, aliases as they are, one entry, within the time, values too.
            message::enumerated(0),
            message::enumerated(0),
            integer(1),
            integer(SEARCH_SECONDS),
            message::boolean(false),
            // Whatever it is: each entry has a class.
            tagged(Tag::context(7), b"objectClass"),
            sequence(&attributes),
        ];
        self.say(&tagged(Tag::SEARCH_REQUEST, &request.concat())).await.map_err(failed)?;
        let mut found = None;
        for _ in 0..=ENTRIES_MAX {
            let heard = self.hear().await.map_err(failed)?;
            if let Some(end) = outcome(&heard, Tag::SEARCH_DONE) {
                return Ok(found.filter(|_| end.code == 0));
            }
            if let Some(entry) = Entry::read(&heard) {
                found = Some(entry);
            }
        }
        Err(failed(format!("it answers with more than {ENTRIES_MAX} entries")))
    }

    /// Says goodbye; whether it is heard does not matter.
    pub(crate) async fn end(mut self) {
        let _ = self.say(&tagged(Tag::UNBIND_REQUEST, &[])).await;
    }

    async fn say(&mut self, operation: &[u8]) -> Result<(), String> {
        self.number = self.number.checked_add(1).filter(|number| *number < 0x80).unwrap_or(1);
        let message = zeroize::Zeroizing::new(message::framed(self.number, operation));
        self.stream.say(&message).await
    }

    /// The next message that answers what was said last.
    async fn hear(&mut self) -> Result<Heard, String> {
        loop {
            let length = loop {
                match message::length(&self.stream.buffer)? {
                    Some(length) => break length,
                    None => self.stream.fill(self.stream.buffer.len() + 1).await?,
                }
            };
            if length > MESSAGE_BYTES_MAX {
                return Err(format!("it says {length} bytes at once"));
            }
            self.stream.fill(length).await?;
            let heard = message::parse(&self.stream.buffer.split_to(length)).ok_or(NO_LDAP)?;
            if heard.number == u64::from(self.number) {
                return Ok(heard);
            }
            // Number 0 is the directory's own: it ends the connection and says why.
            if heard.number == 0 {
                return Err("it ends the session".to_owned());
            }
        }
    }
}
