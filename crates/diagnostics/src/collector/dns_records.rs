//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Asks a DNS server for records of a domain and of names below it.
    DnsRecords {
        /// The domain; the scope has to list it.
        domain: Parameter<String>,
        /// Names below it, as in `_smtp._tls`; `@` is the domain itself.
        names: Parameter<Vec<String>>,
        /// Record types: A, AAAA, MX, TXT, NS, SOA, CAA, SRV, CNAME, PTR, DS, DNSKEY, TLSA.
        types: Parameter<Vec<String>>,
        /// Whether to ask over TCP alone; otherwise over UDP, and over TCP what does not fit.
        tcp: Parameter<bool>,
        /// The DNS server to ask, `address` or `address:port`; the runner's own if left out.
        dns_server: Option<Parameter<String>>,
    }
}
