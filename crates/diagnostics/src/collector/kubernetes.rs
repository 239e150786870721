//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Lists objects of a Kubernetes cluster through its API, and of each no more than is asked for. Secrets are never listed.
    Kubernetes {
        /// The name under which the runner's settings list the cluster.
        cluster: Parameter<String>,
        /// What to ask: `pods`, `nodes`, `certificates`, `signing_requests`.
        facts: Parameter<Vec<String>>,
        /// The namespaces to look at; all that the settings list if empty.
        namespaces: Parameter<Vec<String>>,
        /// Up to how many minutes ago the end of a container counts.
        recent_minutes: Parameter<u64>,
    }
}
