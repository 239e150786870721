//! A server with certificate files.

use crate::program::run;
use crate::server::Server;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

struct Files {
    folder: TempDir,
    roots: RootCertStore,
}

impl Files {
    /// A folder with `cert.pem` and `key.pem` for localhost.
    fn new() -> Self {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("cert.pem"), cert.pem()).unwrap();
        fs::write(folder.path().join("key.pem"), signing_key.serialize_pem()).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(cert.der().clone()).unwrap();
        Self { folder, roots }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn arguments(&self) -> [String; 4] {
        let file = |name| self.file(name).to_str().unwrap().to_owned();
        ["--tls-cert".to_owned(), file("cert.pem"), "--tls-key".to_owned(), file("key.pem")]
    }
}

fn get(address: &str, roots: RootCertStore) -> String {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(connection, TcpStream::connect(address).unwrap());
    write!(stream, "GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_server_with_certificate_files_speaks_tls() {
    let files = Files::new();
    let arguments = files.arguments();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let server = Server::start(&files.file("data"), &arguments);
    assert!(server.url.starts_with("https://"), "{}", server.url);
    // Clients that connect and say nothing, or talk without TLS, hold nobody up.
    let silent = TcpStream::connect(server.address()).unwrap();
    let mut plain = TcpStream::connect(server.address()).unwrap();
    plain.write_all(b"GET /healthz HTTP/1.1\r\n\r\n").unwrap();
    plain.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let mut answer = Vec::new();
    // The server may reset the connection instead of closing it.
    let _ = plain.read_to_end(&mut answer);
    assert!(!answer.starts_with(b"HTTP/"), "answered without TLS");
    let answer = get(server.address(), files.roots.clone());
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    server.end();
    drop(silent);
}

#[test]
fn certificate_files_that_cannot_be_used_are_named() {
    let (files, others) = (Files::new(), Files::new());
    let (cert, key) = (files.file("cert.pem"), files.file("key.pem"));
    fs::write(files.file("empty.pem"), "").unwrap();
    for (cert, key, words) in [
        (cert.clone(), others.file("key.pem"), "cannot be used"),
        (files.file("absent.pem"), key.clone(), "absent.pem"),
        (files.file("empty.pem"), key.clone(), "it holds none in PEM form"),
        (cert.clone(), files.file("empty.pem"), "cannot read the private key"),
        (key, cert, "cannot read the certificates"),
    ] {
        let data = files.file("data");
        let arguments = ["serve", "--data", data.to_str().unwrap(), "--listen", "127.0.0.1:0"];
        let tls = ["--tls-cert", cert.to_str().unwrap(), "--tls-key", key.to_str().unwrap()];
        let ended = run(&[&arguments[..], &tls].concat(), b"");
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{words}");
        assert!(ended.err.contains(words), "{}", ended.err);
        assert!(!data.exists());
    }
}
