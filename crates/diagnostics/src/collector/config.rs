//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Reads values of configuration files.
    Config {
        /// Absolute path; `*`, `?` and `[…]` match within a folder, `**` any folders.
        files: Parameter<String>,
        /// `ini`, `toml`, `yaml`, `json`, `xml` or `properties`; by the name of the file if left out.
        format: Option<Parameter<String>>,
        /// The keys to read, parts joined by dots: `server.port`, `hosts.0`, `configuration.log.@level`.
        keys: Parameter<Vec<String>>,
        /// What keys are expected to hold, each `key=value`; an empty value expects the key to be absent.
        expected: Parameter<Vec<String>>,
    }
}
