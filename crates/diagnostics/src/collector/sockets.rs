//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Counts TCP sockets by state and port, and what the kernel could not take.
    Sockets {
        /// For how many seconds to watch the counters of errors, at most 60.
        watch_seconds: Parameter<u64>,
    }
}
