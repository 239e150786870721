//! The parameters of a kind.

use super::host_port::host_and_port;
use super::parameters::parameters;
use crate::inputs::{InputError, Inputs};
use crate::parameter::Parameter;

parameters! {
    /// Connects to each of a list of endpoints a few times and sends nothing.
    Tcp {
        /// What to connect to, each `host:port`.
        endpoints: Parameter<Vec<String>>,
        /// How many times to connect to each, 1 to 10.
        tries: Parameter<u64>,
        /// From how many milliseconds on a connection is slow.
        slow_ms: Parameter<u64>,
        /// The packet size in bytes below which a path is narrow.
        packet_min: Parameter<u64>,
    }
}

impl Tcp {
    /// The endpoints as hosts and ports.
    ///
    /// # Errors
    /// [`InputError`] if an input does not fit its parameter.
    pub fn hosts(&self, inputs: &Inputs) -> Result<Vec<(String, u16)>, InputError> {
        self.endpoints.get(inputs)?.iter().map(|text| host_and_port("endpoints", text)).collect()
    }
}
