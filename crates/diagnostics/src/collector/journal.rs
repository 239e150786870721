//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Reads the journal of systemd within a time window: errors by unit and shape, and accidents.
    Journal {
        /// Absolute path of journal files; `*`, `?` and `[…]` match within a folder, `**` any folders.
        files: Parameter<String>,
        /// Whether files that were not closed (`system.journal~`) belong to it.
        rotated: Parameter<bool>,
        /// The window's length in hours.
        hours: Parameter<u64>,
        /// The hours at the window's end that are compared with those before.
        recent_hours: Parameter<u64>,
        /// The window's end, RFC 3339; the run's time if left out.
        until: Option<Parameter<String>>,
        /// The units that count, with or without `.service`; empty for all.
        units: Parameter<Vec<String>>,
        /// From which priority on an entry is an error: 0 (emergency) to 7 (debugging).
        priority: Parameter<u64>,
        /// Whether only the last start of each machine counts.
        last_start: Parameter<bool>,
    }
}
