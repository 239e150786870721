//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Compares installed Debian packages with the lists of newer ones.
    Packages {
        /// The folder that stands for `/` where a container or image is meant; the scope has to list it.
        root: Option<Parameter<String>>,
    }
}
