//! What a diagnostic can gather, one kind a file.

pub(crate) mod autodiscover;
pub(crate) mod dmarc_alignment;
pub(crate) mod dns_blocklist;
pub(crate) mod dns_delegation;
pub(crate) mod dns_records;
pub(crate) mod endpoint;
pub(crate) mod host_health;
pub(crate) mod log_search;
pub(crate) mod mail_domain;
pub(crate) mod mta_sts;
pub(crate) mod reverse_name;
pub(crate) mod smtp;
pub(crate) mod tls_certificate;

use crate::CollectError;
use crate::site::Site;
use diagnostics::{Collector, CollectorKind};
use serde_json::Value;

/// Gathers the facts of one collector.
pub(crate) fn collect(site: &mut Site, collector: &Collector) -> Result<Value, CollectError> {
    site.collector.clone_from(&collector.name);
    match &collector.kind {
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
    }
}
