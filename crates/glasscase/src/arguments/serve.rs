//! `glasscase serve`, `glasscase rebuild` and `glasscase rehearse`

use clap::Args;
use diagnostics::Trusted;
use domain::TenantId;
use std::net::SocketAddr;
use std::path::PathBuf;

/// A server to start.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
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

    /// Address under which people reach this server, for links [default: the address it listens on]
    #[arg(long, value_name = "URL")]
    pub(crate) public_url: Option<String>,

    /// Origin of the pages on which passkeys sign consents, such as `https://consent.desk.example`, where it is another
    /// one than where people sign in; it leads to this server too, which tells the two apart by their host. Settle it
    /// before the first passkey is enrolled [default: that of --public-url]
    #[arg(long, value_name = "URL")]
    pub(crate) consent_origin: Option<String>,

    /// A pack of diagnostics to offer besides this program's own; give it again for each further one
    #[arg(long = "pack", value_name = "FILE", requires = "publishers")]
    pub(crate) packs: Vec<PathBuf>,

    /// Public key of a publisher whose packs may be offered, as `glasscase pack keygen` prints it
    #[arg(long = "publisher", value_name = "KEY")]
    pub(crate) publishers: Vec<Trusted>,

    /// Let webhooks and syslog go to private addresses, and webhooks without TLS: for receivers in your own network
    #[arg(long)]
    pub(crate) allow_private_destinations: bool,

    /// Certificates of authorities that webhooks and the mail server's connection trust besides the system's, PEM
    #[arg(long, value_name = "FILE")]
    pub(crate) destination_ca: Option<PathBuf>,

    /// Mail server for notices: smtps://USER:PASSWORD@HOST:PORT, or smtp:// for STARTTLS; always over TLS
    #[arg(long, value_name = "URL", env = "GLASSCASE_SMTP", hide_env_values = true, requires = "mail_from")]
    pub(crate) smtp: Option<String>,

    /// Address that notices come from
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) mail_from: Option<String>,

    /// The folder is a copy, and takes the place of an original that is gone for good
    #[arg(long)]
    pub(crate) restored: bool,

    /// The people of a demo, whom browsers can be at the press of a button
    #[arg(long, value_name = "FILE", hide = true)]
    pub(crate) personas: Option<PathBuf>,

    /// Print a new one-time operator link, if the first operator lost the way in
    #[arg(long)]
    pub(crate) new_operator_link: bool,

    /// The desk's public name, which its logs are signed under; settled at the first start [default: glasscase.local]
    #[arg(long)]
    pub(crate) name: Option<String>,

    /// The vendor's support tenant; settled at the first start [default: b4c546a4-7dac-46a6-a7dd-ed822a11efd3]
    #[arg(long, value_name = "TENANT")]
    pub(crate) support_tenant: Option<TenantId>,

    /// Its public name; settled at the first start [default: Office365ConciergeSupport.onmicrosoft.com]
    #[arg(long, value_name = "NAME")]
    pub(crate) support_name: Option<String>,

    /// Id of the application in whose name the vendor's engineers are in audit logs
    #[arg(long, value_name = "ID", default_value = "2b8844d8-6c87-4fce-97a0-fbec9006e140")]
    pub(crate) assist_app: String,

    /// Id of the application in whose name the clock is in audit logs
    #[arg(long, value_name = "ID", default_value = "bc56af95-7a3b-459f-98a9-bd86532b0e89")]
    pub(crate) partner_app: String,

    /// Id of the role that the support partner may give out: one that reads
    #[arg(long, value_name = "ID", default_value = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b")]
    pub(crate) partner_role: String,
}

impl ServeArguments {
    /// The programs that the vendor acts through, as the customer's audit tools know them.
    pub(crate) fn applications(&self) -> operations::Applications {
        let mut applications = operations::Applications::default();
        applications.assist.id.clone_from(&self.assist_app);
        applications.partner.id.clone_from(&self.partner_app);
        applications.role.clone_from(&self.partner_role);
        applications
    }
}

/// Stands below the help of `serve`.
pub(super) const SERVE_ENDING: &str = "\
Signals:
  SIGINT, SIGTERM  finish what is under way and end; the second one ends at once
  SIGUSR1          confirm the clock: after this machine's clock was stepped by more than a minute, nothing is granted
                   or destroyed until an operator has checked the time and sent this

The log goes to standard error; GLASSCASE_LOG says how much of it, for instance `warn` or `info,operations=debug`.
In a backup of the data folder leave out `keyring/hours`: whoever keeps these keys keeps what should be gone.";

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

/// A copy of a data folder in which to move the clock. With PostgreSQL there is no such copy, so SQLite alone.
#[derive(Debug, Args)]
pub(crate) struct RehearseArguments {
    /// A copy of a data folder: what falls due in it is destroyed
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: PathBuf,

    /// How many days to move on
    #[arg(long, value_name = "COUNT")]
    pub(crate) days: u32,
}
