//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Compares a mail server's TLSA records with the certificate that it presents; sends no mail.
    Dane {
        /// The server's name, as MX records have it. It must lie in a domain of the scope, and in its hosts.
        host: Parameter<String>,
        /// TCP port.
        port: Parameter<u16>,
        /// The name to greet with; the connection's own address if left out.
        client_name: Option<Parameter<String>>,
        /// One of the scope's DNS servers; the first if left out.
        dns_server: Option<Parameter<String>>,
    }
}
