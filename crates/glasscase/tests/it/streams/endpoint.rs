//! A real endpoint: Python's, with the public package that checks signatures.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A running endpoint. It is killed when this is dropped.
pub(super) struct Endpoint {
    child: Child,
    pub(super) address: String,
    secrets: PathBuf,
    taken: PathBuf,
}

/// A message that verified.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Taken {
    pub(super) id: String,
    pub(super) sequence: u64,
}

impl Endpoint {
    pub(super) fn start(folder: &Path) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let python = root.join("../../target/clients/python/bin/python");
        assert!(python.is_file(), "`cargo xtask test` installs the public clients into target/clients");
        let (secrets, taken) = (folder.join("secrets"), folder.join("taken"));
        fs::write(&secrets, "").unwrap();
        let script = root.join("tests/receivers/webhook_endpoint.py");
        let mut child = Command::new(python)
            .arg(script)
            .args([&secrets, &taken])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            // It complains of every connection that a killed server leaves.
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut port = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut port).unwrap();
        let address = format!("http://127.0.0.1:{}/hook", port.trim());
        Self { child, address, secrets, taken }
    }

    /// From here on this secret counts, and none before it.
    pub(super) fn trust(&self, secret: &str) {
        fs::write(&self.secrets, secret).unwrap();
    }

    /// What came so far, in order.
    pub(super) fn taken(&self) -> Vec<Taken> {
        let text = fs::read_to_string(&self.taken).unwrap();
        let verified = text.lines().filter(|line| !line.contains(" unverified "));
        verified
            .map(|line| {
                let mut words = line.split(' ');
                let id = words.next().unwrap().to_owned();
                Taken { id, sequence: words.next().unwrap().parse().unwrap() }
            })
            .collect()
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
