//! The lines of a text, one by one.

use anyhow::Result;
use std::io::{BufRead as _, BufReader, Read};

/// The part of a longer line is looked at by itself.
const LINE_BYTES_MAX: u64 = 256 * 1024;

/// Hands each line to `take`: its number from 1, the line without its end, and how many bytes it was read from.
///
/// # Errors
/// The first of reading, and of `take`.
pub(super) fn each_line(
    text: impl Read,
    mut take: impl FnMut(u64, &[u8], usize) -> Result<()>,
) -> Result<()> {
    let (mut text, mut line) = (BufReader::with_capacity(64 * 1024, text), Vec::new());
    let mut number = 1;
    loop {
        line.clear();
        let read = (&mut text).take(LINE_BYTES_MAX).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(());
        }
        take(number, line.trim_ascii_end(), read)?;
        number += u64::from(line.ends_with(b"\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_numbered_and_parts_of_a_long_one_share_a_number() {
        let long = "x".repeat(300_000);
        let mut numbers = Vec::new();
        let text = format!("a\r\n{long}\nb");
        each_line(text.as_bytes(), |number, line, _| {
            numbers.push((number, line.len()));
            Ok(())
        })
        .unwrap();
        assert_eq!(numbers, [(1, 1), (2, 262_144), (2, 300_000 - 262_144), (3, 1)]);
    }
}
