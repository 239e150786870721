//! What may be touched for one subscription.

use super::clusters::Cluster;
use super::container_engines::ContainerEngine;
use super::databases::Database;
use super::directories::Directory;
use super::domains::Domain;
use super::hosts::HostEntry;
use super::services::Service;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// What may be touched for one subscription. What is left out is not allowed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Area {
    /// Absolute paths of folders whose files may be read, with everything below.
    pub folders: Vec<PathBuf>,
    /// Hosts and ports that may be connected to.
    pub hosts: Vec<HostEntry>,
    /// DNS servers and domains.
    pub dns: DnsArea,
    /// Whether the state of the machine itself may be read: what the kernel tells, the units of systemd, the packages
    /// that are installed, and when the machine was started.
    pub host_facts: bool,
    /// PEM files of private certificate authorities to trust besides the system's.
    pub authorities: Vec<PathBuf>,
    /// Databases that may be looked at, by the names under which diagnostics know them.
    pub databases: BTreeMap<String, Database>,
    /// LDAP directories that may be looked at, by the names under which diagnostics know them.
    pub directories: BTreeMap<String, Directory>,
    /// HTTP APIs that may be asked, by the names under which diagnostics know them.
    pub services: BTreeMap<String, Service>,
    /// Kubernetes clusters that may be looked at, by the names under which diagnostics know them.
    pub clusters: BTreeMap<String, Cluster>,
    /// Container engines that may be asked, by the names under which diagnostics know them.
    pub container_engines: BTreeMap<String, ContainerEngine>,
}

impl Area {
    /// The area without what is listed by name: whoever has it learns neither where that is nor who signs in there.
    pub(crate) fn without_logins(&self) -> Self {
        Self {
            databases: BTreeMap::new(),
            directories: BTreeMap::new(),
            services: BTreeMap::new(),
            clusters: BTreeMap::new(),
            container_engines: BTreeMap::new(),
            ..self.clone()
        }
    }

    /// The files with passwords and other credentials, each with the kind and name of what it is for.
    pub(super) fn password_files(&self) -> impl Iterator<Item = (String, &Path)> {
        let databases = self.databases.iter().filter_map(|(name, database)| {
            Some((format!("database `{}`", name.escape_debug()), database.password_file()?))
        });
        let directories = self.directories.iter().filter_map(|(name, directory)| {
            Some((format!("directory `{}`", name.escape_debug()), directory.password_file.as_deref()?))
        });
        let services = self.services.iter().filter_map(|(name, service)| {
            Some((format!("service `{}`", name.escape_debug()), service.credential_file.as_deref()?))
        });
        let clusters = self.clusters.iter().filter_map(|(name, cluster)| {
            Some((format!("cluster `{}`", name.escape_debug()), cluster.token_file()?))
        });
        databases.chain(directories).chain(services).chain(clusters)
    }

    /// Other paths of what is listed by name.
    pub(super) fn authority_files_and_sockets(&self) -> impl Iterator<Item = &PathBuf> {
        let authorities = self.clusters.values().filter_map(|cluster| cluster.authority_file.as_ref());
        authorities.chain(self.container_engines.values().map(|engine| &engine.socket))
    }
}

/// What may be asked of DNS.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DnsArea {
    /// The servers to ask, the first unless a run names another; none means the system's.
    pub servers: Vec<DnsServer>,
    /// The domains whose records may be read, with everything below.
    pub domains: Vec<Domain>,
}

/// A DNS server, written `192.0.2.1`, `192.0.2.1:5353` or `[2001:db8::1]:53`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DnsServer(pub SocketAddr);

/// A text that names no DNS server.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a DNS server; write an address, or address:port")]
pub struct NotADnsServer(String);

impl FromStr for DnsServer {
    type Err = NotADnsServer;

    fn from_str(text: &str) -> Result<Self, NotADnsServer> {
        text.parse::<SocketAddr>()
            .or_else(|_| text.parse::<IpAddr>().map(|address| SocketAddr::new(address, 53)))
            .map(Self)
            .map_err(|_| NotADnsServer(text.chars().take(80).collect()))
    }
}

impl fmt::Display for DnsServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for DnsServer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl Serialize for DnsServer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
