//! The screened form as a case takes it: pieces of text with their labels, packed. Everything in it is replaced already,
//! so the labels follow from the tokens that stand in the text.

use crate::failure::Failure;
use anyhow::Result;
use classify::{Entity, SpanCategory};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{self, Write as _};
use wire::{BUNDLE_BYTES_MAX, EvidencePiece, Label};

/// From how much text on a piece is written.
const PIECE_BYTES: usize = 64 << 10;
/// The longest token: its words and eight digits.
const TOKEN_BYTES_MAX: usize = 80;

/// A bundle that is being packed, in memory.
pub(super) struct Attachment {
    packed: GzEncoder<Vec<u8>>,
    item: String,
    text: Vec<u8>,
}

impl Attachment {
    pub(super) fn new() -> Self {
        let packed = GzEncoder::new(Vec::new(), Compression::default());
        Self { packed, item: String::new(), text: Vec::new() }
    }

    /// Begins a file, by its screened path.
    pub(super) fn begin(&mut self, path: String) {
        self.item = path;
    }

    /// Takes screened text.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.text.extend_from_slice(bytes);
        while self.text.len() > PIECE_BYTES {
            let line =
                self.text.get(..PIECE_BYTES).and_then(|front| front.iter().rposition(|byte| *byte == b'\n'));
            // A line that is longer than a piece is cut where no token can be: tokens have no blanks.
            let blank = || {
                self.text.get(..PIECE_BYTES).and_then(|front| front.iter().rposition(|byte| *byte == b' '))
            };
            let at = line.or_else(blank).map_or(self.text.len(), |at| at + 1);
            let behind = self.text.split_off(at);
            let piece = std::mem::replace(&mut self.text, behind);
            self.write(&piece)?;
        }
        Ok(())
    }

    /// Ends the file that began.
    pub(super) fn end(&mut self) -> io::Result<()> {
        let rest = std::mem::take(&mut self.text);
        if rest.is_empty() { Ok(()) } else { self.write(&rest) }
    }

    fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        if self.packed.get_ref().len() > BUNDLE_BYTES_MAX {
            // What is too large is not sent; it need not be held.
            return Ok(());
        }
        let text = String::from_utf8_lossy(piece).into_owned();
        let labels = labels(&text);
        serde_json::to_writer(&mut self.packed, &EvidencePiece { item: self.item.clone(), text, labels })?;
        self.packed.write_all(b"\n")
    }

    /// The packed bytes.
    ///
    /// # Errors
    /// If they are more than a case takes.
    pub(super) fn finish(self) -> Result<Vec<u8>> {
        let packed = self.packed.finish()?;
        if packed.len() <= BUNDLE_BYTES_MAX {
            return Ok(packed);
        }
        let what =
            format!("the screened form is larger than the {} MiB that a case takes", BUNDLE_BYTES_MAX >> 20);
        Err(Failure::bad_input(what)
            .advise("collect fewer logs or a shorter time; or write it with --out and hand it over in another way")
            .into())
    }
}

/// The tokens of a text, each as what it stands for.
fn labels(text: &str) -> Vec<Label> {
    let mut labels = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find('«')) {
        let start = from + at;
        let inside = start + '«'.len_utf8();
        from = inside;
        let limit = text.floor_char_boundary(inside + TOKEN_BYTES_MAX);
        let Some(length) = text.get(inside..limit).and_then(|rest| rest.find('»')) else { continue };
        let token = text.get(inside..inside + length).unwrap_or_default();
        let Some((category, entity)) = meaning(token) else { continue };
        let end = inside + length + '»'.len_utf8();
        let (category, entity) = (category.to_owned(), entity.to_owned());
        labels.push(Label { start, end, category, entity, masked: true });
        from = end;
    }
    labels
}

/// Category and entity of `euii:upn-7f3a9c21` or `credential:password`.
fn meaning(token: &str) -> Option<(&'static str, &'static str)> {
    let (category, rest) = token.split_once(':')?;
    let category = SpanCategory::ALL.into_iter().find(|known| known.name() == category)?;
    let word = match rest.rsplit_once('-') {
        Some((word, digits))
            if digits.len() == 8 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) =>
        {
            word
        }
        _ => rest,
    };
    let entity = Entity::ALL.iter().find(|entity| entity.name() == word && entity.category() == category)?;
    Some((category.name(), entity.name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::GzDecoder;
    use std::io::Read as _;

    fn pieces(packed: &[u8]) -> Vec<EvidencePiece> {
        let mut lines = String::new();
        GzDecoder::new(packed).read_to_string(&mut lines).unwrap();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn tokens_are_labelled_and_other_words_in_such_quotes_are_not() {
        let text =
            "a «euii:upn-0123abcd» «b» «oii:upn-0123abcd» «credential:password»é «euii:nothing-01234567» «";
        let found: Vec<_> = labels(text)
            .into_iter()
            .map(|label| {
                (text[label.start..label.end].to_owned(), label.category, label.entity, label.masked)
            })
            .collect();
        let token = |text: &str, category: &str, entity: &str| {
            (text.to_owned(), category.to_owned(), entity.to_owned(), true)
        };
        assert_eq!(
            found,
            [
                token("«euii:upn-0123abcd»", "euii", "upn"),
                token("«credential:password»", "credential", "password")
            ]
        );
    }

    #[test]
    fn pieces_put_together_are_the_files() {
        let mut attachment = Attachment::new();
        let long = format!("{}«euii:upn-0123abcd» {}", "word ".repeat(20_000), "x".repeat(200_000));
        let files =
            [("a", "one\ntwo".to_owned()), ("b", String::new()), ("c", "line\n".repeat(50_000)), ("d", long)];
        for (name, text) in &files {
            attachment.begin((*name).to_owned());
            text.as_bytes().chunks(5_000).for_each(|chunk| attachment.bytes(chunk).unwrap());
            attachment.end().unwrap();
        }
        let pieces = pieces(&attachment.finish().unwrap());
        for (name, text) in &files {
            let own = pieces.iter().filter(|piece| piece.item == *name);
            assert!(own.map(|piece| piece.text.as_str()).collect::<String>() == *text, "{name}");
        }
        assert_eq!(pieces.iter().flat_map(|piece| &piece.labels).count(), 1);
    }
}
