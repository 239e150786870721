//! The text of a field, unpacked as far as it is wanted.

use super::Broken;
use super::object::Stored;
use super::pages::{Pages, Source};
use liblzma::read::XzDecoder;
use liblzma::stream::Stream;
use ruzstd::decoding::StreamingDecoder;
use std::io::{self, Read};

/// The most that is read of a packed field. Longer ones (memory dumps) are no text.
const PACKED_BYTES_MAX: u64 = 1 << 20;
/// The most that LZ4, which unpacks all or nothing, may unpack to.
const LZ4_BYTES_MAX: u64 = 4 << 20;
/// The most memory that a decoder may take.
const MEMORY_BYTES_MAX: u64 = 66 << 20;

/// How a field is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    Xz,
    Lz4,
    Zstd,
}

impl Compression {
    /// As an object's flags say; the outer `None` if they say what is not known.
    #[expect(clippy::option_option, reason = "not packed and packed in an unknown way are two things")]
    pub(super) const fn of(flags: u8) -> Option<Option<Self>> {
        match flags {
            0 => Some(None),
            1 => Some(Some(Self::Xz)),
            2 => Some(Some(Self::Lz4)),
            4 => Some(Some(Self::Zstd)),
            _ => None,
        }
    }
}

/// The first bytes of a field, at most `bytes_max`.
pub(super) fn beginning<S: Source>(
    pages: &mut Pages<S>,
    stored: Stored,
    bytes_max: usize,
) -> Result<Vec<u8>, Broken> {
    let Some(compression) = stored.compression else {
        let length = usize::try_from(stored.length).unwrap_or(usize::MAX).min(bytes_max);
        return pages.bytes(stored.offset, length);
    };
    let damaged = |what| Broken::Damaged { at: stored.offset, what };
    if stored.length > PACKED_BYTES_MAX {
        return Err(damaged("a packed field is too long"));
    }
    let packed = pages.bytes(stored.offset, usize::try_from(stored.length).unwrap_or(0))?;
    let unpacked = match compression {
        Compression::Xz => xz(&packed, bytes_max),
        Compression::Zstd => zstd(&packed, bytes_max),
        Compression::Lz4 => lz4(&packed, bytes_max),
    };
    let unpacked = unpacked.map_err(|_| damaged("a packed field cannot be unpacked"))?;
    pages.spend(unpacked.len());
    Ok(unpacked)
}

fn xz(packed: &[u8], bytes_max: usize) -> io::Result<Vec<u8>> {
    let stream = Stream::new_stream_decoder(MEMORY_BYTES_MAX, 0)?;
    first(XzDecoder::new_stream(packed, stream), bytes_max)
}

fn zstd(packed: &[u8], bytes_max: usize) -> io::Result<Vec<u8>> {
    let decoder = StreamingDecoder::new_with_max_window_size(packed, MEMORY_BYTES_MAX);
    first(decoder.map_err(io::Error::other)?, bytes_max)
}

fn first(unpacked: impl Read, bytes_max: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    unpacked.take(bytes_max as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Eight bytes with the length, then one block.
fn lz4(packed: &[u8], bytes_max: usize) -> io::Result<Vec<u8>> {
    let (length, block) = packed.split_first_chunk().ok_or(io::ErrorKind::InvalidData)?;
    let length = u64::from_le_bytes(*length);
    let length = Some(length).filter(|length| *length <= LZ4_BYTES_MAX).ok_or(io::ErrorKind::InvalidData)?;
    let length = usize::try_from(length).map_err(io::Error::other)?;
    let mut bytes = lz4_flex::block::decompress(block, length).map_err(io::Error::other)?;
    bytes.truncate(bytes_max);
    Ok(bytes)
}
