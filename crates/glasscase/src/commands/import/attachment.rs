//! The screened form as a case takes it: pieces of text with their labels, packed. Everything in it is replaced already,
//! so the labels follow from the tokens that stand in the text.

use super::show::size;
use crate::failure::Failure;
use anyhow::Result;
use classify::{Entity, SpanCategory};
use flate2::Compression;
use flate2::write::GzEncoder;
use operations::BUNDLE_BYTES_MAX;
use std::fs::File;
use std::io::{self, BufWriter, Seek as _, Write};
use wire::{EvidencePiece, Label};

/// From how much text on a piece is written.
const PIECE_BYTES: usize = 64 << 10;
/// The longest token: its words and eight digits.
const TOKEN_BYTES_MAX: usize = 80;

/// A bundle that is being packed, in a file without a name: whatever ends the program, nothing of it stays.
pub(super) struct Attachment {
    packed: GzEncoder<Counted>,
    item: String,
    text: Vec<u8>,
}

/// The screened form as a case takes it.
#[derive(Debug)]
pub(super) struct Packed {
    file: File,
    /// Its size, which may be more than a case takes: then the file is empty.
    pub(super) bytes: u64,
}

impl Attachment {
    /// # Errors
    /// If the folder for temporary files takes none.
    pub(super) fn new() -> Result<Self> {
        let file = tempfile::tempfile().map_err(|why| unkept(&why))?;
        let counted = Counted { file: BufWriter::new(file), bytes: 0 };
        Ok(Self {
            packed: GzEncoder::new(counted, Compression::default()),
            item: String::new(),
            text: Vec::new(),
        })
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
            let at = line.or_else(blank).map_or_else(|| whole_characters(&self.text), |at| at + 1);
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
        let text = String::from_utf8_lossy(piece).into_owned();
        let labels = labels(&text);
        let piece = EvidencePiece { item: self.item.clone(), text, labels };
        let mut line = serde_json::to_vec(&piece)?;
        line.push(b'\n');
        self.packed.write_all(&line).map_err(|why| io::Error::other(unkept(&why)))
    }

    /// The whole, ready to be sent.
    ///
    /// # Errors
    /// If the folder for temporary files is full.
    pub(super) fn finish(self) -> Result<Packed> {
        let Counted { file, bytes } = self.packed.finish().map_err(|why| unkept(&why))?;
        let mut file = file.into_inner().map_err(|why| unkept(why.error()))?;
        file.rewind().map_err(|why| unkept(&why))?;
        Ok(Packed { file, bytes })
    }
}

impl Packed {
    /// The packed bytes, from their beginning.
    ///
    /// # Errors
    /// If they are more than a case takes.
    pub(super) fn content(self) -> Result<File> {
        if self.bytes <= BUNDLE_BYTES_MAX {
            return Ok(self.file);
        }
        let what = format!(
            "the screened form has {}, and a case takes {} at most",
            size(self.bytes),
            size(BUNDLE_BYTES_MAX)
        );
        Err(Failure::bad_input(what)
            .advise("collect fewer logs or a shorter time; or write it with --out and hand it over in another way")
            .into())
    }
}

/// Where the screened form cannot be kept until it is sent.
fn unkept(why: &io::Error) -> Failure {
    let place = std::env::temp_dir();
    Failure::failed(format!("cannot keep the screened form in `{}`: {why}", place.display())).advise(
        "set TMPDIR to a folder with more room; what is kept there is screened, and gone when this ends",
    )
}

/// Writes to a file, and counts. What is too large is not sent, so it need not be held.
struct Counted {
    file: BufWriter<File>,
    bytes: u64,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let before = self.bytes;
        self.bytes = self.bytes.saturating_add(bytes.len() as u64);
        if self.bytes <= BUNDLE_BYTES_MAX {
            self.file.write_all(bytes)?;
        } else if before <= BUNDLE_BYTES_MAX {
            self.file.get_ref().set_len(0)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.bytes <= BUNDLE_BYTES_MAX { self.file.flush() } else { Ok(()) }
    }
}

/// Where the last character begins, which may lack its end; the length of what has no beginning of any.
fn whole_characters(text: &[u8]) -> usize {
    let start = text.iter().rposition(|byte| byte & 0xc0 != 0x80);
    start.filter(|at| *at > 0).unwrap_or(text.len())
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

    fn pieces(packed: Packed) -> Vec<EvidencePiece> {
        let mut lines = String::new();
        GzDecoder::new(packed.content().unwrap()).read_to_string(&mut lines).unwrap();
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
    fn what_is_too_large_is_counted_and_not_kept() {
        let mut counted = Counted { file: BufWriter::new(tempfile::tempfile().unwrap()), bytes: 0 };
        counted.write_all(&vec![1; 1 << 20]).unwrap();
        counted.bytes = BUNDLE_BYTES_MAX;
        counted.write_all(&vec![1; 1 << 20]).unwrap();
        let packed = Packed { file: counted.file.into_inner().unwrap(), bytes: counted.bytes };
        assert_eq!(packed.file.metadata().unwrap().len(), 0);
        let why = packed.content().unwrap_err().to_string();
        assert_eq!(why, "the screened form has 1.0 GiB, and a case takes 1.0 GiB at most");
    }

    #[test]
    fn pieces_put_together_are_the_files() {
        let mut attachment = Attachment::new().unwrap();
        let long = format!("{}«euii:upn-0123abcd» {}", "word ".repeat(20_000), "x".repeat(200_000));
        let files = [
            ("a", "one\ntwo".to_owned()),
            ("b", String::new()),
            ("c", "line\n".repeat(50_000)),
            ("d", long),
            ("e", "é€😀".repeat(20_000)),
        ];
        for (name, text) in &files {
            attachment.begin((*name).to_owned());
            text.as_bytes().chunks(5_000).for_each(|chunk| attachment.bytes(chunk).unwrap());
            attachment.end().unwrap();
        }
        let pieces = pieces(attachment.finish().unwrap());
        for (name, text) in &files {
            let own = pieces.iter().filter(|piece| piece.item == *name);
            assert!(own.map(|piece| piece.text.as_str()).collect::<String>() == *text, "{name}");
        }
        assert_eq!(pieces.iter().flat_map(|piece| &piece.labels).count(), 1);
    }
}
