//! How much one run may take.

use serde::{Deserialize, Serialize};

/// Bounds of one run, over all its collectors together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Seconds until collecting ends.
    pub seconds: u32,
    /// Bytes read from files and connections, counted after decompression.
    pub bytes: u64,
    /// Lines of text handed over as evidence.
    pub lines: u64,
}

impl Limits {
    /// The most that any diagnostic may ask for.
    pub const CEILING: Self = Self { seconds: 600, bytes: 1 << 30, lines: 100_000 };

    /// Each limit's name, value and ceiling.
    pub(crate) fn bounds(self) -> [(&'static str, u64, u64); 3] {
        [
            ("seconds", self.seconds.into(), Self::CEILING.seconds.into()),
            ("bytes", self.bytes, Self::CEILING.bytes),
            ("lines", self.lines, Self::CEILING.lines),
        ]
    }
}
