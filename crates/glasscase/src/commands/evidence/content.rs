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
