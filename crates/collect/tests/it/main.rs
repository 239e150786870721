//! Diagnostics of the catalogue, run against the real thing: planted faults are found, healthy twins are not.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where its set-up fails"
)]

mod autodiscover;
mod case;
mod categories;
mod collecting;
mod dmarc_alignment;
mod dns_asked;
mod dns_delegation;
mod dns_server;
mod dns_signer;
mod endpoint;
mod host_health;
mod http_server;
mod limits;
mod log_search;
mod mail_blocklists;
mod mail_domain;
mod matrix;
mod mta_sts;
mod reverse_dns;
mod scope;
mod smtp_server;
mod smtp_tls;
mod split_horizon;
mod tls_certificate;
mod tls_reporting;
mod tls_server;
