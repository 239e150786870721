//! Texts as they come: packed or plain, in UTF-8 or UTF-16; what is no text is refused.

use crate::failure::Failure;
use anyhow::Result;
use bundle::Text;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Opens a file as a text.
///
/// # Errors
/// If it cannot be opened, or is no text and `binary` does not allow that.
pub(super) fn open(file: &Path, binary: bool) -> Result<Text<'static>> {
    let name = file.display().to_string();
    let opened =
        File::open(file).map_err(|why| Failure::bad_input(format!("cannot open `{name}`: {why}")))?;
    read(opened, &name, binary)
}

/// What `source` holds, unpacked if it is gzip or zstd, as UTF-8 if it has the mark of UTF-16. Other bytes stay as they are.
///
/// # Errors
/// If it cannot be read, or is no text and `binary` does not allow that.
pub(super) fn read<'s>(source: impl Read + 's, name: &str, binary: bool) -> Result<Text<'s>> {
    let text =
        Text::open(source).map_err(|why| Failure::bad_input(format!("cannot read `{name}`: {why}")))?;
    if !binary && text.is_binary() {
        let advice = "an archive or a bundle is read by `glasscase import`; --binary screens any bytes";
        return Err(Failure::bad_input(format!("`{name}` is no text")).advise(advice).into());
    }
    Ok(text)
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
