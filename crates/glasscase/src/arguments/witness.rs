//! `glasscase witness`

use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;

/// A witness to be.
#[derive(Debug, Args)]
pub(crate) struct WitnessArguments {
    /// Folder for its key and for what it signed; made at the first start
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: PathBuf,

    /// Its name, such as `witness.contoso.example`; settled at the first start
    #[arg(long)]
    pub(crate) name: Option<String>,

    /// Public key of a log to witness, as `glasscase audit key` prints it, or a file that holds it. Repeatable; after a log's
    /// key was changed, give the new one too
    #[arg(long = "log", value_name = "KEY|FILE", required = true)]
    pub(crate) logs: Vec<String>,

    /// Address to listen on; beyond this machine it needs certificate files or --trusted-proxy
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8090")]
    pub(crate) listen: SocketAddr,

    /// Certificate chain, PEM
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_cert: Option<PathBuf>,

    /// The certificate's private key, PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub(crate) tls_key: Option<PathBuf>,

    /// A reverse proxy in front ends TLS
    #[arg(long)]
    pub(crate) trusted_proxy: bool,
}
