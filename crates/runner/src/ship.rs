//! Collected text on its way out: screened, checked once more, sealed.
//!
//! What stands in memory is a line, a piece and a few parts; nothing is written to disk. Pieces of the material come
//! first and the item `findings` last, since the facts that findings rest on are known only when all is collected.

mod findings;
mod inspect;
mod labelled;
mod screen;
mod seal;
pub(crate) mod sentence;
mod utf8;

pub(crate) use labelled::Labelled;
pub(crate) use screen::{Screen, Screening};
pub(crate) use seal::Sealed;
pub(crate) use utf8::Decoder;

use crate::ending::Ending;
use age::x25519::Recipient;
use bytes::Bytes;
use classify::Channel;
use collect::{Evidence, Program, Stop, Unwanted};
use diagnostics::{Finding, Form};
use inspect::Inspector;
use labelled::PIECE_BYTES_MAX;
use seal::Seal;
use serde_json::Value;
use std::collections::BTreeMap;
use tokio::sync::mpsc::Sender;
use wire::EvidencePiece;

/// The item that holds the findings, one JSON text a line.
const FINDINGS_ITEM: &str = "findings";

/// What was shipped.
#[derive(Debug)]
pub(crate) struct Shipment {
    /// The sealed collection.
    pub(crate) sealed: Sealed,
    /// How many spans of each category it holds, kept or masked.
    pub(crate) spans: BTreeMap<String, u64>,
    /// What the analyzers found, screened.
    pub(crate) findings: Value,
}

/// Collects, screens and seals. Sealed parts go to `parts`. Blocks until all is done or `stop` is set.
pub(crate) fn ship(
    program: &Program,
    order: &collect::Order<'_>,
    stop: &Stop,
    screen: &Screen,
    recipient: &Recipient,
    parts: Sender<Bytes>,
) -> Result<Shipment, Ending> {
    let mut line = Line::new(screen, recipient, parts)?;
    let findings = match program.run(order, stop, &mut line) {
        Ok(findings) => findings,
        // The line knows better than the collector why it took no more.
        Err(why) => return Err(line.fault.take().unwrap_or(Ending::Collecting(why))),
    };
    line.finish(&findings, order.diagnostic.form())
}

/// The way of the text of one run.
struct Line<'a> {
    screen: &'a Screen,
    /// The name of the item, screened.
    item: String,
    decoder: Decoder,
    screening: Screening,
    /// Screened text that is not in a piece yet.
    waiting: Labelled,
    inspector: Inspector,
    seal: Seal,
    spans: BTreeMap<String, u64>,
    fault: Option<Ending>,
}

impl Evidence for Line<'_> {
    fn item(&mut self, name: &str, channel: Channel) -> Result<(), Unwanted> {
        let done = self.begin(name, channel);
        self.wanted(done)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Unwanted> {
        let text = self.decoder.decode(bytes);
        let done = self.take(&text);
        self.wanted(done)
    }
}

impl<'a> Line<'a> {
    fn new(screen: &'a Screen, recipient: &Recipient, parts: Sender<Bytes>) -> Result<Self, Ending> {
        Ok(Self {
            screen,
            item: String::new(),
            decoder: Decoder::default(),
            screening: screen.begin(Channel::Log),
            waiting: Labelled::default(),
            inspector: Inspector::default(),
            seal: Seal::new(recipient, parts).map_err(Ending::Sealing)?,
            spans: BTreeMap::new(),
            fault: None,
        })
    }

    fn wanted(&mut self, done: Result<(), Ending>) -> Result<(), Unwanted> {
        done.map_err(|ending| {
            let unwanted = Unwanted(ending.to_string());
            self.fault = Some(ending);
            unwanted
        })
    }

    fn begin(&mut self, name: &str, channel: Channel) -> Result<(), Ending> {
        self.end_item()?;
        // A name has no labels that a reader's access could be held against, so all but its plain parts is masked.
        self.item = self.screen.name(name)?;
        Inspector::check_name(&self.item)?;
        self.screening = self.screen.begin(channel);
        Ok(())
    }

    fn take(&mut self, text: &str) -> Result<(), Ending> {
        let screened = self.screening.push(text);
        self.put(screened)
    }

    fn put(&mut self, screened: Labelled) -> Result<(), Ending> {
        for label in &screened.labels {
            *self.spans.entry(label.category.clone()).or_default() += 1;
        }
        self.waiting.push(screened);
        while self.waiting.text.len() > PIECE_BYTES_MAX {
            self.seal_piece()?;
        }
        Ok(())
    }

    fn end_item(&mut self) -> Result<(), Ending> {
        let rest = self.decoder.end();
        self.take(rest)?;
        let screened = self.screening.end()?;
        self.put(screened)?;
        while !self.waiting.text.is_empty() {
            self.seal_piece()?;
        }
        self.inspector.end_item();
        Ok(())
    }

    fn seal_piece(&mut self) -> Result<(), Ending> {
        let Labelled { text, labels } = self.waiting.split_piece();
        self.inspector.check(&text)?;
        self.seal.add(&EvidencePiece { item: self.item.clone(), text, labels }).map_err(Ending::Sealing)
    }

    fn finish(mut self, found: &[Finding], form: &Form) -> Result<Shipment, Ending> {
        self.end_item()?;
        FINDINGS_ITEM.clone_into(&mut self.item);
        let mut findings = Vec::new();
        for finding in found {
            let mut line = findings::line(finding, form, self.screen)?;
            findings.push(serde_json::from_str(&line.text).map_err(|_| Ending::Screening)?);
            line.push_plain("\n");
            self.put(line)?;
        }
        self.end_item()?;
        let sealed = self.seal.finish().map_err(Ending::Sealing)?;
        Ok(Shipment { sealed, spans: self.spans, findings: Value::Array(findings) })
    }
}
