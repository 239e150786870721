//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Measures how fast file systems fill.
    DiskGrowth {
        /// For how many seconds to measure, at most 300.
        watch_seconds: Parameter<u64>,
    }
}
