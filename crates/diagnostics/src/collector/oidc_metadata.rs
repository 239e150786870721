//! The parameters of a kind.

use super::host_port::{list, of_address};
use super::parameters::parameters;
use crate::inputs::{InputError, Inputs};
use crate::parameter::Parameter;

parameters! {
    /// Reads what an `OpenID` Connect provider publishes of itself: its discovery document and its keys.
    OidcMetadata {
        /// The issuer, as tokens name it: `https://host/path`.
        issuer: Parameter<String>,
        /// Other hosts that its keys may stand on, each `host:port`.
        key_hosts: Option<Parameter<Vec<String>>>,
    }
}

impl OidcMetadata {
    /// The issuer's host and port, and those that keys may stand on.
    ///
    /// # Errors
    /// [`InputError`] if an input does not fit its parameter.
    pub fn hosts(&self, inputs: &Inputs) -> Result<Vec<(String, u16)>, InputError> {
        let mut hosts = vec![of_address("issuer", &self.issuer.get(inputs)?)?];
        hosts.extend(list("key_hosts", self.key_hosts.as_ref(), inputs)?);
        Ok(hosts)
    }
}
