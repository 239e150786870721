//! A proxy for tunnels on loopback (RFC 9110, section 9.3.6).

use super::tls_server::{Identity, acceptor};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;

/// What the proxy does with whoever asks for a tunnel.
#[derive(Clone)]
pub(crate) enum Manner {
    /// Opens the tunnel, after so long.
    Open(Duration),
    /// Answers with this and hangs up.
    Say(&'static str),
    /// Opens the tunnel and hangs up.
    Cut,
    /// Ends TLS itself and answers in the server's place.
    Inspect(Arc<TlsAcceptor>, &'static str),
}

impl Manner {
    /// Inspects with this certificate.
    pub(crate) fn inspect(identity: Identity, answer: &'static str) -> Self {
        Self::Inspect(Arc::new(acceptor(identity)), answer)
    }
}

/// A running proxy; it ends when this is dropped.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    _runtime: Runtime,
}

/// Every tunnel leads to `to`, as names do that only the proxy resolves.
pub(crate) fn serve(to: SocketAddr, manner: Manner) -> Proxy {
    let runtime = Runtime::new().unwrap();
    let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).unwrap();
    let address = listener.local_addr().unwrap();
    runtime.spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let manner = manner.clone();
            tokio::spawn(async move {
                // Either side may hang up at any time.
                let _ = tunnel(stream, to, manner).await;
            });
        }
    });
    Proxy { address, _runtime: runtime }
}

async fn tunnel(mut stream: TcpStream, to: SocketAddr, manner: Manner) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8(head).unwrap();
    assert!(head.starts_with("CONNECT web.test:"), "{head}");
    assert!(!head.to_lowercase().contains("authorization"), "{head}");
    if let Manner::Say(answer) = manner {
        return stream.write_all(answer.as_bytes()).await;
    }
    if let Manner::Open(pause) = manner {
        tokio::time::sleep(pause).await;
    }
    stream.write_all(b"HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy\r\n\r\n").await?;
    match manner {
        Manner::Open(_) => {
            copy_bidirectional(&mut stream, &mut TcpStream::connect(to).await?).await?;
        }
        Manner::Inspect(acceptor, answer) => {
            let mut stream = acceptor.accept(stream).await?;
            stream.read_u8().await?;
            stream.write_all(answer.as_bytes()).await?;
        }
        Manner::Say(_) | Manner::Cut => {}
    }
    Ok(())
}
