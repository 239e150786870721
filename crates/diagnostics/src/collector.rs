//! Which facts a diagnostic gathers, and with which parameters.
//!
//! A new kind is one file here with its parameters, one line in [`CollectorKind`], and one collector in the crate
//! `collect`; the compiler names the places.

mod engine;
mod host_port;
mod parameters;

mod autodiscover;
mod certificate_files;
mod clock_offset;
mod config;
mod containers;
mod dane;
mod disk_growth;
mod disk_latency;
mod dmarc_alignment;
mod dns_blocklist;
mod dns_delegation;
mod dns_records;
mod encryption;
mod endpoint;
mod file_age;
mod gc_pauses;
mod host_health;
mod http;
mod http_api;
mod journal;
mod kernel;
mod kubernetes;
mod ldap;
mod log_clusters;
mod log_follow;
mod log_search;
mod mail_domain;
mod mta_sts;
mod mysql;
mod oidc_metadata;
mod packages;
mod postgresql;
mod processes;
mod reverse_name;
mod saml_metadata;
mod services;
mod sign_in_failures;
mod smtp;
mod sockets;
mod sqlite;
mod tcp;
mod tls_certificate;
mod tls_versions;
mod web_versions;

pub use autodiscover::Autodiscover;
pub use certificate_files::CertificateFiles;
pub use clock_offset::ClockOffset;
pub use config::Config;
pub use containers::Containers;
pub use dane::Dane;
pub use disk_growth::DiskGrowth;
pub use disk_latency::DiskLatency;
pub use dmarc_alignment::DmarcAlignment;
pub use dns_blocklist::DnsBlocklist;
pub use dns_delegation::DnsDelegation;
pub use dns_records::DnsRecords;
pub use encryption::Encryption;
pub use endpoint::Endpoint;
pub use file_age::FileAge;
pub use gc_pauses::GcPauses;
pub use host_health::HostHealth;
pub use http::Http;
pub use http_api::HttpApi;
pub use journal::Journal;
pub use kernel::Kernel;
pub use kubernetes::Kubernetes;
pub use ldap::Ldap;
pub use log_clusters::LogClusters;
pub use log_follow::LogFollow;
pub use log_search::LogSearch;
pub use mail_domain::MailDomain;
pub use mta_sts::MtaSts;
pub use mysql::Mysql;
pub use oidc_metadata::OidcMetadata;
pub use packages::Packages;
pub use postgresql::Postgresql;
pub use processes::Processes;
pub use reverse_name::ReverseName;
pub use saml_metadata::SamlMetadata;
pub use services::Services;
pub use sign_in_failures::SignInFailures;
pub use smtp::Smtp;
pub use sockets::Sockets;
pub use sqlite::Sqlite;
pub use tcp::Tcp;
pub use tls_certificate::TlsCertificate;
pub use tls_versions::TlsVersions;
pub use web_versions::WebVersions;

pub use engine::Engine;
pub use host_port::host_and_port;

use crate::inputs::{InputError, Inputs};
use crate::parameter::Reference;
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

/// Something of the machine that a kind needs. The collecting process gets nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// The state of the machine: `/proc`, `/sys` and what describes the system.
    Machine,
    /// The folders that the scope lists.
    Folders,
    /// The unit files of systemd.
    Units,
    /// What the system's package manager knows.
    Packages,
    /// The record of the machine's starts, and the marks of services that set its clock.
    Boots,
    /// Certificate authorities that the system or the scope trusts.
    Authorities,
    /// Connections to the hosts that its parameters name ([`CollectorKind::hosts`]), as far as the scope lists them.
    Hosts,
    /// Questions to DNS servers.
    Names,
    /// The databases that its parameters name ([`CollectorKind::database`]), as far as the scope lists them.
    Databases,
    /// The directory that its parameters name ([`CollectorKind::directory`]), as far as the scope lists it.
    Directories,
    /// The service that its parameters name ([`CollectorKind::service`]), as far as the scope lists it.
    Services,
    /// The Kubernetes cluster that its parameters name ([`CollectorKind::cluster`]), as far as the scope lists it.
    Clusters,
    /// The container engine that its parameters name ([`CollectorKind::container_engine`]), as far as the scope lists it.
    ContainerEngines,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $word:literal [$($reach:ident)*],)*) => {
        /// What a collector gathers. All kinds only read, and none runs a command.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum CollectorKind {
            $($(#[$doc])* #[serde(rename = $word)] $name($name),)*
        }

        impl CollectorKind {
            /// The words used in files, one for each kind.
            pub const NAMES: &[&str] = &[$($word),*];

            /// The word used in files.
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$name(_) => $word,)* }
            }

            /// What of the machine it needs.
            pub const fn reach(&self) -> &'static [Reach] {
                match self { $(Self::$name(_) => &[$(Reach::$reach),*],)* }
            }

            /// Every parameter that refers to an input.
            pub fn references(&self) -> Vec<Reference<'_>> {
                match self { $(Self::$name(parameters) => parameters.references(),)* }
            }
        }
    };
}

kinds! {
    /// Where mail clients find a domain's settings.
    Autodiscover "autodiscover" [Hosts Authorities Names],
    /// Certificates in files.
    CertificateFiles "certificate_files" [Folders],
    /// This machine's time beside a time server's.
    ClockOffset "clock_offset" [Hosts],
    /// Values of configuration files.
    Config "config" [Folders],
    /// Containers of Docker or Podman, and how they ended.
    Containers "containers" [ContainerEngines],
    /// A mail server's TLSA records, beside its certificate.
    Dane "dane" [Hosts Names],
    /// How fast file systems fill.
    DiskGrowth "disk_growth" [Machine],
    /// How long disks take.
    DiskLatency "disk_latency" [Machine],
    /// Whether the domains of a message agree with its author's.
    DmarcAlignment "dmarc_alignment" [Names],
    /// What DNS blocklists say of a mail server's addresses.
    DnsBlocklist "dns_blocklist" [Names],
    /// What a zone's parent and its own servers say of it.
    DnsDelegation "dns_delegation" [Names],
    /// Records of a domain, as one DNS server gives them.
    DnsRecords "dns_records" [Names],
    /// Which file systems lie on encrypted devices.
    Encryption "encryption" [Machine],
    /// The way to an HTTP service, phase by phase.
    Endpoint "endpoint" [Hosts Authorities],
    /// How old files are.
    FileAge "file_age" [Folders],
    /// Garbage collection of a Java virtual machine, by its log.
    GcPauses "gc_pauses" [Folders],
    /// The state of the machine that the runner stands on.
    HostHealth "host_health" [Machine],
    /// A web page, the way to it and its headers.
    Http "http" [Hosts Authorities],
    /// A list of a JSON API.
    HttpApi "http_api" [Services Authorities],
    /// Entries of the systemd journal: errors by unit and shape, and accidents.
    Journal "journal" [Folders],
    /// Limits of the kernel, memory that ran out, the clock, starts of the machine.
    Kernel "kernel" [Machine Boots],
    /// Objects of a Kubernetes cluster, and what is wrong with them.
    Kubernetes "kubernetes" [Clusters Authorities],
    /// An LDAP directory, its TLS and what it tells of itself.
    Ldap "ldap" [Directories Authorities],
    /// Records of log files, grouped by their shape.
    LogClusters "log_clusters" [Folders],
    /// What is appended to log files while somebody watches.
    LogFollow "log_follow" [Folders],
    /// Lines of log files.
    LogSearch "log_search" [Folders],
    /// A domain's DNS records for mail.
    MailDomain "mail_domain" [Names],
    /// A domain's MTA-STS record and policy.
    MtaSts "mta_sts" [Hosts Authorities Names],
    /// What an `OpenID` Connect provider publishes of itself.
    OidcMetadata "oidc_metadata" [Hosts Authorities],
    /// The state of a MySQL or MariaDB server.
    Mysql "mysql" [Databases Authorities],
    /// Installed packages, pending updates and whether a restart is due.
    Packages "packages" [Machine Packages Folders],
    /// The state of a PostgreSQL server.
    Postgresql "postgresql" [Databases Authorities],
    /// Processes, their starts and their limits.
    Processes "processes" [Machine],
    /// What a SAML identity provider publishes of itself.
    SamlMetadata "saml_metadata" [Hosts Authorities],
    /// Units of systemd that should run, and whether they do.
    Services "services" [Machine Units Folders],
    /// Failed sign-ins of authentication logs.
    SignInFailures "sign_in_failures" [Folders],
    /// The names of a server's addresses.
    ReverseName "reverse_name" [Names],
    /// What a mail server offers, and its TLS.
    Smtp "smtp" [Hosts Authorities],
    /// TCP sockets by state, and what the kernel could not take.
    Sockets "sockets" [Machine],
    /// The state of a file of SQLite.
    Sqlite "sqlite" [Databases Folders],
    /// Connections to a list of endpoints.
    Tcp "tcp" [Hosts],
    /// The certificate chain that a server presents.
    TlsCertificate "tls_certificate" [Hosts Authorities],
    /// The versions of TLS that a server accepts.
    TlsVersions "tls_versions" [Hosts Authorities],
    /// The answers behind one name, compared.
    WebVersions "web_versions" [Hosts Authorities],
}

impl CollectorKind {
    /// The hosts and ports that a run with `inputs` connects to.
    ///
    /// # Errors
    /// [`InputError`] if an input does not fit its parameter.
    pub fn hosts(&self, inputs: &Inputs) -> Result<Vec<(String, u16)>, InputError> {
        Ok(match self {
            Self::Dane(Dane { host, port, .. })
            | Self::Endpoint(Endpoint { host, port, .. })
            | Self::Smtp(Smtp { host, port, .. })
            | Self::ClockOffset(ClockOffset { host, port, .. })
            | Self::TlsVersions(TlsVersions { host, port, .. })
            | Self::WebVersions(WebVersions { host, port, .. })
            | Self::TlsCertificate(TlsCertificate { host, port, .. }) => {
                vec![(host.get(inputs)?, port.get(inputs)?)]
            }
            Self::Autodiscover(service) => {
                let host = service.asked_host(inputs)?;
                let ports = [service.https_port.get(inputs)?, service.http_port.get(inputs)?];
                ports.map(|port| (host.clone(), port)).to_vec()
            }
            Self::Tcp(all) => all.hosts(inputs)?,
            Self::Http(page) => page.hosts(inputs)?,
            Self::OidcMetadata(provider) => provider.hosts(inputs)?,
            Self::SamlMetadata(provider) => vec![provider.host(inputs)?],
            Self::MtaSts(policy) => vec![(policy.policy_host(inputs)?, policy.policy_port.get(inputs)?)],
            Self::HttpApi(_)
            | Self::Kubernetes(_)
            | Self::Containers(_)
            | Self::Ldap(_)
            | Self::Mysql(_)
            | Self::Postgresql(_)
            | Self::Sqlite(_)
            | Self::DmarcAlignment(_)
            | Self::DnsBlocklist(_)
            | Self::DnsDelegation(_)
            | Self::DnsRecords(_)
            | Self::ReverseName(_)
            | Self::HostHealth(_)
            | Self::Journal(_)
            | Self::LogFollow(_)
            | Self::LogSearch(_)
            | Self::MailDomain(_)
            | Self::LogClusters(_)
            | Self::SignInFailures(_)
            | Self::GcPauses(_)
            | Self::Config(_)
            | Self::FileAge(_)
            | Self::CertificateFiles(_)
            | Self::Processes(_)
            | Self::Sockets(_)
            | Self::Services(_)
            | Self::Packages(_)
            | Self::Kernel(_)
            | Self::DiskLatency(_)
            | Self::DiskGrowth(_)
            | Self::Encryption(_) => Vec::new(),
        })
    }

    /// The database that a run with `inputs` looks at, by the name under which the scope lists it; none for most kinds.
    ///
    /// # Errors
    /// [`InputError`] if an input does not fit its parameter.
    pub fn database(&self, inputs: &Inputs) -> Result<Option<(Engine, String)>, InputError> {
        Ok(match self {
            Self::Mysql(asked) => Some((Engine::Mysql, asked.database.get(inputs)?)),
            Self::Postgresql(asked) => Some((Engine::Postgresql, asked.database.get(inputs)?)),
            Self::Sqlite(asked) => Some((Engine::Sqlite, asked.database.get(inputs)?)),
            _ => None,
        })
    }

    /// The directory that a run with `inputs` looks at, by the name under which the scope lists it; none for most kinds.
    ///
    /// # Errors
    /// [`InputError`] if an input does not fit its parameter.
    pub fn directory(&self, inputs: &Inputs) -> Result<Option<String>, InputError> {
        match self {
            Self::Ldap(asked) => asked.directory.get(inputs).map(Some),
            _ => Ok(None),
        }
    }

    /// The service that a run with `inputs` asks, by the name under which the scope lists it; none for most kinds.
    ///
    /// # Errors
    /// [`InputError`] if an input does not fit its parameter.
    pub fn service(&self, inputs: &Inputs) -> Result<Option<String>, InputError> {
        match self {
            Self::HttpApi(asked) => asked.service.get(inputs).map(Some),
            _ => Ok(None),
        }
    }

    /// The cluster that a run with `inputs` asks, by the name under which the scope lists it; none for most kinds.
    ///
    /// # Errors
    /// [`InputError`] if an input does not fit its parameter.
    pub fn cluster(&self, inputs: &Inputs) -> Result<Option<String>, InputError> {
        match self {
            Self::Kubernetes(asked) => asked.cluster.get(inputs).map(Some),
            _ => Ok(None),
        }
    }

    /// The container engine that a run with `inputs` asks, by the name under which the scope lists it; none for most kinds.
    ///
    /// # Errors
    /// [`InputError`] if an input does not fit its parameter.
    pub fn container_engine(&self, inputs: &Inputs) -> Result<Option<String>, InputError> {
        match self {
            Self::Containers(asked) => asked.engine.get(inputs).map(Some),
            _ => Ok(None),
        }
    }
}
