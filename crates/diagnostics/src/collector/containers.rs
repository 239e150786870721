//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Asks a container engine (Docker, or Podman's compatible API) for the state of its containers.
    Containers {
        /// The name under which the runner's settings list the engine.
        engine: Parameter<String>,
        /// The containers to look at, by name; all if empty.
        names: Parameter<Vec<String>>,
        /// Up to how many minutes ago the end or start of a container counts.
        recent_minutes: Parameter<u64>,
    }
}
