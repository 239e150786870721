//! The tenant context file (classification.md 3): what is known of a tenant and of its vendor.

mod address_owner;
mod compiled;
mod directory;
mod domain_owner;
mod known;
mod naming_scheme;
mod networks;
mod numbers;
mod phrases;
mod stand_ins;

pub(crate) use address_owner::AddressOwner;
pub use compiled::CompiledContext;
pub(crate) use directory::Directory;
pub(crate) use domain_owner::Owner;
pub(crate) use known::Known;
pub(crate) use phrases::Phrase;
pub(crate) use stand_ins::Values;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A tenant context as it is written.
pub type TenantContext = ContextForm<Vec<User>>;

/// The organisation whose data is classified, as it is written.
pub type Tenant = TenantForm<Vec<User>>;

/// The fields of a tenant context whose people are held as `P`. Every list may be left out: with less context the
/// classifier is more protective.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, bound(deserialize = "P: Deserialize<'de> + Default"))]
pub struct ContextForm<P> {
    /// The context's own name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    /// The organisation whose data is classified.
    pub tenant: TenantForm<P>,
    /// The organisation that gives support.
    pub vendor: Vendor,
}

/// The organisation whose data is classified, its people held as `P`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TenantForm<P> {
    /// Tenant, organisation and project ids, in any spelling.
    pub ids: Vec<String>,
    /// Names of the organisation.
    pub names: Vec<String>,
    /// Domains; each stands for itself and every sub-domain.
    pub domains: Vec<String>,
    /// Networks of its servers and gateways, as `address/prefix`.
    pub networks: Vec<String>,
    /// Networks of its people's devices.
    pub user_networks: Vec<String>,
    /// Regular expressions on the whole short name of a server.
    pub server_patterns: Vec<String>,
    /// The directory.
    pub users: P,
}

/// One person of the directory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct User {
    /// User principal name, `local@domain`.
    pub upn: String,
    /// Full name.
    pub display_name: String,
    /// Directory object id, a GUID.
    pub object_id: String,
    /// Sixteen hexadecimal digits.
    pub puid: String,
    /// Security identifier, `S-1-5-21-…`.
    pub sid: String,
    /// Short account names.
    pub usernames: Vec<String>,
    /// Host names of the person's devices.
    pub machines: Vec<String>,
    /// Telephone numbers, in any grouping.
    pub phones: Vec<String>,
    /// Addresses of the person's devices.
    pub ips: Vec<String>,
}

/// The organisation that gives support.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Vendor {
    /// Domains of its servers and staff.
    pub domains: Vec<String>,
    /// Networks of its servers.
    pub networks: Vec<String>,
    /// Regular expressions on the whole short name of a server.
    pub server_patterns: Vec<String>,
    /// Accounts of its staff.
    pub operators: Vec<String>,
}

/// Why a tenant context cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ContextError {
    /// The file is not the JSON of a context.
    #[error("tenant context at line {line}, column {column}: {reason}")]
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong there.
        reason: String,
    },
    /// A network or address cannot be read.
    #[error("tenant context, {place}: `{value}` is not an address or `address/prefix`")]
    Network {
        /// The list and the index in it.
        place: String,
        /// What stands there.
        value: String,
    },
    /// A server pattern is not a regular expression.
    #[error("tenant context, {place}: `{value}` is not a usable pattern: {reason}")]
    Pattern {
        /// The list and the index in it.
        place: String,
        /// What stands there.
        value: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The names of people and organisations are too many to search for.
    #[error("tenant context, names: too many to compile: {reason}")]
    TooLarge {
        /// The limit that was hit.
        reason: String,
    },
}

impl<P: DeserializeOwned + Default> ContextForm<P> {
    /// Reads the JSON form.
    ///
    /// # Errors
    ///
    /// Names line and column when the bytes are not a context.
    pub fn from_json(bytes: &[u8]) -> Result<Self, ContextError> {
        serde_json::from_slice(bytes).map_err(|error| {
            let reason = error.to_string();
            let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
            ContextError::Json { line: error.line(), column: error.column(), reason }
        })
    }
}

impl TenantContext {
    /// Adds what another context knows: a runner's local file and the server's directory become one.
    pub fn merge(&mut self, other: Self) {
        let (tenant, vendor) = (&mut self.tenant, &mut self.vendor);
        add(&mut tenant.ids, other.tenant.ids);
        add(&mut tenant.names, other.tenant.names);
        add(&mut tenant.domains, other.tenant.domains);
        add(&mut tenant.networks, other.tenant.networks);
        add(&mut tenant.user_networks, other.tenant.user_networks);
        add(&mut tenant.server_patterns, other.tenant.server_patterns);
        tenant.users.extend(other.tenant.users);
        add(&mut vendor.domains, other.vendor.domains);
        add(&mut vendor.networks, other.vendor.networks);
        add(&mut vendor.server_patterns, other.vendor.server_patterns);
        add(&mut vendor.operators, other.vendor.operators);
    }
}

fn add(list: &mut Vec<String>, more: Vec<String>) {
    for item in more {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_optional() {
        let context = TenantContext::from_json(b"{}").unwrap();
        assert_eq!(context, TenantContext::default());
    }

    #[test]
    fn an_error_names_its_place() {
        let error = TenantContext::from_json(b"{\"tenant\":\n{\"ids\":[7]}}").unwrap_err();
        assert!(error.to_string().starts_with("tenant context at line 2, column "), "{error}");
    }

    #[test]
    fn merging_adds_what_is_new() {
        let mut local = TenantContext::default();
        local.tenant.domains = vec!["contoso.com".into()];
        let mut server = TenantContext::default();
        server.tenant.domains = vec!["contoso.com".into(), "contoso.fr".into()];
        local.merge(server);
        assert_eq!(local.tenant.domains, ["contoso.com", "contoso.fr"]);
    }
}
