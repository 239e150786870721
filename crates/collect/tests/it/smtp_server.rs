//! A mail server on loopback, as far as a client gets that sends no mail.

use super::tls_server::{Identity, acceptor};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;

/// What the server says.
#[derive(Clone, Copy)]
pub(crate) struct Script {
    pub(crate) greeting: &'static str,
    pub(crate) ehlo: &'static str,
    pub(crate) starttls: &'static str,
}

/// A healthy server's words.
pub(crate) const HEALTHY: Script = Script {
    greeting: "220 mail.test ESMTP ready\r\n",
    ehlo: "250-mail.test greets you\r\n250-PIPELINING\r\n250-SIZE 52428800\r\n250-STARTTLS\r\n250 8BITMIME\r\n",
    starttls: "220 2.0.0 go ahead\r\n",
};

/// A running server; it ends when this is dropped.
pub(crate) struct SmtpServer {
    pub(crate) address: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
    _runtime: Runtime,
}

impl SmtpServer {
    /// The commands that it heard in clear.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

pub(crate) fn serve(script: Script, identity: Option<Identity>) -> SmtpServer {
    let runtime = Runtime::new().unwrap();
    let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).unwrap();
    let address = listener.local_addr().unwrap();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let (log, tls) = (Arc::clone(&heard), identity.map(acceptor));
    runtime.spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            // A client that goes away ends its own conversation only.
            tokio::spawn(converse(stream, script, tls.clone(), Arc::clone(&log)));
        }
    });
    SmtpServer { address, heard, _runtime: runtime }
}

async fn converse(
    stream: TcpStream,
    script: Script,
    tls: Option<TlsAcceptor>,
    log: Arc<Mutex<Vec<String>>>,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(script.greeting.as_bytes()).await?;
    loop {
        let mut command = String::new();
        if stream.read_line(&mut command).await? == 0 {
            return Ok(());
        }
        log.lock().unwrap().push(command.trim_end().to_owned());
        match command.split_ascii_whitespace().next() {
            Some("EHLO") => stream.write_all(script.ehlo.as_bytes()).await?,
            Some("STARTTLS") => {
                stream.write_all(script.starttls.as_bytes()).await?;
                if !script.starttls.starts_with("220") {
                    continue;
                }
                if let Some(tls) = tls {
                    tls.accept(stream.into_inner()).await?;
                } else {
                    // It agreed to TLS and speaks none: it waits for what a client says, and answers in clear.
                    stream.fill_buf().await?;
                    stream.write_all(b"500 what?\r\n").await?;
                }
                return Ok(());
            }
            Some("QUIT") => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => stream.write_all(b"502 not here\r\n").await?,
        }
    }
}
