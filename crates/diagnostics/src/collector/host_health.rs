//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Reads operating system, load, memory, pressure, disks and processes.
    HostHealth {
        /// How many of the largest processes to name.
        top_processes: Parameter<u64>,
    }
}
