//! What a diagnostic can gather, one kind a file.

pub(crate) mod autodiscover;
pub(crate) mod certificate_files;
pub(crate) mod clock_offset;
pub(crate) mod config;
pub(crate) mod containers;
pub(crate) mod dane;
pub(crate) mod disk_growth;
pub(crate) mod disk_latency;
pub(crate) mod dmarc_alignment;
pub(crate) mod dns_blocklist;
pub(crate) mod dns_delegation;
pub(crate) mod dns_records;
pub(crate) mod encryption;
pub(crate) mod endpoint;
pub(crate) mod file_age;
pub(crate) mod gc_pauses;
pub(crate) mod host_health;
pub(crate) mod http;
pub(crate) mod http_api;
pub(crate) mod journal;
pub(crate) mod kernel;
pub(crate) mod kubernetes;
pub(crate) mod ldap;
pub(crate) mod log_clusters;
pub(crate) mod log_follow;
pub(crate) mod log_search;
pub(crate) mod mail_domain;
pub(crate) mod mta_sts;
pub(crate) mod mysql;
pub(crate) mod oidc_metadata;
pub(crate) mod packages;
pub(crate) mod postgresql;
pub(crate) mod processes;
pub(crate) mod reverse_name;
pub(crate) mod saml_metadata;
pub(crate) mod services;
pub(crate) mod sign_in_failures;
pub(crate) mod smtp;
pub(crate) mod sockets;
pub(crate) mod sqlite;
pub(crate) mod tcp;
pub(crate) mod tls_certificate;
pub(crate) mod tls_versions;
pub(crate) mod web_versions;

use crate::CollectError;
use crate::site::Site;
use diagnostics::{Collector, CollectorKind};
use serde_json::Value;

/// Gathers the facts of one collector.
pub(crate) fn collect(site: &mut Site, collector: &Collector) -> Result<Value, CollectError> {
    site.collector.clone_from(&collector.name);
    match &collector.kind {
        CollectorKind::HttpApi(parameters) => http_api::collect(site, parameters),
        CollectorKind::Kubernetes(parameters) => kubernetes::collect(site, parameters),
        CollectorKind::Containers(parameters) => containers::collect(site, parameters),
        CollectorKind::Ldap(parameters) => ldap::collect(site, parameters),
        CollectorKind::Mysql(parameters) => mysql::collect(site, parameters),
        CollectorKind::Postgresql(parameters) => postgresql::collect(site, parameters),
        CollectorKind::Sqlite(parameters) => sqlite::collect(site, parameters),
        CollectorKind::Encryption(parameters) => encryption::collect(site, parameters),
        CollectorKind::DiskGrowth(parameters) => disk_growth::collect(site, parameters),
        CollectorKind::DiskLatency(parameters) => disk_latency::collect(site, parameters),
        CollectorKind::Journal(parameters) => journal::collect(site, parameters),
        CollectorKind::Kernel(parameters) => kernel::collect(site, parameters),
        CollectorKind::Packages(parameters) => packages::collect(site, parameters),
        CollectorKind::Services(parameters) => services::collect(site, parameters),
        CollectorKind::Sockets(parameters) => sockets::collect(site, parameters),
        CollectorKind::Processes(parameters) => processes::collect(site, parameters),
        CollectorKind::FileAge(parameters) => file_age::collect(site, parameters),
        CollectorKind::Config(parameters) => config::collect(site, parameters),
        CollectorKind::GcPauses(parameters) => gc_pauses::collect(site, parameters),
        CollectorKind::SignInFailures(parameters) => sign_in_failures::collect(site, parameters),
        CollectorKind::LogClusters(parameters) => log_clusters::collect(site, parameters),
        CollectorKind::LogFollow(parameters) => log_follow::collect(site, parameters),
        CollectorKind::Dane(parameters) => dane::collect(site, parameters),
        CollectorKind::DmarcAlignment(parameters) => dmarc_alignment::collect(site, parameters),
        CollectorKind::DnsBlocklist(parameters) => dns_blocklist::collect(site, parameters),
        CollectorKind::Autodiscover(parameters) => autodiscover::collect(site, parameters),
        CollectorKind::DnsDelegation(parameters) => dns_delegation::collect(site, parameters),
        CollectorKind::ReverseName(parameters) => reverse_name::collect(site, parameters),
        CollectorKind::DnsRecords(parameters) => dns_records::collect(site, parameters),
        CollectorKind::HostHealth(parameters) => host_health::collect(site, parameters),
        CollectorKind::LogSearch(parameters) => log_search::collect(site, parameters),
        CollectorKind::TlsCertificate(parameters) => tls_certificate::collect(site, parameters),
        CollectorKind::MailDomain(parameters) => mail_domain::collect(site, parameters),
        CollectorKind::MtaSts(parameters) => mta_sts::collect(site, parameters),
        CollectorKind::Smtp(parameters) => smtp::collect(site, parameters),
        CollectorKind::Endpoint(parameters) => endpoint::collect(site, parameters),
        CollectorKind::CertificateFiles(parameters) => certificate_files::collect(site, parameters),
        CollectorKind::ClockOffset(parameters) => clock_offset::collect(site, parameters),
        CollectorKind::Http(parameters) => http::collect(site, parameters),
        CollectorKind::OidcMetadata(parameters) => oidc_metadata::collect(site, parameters),
        CollectorKind::SamlMetadata(parameters) => saml_metadata::collect(site, parameters),
        CollectorKind::Tcp(parameters) => tcp::collect(site, parameters),
        CollectorKind::TlsVersions(parameters) => tls_versions::collect(site, parameters),
        CollectorKind::WebVersions(parameters) => web_versions::collect(site, parameters),
    }
}
