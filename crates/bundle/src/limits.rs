//! How much of an archive is read before it is refused.

/// Bounds of one bundle. The default fits everything that the tools known here make, and what they make is far below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most entries, those of archives inside included.
    pub entries: u64,
    /// The most bytes that come out of all decoders together.
    pub bytes: u64,
    /// How many times as large as the packed bytes the unpacked ones may be, once they are more than `ratio_from`.
    pub ratio: u64,
    /// Bytes up to which the ratio says nothing: a short text of one letter packs very well.
    pub ratio_from: u64,
    /// How many archives may lie in each other, the bundle not counted.
    pub depth: u32,
}

impl Default for Limits {
    /// 200,000 entries, 8 GiB, 200 to 1 from 64 MiB on, one archive inside the other.
    fn default() -> Self {
        Self { entries: 200_000, bytes: 8 << 30, ratio: 200, ratio_from: 64 << 20, depth: 1 }
    }
}
