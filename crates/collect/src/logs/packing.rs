//! How a log file is packed, told by how it begins: its name says nothing that could be trusted.

use super::journal::SIGNATURE;
use flate2::bufread::MultiGzDecoder;
use liblzma::read::XzDecoder;
use liblzma::stream::{CONCATENATED, Stream};
use ruzstd::decoding::StreamingDecoder;
use serde::Serialize;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read, Seek as _};

/// The most memory that a decoder may take, in bytes: `xz -9` wants 65 MiB.
const MEMORY_BYTES_MAX: u64 = 66 << 20;
/// The longest of the beginnings, in bytes.
const BEGINNING_BYTES: u64 = 8;

/// What a file is, by how it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Plain,
    Packed(Packing),
    /// A journal of systemd.
    Journal,
}

/// A form in which a log is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Packing {
    Gzip,
    Xz,
    Zstd,
}

impl Form {
    pub(super) fn of(file: &mut File) -> io::Result<Self> {
        let mut beginning = Vec::new();
        file.take(BEGINNING_BYTES).read_to_end(&mut beginning)?;
        file.rewind()?;
        Ok(match beginning.as_slice() {
            [0x1f, 0x8b, ..] => Self::Packed(Packing::Gzip),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Self::Packed(Packing::Xz),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Self::Packed(Packing::Zstd),
            beginning if beginning.starts_with(&SIGNATURE) => Self::Journal,
            _ => Self::Plain,
        })
    }
}

impl Packing {
    /// What the file holds.
    pub(super) fn open(self, file: File) -> io::Result<Box<dyn Read>> {
        let packed = BufReader::new(file);
        Ok(match self {
            Self::Gzip => Box::new(MultiGzDecoder::new(packed)),
            Self::Xz => {
                let stream = Stream::new_stream_decoder(MEMORY_BYTES_MAX, CONCATENATED)?;
                Box::new(XzDecoder::new_stream(packed, stream))
            }
            Self::Zstd => Box::new(Frames(Some(frame(packed)?))),
        })
    }
}

type Frame = StreamingDecoder<BufReader<File>, ruzstd::decoding::FrameDecoder>;

/// Zstandard frames behind each other, as `zstd` writes what is appended.
struct Frames(Option<Frame>);

fn frame(packed: BufReader<File>) -> io::Result<Frame> {
    StreamingDecoder::new_with_max_window_size(packed, MEMORY_BYTES_MAX)
        .map_err(|why| io::Error::new(io::ErrorKind::InvalidData, why.to_string()))
}

impl Read for Frames {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(decoder) = &mut self.0 {
            let count = decoder.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            let Some(ended) = self.0.take() else { break };
            let mut packed = ended.into_inner();
            if packed.fill_buf()?.is_empty() {
                break;
            }
            self.0 = Some(frame(packed)?);
        }
        Ok(0)
    }
}
