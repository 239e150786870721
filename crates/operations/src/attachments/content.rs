//! What a file is inside the seal: pieces of text, as all evidence, so that it is read, masked and logged like the rest.

use crate::evidence::{Label, Piece};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{self, Write as _};

/// How many bytes of text a piece has at most.
const PIECE_BYTES: usize = 256 * 1024;

/// The item under which a file that is no text is kept, in base64.
fn item_of(name: &str, is_text: bool) -> String {
    if is_text { name.to_owned() } else { format!("{name}.base64") }
}

/// The lines of a file, packed, and how many pieces they are. Every piece is labelled as support data that stands there as it was handed over. Put
/// together they are the file, or its base64 if it is no text.
///
/// # Errors
/// If packing fails.
pub(crate) fn packed(name: &str, bytes: &[u8]) -> io::Result<(Vec<u8>, u64)> {
    let (mut packed, mut count) = (GzEncoder::new(Vec::new(), Compression::fast()), 0);
    let encoded;
    let (text, item) = if let Ok(text) = str::from_utf8(bytes) {
        (text, item_of(name, true))
    } else {
        encoded = STANDARD.encode(bytes);
        (encoded.as_str(), item_of(name, false))
    };
    for text in pieces(text) {
        let label = Label {
            start: 0,
            end: text.len(),
            category: "support".to_owned(),
            entity: "file".to_owned(),
            masked: false,
        };
        let piece = Piece { item: item.clone(), text: text.to_owned(), labels: vec![label] };
        serde_json::to_writer(&mut packed, &piece)?;
        packed.write_all(b"\n")?;
        count += 1;
    }
    Ok((packed.finish()?, count))
}

fn pieces(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let (piece, rest) = text.split_at(text.floor_char_boundary(PIECE_BYTES));
        text = rest;
        (!piece.is_empty()).then_some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::unpack;
    use std::io::{BufRead as _, Cursor};

    fn check(bytes: &[u8]) -> (Vec<Piece>, String) {
        let lines = unpack(Cursor::new(packed("a.log", bytes).unwrap().0)).unwrap().lines();
        let pieces: Vec<Piece> = lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
        let text = pieces.iter().map(|piece| piece.text.as_str()).collect();
        (pieces, text)
    }

    #[test]
    fn the_pieces_of_a_text_are_the_text() {
        let long = "ligne é\n".repeat(100_000);
        let (pieces, text) = check(long.as_bytes());
        assert!(text == long && pieces.len() > 3);
        assert!(pieces.iter().all(|piece| piece.item == "a.log" && piece.labels[0].end == piece.text.len()));
        assert!(pieces.iter().all(|piece| !piece.labels[0].masked && piece.labels[0].category == "support"));
    }

    #[test]
    fn what_is_no_text_is_kept_in_base64() {
        let bytes: Vec<u8> = (0..=255).cycle().take(600_000).collect();
        let (pieces, text) = check(&bytes);
        assert!(STANDARD.decode(text).unwrap() == bytes);
        assert_eq!(pieces[0].item, "a.log.base64");
    }
}
