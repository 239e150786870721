//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Measures how old files are, by the time of their last change.
    FileAge {
        /// Absolute path; `*`, `?` and `[…]` match within a folder, `**` any folders.
        files: Parameter<String>,
    }
}
