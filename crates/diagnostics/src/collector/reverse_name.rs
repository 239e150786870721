//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Looks for the names of a server's addresses, and whether they lead back.
    ReverseName {
        /// The server's name, or its address; the scope has to list the name, or the address's name under `in-addr.arpa`
        /// or `ip6.arpa`.
        server: Parameter<String>,
        /// The DNS server to ask, `address` or `address:port`; the runner's own if left out.
        dns_server: Option<Parameter<String>>,
    }
}
