//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Begins a handshake with each version of TLS and reads which the server accepts.
    TlsVersions {
        /// Host name or address to connect to.
        host: Parameter<String>,
        /// TCP port.
        port: Parameter<u16>,
        /// The name to ask for and to check; `host` if left out.
        server_name: Option<Parameter<String>>,
    }
}
