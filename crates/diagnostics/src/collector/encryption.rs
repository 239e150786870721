//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Looks which file systems lie on encrypted devices.
    Encryption {
        /// The folders whose file systems are meant; all local ones if empty.
        mounts: Parameter<Vec<String>>,
    }
}
