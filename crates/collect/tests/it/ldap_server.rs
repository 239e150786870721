//! OpenLDAP's server of a test's own, on loopback.

use super::postgres_server::{PASSWORD, free_port, password_file};
use super::tls_server::Identity;
use std::fs;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Debian keeps the server outside the `PATH` of whoever is not root.
const SLAPD: &str = "/usr/sbin/slapd";
const RUNNER: &str = "cn=runner,dc=contoso,dc=com";

/// A running server; it ends, and its data goes, when this is dropped.
pub(crate) struct LdapServer {
    /// The port of `ldap`, and that of `ldaps`.
    pub(crate) port: u16,
    pub(crate) tls_port: u16,
    folder: TempDir,
    process: Option<Child>,
}

/// One tree, and the runner's account in it.
fn entries() -> String {
    format!(
        "dn: dc=contoso,dc=com\nobjectClass: domain\ndc: contoso\n\n\
         dn: {RUNNER}\nobjectClass: person\ncn: runner\nsn: runner\nuserPassword: {PASSWORD}\n"
    )
}

fn settings(folder: &Path, access: &str, has_certificate: bool) -> String {
    let folder = folder.display();
    let tls = format!("TLSCertificateFile {folder}/chain.pem\nTLSCertificateKeyFile {folder}/key.pem\n");
    format!(
        "include /etc/ldap/schema/core.schema\ninclude /etc/ldap/schema/cosine.schema\n\
         modulepath /usr/lib/ldap\nmoduleload back_mdb\npidfile {folder}/pid\nargsfile {folder}/args\n{}\
         database mdb\nsuffix dc=contoso,dc=com\ndirectory {folder}/data\nmaxsize 16777216\n{access}\n",
        if has_certificate { tls.as_str() } else { "" }
    )
}

impl LdapServer {
    /// A server with this certificate, or none; `access` says who may read.
    pub(crate) fn start(identity: Option<&Identity>, access: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("data")).unwrap();
        fs::write(path("slapd.conf"), settings(folder.path(), access, identity.is_some())).unwrap();
        fs::write(path("entries.ldif"), entries()).unwrap();
        if let Some(identity) = identity {
            fs::write(path("chain.pem"), identity.chain_pem()).unwrap();
            fs::write(path("key.pem"), identity.key_pem()).unwrap();
        }
        let filled = Command::new(SLAPD)
            .args(["-T", "add", "-q", "-f"])
            .arg(path("slapd.conf"))
            .arg("-l")
            .arg(path("entries.ldif"))
            .output()
            .expect("OpenLDAP's server; `cargo xtask test` installs it");
        assert!(filled.status.success(), "{}", String::from_utf8_lossy(&filled.stderr));
        let mut server = Self { port: free_port(), tls_port: free_port(), folder, process: None };
        server.launch();
        server
    }

    fn launch(&mut self) {
        let addresses = format!("ldap://127.0.0.1:{}/ ldaps://127.0.0.1:{}/", self.port, self.tls_port);
        let log = fs::File::create(self.folder.path().join("log")).unwrap();
        let mut command = Command::new("setpriv");
        // With a level of its log it stays in the foreground.
        command.args(["--pdeathsig=TERM", "--", SLAPD, "-d", "none", "-h", &addresses, "-f"]);
        command.arg(self.folder.path().join("slapd.conf")).stdin(Stdio::null()).stdout(Stdio::null());
        self.process = Some(command.stderr(log).spawn().unwrap());
        let deadline = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            let log = || fs::read_to_string(self.folder.path().join("log")).unwrap();
            assert!(Instant::now() < deadline, "OpenLDAP does not start: {}", log());
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Stops the server in an orderly way.
    pub(crate) fn halt(&mut self) {
        let Some(mut process) = self.process.take() else { return };
        let id = rustix::process::Pid::from_child(&process);
        rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
        process.wait().unwrap();
    }

    /// The settings of a runner that may look at the directory on this port with its account; `more` are further settings.
    pub(crate) fn area(&self, port: u16, more: &str) -> String {
        let file = password_file(self.folder.path(), PASSWORD);
        format!(
            "directories: {{staff: {{host: 127.0.0.1, port: {port}, user: '{RUNNER}', password_file: {}, {more}}}}}",
            file.display()
        )
    }
}

impl Drop for LdapServer {
    fn drop(&mut self) {
        self.halt();
    }
}
