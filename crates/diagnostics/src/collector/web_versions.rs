//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Asks for one page several times, each time over a new connection, and compares the answers.
    WebVersions {
        /// Host name or address to connect to.
        host: Parameter<String>,
        /// TCP port.
        port: Parameter<u16>,
        /// Whether to speak TLS.
        tls: Parameter<bool>,
        /// Path and query to ask for.
        path: Parameter<String>,
        /// How many times to ask, 2 to 20.
        requests: Parameter<u64>,
        /// A response header that says which version answers.
        version_header: Option<Parameter<String>>,
    }
}
