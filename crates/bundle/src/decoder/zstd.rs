//! Zstandard streams (RFC 8878): frames behind each other, some of them to be skipped.

use crate::error::BundleError;
use crate::meter::Meter;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, Read};

/// All frames of a stream.
pub(crate) struct Frames<'m, R> {
    source: Ahead<R>,
    decoder: FrameDecoder,
    in_frame: bool,
    /// Who hears of a window that is too large; what a text of no bundle is read with has none.
    meter: Option<&'m Meter>,
    window_max: u64,
}

impl<'m, R: Read> Frames<'m, R> {
    pub(crate) fn new(source: R, meter: Option<&'m Meter>, window_max: u64) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(window_max);
        let source = Ahead { source, next: None, ended: false };
        Self { source, decoder, in_frame: false, meter, window_max }
    }

    /// Begins the next frame; false at the end of the stream.
    fn begin(&mut self) -> io::Result<bool> {
        while self.source.has_more()? {
            match self.decoder.init(&mut self.source) {
                Ok(()) => {
                    self.in_frame = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let length = u64::from(length);
                    if io::copy(&mut (&mut self.source).take(length), &mut io::sink())? < length {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(why) => return Err(self.broken(&why)),
            }
        }
        Ok(false)
    }

    /// Compares the frame's check sum, if it has one.
    fn end_frame(&mut self) -> io::Result<()> {
        self.in_frame = false;
        let stated = self.decoder.get_checksum_from_data();
        if stated.is_some() && stated != self.decoder.get_calculated_checksum() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a check sum is wrong"));
        }
        Ok(())
    }

    fn broken(&self, why: &FrameDecoderError) -> io::Error {
        if matches!(why, FrameDecoderError::WindowSizeTooBig { .. }) {
            let limit = self.window_max;
            return match self.meter {
                Some(meter) => {
                    let place = meter.place();
                    meter.fail(BundleError::Unbounded { place, what: "its window", limit })
                }
                None => io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!("its window is larger than {limit} bytes"),
                ),
            };
        }
        let kind = if self.source.ended { io::ErrorKind::UnexpectedEof } else { io::ErrorKind::InvalidData };
        io::Error::new(kind, "it is not a Zstandard stream")
    }
}

impl<R: Read> Read for Frames<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.in_frame && !self.begin()? {
                return Ok(0);
            }
            let count = self.decoder.read(buffer)?;
            if count > 0 {
                return Ok(count);
            }
            if self.decoder.is_finished() {
                self.end_frame()?;
                continue;
            }
            let decoded = self.decoder.decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1));
            decoded.map_err(|why| self.broken(&why))?;
        }
    }
}

/// A source of which one byte can be looked at.
struct Ahead<R> {
    source: R,
    next: Option<u8>,
    ended: bool,
}

impl<R: Read> Ahead<R> {
    fn has_more(&mut self) -> io::Result<bool> {
        if self.next.is_none() {
            let mut byte = [0];
            self.next = (self.read(&mut byte)? > 0).then_some(byte[0]);
        }
        Ok(self.next.is_some())
    }
}

impl<R: Read> Read for Ahead<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let (Some(first), Some(next)) = (buffer.first_mut(), self.next) {
            *first = next;
            self.next = None;
            return Ok(1);
        }
        let count = self.source.read(buffer)?;
        self.ended |= count == 0 && !buffer.is_empty();
        Ok(count)
    }
}
