//! A real rsyslogd that takes syslog over TLS and writes every message to a file.

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where Debian puts it: outside the `PATH` of whoever is not root.
const RSYSLOGD: &str = "/usr/sbin/rsyslogd";

/// A receiver and its folder. It is killed when this is dropped.
pub(super) struct Rsyslog {
    folder: PathBuf,
    child: Child,
    pub(super) port: u16,
    /// PEM of the authority that vouches for it.
    pub(super) authority: String,
}

impl Rsyslog {
    pub(super) fn start(folder: &Path) -> Self {
        let authority = certificates(folder);
        let (child, port) = begin(folder, 0);
        Self { folder: folder.to_owned(), child, port, authority }
    }

    /// Ends it, as its operator would.
    pub(super) fn end(&mut self) {
        let process = i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw);
        rustix::process::kill_process(process.unwrap(), rustix::process::Signal::TERM).unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it again at the same port.
    pub(super) fn begin_again(&mut self) {
        (self.child, self.port) = begin(&self.folder, self.port);
    }

    /// The messages that it wrote, in order.
    pub(super) fn messages(&self) -> Vec<String> {
        let text = fs::read_to_string(self.folder.join("messages")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }
}

impl Drop for Rsyslog {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn begin(folder: &Path, port: u16) -> (Child, u16) {
    let at = |name: &str| folder.join(name).display().to_string();
    let settings = format!(
        r#"global(workDirectory="{work}" maxMessageSize="64k"
  defaultNetstreamDriver="ossl" defaultNetstreamDriverCAFile="{ca}"
  defaultNetstreamDriverCertFile="{cert}" defaultNetstreamDriverKeyFile="{key}")
module(load="imtcp" StreamDriver.Name="ossl" StreamDriver.Mode="1" StreamDriver.AuthMode="anon")
template(name="whole" type="string" string="%rawmsg%\n")
input(type="imtcp" address="127.0.0.1" port="{port}" listenPortFileName="{port_file}" ruleset="keep")
ruleset(name="keep") {{ action(type="omfile" file="{messages}" template="whole") }}
"#,
        work = folder.display(),
        ca = at("ca.pem"),
        cert = at("cert.pem"),
        key = at("key.pem"),
        port_file = at("port"),
        messages = at("messages"),
    );
    fs::write(folder.join("rsyslog.conf"), settings).unwrap();
    let _ = fs::remove_file(folder.join("port"));
    assert!(Path::new(RSYSLOGD).is_file(), "`cargo xtask test` installs rsyslog");
    let child = Command::new(RSYSLOGD)
        .args(["-n", "-f", &at("rsyslog.conf"), "-i", &at("pid")])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(fs::File::create(folder.join("errors")).unwrap())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    loop {
        // It tells its port only where it chose that itself.
        let chosen = fs::read_to_string(folder.join("port")).unwrap_or_default().trim().parse();
        match (port, chosen) {
            (0, Ok(chosen)) => return (child, chosen),
            (known, _) if known != 0 && TcpStream::connect(("127.0.0.1", known)).is_ok() => {
                return (child, known);
            }
            _ => {}
        }
        let errors = fs::read_to_string(folder.join("errors")).unwrap_or_default();
        assert!(begun.elapsed() < Duration::from_secs(30), "rsyslogd does not listen: {errors}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// An authority, and a certificate of its for `localhost`.
pub(super) fn certificates(folder: &Path) -> String {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = KeyPair::generate().unwrap();
    let authority_pem = authority.self_signed(&authority_key).unwrap().pem();
    let issuer = Issuer::new(authority, authority_key);
    let key = KeyPair::generate().unwrap();
    let server = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let server = server.signed_by(&key, &issuer).unwrap();
    for (name, text) in
        [("ca.pem", authority_pem.clone()), ("cert.pem", server.pem()), ("key.pem", key.serialize_pem())]
    {
        fs::write(folder.join(name), text).unwrap();
    }
    authority_pem
}
