//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Asks DNS blocklists whether they list a mail server's addresses.
    DnsBlocklist {
        /// The mail server: an address, or a name of a domain that the scope lists.
        server: Parameter<String>,
        /// The zones of the lists; the scope has to list them.
        lists: Parameter<Vec<String>>,
        /// The DNS server to ask, `address` or `address:port`; the runner's own if left out.
        dns_server: Option<Parameter<String>>,
    }
}
