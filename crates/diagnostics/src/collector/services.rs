//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Compares the systemd units that should run with the processes that do.
    Services {
        /// The services, with or without `.service`; all enabled ones if empty.
        names: Parameter<Vec<String>>,
        /// The folder that stands for `/` where the units of a container or image are meant; the scope has to list it.
        root: Option<Parameter<String>>,
    }
}
