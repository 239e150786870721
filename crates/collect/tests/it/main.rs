//! Diagnostics of the catalogue, run against the real thing: planted faults are found, healthy twins are not.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where its set-up fails"
)]

mod case;
mod categories;
mod collecting;
mod dns_server;
mod endpoint;
mod host_health;
mod http_server;
mod limits;
mod log_search;
mod mail_domain;
mod matrix;
mod scope;
mod tls_certificate;
mod tls_server;
