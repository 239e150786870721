//! Decoders for what is packed as one stream.

mod zstd;

use crate::error::BundleError;
use crate::meter::Meter;
use crate::packing::Form;
use flate2::bufread::MultiGzDecoder;
use liblzma::read::XzDecoder;
use liblzma::stream::{CONCATENATED, Error as XzError, Stream};
use std::io::{self, BufReader, Read};
pub(crate) use zstd::Frames;

/// The most memory that a decoder may take: `xz -9` wants 65 MiB, `zstd --long` 128 MiB.
const MEMORY_BYTES_MAX: u64 = 130 << 20;

/// What comes out of `packed`; nothing if the form is no packed stream.
pub(crate) fn open<'a>(
    form: Form,
    packed: impl Read + 'a,
    meter: &'a Meter,
) -> Result<Option<Box<dyn Read + 'a>>, BundleError> {
    let packed = BufReader::with_capacity(64 << 10, packed);
    Ok(Some(match form {
        Form::Gzip => Box::new(MultiGzDecoder::new(packed)),
        Form::Zstd => Box::new(Frames::new(packed, Some(meter), MEMORY_BYTES_MAX)),
        Form::Xz => {
            let stream = Stream::new_stream_decoder(MEMORY_BYTES_MAX, CONCATENATED);
            let stream = stream.map_err(|why| meter.fault(&io::Error::from(why)))?;
            Box::new(Xz { decoder: XzDecoder::new_stream(packed, stream), meter })
        }
        _ => return Ok(None),
    }))
}

/// An xz stream that wants too much memory is refused for that.
struct Xz<'m, R: Read> {
    decoder: XzDecoder<R>,
    meter: &'m Meter,
}

impl<R: Read> Read for Xz<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.decoder.read(buffer).map_err(|why| {
            let cause = why.get_ref().and_then(|inner| inner.downcast_ref::<XzError>());
            if matches!(cause, Some(XzError::MemLimit)) {
                let place = self.meter.place();
                return self.meter.fail(BundleError::Unbounded {
                    place,
                    what: "its window",
                    limit: MEMORY_BYTES_MAX,
                });
            }
            why
        })
    }
}
