//! OpenSSL's own TLS server on loopback: it speaks the old versions that nothing else here speaks any more.
//!
//! Debian's package `openssl` is there wherever PostgreSQL's server is, since that needs it.

use super::tls_server::Identity;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A running server; it ends when this is dropped.
pub(crate) struct OpensslServer {
    pub(crate) port: u16,
    process: Child,
    _folder: TempDir,
}

impl Drop for OpensslServer {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// Text in PEM form.
pub(crate) fn pem(label: &str, der: &[u8]) -> String {
    use base64::Engine as _;
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

/// Runs `openssl` with these arguments in `folder`.
pub(crate) fn openssl(folder: &Path, arguments: &str) {
    let words = arguments.split(' ');
    let output = Command::new("openssl").args(words).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Serves `identity` with these options.
pub(crate) fn serve(identity: &Identity, options: &str) -> OpensslServer {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("chain.pem"), identity.chain_pem()).unwrap();
    std::fs::write(folder.path().join("key.pem"), identity.key_pem()).unwrap();
    start(folder, options)
}

/// Makes `chain.pem` in `folder` with an RSA key of so many bits, signed with `digest` by an authority beside it.
pub(crate) fn issue_rsa(folder: &Path, bits: u32, digest: &str) {
    let authority = "-CA root.pem -CAkey root.key";
    for arguments in [
        "req -x509 -newkey rsa:2048 -nodes -days 3000 -keyout root.key -out root.pem -subj /CN=Root"
            .to_owned(),
        format!(
            "req -x509 -newkey rsa:{bits} -nodes -days 3000 -keyout key.pem -out chain.pem -subj /CN=weak.test -{digest} {authority}"
        ),
    ] {
        openssl(folder, &arguments);
    }
}

/// Serves a certificate of [`issue_rsa`].
pub(crate) fn serve_rsa(bits: u32, digest: &str, options: &str) -> OpensslServer {
    let folder = TempDir::new().unwrap();
    issue_rsa(folder.path(), bits, digest);
    start(folder, options)
}

/// Serves a certificate of version 1, which has no extensions and which current clients cannot use.
pub(crate) fn serve_version_1(options: &str) -> OpensslServer {
    let folder = TempDir::new().unwrap();
    for arguments in [
        "req -newkey rsa:2048 -nodes -keyout key.pem -out request.pem -subj /CN=old.test",
        "x509 -req -in request.pem -signkey key.pem -out chain.pem",
    ] {
        openssl(folder.path(), arguments);
    }
    start(folder, options)
}

fn start(folder: TempDir, options: &str) -> OpensslServer {
    let always = ["s_server", "-accept", "127.0.0.1:0", "-cert", "chain.pem", "-key", "key.pem"];
    let mut process = Command::new("openssl")
        .args(always)
        .args(options.split(' '))
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // It reads commands, and ends where there can be no more.
    process.stdin.as_mut().unwrap().flush().unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let line = lines.find_map(|line| line.ok().filter(|line| line.starts_with("ACCEPT"))).unwrap();
    // Whoever writes into a pipe that nobody reads has to wait.
    std::thread::spawn(move || lines.for_each(drop));
    let port = line.rsplit_once(':').unwrap().1.trim().parse().unwrap();
    OpensslServer { port, process, _folder: folder }
}
