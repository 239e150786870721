//! Texts in UTF-16, as Windows programs write them, read as UTF-8. They begin with a byte order mark.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;
use std::borrow::Cow;
use std::io::{self, BufReader, Read};

/// The encoding of what begins with `head`, if that is UTF-16.
pub(crate) fn encoding(head: &[u8]) -> Option<&'static Encoding> {
    // UTF-32 begins as UTF-16 does, and goes on with zeros.
    let is_utf32 = head.starts_with(&[0xff, 0xfe, 0, 0]);
    let (encoding, _) = Encoding::for_bom(head)?;
    (!is_utf32 && (encoding == UTF_16LE || encoding == UTF_16BE)).then_some(encoding)
}

/// The beginning of a text as UTF-8.
pub(crate) fn decoded(head: &[u8]) -> Cow<'_, [u8]> {
    let Some(encoding) = encoding(head) else { return Cow::Borrowed(head) };
    match encoding.decode_with_bom_removal(head).0 {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    }
}

/// How much is decoded at a time: with less, who reads takes the source for one that has no more just now.
const DECODED_BYTES: usize = 128 * 1024;

/// A text that is decoded while it is read, without its byte order mark. What is no character becomes U+FFFD.
pub(crate) fn decoding(source: &mut dyn Read, encoding: &'static Encoding) -> io::Result<impl Read> {
    roomy(DecodeReaderBytesBuilder::new().encoding(Some(encoding)), source)
}

/// A text that is decoded if it has the mark of UTF-16, and otherwise comes as it is.
pub(crate) fn decoding_marked(source: impl Read) -> io::Result<impl Read> {
    roomy(DecodeReaderBytesBuilder::new().utf8_passthru(true), source)
}

fn roomy<R: Read>(decoder: &DecodeReaderBytesBuilder, source: R) -> io::Result<Roomy<impl Read + use<R>>> {
    decoder.build_with_buffer(source, vec![0; DECODED_BYTES]).map(BufReader::new).map(Roomy)
}

/// Never asks the decoder for fewer bytes than a character has: at the end of the text it would drop those for which
/// there is no room.
struct Roomy<R>(BufReader<R>);

impl<R: Read> Read for Roomy<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives so many bytes at once.
    struct Cut<'a>(&'a [u8], usize);

    impl Read for Cut<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let room = buffer.len().min(self.1);
            self.0.read(&mut buffer[..room])
        }
    }

    #[test]
    fn both_byte_orders_are_read_however_they_are_cut() {
        let text = "d\u{e9}j\u{e0} \u{1f600} vu\r\n".repeat(9_000);
        let little = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes);
        let big = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes);
        for bytes in [little.collect::<Vec<u8>>(), big.collect()] {
            for cut in [1, 3, 70_000] {
                let mut decoded = String::new();
                let encoding = encoding(&bytes).unwrap();
                decoding(&mut Cut(&bytes, cut), encoding).unwrap().read_to_string(&mut decoded).unwrap();
                assert!(decoded == text, "{cut}");
            }
        }
    }

    #[test]
    fn what_is_cut_within_a_character_is_still_text() {
        let mut decoded = String::new();
        decoding(&mut &b"\xff\xfea\0\x3d\xd8b"[..], UTF_16LE).unwrap().read_to_string(&mut decoded).unwrap();
        assert_eq!(decoded, "a\u{fffd}");
    }

    #[test]
    fn the_last_character_is_whole_however_much_is_asked_for() {
        for room in 1..6 {
            let (mut decoded, mut buffer) = (Vec::new(), vec![0; room]);
            let mut source = &b"\xff\xfea\0\x3d"[..];
            let mut reader = decoding(&mut source, UTF_16LE).unwrap();
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                decoded.extend_from_slice(&buffer[..count]);
            }
            assert_eq!(String::from_utf8(decoded).unwrap(), "a\u{fffd}", "{room}");
        }
    }

    #[test]
    fn other_encodings_are_told_apart() {
        for head in [&b"plain"[..], b"\xef\xbb\xbf{}", b"\xff\xfe\0\0a\0\0\0", b"\xff", b""] {
            assert_eq!(encoding(head), None, "{head:?}");
        }
        assert_eq!(decoded(b"\xfe\xff\0{").as_ref(), b"{");
    }
}
