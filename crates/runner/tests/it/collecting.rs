//! Diagnostics of the catalogue, run against the real thing: planted faults are found, healthy twins are not.

mod case;
mod dns_server;
mod endpoint;
mod host_health;
mod http_server;
mod limits;
mod log_search;
mod mail_domain;
mod scope;
mod tls_certificate;
mod tls_server;
