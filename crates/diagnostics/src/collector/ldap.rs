//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Signs in to an LDAP directory and reads what it tells of itself.
    Ldap {
        /// The name under which the runner's settings list the directory.
        directory: Parameter<String>,
    }
}
