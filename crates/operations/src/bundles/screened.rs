//! Whether a bundle is screened: nothing in it is labelled as a value that stands there as it was.

use crate::evidence::{Label, Lines, Piece};
use std::collections::BTreeMap;
use std::io::{BufRead as _, Read as _};

/// The longest line.
const PIECE_BYTES_MAX: u64 = 4 << 20;
/// The most bytes that a bundle may unpack to: twice what an import reads of one, since JSON writes some characters longer.
const BYTES_MAX: u64 = 16 << 30;

/// What is said of a bundle that cannot be opened or unpacked.
pub(super) fn broken(why: &std::io::Error) -> String {
    format!("it cannot be unpacked: {why}")
}

/// How many spans of each category the lines of a bundle hold; or why it is none.
pub(super) fn spans(mut lines: Lines) -> Result<BTreeMap<String, u64>, String> {
    let (mut spans, mut total, mut line) = (BTreeMap::new(), 0, Vec::new());
    loop {
        line.clear();
        let read = lines.by_ref().take(PIECE_BYTES_MAX).read_until(b'\n', &mut line);
        let read = read.map_err(|why| broken(&why))? as u64;
        total += read;
        if read == 0 {
            return if total == 0 { Err("it is empty".to_owned()) } else { Ok(spans) };
        }
        if total > BYTES_MAX || (read == PIECE_BYTES_MAX && line.last() != Some(&b'\n')) {
            return Err("a line of it, or all of it, is too long".to_owned());
        }
        let piece: Piece = serde_json::from_slice(&line)
            .map_err(|why| format!("a line of it is no piece of text: {why}"))?;
        for label in &piece.labels {
            must_be_masked(label, &piece)?;
            *spans.entry(label.category.clone()).or_default() += 1;
        }
    }
}

/// Whoever attaches a bundle screens it first. A value that is labelled as such shows that this did not happen.
fn must_be_masked(label: &Label, piece: &Piece) -> Result<(), String> {
    if piece.text.get(label.start..label.end).is_none() {
        return Err("a label of it does not fit its text".to_owned());
    }
    if label.masked { Ok(()) } else { Err(format!("it holds {} that is not replaced", label.category)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::unpack;
    use std::io::Cursor;

    fn check(bytes: Vec<u8>) -> Result<BTreeMap<String, u64>, String> {
        spans(unpack(Cursor::new(bytes)).map_err(|why| broken(&why))?)
    }

    fn line(masked: bool, end: usize) -> Vec<u8> {
        let label = Label { start: 0, end, category: "euii".to_owned(), entity: "upn".to_owned(), masked };
        let piece = Piece { item: "a".to_owned(), text: "«é»".to_owned(), labels: vec![label] };
        [serde_json::to_vec(&piece).unwrap(), b"\n".to_vec()].concat()
    }

    #[test]
    fn what_is_screened_is_counted() {
        let twice = [line(true, 6), line(true, 2)].concat();
        assert_eq!(check(twice), Ok(BTreeMap::from([("euii".to_owned(), 2)])));
    }

    #[test]
    fn what_is_not_screened_or_no_bundle_is_refused() {
        for (bytes, words) in [
            (line(false, 6), "euii that is not replaced"),
            (line(true, 1), "does not fit"),
            (line(true, 99), "does not fit"),
            (b"hello\n".to_vec(), "no piece"),
            (Vec::new(), "empty"),
            (vec![0x1f, 0x8b, 8, 0], "cannot be unpacked"),
            (vec![b' '; 5 << 20], "too long"),
        ] {
            let why = check(bytes).unwrap_err();
            assert!(why.contains(words), "{why}: {words}");
        }
    }
}
