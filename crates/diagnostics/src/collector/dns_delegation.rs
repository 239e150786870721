//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Compares what a zone's parent says of it with what its own servers say.
    DnsDelegation {
        /// The zone; the scope has to list it.
        zone: Parameter<String>,
        /// The DNS server that finds the others, `address` or `address:port`; the runner's own if left out. Of those
        /// found, the ones that the scope lists under `dns.servers` are asked themselves.
        dns_server: Option<Parameter<String>>,
    }
}
