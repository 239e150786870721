//! Texts as they come: packed or plain, in UTF-8 or UTF-16; what is no text is refused.

use crate::failure::Failure;
use anyhow::Result;
use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::read::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;

/// How much of a text is looked at to tell what it is.
const HEAD_BYTES: usize = 8 * 1024;
/// A text has fewer control characters than one in this many bytes; some logs hold a few.
const BYTES_PER_CONTROL: usize = 10;

/// Opens a file as a text.
///
/// # Errors
/// If it cannot be opened, or is no text and `binary` does not allow that.
pub(super) fn open(file: &Path, binary: bool) -> Result<Box<dyn Read>> {
    let name = file.display().to_string();
    let opened =
        File::open(file).map_err(|why| Failure::bad_input(format!("cannot open `{name}`: {why}")))?;
    read(opened, &name, binary)
}

/// What `source` holds, unpacked if it is gzip or zstd, as UTF-8 if it has the mark of UTF-16. Other bytes stay as they are.
///
/// # Errors
/// If it cannot be read, or is no text and `binary` does not allow that.
pub(super) fn read(source: impl Read + 'static, name: &str, binary: bool) -> Result<Box<dyn Read>> {
    let cannot = |why: io::Error| Failure::bad_input(format!("cannot read `{name}`: {why}"));
    let (head, source) = peek(source).map_err(cannot)?;
    let unpacked: Box<dyn Read> = match head.as_slice() {
        [0x1f, 0x8b, ..] => Box::new(MultiGzDecoder::new(source)),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Box::new(
            StreamingDecoder::new(source)
                .map_err(|why| Failure::bad_input(format!("`{name}` is no sound zstd: {why}")))?,
        ),
        _ => Box::new(source),
    };
    let decoded = DecodeReaderBytesBuilder::new().utf8_passthru(true).build(unpacked);
    let (head, text) = peek(decoded).map_err(cannot)?;
    if !binary && is_binary(&head) {
        let advice = "an archive or a bundle is read by `glasscase import`; --binary screens any bytes";
        return Err(Failure::bad_input(format!("`{name}` is no text")).advise(advice).into());
    }
    Ok(Box::new(text))
}

/// The first bytes, and a reader that gives them again.
fn peek<R: Read>(mut source: R) -> io::Result<(Vec<u8>, impl Read)> {
    let mut head = vec![0; HEAD_BYTES];
    // One read and no more: what a slow stream has not sent yet is not waited for, past the first four bytes.
    let mut length = 0;
    while length < 4 {
        match read_some(&mut source, &mut head[length..])? {
            0 => break,
            read => length += read,
        }
    }
    head.truncate(length);
    let again = Cursor::new(head.clone()).chain(source);
    Ok((head, again))
}

/// Reads what is there, or waits for it; 0 at the end.
pub(super) fn read_some(source: &mut impl Read, to: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(to) {
            Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

fn is_binary(head: &[u8]) -> bool {
    const MAGIC: [&[u8]; 7] =
        [b"\x7fELF", b"PK\x03\x04", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"\xfd7zXZ", b"BZh9"];
    let control = head.iter().filter(|b| b.is_ascii_control() && !b"\t\n\r\x0c\x1b".contains(b)).count();
    let tar = head.get(257..262) == Some(b"ustar");
    tar || MAGIC.iter().any(|magic| head.starts_with(magic)) || control * BYTES_PER_CONTROL > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn text_of(bytes: &'static [u8]) -> Result<String> {
        let mut text = String::new();
        read(bytes, "x", false)?.read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn packed_texts_and_utf_16_are_read() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"user=joe\n").unwrap();
        assert_eq!(text_of(gzip.finish().unwrap().leak()).unwrap(), "user=joe\n");
        assert_eq!(text_of(b"\xff\xfeu\0=\0\xe9\0").unwrap(), "u=\u{e9}");
        assert_eq!(text_of(b"u=\xc3\xa9, among others\0").unwrap(), "u=\u{e9}, among others\0");
        assert_eq!(text_of(b"").unwrap(), "");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let told = text_of(b"\x7fELF\x02\x01\x01").unwrap_err().to_string();
        assert_eq!(told, "`x` is no text");
        assert!(text_of(b"\0\0\0\0").is_err() && text_of(b"PK\x03\x04").is_err());
    }
}
