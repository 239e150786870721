//! A real mail server with TLS: Debian's aiosmtpd, as the tests of `operations` drive it too.

use super::rsyslog::certificates;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A running server. It is killed when this is dropped.
pub(super) struct MailServer {
    child: Child,
    folder: PathBuf,
    port: u16,
}

impl MailServer {
    pub(super) fn start(folder: &Path) -> Self {
        fs::write(folder.join("ca.pem"), certificates(folder)).unwrap();
        let script =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../operations/tests/receivers/mail_server.py");
        let mut child = Command::new("/usr/bin/python3")
            .arg(script)
            .args([folder.join("cert.pem"), folder.join("key.pem"), folder.to_owned()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            // It complains of every connection that a killed server leaves.
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut port = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut port).unwrap();
        let port =
            port.trim().parse().unwrap_or_else(|_| panic!("`cargo xtask test` installs python3-aiosmtpd"));
        Self { child, folder: folder.to_owned(), port }
    }

    /// What a server of the program is told to send through it.
    pub(super) fn arguments(&self) -> Vec<String> {
        let server = format!("smtps://desk:pass%3Aword@localhost:{}", self.port);
        let authority = self.folder.join("ca.pem").display().to_string();
        ["--smtp", &server, "--mail-from", "desk@desk.example", "--destination-ca", &authority]
            .map(str::to_owned)
            .to_vec()
    }

    /// Forgets the mails that it took; the code that the last of them holds.
    pub(super) fn take_code(&self) -> String {
        let mails = self.folder.join("mails");
        let text = fs::read_to_string(&mails).unwrap();
        fs::remove_file(mails).unwrap();
        let (_, rest) = text.rsplit_once("/notices/confirm?code=").unwrap();
        rest.chars().take_while(char::is_ascii_hexdigit).collect()
    }

    /// The ids of the mails that it took, in order.
    pub(super) fn ids(&self) -> Vec<String> {
        let text = fs::read_to_string(self.folder.join("mails")).unwrap_or_default();
        let id = |line: &str| {
            let mail: serde_json::Value = serde_json::from_str(line).unwrap();
            mail["id"].as_str().unwrap().to_owned()
        };
        text.lines().map(id).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
