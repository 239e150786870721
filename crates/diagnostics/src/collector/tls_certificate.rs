//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Makes a TLS handshake and reads the chain, whatever it is.
    TlsCertificate {
        /// Host name or address to connect to.
        host: Parameter<String>,
        /// TCP port.
        port: Parameter<u16>,
        /// The name to ask for and to check; `host` if left out.
        server_name: Option<Parameter<String>>,
    }
}
