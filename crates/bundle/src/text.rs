//! One text as it comes: packed with gzip or zstd or plain, in UTF-16 or anything else.

use crate::decoder::Frames;
use crate::packing::{self, Form};
use crate::utf16;
use flate2::read::MultiGzDecoder;
use std::io::{self, BufReader, Cursor, Read};

/// How much of a text is looked at to tell what it is.
const HEAD_BYTES: usize = 8 * 1024;
/// A text has fewer control characters than one in this many bytes; some logs hold a few.
const BYTES_PER_CONTROL: usize = 10;
/// The largest window of zstd: what its command line takes without being asked to.
const WINDOW_BYTES_MAX: u64 = 128 << 20;

/// The bytes of a text: unpacked, and in UTF-8 if it has the byte order mark of UTF-16. Other bytes come as they are.
pub struct Text<'s> {
    head: Vec<u8>,
    rest: Box<dyn Read + 's>,
}

impl<'s> Text<'s> {
    /// Looks at how `source` begins, as far as one read of it goes.
    ///
    /// # Errors
    /// If it cannot be read, or is no sound gzip or zstd though it begins so.
    pub fn open(source: impl Read + 's) -> io::Result<Self> {
        let (head, source) = peek(source)?;
        let unpacked: Box<dyn Read + 's> = match head.as_slice() {
            [0x1f, 0x8b, ..] => Box::new(MultiGzDecoder::new(source)),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => {
                Box::new(Frames::new(BufReader::new(source), None, WINDOW_BYTES_MAX))
            }
            _ => Box::new(source),
        };
        let (head, rest) = peek(utf16::decoding_marked(unpacked)?)?;
        Ok(Self { head, rest: Box::new(rest) })
    }

    /// Whether it is an archive, which [`read_each`](crate::read_each) reads.
    pub fn is_archive(&self) -> bool {
        matches!(packing::of(&self.head), Form::Tar | Form::Zip | Form::Xz)
    }

    /// Whether it looks like anything but a text: a program, an archive, a picture.
    pub fn is_binary(&self) -> bool {
        const MAGIC: [&[u8]; 7] =
            [b"\x7fELF", b"PK\x03\x04", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"\xfd7zXZ", b"BZh9"];
        let head = &self.head;
        let is_control = |b: &&u8| b.is_ascii_control() && !b"\t\n\r\x0c\x1b".contains(b);
        let tar = head.get(257..262) == Some(b"ustar");
        let controls = head.iter().filter(is_control).count();
        tar || MAGIC.iter().any(|magic| head.starts_with(magic)) || controls * BYTES_PER_CONTROL > head.len()
    }
}

impl std::fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Text")
    }
}

impl Read for Text<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.rest.read(buffer)
    }
}

/// The first bytes, and a reader that gives them again.
fn peek<R: Read>(mut source: R) -> io::Result<(Vec<u8>, impl Read)> {
    let mut head = vec![0; HEAD_BYTES];
    // One read and no more: what a slow stream has not sent yet is not waited for, past the first four bytes.
    let mut length = 0;
    while length < 4 {
        match read_some(&mut source, head.get_mut(length..).unwrap_or_default())? {
            0 => break,
            read => length += read,
        }
    }
    head.truncate(length);
    let again = Cursor::new(head.clone()).chain(source);
    Ok((head, again))
}

/// Reads what is there, or waits for it; 0 at the end.
fn read_some(source: &mut impl Read, to: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(to) {
            Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn text_of(bytes: &[u8]) -> String {
        let mut text = String::new();
        Text::open(bytes).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn packed_texts_and_utf_16_are_read() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"user=joe\n").unwrap();
        assert_eq!(text_of(&gzip.finish().unwrap()), "user=joe\n");
        assert_eq!(text_of(b"\xff\xfeu\0=\0\xe9\0"), "u=\u{e9}");
        assert_eq!(text_of(b"u=\xc3\xa9, among others\0"), "u=\u{e9}, among others\0");
        assert_eq!(text_of(b""), "");
    }

    #[test]
    fn every_frame_of_a_zstd_is_read() {
        let frame = |text: &[u8]| {
            ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest)
        };
        let skipped = b"\x50\x2a\x4d\x18\x03\0\0\0abc";
        assert_eq!(text_of(&[&frame(b"one\n")[..], skipped, &frame(b"two\n")].concat()), "one\ntwo\n");
        let whole = frame(&b"some text ".repeat(100));
        let cut =
            Text::open(&whole[..whole.len() - 3]).and_then(|mut text| io::copy(&mut text, &mut io::sink()));
        assert_eq!(cut.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }

    #[test]
    fn what_is_no_text_is_told() {
        for bytes in [&b"\x7fELF\x02\x01\x01"[..], b"\0\0\0\0", b"PK\x03\x04"] {
            assert!(Text::open(bytes).unwrap().is_binary());
        }
        assert!(!Text::open(&b"a log\n"[..]).unwrap().is_binary());
    }
}
