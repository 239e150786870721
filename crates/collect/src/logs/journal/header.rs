//! The beginning of a journal file.

use super::pages::{Pages, Source};
use super::{Broken, SIGNATURE};

/// The shortest header that systemd ever wrote.
const HEADER_BYTES_MIN: u64 = 208;
/// What this reader understands: the three compressions, keyed hashes (which it does not need), and compact lists.
const KNOWN_FLAGS: u32 = 0b1_1111;
const COMPACT: u32 = 1 << 4;

/// What is needed of it.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) is_compact: bool,
    pub(super) length: u64,
    pub(super) machine: [u8; 16],
    /// Where the first list of entries stands; 0 if there is none.
    pub(super) first_array: u64,
}

impl Header {
    pub(super) fn read<S: Source>(pages: &mut Pages<S>) -> Result<Self, Broken> {
        if pages.array(0)? != SIGNATURE {
            return Err(Broken::Lost { at: 0, what: "it does not begin as a journal does" });
        }
        let flags = u32::from_le_bytes(pages.array(12)?);
        if flags & !KNOWN_FLAGS != 0 {
            return Err(Broken::Unsupported(flags));
        }
        let header_bytes = u64::from_le_bytes(pages.array(88)?);
        if header_bytes < HEADER_BYTES_MIN {
            return Err(Broken::Lost { at: 88, what: "its header is too short" });
        }
        Ok(Self {
            is_compact: flags & COMPACT != 0,
            length: header_bytes,
            machine: pages.array(40)?,
            first_array: u64::from_le_bytes(pages.array(176)?),
        })
    }
}
