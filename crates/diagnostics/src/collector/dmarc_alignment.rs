//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Compares the domains of a message with each other, as the author's domain asks receivers to.
    DmarcAlignment {
        /// The domain of the address in the From header.
        author_domain: Parameter<String>,
        /// The domain of the envelope sender (Return-Path), which SPF is about.
        envelope_domain: Option<Parameter<String>>,
        /// The domains of the message's DKIM signatures (`d=`).
        dkim_domains: Parameter<Vec<String>>,
        /// The DNS server to ask, `address` or `address:port`; the runner's own if left out.
        dns_server: Option<Parameter<String>>,
    }
}
