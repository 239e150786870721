//! How much one run may take.

use serde::{Deserialize, Serialize};

/// Bounds of one run, over all its collectors together. The first three end a collector early, and its facts say so in
/// `limits_reached`; the last two end the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Seconds until collecting ends.
    pub seconds: u32,
    /// Bytes read from files and connections, counted after decompression.
    pub bytes: u64,
    /// Lines of text, records and database rows handed over as evidence.
    pub rows: u64,
    /// Seconds of processor time; 30 if left out.
    #[serde(default = "cpu_seconds")]
    pub cpu_seconds: u32,
    /// Memory of the collecting process in MiB; 128 if left out.
    #[serde(default = "memory_mib")]
    pub memory_mib: u32,
}

const fn cpu_seconds() -> u32 {
    30
}

const fn memory_mib() -> u32 {
    128
}

impl Limits {
    /// The most that any diagnostic may ask for.
    pub const CEILING: Self =
        Self { seconds: 600, bytes: 1 << 30, rows: 100_000, cpu_seconds: 300, memory_mib: 512 };

    /// Each limit's name, value and ceiling.
    pub(crate) fn bounds(self) -> [(&'static str, u64, u64); 5] {
        let ceiling = Self::CEILING;
        [
            ("seconds", self.seconds.into(), ceiling.seconds.into()),
            ("bytes", self.bytes, ceiling.bytes),
            ("rows", self.rows, ceiling.rows),
            ("cpu_seconds", self.cpu_seconds.into(), ceiling.cpu_seconds.into()),
            ("memory_mib", self.memory_mib.into(), ceiling.memory_mib.into()),
        ]
    }
}
