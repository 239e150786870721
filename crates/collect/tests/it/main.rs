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
mod certificate_files;
mod clock_offset;
mod collecting;
mod configuration_values;
mod container_restarts;
mod dane;
mod databases;
mod disks;
mod dmarc_alignment;
mod dns_asked;
mod dns_delegation;
mod dns_server;
mod dns_signer;
mod endpoint;
mod endpoint_matrix;
mod error_clusters;
mod gc_pauses;
mod heartbeat;
mod host_health;
mod http_server;
mod identity_providers;
mod journal;
mod journal_file;
mod kubelet_certificates;
mod kubernetes_api;
mod kubernetes_certificates;
mod kubernetes_nodes;
mod kubernetes_pods;
mod kubernetes_server;
mod ldap;
mod ldap_server;
mod licence_seats;
mod limits;
mod log_follow;
mod log_search;
mod machine_limits;
mod mail_blocklists;
mod mail_domain;
mod mariadb_server;
mod matrix;
mod mta_sts;
mod mysql;
mod openssl_server;
mod packages;
mod podman_engine;
mod postgres_server;
mod postgresql;
mod postgresql_state;
mod processes;
mod proxy_interference;
mod proxy_server;
mod published_schema;
mod reverse_dns;
mod scope;
mod services;
mod sign_in_failures;
mod skipped;
mod smtp_server;
mod smtp_tls;
mod sockets;
mod split_horizon;
mod sqlite;
mod tls_certificate;
mod tls_interception;
mod tls_reporting;
mod tls_server;
mod tls_versions;
mod web_caching;
mod web_mixed_versions;
mod web_security;
