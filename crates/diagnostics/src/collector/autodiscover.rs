//! The parameters of a kind.

use super::parameters::parameters;
use crate::inputs::{InputError, Inputs};
use crate::parameter::{Optional as _, Parameter};

parameters! {
    /// Looks for a domain's Autodiscover service as mail clients do.
    Autodiscover {
        /// The domain behind the `@`.
        domain: Parameter<String>,
        /// The host to ask; `autodiscover.` and the domain if left out.
        host: Option<Parameter<String>>,
        /// The port of its HTTPS.
        https_port: Parameter<u16>,
        /// The port on which it may redirect, without TLS.
        http_port: Parameter<u16>,
        /// The DNS server to ask, `address` or `address:port`; the runner's own if left out.
        dns_server: Option<Parameter<String>>,
    }
}

impl Autodiscover {
    /// The host that clients ask.
    ///
    /// # Errors
    /// [`InputError`] if an input does not fit its parameter.
    pub fn asked_host(&self, inputs: &Inputs) -> Result<String, InputError> {
        if let Some(host) = self.host.find(inputs)? {
            return Ok(host);
        }
        let domain = self.domain.get(inputs)?;
        Ok(format!("autodiscover.{}", domain.trim_end_matches('.').to_ascii_lowercase()))
    }
}
