//! `glasscase serve`, `glasscase rebuild` and `glasscase rehearse`

use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;

/// A server to start.
#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    /// Folder for the database, the evidence and the keys
    #[arg(long, value_name = "FOLDER", default_value = "glasscase-data")]
    pub(crate) data: PathBuf,

    /// Address to listen on; beyond this machine it needs certificate files or --trusted-proxy
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,

    /// PostgreSQL database [default: SQLite in the data folder]
    #[arg(long, value_name = "URL", env = "GLASSCASE_DATABASE", hide_env_values = true)]
    pub(crate) database: Option<String>,

    /// Certificate chain, PEM
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_cert: Option<PathBuf>,

    /// The certificate's private key, PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub(crate) tls_key: Option<PathBuf>,

    /// A reverse proxy in front of this server ends TLS
    #[arg(long)]
    pub(crate) trusted_proxy: bool,

    /// The desk's public name, which its logs are signed under
    #[arg(long, default_value = "glasscase.local")]
    pub(crate) name: String,
}

/// A data folder whose projections are to be recreated.
#[derive(Debug, Args)]
pub(crate) struct RebuildArguments {
    /// The data folder; no server may be running on it
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: PathBuf,

    /// PostgreSQL database [default: SQLite in the data folder]
    #[arg(long, value_name = "URL", env = "GLASSCASE_DATABASE", hide_env_values = true)]
    pub(crate) database: Option<String>,
}

/// A copy of a data folder in which to move the clock.
#[derive(Debug, Args)]
pub(crate) struct RehearseArguments {
    /// A copy of a data folder: what falls due in it is destroyed
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: PathBuf,

    /// How many days to move on
    #[arg(long, value_name = "COUNT")]
    pub(crate) days: u32,
}
