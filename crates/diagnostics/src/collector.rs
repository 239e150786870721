//! Which facts a diagnostic gathers, and with which parameters.
//!
//! A new kind is one struct here, one variant, and one collector in the runner; the compiler names the places.

use crate::parameter::{Parameter, Reference};
use serde::{Deserialize, Serialize};

/// One collector of a diagnostic. Expressions see its facts under its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collector {
    /// The name of its facts: lower-case words joined by `_`.
    pub name: String,
    /// What it gathers.
    pub kind: CollectorKind,
}

/// What a collector gathers. All kinds only read, and none runs a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CollectorKind {
    /// The state of the machine that the runner stands on.
    HostHealth(HostHealth),
    /// Lines of log files.
    LogSearch(LogSearch),
    /// The certificate chain that a server presents.
    TlsCertificate(TlsCertificate),
    /// A domain's DNS records for mail.
    MailDomain(MailDomain),
    /// The way to an HTTP service, phase by phase.
    Endpoint(Endpoint),
}

/// Reads operating system, load, memory, pressure, disks and processes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostHealth {
    /// How many of the largest processes to name.
    pub top_processes: Parameter<u64>,
}

/// Searches files for a pattern within a time window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogSearch {
    /// Absolute path; `*`, `?` and `[…]` match within a folder, `**` any folders.
    pub files: Parameter<String>,
    /// Whether rotated files (`app.log.1`, `app.log-20260102.gz`) belong to `app.log`.
    pub rotated: Parameter<bool>,
    /// A regular expression that a line must match somewhere.
    pub pattern: Parameter<String>,
    /// The window's length in hours.
    pub hours: Parameter<u64>,
    /// The window's end, RFC 3339; the run's time if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Parameter<String>>,
    /// Minutes that the log's clock is ahead of UTC, for lines that do not say: `+02:00` or `-05:30`.
    pub utc_offset: Parameter<String>,
}

/// Makes a TLS handshake and reads the chain, whatever it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsCertificate {
    /// Host name or address to connect to.
    pub host: Parameter<String>,
    /// TCP port.
    pub port: Parameter<u16>,
    /// The name to ask for and to check; `host` if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_name: Option<Parameter<String>>,
}

/// Reads MX, SPF, DKIM and DMARC records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailDomain {
    /// The domain behind the `@`.
    pub domain: Parameter<String>,
    /// DKIM selectors to look for.
    pub dkim_selectors: Parameter<Vec<String>>,
    /// The DNS server to ask, `address` or `address:port`; the runner's own if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dns_server: Option<Parameter<String>>,
}

/// Resolves, connects, shakes hands and asks for one page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Endpoint {
    /// Host name or address to connect to.
    pub host: Parameter<String>,
    /// TCP port.
    pub port: Parameter<u16>,
    /// Whether to speak TLS.
    pub tls: Parameter<bool>,
    /// Path and query to ask for.
    pub path: Parameter<String>,
}

impl CollectorKind {
    /// The word used in files.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::HostHealth(_) => "host_health",
            Self::LogSearch(_) => "log_search",
            Self::TlsCertificate(_) => "tls_certificate",
            Self::MailDomain(_) => "mail_domain",
            Self::Endpoint(_) => "endpoint",
        }
    }

    /// Every parameter that refers to an input.
    pub fn references(&self) -> Vec<Reference<'_>> {
        let references = match self {
            Self::HostHealth(HostHealth { top_processes }) => {
                vec![top_processes.reference("top_processes", false)]
            }
            Self::LogSearch(LogSearch { files, rotated, pattern, hours, until, utc_offset }) => vec![
                files.reference("files", false),
                rotated.reference("rotated", false),
                pattern.reference("pattern", false),
                hours.reference("hours", false),
                until.as_ref().and_then(|p| p.reference("until", true)),
                utc_offset.reference("utc_offset", false),
            ],
            Self::TlsCertificate(TlsCertificate { host, port, server_name }) => vec![
                host.reference("host", false),
                port.reference("port", false),
                server_name.as_ref().and_then(|p| p.reference("server_name", true)),
            ],
            Self::MailDomain(MailDomain { domain, dkim_selectors, dns_server }) => vec![
                domain.reference("domain", false),
                dkim_selectors.reference("dkim_selectors", false),
                dns_server.as_ref().and_then(|p| p.reference("dns_server", true)),
            ],
            Self::Endpoint(Endpoint { host, port, tls, path }) => vec![
                host.reference("host", false),
                port.reference("port", false),
                tls.reference("tls", false),
                path.reference("path", false),
            ],
        };
        references.into_iter().flatten().collect()
    }
}
