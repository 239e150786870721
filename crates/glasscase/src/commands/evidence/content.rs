//! `glasscase evidence show`: the text of a collection, with a label behind each sensitive value.

use crate::output::Output;
use crate::output::colour::Colour;
use crate::path;
use anyhow::{Context as _, Result};
use domain::CollectionId;
use std::io;
use wire::{Client, EvidencePiece, Label};

/// The longest piece that is read: text of 64 KiB with its escapes and labels stays far below.
const PIECE_BYTES_MAX: usize = 16 << 20;

/// Streams the collection: pieces for people, or the lines as they come.
pub(super) async fn show(collection: &CollectionId, server: &Client, out: &mut Output) -> Result<()> {
    let path = path::api(&["evidence", collection.as_str(), "content"])?;
    let mut response = server.download(&path).await?;
    let mut reader = Reader::default();
    while let Some(bytes) = response.chunk().await.context("the evidence broke off; read it again")? {
        if out.is_json() {
            out.raw().write_all(&bytes)?;
        } else {
            reader.take(&bytes, out)?;
        }
    }
    reader.finish(out)
}

/// Cuts a stream into pieces, and shows them.
#[derive(Default)]
struct Reader {
    pending: Vec<u8>,
    item: Option<String>,
}

impl Reader {
    fn take(&mut self, bytes: &[u8], out: &mut Output) -> Result<()> {
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let (line, after) = rest.split_at(end);
            self.pending.extend_from_slice(line);
            self.piece(out)?;
            rest = after.get(1..).unwrap_or_default();
        }
        self.pending.extend_from_slice(rest);
        anyhow::ensure!(
            self.pending.len() <= PIECE_BYTES_MAX,
            "the evidence holds a piece that is too long to show"
        );
        Ok(())
    }

    fn finish(mut self, out: &mut Output) -> Result<()> {
        if self.pending.is_empty() { Ok(()) } else { self.piece(out) }
    }

    /// Shows the piece that is whole now.
    fn piece(&mut self, out: &mut Output) -> Result<()> {
        let line = std::mem::take(&mut self.pending);
        let piece: EvidencePiece = serde_json::from_slice(&line)
            .context("the evidence holds a piece that this program cannot read")?;
        if self.item.as_ref() != Some(&piece.item) {
            out.coloured(Colour::Dim, format_args!("── {} ──", crate::output::printable::cell(&piece.item)))?;
            out.line("")?;
            self.item = Some(piece.item);
        }
        labelled(&piece.text, &piece.labels, out)?;
        if !piece.text.ends_with('\n') {
            out.line("")?;
        }
        Ok(())
    }
}

/// The text, with `[category:entity]` behind each labelled span. A label that does not fit the text is passed over.
fn labelled(text: &str, labels: &[Label], out: &mut Output) -> io::Result<()> {
    let mut shown = 0;
    for label in labels {
        let (Some(before), Some(value)) = (text.get(shown..label.start), text.get(label.start..label.end))
        else {
            continue;
        };
        out.text(before)?;
        let colour = if label.masked { Colour::Masked } else { Colour::Shown };
        out.coloured(colour, value)?;
        out.coloured(Colour::Dim, format_args!("[{}:{}]", label.category, label.entity))?;
        shown = label.end;
    }
    out.text(text.get(shown..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn piece(item: &str, text: &str, labels: &serde_json::Value) -> String {
        json!({ "item": item, "text": text, "labels": labels }).to_string() + "\n"
    }

    fn label(start: usize, end: usize, masked: bool) -> serde_json::Value {
        json!({ "start": start, "end": end, "category": "euii", "entity": "upn", "masked": masked })
    }

    fn check(stream: &str, cut: usize, coloured: bool) -> Result<String> {
        let (mut out, text) = Output::in_memory(false, coloured);
        let mut reader = Reader::default();
        for bytes in stream.as_bytes().chunks(cut) {
            reader.take(bytes, &mut out)?;
        }
        reader.finish(&mut out)?;
        Ok(text.read())
    }

    #[test]
    fn each_sensitive_value_is_labelled_however_the_stream_is_cut() {
        let stream = piece("auth.log", "é joe\n", &json!([label(3, 6, false)]))
            + &piece("auth.log", "«euii:upn-1»", &json!([label(0, 14, true)]))
            + &piece("mail.log", "none\n", &json!([]));
        let shown = "── auth.log ──\né joe[euii:upn]\n«euii:upn-1»[euii:upn]\n── mail.log ──\nnone\n";
        for cut in [1, 2, 7, 4096] {
            assert_eq!(check(&stream, cut, false).unwrap(), shown, "cut at {cut}");
        }
        assert_eq!(check(stream.trim_end(), 5, false).unwrap(), shown);
    }

    #[test]
    fn what_is_masked_has_another_colour_than_what_is_shown() {
        let (shown, masked) = (json!([label(0, 1, false)]), json!([label(0, 1, true)]));
        let stream = piece("a", "x\n", &shown) + &piece("a", "y\n", &masked);
        let text = check(&stream, 100, true).unwrap();
        assert!(text.contains("\x1b[36mx") && text.contains("\x1b[35my"), "{text:?}");
    }

    #[test]
    fn labels_that_do_not_fit_the_text_are_passed_over() {
        let labels =
            json!([label(1, 3, false), label(2, 3, false), label(90, 99, false), label(4, 3, false)]);
        assert_eq!(check(&piece("a", "aé b", &labels), 100, false).unwrap(), "── a ──\naé[euii:upn] b\n");
    }

    #[test]
    fn a_piece_that_is_none_ends_the_show() {
        assert!(check("{\"item\":7}\n", 100, false).is_err());
    }
}
