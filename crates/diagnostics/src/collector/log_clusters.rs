//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Groups the records of log files by their shape within a time window.
    LogClusters {
        /// Absolute path; `*`, `?` and `[…]` match within a folder, `**` any folders.
        files: Parameter<String>,
        /// Whether rotated files (`app.log.1`, `app.log-20260102.gz`) belong to `app.log`.
        rotated: Parameter<bool>,
        /// A regular expression that a line of a record must match somewhere; not only within the name of a package or file.
        pattern: Parameter<String>,
        /// The window's length in hours.
        hours: Parameter<u64>,
        /// The hours at the window's end that are compared with those before.
        recent_hours: Parameter<u64>,
        /// The window's end, RFC 3339; the run's time if left out.
        until: Option<Parameter<String>>,
        /// Minutes that the log's clock is ahead of UTC, for lines that do not say: `+02:00` or `-05:30`.
        utc_offset: Parameter<String>,
    }
}
