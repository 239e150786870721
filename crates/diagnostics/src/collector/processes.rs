//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Measures processes: memory, threads, open files against their limit, age, starts.
    Processes {
        /// The name of the processes: of their program, or the first word of their command; all if left out.
        name: Option<Parameter<String>>,
        /// For how many seconds to watch for starts and ends, at most 60.
        watch_seconds: Parameter<u64>,
    }
}
