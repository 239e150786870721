//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Resolves, connects, shakes hands and asks for one page.
    Endpoint {
        /// Host name or address to connect to.
        host: Parameter<String>,
        /// TCP port.
        port: Parameter<u16>,
        /// Whether to speak TLS.
        tls: Parameter<bool>,
        /// Path and query to ask for.
        path: Parameter<String>,
    }
}
