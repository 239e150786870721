//! What all steps share.

use super::children::Children;
use super::folder::Folder;
use super::people::Person;
use super::service::Service;
use super::shell::Shell;
use anyhow::{Context as _, Result};
use serde_json::json;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;

/// The file with the people whom a browser can be.
const PERSONAS: &str = "personas.json";

/// The folder, the processes and the service of the demo.
pub(super) struct Stage {
    pub(super) folder: Folder,
    pub(super) shell: Shell,
    pub(super) children: Children,
    pub(super) service: Service,
    /// The server's port, once it listens.
    pub(super) port: u16,
    server_log: PathBuf,
}

impl Stage {
    /// Prepares everything but the server.
    ///
    /// # Errors
    /// If the service of the demo's own cannot be started.
    pub(super) async fn prepare(folder: Folder, port: u16) -> Result<Self> {
        let program = std::env::current_exe().context("cannot find this program")?;
        let shell = Shell { program, folder: folder.path().to_owned(), url: String::new() };
        let service = Service::start(folder.path()).await?;
        let server_log = folder.path().join("server.log");
        Ok(Self { folder, shell, children: Children::default(), service, port, server_log })
    }

    /// Starts the server. Gives the link that it printed, if it did, and its process.
    ///
    /// # Errors
    /// If it does not start.
    pub(super) async fn start_server(&mut self) -> Result<(Option<String>, u32)> {
        let listen = format!("127.0.0.1:{}", self.port);
        let arguments = ["serve", "--data", "server", "--listen", &listen, "--personas", PERSONAS, "--json"];
        self.children.start("the server", &self.shell, &self.server_log, &arguments)?;
        let (line, process) = self.children.first_line().await?;
        let welcome: Welcome = serde_json::from_str(&line).context("the server said something unknown")?;
        self.port = welcome.url.rsplit(':').next().and_then(|port| port.parse().ok()).unwrap_or(self.port);
        self.shell.url = welcome.url;
        Ok((welcome.operator_link, process))
    }

    /// Lets browsers be these people at the press of a button.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(super) fn let_be(&self, personas: &[(&str, &str, &Person)]) -> Result<()> {
        let listed: Vec<_> = personas
            .iter()
            .map(|(role, name, person)| json!({ "name": name, "role": role, "token": person.token }))
            .collect();
        let path = self.folder.path().join(PERSONAS);
        let mut options = OpenOptions::new();
        let opened = options.write(true).create(true).truncate(true).mode(0o600).open(&path);
        opened
            .and_then(|mut file| file.write_all(json!(listed).to_string().as_bytes()))
            .with_context(|| format!("cannot write `{}`", path.display()))
    }

    /// Ends the server, as its operator would.
    pub(super) async fn end_server(&mut self) {
        self.children.end_one("the server").await;
    }
}

/// What the server says when it is ready.
#[derive(serde::Deserialize)]
struct Welcome {
    url: String,
    operator_link: Option<String>,
}
