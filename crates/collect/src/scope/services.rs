//! Which HTTP APIs may be asked, and with which credential.

use super::{OutOfScope, Scope};
use domain::SubscriptionId;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// An HTTP API that the settings list. Diagnostics know its name alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its address: `https://host` or `https://host/path`; nothing above that path is asked for. Like all names, a host that
    /// leads to a private address needs that address in `hosts` too.
    pub url: String,
    /// The file with a token on its one line, an absolute path; none to ask without one.
    #[serde(default)]
    pub credential_file: Option<PathBuf>,
    /// The header that carries the token; `Authorization: Bearer` if left out.
    #[serde(default)]
    pub header: Option<String>,
}

impl Scope {
    /// The service called `name`.
    ///
    /// # Errors
    /// [`OutOfScope`] if the settings do not list it.
    pub fn service(&self, subscription: &SubscriptionId, name: &str) -> Result<&Service, OutOfScope> {
        let shown = name.escape_debug();
        self.area(subscription)?.services.get(name).ok_or_else(|| OutOfScope {
            subscription: subscription.clone(),
            thing: format!("service `{shown}`"),
            why: "`services` does not list it".to_owned(),
            remedy: format!("add `{shown}: {{url: …}}` to `services`"),
        })
    }
}
