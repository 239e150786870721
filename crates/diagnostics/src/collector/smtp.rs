//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Greets a mail server, reads what it offers, and begins TLS; sends no mail.
    Smtp {
        /// Host name or address to connect to.
        host: Parameter<String>,
        /// TCP port.
        port: Parameter<u16>,
        /// The name to ask for under TLS and to check; `host` if left out.
        server_name: Option<Parameter<String>>,
        /// The name to greet with; the connection's own address if left out.
        client_name: Option<Parameter<String>>,
    }
}
