//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Reads certificates in files. Of private keys beside them it tells no more than that they are there.
    CertificateFiles {
        /// Absolute path; `*`, `?` and `[…]` match within a folder, `**` any folders.
        files: Parameter<String>,
        /// How many days before expiry a certificate counts as expiring.
        warn_days: Parameter<u64>,
    }
}
