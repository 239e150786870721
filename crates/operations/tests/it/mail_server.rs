//! A real mail server with TLS: Debian's aiosmtpd.

use operations::{MailLink, MailSettings, Outgoing};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running server. It is killed when this is dropped.
pub(crate) struct MailServer {
    child: Child,
    /// How its address begins.
    scheme: &'static str,
    port: u16,
    folder: tempfile::TempDir,
    authority: String,
}

impl MailServer {
    /// One that takes TLS from the first byte.
    pub(crate) fn start() -> Self {
        Self::start_as("smtps", &[])
    }

    /// One that begins in clear, and takes nothing before STARTTLS.
    pub(crate) fn start_in_clear() -> Self {
        Self::start_as("smtp", &["starttls"])
    }

    fn start_as(scheme: &'static str, mode: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let authority = certificates(folder.path());
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/receivers/mail_server.py");
        let mut child = Command::new("/usr/bin/python3")
            .arg(script)
            .args([folder.path().join("cert.pem"), folder.path().join("key.pem"), folder.path().to_owned()])
            .args(mode)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            // It warns of every session that TLS is not its own doing.
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut port = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut port).unwrap();
        let port =
            port.trim().parse().unwrap_or_else(|_| panic!("`cargo xtask test` installs python3-aiosmtpd"));
        Self { child, scheme, port, folder, authority }
    }

    /// A link to it, with this password.
    pub(crate) fn link(&self, password: &str, trusts: bool) -> MailLink {
        let authorities = Outgoing::authorities(self.authority.as_bytes()).unwrap();
        MailLink::new(&MailSettings {
            server: format!("{}://desk:{password}@localhost:{}", self.scheme, self.port),
            from: "desk@desk.example".to_owned(),
            desk: "https://desk.example".to_owned(),
            authorities: if trusts { authorities } else { Vec::new() },
        })
        .unwrap()
    }

    pub(crate) fn refuse(&self, refuses: bool) {
        let mark = self.folder.path().join("refuse");
        if refuses { fs::write(mark, "").unwrap() } else { fs::remove_file(mark).unwrap() }
    }

    /// Forgets the mails that it took; the code that the last of them holds.
    pub(crate) fn take_code(&self) -> String {
        let last = self.mails().pop().unwrap();
        fs::remove_file(self.folder.path().join("mails")).unwrap();
        let (_, rest) = last["text"].as_str().unwrap().split_once("/notices/confirm?code=").unwrap();
        rest.lines().next().unwrap().to_owned()
    }

    /// The mails that it took, in order.
    pub(crate) fn mails(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.folder.path().join("mails")).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An authority, and a certificate of its for `localhost`.
fn certificates(folder: &Path) -> String {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = KeyPair::generate().unwrap();
    let pem = authority.self_signed(&authority_key).unwrap().pem();
    let issuer = Issuer::new(authority, authority_key);
    let key = KeyPair::generate().unwrap();
    let server = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    fs::write(folder.join("cert.pem"), server.signed_by(&key, &issuer).unwrap().pem()).unwrap();
    fs::write(folder.join("key.pem"), key.serialize_pem()).unwrap();
    pem
}
