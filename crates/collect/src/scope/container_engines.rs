//! Which container engines may be asked.

use super::{OutOfScope, Scope};
use domain::SubscriptionId;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// A container engine that the settings list. Diagnostics know its name alone.
///
/// Whoever may write to this socket is root on the machine. So no collecting process ever holds it: the runner itself
/// sends one of three fixed GET requests, and hands over the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContainerEngine {
    /// The Unix socket of its API, an absolute path: `/run/docker.sock`, `/run/podman/podman.sock`.
    pub socket: PathBuf,
}

impl Scope {
    /// The container engine called `name`.
    ///
    /// # Errors
    /// [`OutOfScope`] if the settings do not list it.
    pub fn container_engine(
        &self,
        subscription: &SubscriptionId,
        name: &str,
    ) -> Result<&ContainerEngine, OutOfScope> {
        let shown = name.escape_debug();
        self.area(subscription)?.container_engines.get(name).ok_or_else(|| OutOfScope {
            subscription: subscription.clone(),
            thing: format!("container engine `{shown}`"),
            why: "`container_engines` does not list it".to_owned(),
            remedy: format!("add `{shown}: {{socket: …}}` to `container_engines`"),
        })
    }
}
