//! What all steps share.

use super::children::Children;
use super::folder::Folder;
use super::service::Service;
use super::shell::Shell;
use anyhow::{Context as _, Result};
use std::path::PathBuf;

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
        let arguments = ["serve", "--data", "server", "--listen", &listen, "--json"];
        self.children.start("the server", &self.shell, &self.server_log, &arguments)?;
        let (line, process) = self.children.first_line().await?;
        let welcome: Welcome = serde_json::from_str(&line).context("the server said something unknown")?;
        self.port = welcome.url.rsplit(':').next().and_then(|port| port.parse().ok()).unwrap_or(self.port);
        self.shell.url = welcome.url;
        Ok((welcome.operator_link, process))
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
