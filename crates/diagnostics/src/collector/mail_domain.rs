//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Reads MX, SPF, DKIM and DMARC records.
    MailDomain {
        /// The domain behind the `@`.
        domain: Parameter<String>,
        /// DKIM selectors to look for.
        dkim_selectors: Parameter<Vec<String>>,
        /// The DNS server to ask, `address` or `address:port`; the runner's own if left out.
        dns_server: Option<Parameter<String>>,
    }
}
