//! The parameters of a kind.

use super::host_port::of_address;
use super::parameters::parameters;
use crate::inputs::{InputError, Inputs};
use crate::parameter::Parameter;

parameters! {
    /// Reads the metadata that a SAML identity provider publishes of itself.
    SamlMetadata {
        /// The address of the metadata: `https://host/path`.
        address: Parameter<String>,
        /// How many days before expiry a certificate counts as expiring.
        warn_days: Parameter<u64>,
    }
}

impl SamlMetadata {
    /// The host and port of the address.
    ///
    /// # Errors
    /// [`InputError`] if an input does not fit its parameter.
    pub fn host(&self, inputs: &Inputs) -> Result<(String, u16), InputError> {
        of_address("address", &self.address.get(inputs)?)
    }
}
