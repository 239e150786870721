//! How a session begins: TLS is asked for, then the password is proven.

use super::{Session, hear, refusal};
use crate::database::{Failure, Stream};
use crate::network::Login;
use bytes::BytesMut;
use fallible_iterator::FallibleIterator as _;
use postgres_protocol::authentication::{md5_hash, sasl};
use postgres_protocol::message::backend::{AuthenticationSaslBody, Message};
use postgres_protocol::message::frontend;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long a server may think about TLS.
const PATIENCE: Duration = Duration::from_secs(10);
/// The name under which the server shows the session to others.
const APPLICATION: &str = "glasscase";

fn failed(reason: impl Into<String>) -> Failure {
    Failure::new("sign_in", reason)
}

/// Asks for TLS; from the answer on, the stream belongs to TLS.
pub(crate) async fn ask_for_tls(stream: &mut TcpStream) -> Result<(), Failure> {
    let mut request = BytesMut::new();
    frontend::ssl_request(&mut request);
    let mut answer = [0];
    let asked = timeout(PATIENCE, async {
        stream.write_all(&request).await?;
        // One byte and no more, so that nothing said in clear is taken for what TLS says.
        stream.read_exact(&mut answer).await
    });
    match asked.await {
        Ok(Ok(_)) if answer == *b"S" => Ok(()),
        Ok(Ok(_)) if answer == *b"N" => Err(Failure::new(
            "tls",
            "the server offers no TLS; turn `ssl` on there, or set `tls: off` for it in the runner's settings",
        )),
        Ok(Ok(_)) => Err(Failure::new("tls", "it does not speak PostgreSQL's protocol")),
        Ok(Err(error)) => Err(Failure::new("tls", error.to_string())),
        Err(_) => Err(Failure::new("tls", format!("it says nothing within {} s", PATIENCE.as_secs()))),
    }
}

/// Signs in.
pub(crate) async fn sign_in(mut stream: Stream, login: &Login) -> Result<Session, Failure> {
    let mut hello = BytesMut::new();
    let user = login.user.as_str();
    let parameters = [
        ("user", user),
        ("database", login.database.as_deref().unwrap_or(user)),
        ("application_name", APPLICATION),
        ("client_encoding", "UTF8"),
    ];
    frontend::startup_message(parameters, &mut hello).map_err(|error| failed(error.to_string()))?;
    stream.say(&hello).await.map_err(failed)?;
    prove(&mut stream, login).await?;
    let mut version = String::new();
    loop {
        match hear(&mut stream).await.map_err(failed)? {
            Message::ParameterStatus(status) if status.name().is_ok_and(|name| name == "server_version") => {
                status.value().unwrap_or_default().clone_into(&mut version);
            }
            Message::ErrorResponse(body) => return Err(refusal("sign_in", &body)),
            Message::ReadyForQuery(_) => return Ok(Session { stream, version }),
            _ => {}
        }
    }
}

/// Proves the password in the way that the server asks for, until it is satisfied.
async fn prove(stream: &mut Stream, login: &Login) -> Result<(), Failure> {
    loop {
        match hear(stream).await.map_err(failed)? {
            Message::AuthenticationOk => return Ok(()),
            Message::AuthenticationSasl(body) => scram(stream, login, &body).await?,
            Message::AuthenticationCleartextPassword if stream.is_encrypted() => {
                say_password(stream, password(login)?).await?;
            }
            Message::AuthenticationMd5Password(body) => {
                let hash = md5_hash(login.user.as_bytes(), password(login)?, body.salt());
                say_password(stream, hash.as_bytes()).await?;
            }
            Message::AuthenticationCleartextPassword => {
                return Err(failed(
                    "it asks for the password in clear, which is not sent without TLS; set `tls: required`, or scram-sha-256 in its pg_hba.conf",
                ));
            }
            Message::ErrorResponse(body) => return Err(refusal("sign_in", &body)),
            _ => {
                return Err(failed(
                    "it asks for a way of signing in that is not known here; use scram-sha-256 in its pg_hba.conf",
                ));
            }
        }
    }
}

fn password(login: &Login) -> Result<&[u8], Failure> {
    let missing = "it asks for a password, and the runner's settings name no `password_file`";
    login.password.as_ref().map(|secret| secret.reveal().as_bytes()).ok_or_else(|| failed(missing))
}

async fn say_password(stream: &mut Stream, password: &[u8]) -> Result<(), Failure> {
    let mut message = BytesMut::new();
    frontend::password_message(password, &mut message).map_err(|error| failed(error.to_string()))?;
    stream.say(&message).await.map_err(failed)
}

/// SCRAM-SHA-256 (RFC 7677): the server learns nothing that it could sign in with, and proves that it knows the password too.
async fn scram(stream: &mut Stream, login: &Login, offer: &AuthenticationSaslBody) -> Result<(), Failure> {
    let text = |error: std::io::Error| failed(format!("SCRAM: {error}"));
    let mut mechanisms = offer.mechanisms();
    while mechanisms.next().map_err(text)?.ok_or_else(|| failed("it offers no SCRAM-SHA-256"))?
        != sasl::SCRAM_SHA_256
    {}
    // Channel binding is not needed: the certificate was checked, or there is no channel to bind to.
    let mut scram = sasl::ScramSha256::new(password(login)?, sasl::ChannelBinding::unsupported());
    let mut message = BytesMut::new();
    frontend::sasl_initial_response(sasl::SCRAM_SHA_256, scram.message(), &mut message).map_err(text)?;
    stream.say(&message).await.map_err(failed)?;
    match hear(stream).await.map_err(failed)? {
        Message::AuthenticationSaslContinue(body) => scram.update(body.data()).map_err(text)?,
        Message::ErrorResponse(body) => return Err(refusal("sign_in", &body)),
        _ => return Err(failed("SCRAM: it does not go on")),
    }
    let mut message = BytesMut::new();
    frontend::sasl_response(scram.message(), &mut message).map_err(text)?;
    stream.say(&message).await.map_err(failed)?;
    match hear(stream).await.map_err(failed)? {
        Message::AuthenticationSaslFinal(body) => scram.finish(body.data()).map_err(text),
        Message::ErrorResponse(body) => Err(refusal("sign_in", &body)),
        _ => Err(failed("SCRAM: it does not prove that it knows the password")),
    }
}
