//! The lines inside a seal: packed with gzip (RFC 1952) by whoever sealed them, or plain.

use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, BufReader, Read};

/// How a gzip stream begins; a line of JSON never begins so.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The lines of a collection, as they are read.
pub(crate) type Lines = BufReader<Box<dyn Read + Send + Sync>>;

/// Reads what was sealed as lines, in bounded memory however far they unpack.
///
/// # Errors
/// If the beginning cannot be read.
pub(crate) fn unpack(sealed: impl Read + Send + Sync + 'static) -> io::Result<Lines> {
    let mut sealed = BufReader::new(sealed);
    let is_packed = sealed.fill_buf()?.starts_with(&GZIP);
    let lines: Box<dyn Read + Send + Sync> =
        if is_packed { Box::new(GzDecoder::new(sealed)) } else { Box::new(sealed) };
    Ok(BufReader::new(lines))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write as _;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(text).unwrap();
        packed.finish().unwrap()
    }

    fn check(sealed: Vec<u8>) -> io::Result<Vec<u8>> {
        let mut lines = Vec::new();
        unpack(io::Cursor::new(sealed))?.read_to_end(&mut lines)?;
        Ok(lines)
    }

    #[test]
    fn packed_and_plain_lines_read_the_same() {
        let lines = b"{\"item\":\"log\"}\n".repeat(10_000);
        assert!(check(packed(&lines)).unwrap() == lines);
        assert!(check(lines.clone()).unwrap() == lines);
        assert!(check(Vec::new()).unwrap().is_empty());
    }

    #[test]
    fn packed_lines_that_break_off_or_were_changed_are_an_error() {
        let whole = packed(b"{\"item\":\"log\"}\n");
        for cut in 2..whole.len() {
            assert!(check(whole[..cut].to_vec()).is_err(), "cut at {cut}");
        }
        let mut changed = whole;
        let last = changed.len() - 5;
        changed[last] ^= 1;
        assert!(check(changed).is_err(), "the check sum is wrong");
    }
}
