//! Asking a proxy for a tunnel by CONNECT (RFC 9110, section 9.3.6). Nobody is signed in.

use super::address::bracketed;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The longest answer that is taken before the tunnel begins, in bytes.
const HEAD_BYTES_MAX: usize = 8 << 10;

/// What the proxy said.
pub(super) struct Told {
    /// 0 if it gave no answer of HTTP.
    pub(super) status: u16,
    /// Why there is no tunnel; none if there is one.
    pub(super) reason: Option<String>,
}

/// Asks for a tunnel to `host` and `port`; the stream comes back if there is one.
pub(super) async fn connect(mut stream: TcpStream, host: &str, port: u16) -> (Option<TcpStream>, Told) {
    let refused = |status, reason: String| (None, Told { status, reason: Some(reason) });
    let head = match ask(&mut stream, &format!("{}:{port}", bracketed(host))).await {
        Ok(head) => head,
        Err(error) => return refused(0, format!("the proxy does not answer: {error}")),
    };
    match status(&head) {
        None => refused(0, "the proxy does not speak HTTP".to_owned()),
        Some(status @ 200..=299) => (Some(stream), Told { status, reason: None }),
        Some(407) => refused(407, "the proxy wants its users to sign in".to_owned()),
        Some(403) => refused(403, "the proxy forbids this destination".to_owned()),
        Some(status @ 502..=504) => refused(status, "the proxy cannot reach the destination".to_owned()),
        Some(status) => refused(status, format!("the proxy answers with status {status}")),
    }
}

/// The proxy's answer up to the empty line. It is read byte by byte, since what follows belongs to the tunnel.
async fn ask(stream: &mut TcpStream, authority: &str) -> std::io::Result<Vec<u8>> {
    let agent = concat!("glasscase-runner/", env!("CARGO_PKG_VERSION"));
    let request = format!("CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\nUser-Agent: {agent}\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") && head.len() < HEAD_BYTES_MAX {
        head.push(stream.read_u8().await?);
    }
    Ok(head)
}

/// The status in `HTTP/1.1 200 Connection established`.
fn status(head: &[u8]) -> Option<u16> {
    let line = String::from_utf8_lossy(head.split(|byte| *byte == b'\r').next().unwrap_or_default());
    let mut words = line.split(' ');
    words.next().filter(|version| version.starts_with("HTTP/1."))?;
    words.next()?.parse().ok().filter(|status| (100..=599).contains(status))
}
