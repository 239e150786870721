//! Which LDAP directories may be looked at, and how the runner signs in there.

use super::{OutOfScope, Scope};
use domain::SubscriptionId;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// A directory that the settings list. Diagnostics know its name alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Directory {
    /// Host name or address. Like all names, one that leads to a private address needs that address in `hosts` too.
    pub host: String,
    /// TCP port; 636 under TLS from the start and 389 otherwise, if left out.
    #[serde(default)]
    pub port: Option<u16>,
    /// When the connection is encrypted.
    #[serde(default)]
    pub tls: DirectoryTls,
    /// The distinguished name to sign in as; nobody in particular if left out.
    #[serde(default)]
    pub user: Option<String>,
    /// The file with the password on its one line, an absolute path.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    /// The name that the certificate has to be for; `host` if left out.
    #[serde(default)]
    pub server_name: Option<String>,
}

/// When a connection to a directory is encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DirectoryTls {
    /// From the start (`ldaps`).
    #[default]
    Required,
    /// Before anything else is said (`StartTLS`).
    Starttls,
    /// Never. A directory takes passwords as they are, so none is sent then.
    Off,
}

impl Directory {
    pub(crate) fn port(&self) -> u16 {
        let usual = if self.tls == DirectoryTls::Required { 636 } else { 389 };
        self.port.unwrap_or(usual)
    }
}

impl Scope {
    /// The directory called `name`.
    ///
    /// # Errors
    /// [`OutOfScope`] if the settings do not list it.
    pub fn directory(&self, subscription: &SubscriptionId, name: &str) -> Result<&Directory, OutOfScope> {
        let shown = name.escape_debug();
        self.area(subscription)?.directories.get(name).ok_or_else(|| OutOfScope {
            subscription: subscription.clone(),
            thing: format!("directory `{shown}`"),
            why: "`directories` does not list it".to_owned(),
            remedy: format!("add `{shown}: {{host: …}}` to `directories`"),
        })
    }
}
