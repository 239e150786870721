//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Watches files for a while, and hands over what is appended to them meanwhile.
    LogFollow {
        /// Absolute path; `*`, `?` and `[…]` match within a folder, `**` any folders.
        files: Parameter<String>,
        /// A regular expression that a line of an error must match somewhere.
        pattern: Parameter<String>,
        /// How long to watch, in seconds.
        seconds: Parameter<u64>,
        /// A regular expression; a line that it matches somewhere ends the watch.
        until: Option<Parameter<String>>,
    }
}
