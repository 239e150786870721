//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Asks a time server and compares its time with this machine's.
    ClockOffset {
        /// Host name or address of the time server.
        host: Parameter<String>,
        /// UDP port; time servers use 123.
        port: Parameter<u16>,
        /// How many times to ask, 1 to 8.
        tries: Parameter<u64>,
    }
}
