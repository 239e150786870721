//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Measures how long disks take for reads and writes.
    DiskLatency {
        /// For how many seconds to measure, at most 60.
        watch_seconds: Parameter<u64>,
    }
}
