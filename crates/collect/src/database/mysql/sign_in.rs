//! How a session begins: the server greets, TLS is begun, the password is proven.

use super::packet::{ERROR, Fields, Packets, framed, parse_head, refusal};
use super::{Session, proof};
use crate::database::{Failure, Stream};
use crate::network::Login;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long a server may take to greet.
const PATIENCE: Duration = Duration::from_secs(15);
/// What this client can: the protocol of 4.1, statements of a database, transactions, and proofs by name.
const CAPABILITIES: u32 = 0x0000_0200 | 0x0000_2000 | 0x0000_8000 | 0x0008_0000;
const WITH_DATABASE: u32 = 0x0000_0008;
const WITH_TLS: u32 = 0x0000_0800;
/// `utf8mb4_general_ci`, which every server since 5.5 knows.
const CHARACTER_SET: u8 = 45;
/// The longest packet that the server may say, as it is told.
const PACKET_BYTES_MAX: u32 = 1 << 20;
/// What a server says instead of an end: prove it in another way; and more of the same way.
const SWITCH: u8 = 0xfe;
const MORE: u8 = 0x01;
const DONE: u8 = 0x00;
/// The two answers of `caching_sha2_password`.
const FAST: &[u8] = &[MORE, 3];
const FULL: &[u8] = &[MORE, 4];

/// What a server says when a client connects.
pub(crate) struct Greeting {
    version: String,
    nonce: Vec<u8>,
    method: String,
    capabilities: u32,
}

fn failed(reason: impl Into<String>) -> Failure {
    Failure::new("sign_in", reason)
}

/// Hears the greeting, and asks for TLS if it is wanted; from then on the stream belongs to TLS.
pub(crate) async fn greet(stream: &mut TcpStream, login: &Login, tls: bool) -> Result<Greeting, Failure> {
    let heard = timeout(PATIENCE, first_packet(stream)).await;
    let packet = heard.unwrap_or_else(|_| Err("it does not greet".to_owned())).map_err(failed)?;
    if packet.first() == Some(&ERROR) {
        return Err(refusal("sign_in", &packet));
    }
    let greeting = greeting(&packet).ok_or_else(|| failed("it does not speak MySQL's protocol"))?;
    if tls {
        if greeting.capabilities & WITH_TLS == 0 {
            return Err(Failure::new(
                "tls",
                "the server offers no TLS; give it a certificate, or set `tls: off` for it in the runner's settings",
            ));
        }
        let request = framed(&head(login, true), 1).map_err(failed)?;
        stream.write_all(&request).await.map_err(|error| Failure::new("tls", error.to_string()))?;
    }
    Ok(greeting)
}

/// One packet and no byte more, so that nothing said in clear is taken for what TLS says.
async fn first_packet(stream: &mut TcpStream) -> Result<Vec<u8>, String> {
    let mut head = [0; 4];
    stream.read_exact(&mut head).await.map_err(|error| error.to_string())?;
    let mut body = vec![0; parse_head(head)?.0];
    stream.read_exact(&mut body).await.map_err(|error| error.to_string())?;
    Ok(body)
}

fn greeting(packet: &[u8]) -> Option<Greeting> {
    let mut fields = Fields(packet);
    if fields.byte()? != 10 {
        return None;
    }
    let version = String::from_utf8_lossy(fields.until_zero()?).into_owned();
    // MariaDB 10 hides its version from old replicas.
    let version = version.strip_prefix("5.5.5-").unwrap_or(&version).to_owned();
    fields.take(4)?;
    let mut nonce = fields.take(8)?.to_vec();
    fields.take(1)?;
    let low = fields.number(2)?;
    fields.take(3)?;
    let high = fields.number(2)?;
    let length = usize::from(fields.byte()?);
    fields.take(10)?;
    // The rest of the nonce ends with a zero that is none of it.
    let rest = fields.take(length.saturating_sub(8).max(13))?;
    nonce.extend(rest.strip_suffix(&[0]).unwrap_or(rest));
    let method = fields.until_zero().unwrap_or_default();
    let capabilities = u32::try_from(low | high << 16).ok()?;
    Some(Greeting { version, nonce, method: String::from_utf8_lossy(method).into_owned(), capabilities })
}

/// What both the wish for TLS and the answer to the greeting begin with.
fn head(login: &Login, tls: bool) -> Vec<u8> {
    let database = if login.database.is_some() { WITH_DATABASE } else { 0 };
    let capabilities = CAPABILITIES | database | if tls { WITH_TLS } else { 0 };
    let mut head = capabilities.to_le_bytes().to_vec();
    head.extend_from_slice(&PACKET_BYTES_MAX.to_le_bytes());
    head.push(CHARACTER_SET);
    head.extend_from_slice(&[0; 23]);
    head
}

/// Answers the greeting and signs in.
pub(crate) async fn sign_in(stream: Stream, greeting: Greeting, login: &Login) -> Result<Session, Failure> {
    let encrypted = stream.is_encrypted();
    // Over TLS the wish for it was the first packet from here.
    let mut packets = Packets::new(stream, if encrypted { 2 } else { 1 });
    let known = prove(&greeting.method, &greeting.nonce, login).is_ok();
    let method = if known { greeting.method.as_str() } else { "mysql_native_password" };
    let proof = prove(method, &greeting.nonce, login)?;
    let mut answer = head(login, encrypted);
    answer.extend_from_slice(login.user.as_bytes());
    answer.push(0);
    answer.push(u8::try_from(proof.len()).map_err(|_| failed("the proof is too long"))?);
    answer.extend_from_slice(&proof);
    if let Some(database) = &login.database {
        answer.extend_from_slice(database.as_bytes());
        answer.push(0);
    }
    answer.extend_from_slice(method.as_bytes());
    answer.push(0);
    packets.say(&answer).await.map_err(failed)?;
    finish(&mut packets, login).await?;
    Ok(Session { packets, version: greeting.version })
}

/// Goes on as the server asks, until it is satisfied.
async fn finish(packets: &mut Packets, login: &Login) -> Result<(), Failure> {
    loop {
        let packet = packets.hear().await.map_err(failed)?;
        match packet.as_slice() {
            [DONE, ..] => return Ok(()),
            [ERROR, ..] => return Err(refusal("sign_in", &packet)),
            FAST => {}
            FULL => say_password(packets, login).await?,
            [SWITCH, rest @ ..] => {
                let mut fields = Fields(rest);
                let method = String::from_utf8_lossy(fields.until_zero().unwrap_or(rest)).into_owned();
                let nonce = fields.0.strip_suffix(&[0]).unwrap_or(fields.0);
                let proof = prove(&method, nonce, login)?;
                packets.say(&proof).await.map_err(failed)?;
            }
            _ => return Err(failed("it asks for something that is not understood")),
        }
    }
}

fn prove(method: &str, nonce: &[u8], login: &Login) -> Result<Vec<u8>, Failure> {
    let password = login.password.as_ref().map_or("", |secret| secret.reveal());
    match method {
        "mysql_native_password" => Ok(proof::native(password, nonce)),
        "caching_sha2_password" => Ok(proof::caching_sha2(password, nonce)),
        other => Err(failed(format!(
            "it wants the password proven by `{}`; give the runner's user mysql_native_password or caching_sha2_password",
            other.escape_debug()
        ))),
    }
}

/// The server has forgotten what it needs to check a proof, and asks for the password itself.
async fn say_password(packets: &mut Packets, login: &Login) -> Result<(), Failure> {
    if !packets.stream.is_encrypted() {
        return Err(failed(
            "it asks for the password in clear, which is not sent without TLS; set `tls: required` for it in the runner's settings",
        ));
    }
    let password = login.password.as_ref().map_or("", |secret| secret.reveal());
    let message = zeroize::Zeroizing::new([password.as_bytes(), &[0]].concat());
    packets.say(&message).await.map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greeting_is_read_and_nonsense_is_refused() {
        let mut packet = b"\x0a8.0.36\0\x01\0\0\0abcdefgh\0\xff\xff\x2d\x02\0\xff\xdf\x15".to_vec();
        packet.extend_from_slice(&[0; 10]);
        packet.extend_from_slice(b"ijklmnopqrst\0caching_sha2_password\0");
        let read = greeting(&packet).unwrap();
        assert_eq!((read.version.as_str(), read.method.as_str()), ("8.0.36", "caching_sha2_password"));
        assert_eq!(read.nonce, b"abcdefghijklmnopqrst");
        assert_ne!(read.capabilities & WITH_TLS, 0);
        for short in 0..40 {
            assert!(greeting(packet.get(..short).unwrap()).is_none(), "{short}");
        }
        assert!(greeting(b"HTTP/1.1 400 Bad Request\r\n").is_none());
    }
}
