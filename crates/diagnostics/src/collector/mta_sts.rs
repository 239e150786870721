//! The parameters of a kind.

use super::parameters::parameters;
use crate::inputs::{InputError, Inputs};
use crate::parameter::Parameter;

parameters! {
    /// Reads a domain's MTA-STS record, fetches its policy, and compares it with its mail servers.
    MtaSts {
        /// The domain behind the `@`.
        domain: Parameter<String>,
        /// The port of the policy's server; senders use 443.
        policy_port: Parameter<u16>,
        /// The DNS server to ask, `address` or `address:port`; the runner's own if left out.
        dns_server: Option<Parameter<String>>,
    }
}

impl MtaSts {
    /// The host that serves the policy (RFC 8461, section 3.3).
    ///
    /// # Errors
    /// [`InputError`] if an input does not fit its parameter.
    pub fn policy_host(&self, inputs: &Inputs) -> Result<String, InputError> {
        let domain = self.domain.get(inputs)?;
        Ok(format!("mta-sts.{}", domain.trim_end_matches('.').to_ascii_lowercase()))
    }
}
