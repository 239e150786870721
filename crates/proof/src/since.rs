//! Whether a log extends an earlier export of it, or a checkpoint that somebody kept.

use crate::batch::PreparedEvent;
use crate::report::{Fault, SinceReport};
use ledger::{
    Audit, Auditor, Checkpoint, Entry, ExportReader, Faults, Frontier, LeafHash, Trust, VerifierKey, open,
    stated,
};
use std::io::{self, BufRead, Read as _};

/// How an export begins.
const EXPORT: &[u8] = b"glasscase-export/1\n";
/// The longest checkpoint in bytes.
const NOTE_BYTES_MAX: u64 = 1_000_000;

/// An earlier export of a log, or a checkpoint of it, to be held against the log as it is now.
pub struct Since {
    earlier: Earlier,
    /// Events of the log so far.
    count: u64,
    parted: Option<Parted>,
}

/// A file that is neither an export nor a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the earlier file is neither an export nor a checkpoint's signed note")]
pub struct BadSince;

enum Earlier {
    Export(Box<Export>),
    Checkpoint { note: String, stated: Checkpoint, tree: Frontier },
}

/// An earlier export, read beside the log and audited on the way.
struct Export {
    reader: ExportReader<Box<dyn BufRead + Send>>,
    auditor: Option<Auditor>,
    events: u64,
}

struct Parted {
    line: u64,
    sequence: u64,
    what: String,
}

impl Since {
    /// Begins to read an earlier export, or reads a checkpoint whole. `key` is the log's, as the customer kept it.
    ///
    /// # Errors
    /// What the input itself reports; the inner error if it is neither.
    pub fn read(
        mut input: Box<dyn BufRead + Send>,
        key: Option<&VerifierKey>,
    ) -> io::Result<Result<Self, BadSince>> {
        let is_export = input.fill_buf()?.starts_with(EXPORT);
        let earlier = if is_export {
            let trust = key.map_or(Trust::File, |key| Trust::Given(vec![key.clone()]));
            let (reader, auditor) = (ExportReader::new(input), Some(Auditor::new(trust)));
            Earlier::Export(Box::new(Export { reader, auditor, events: 0 }))
        } else {
            let mut note = String::new();
            match input.take(NOTE_BYTES_MAX).read_to_string(&mut note) {
                Err(why) if why.kind() != io::ErrorKind::InvalidData => return Err(why),
                _ => {}
            }
            let Ok(stated) = stated(&note) else { return Ok(Err(BadSince)) };
            Earlier::Checkpoint { note, stated, tree: Frontier::new() }
        };
        Ok(Ok(Self { earlier, count: 0, parted: None }))
    }

    /// Holds the log's next event against the earlier one.
    pub(crate) fn event(&mut self, event: &PreparedEvent<'_>) -> io::Result<()> {
        let place = self.count;
        self.count += 1;
        let differs = match &mut self.earlier {
            Earlier::Export(export) => match export.next()? {
                Some(leaf) if leaf != event.computed => {
                    Some(format!("the earlier export has another event {place}"))
                }
                _ => None,
            },
            Earlier::Checkpoint { stated, tree, .. } => {
                tree.append(event.computed);
                let differs = tree.size() == stated.size && tree.root() != stated.root;
                let size = stated.size;
                differs
                    .then(|| format!("the earlier checkpoint signs another tree of the first {size} events"))
            }
        };
        if let Some(what) = differs {
            self.part(event.line, event.sequence, what);
        }
        Ok(())
    }

    fn part(&mut self, line: u64, sequence: u64, what: String) {
        self.parted.get_or_insert(Parted { line, sequence, what });
    }

    /// What is wrong, once the log was read to its last line.
    pub(crate) fn finish(mut self, audit: &Audit, last_line: u64) -> io::Result<(SinceReport, Vec<Fault>)> {
        let count = self.count;
        let (events, problem) = match &mut self.earlier {
            Earlier::Export(export) => export.finish(audit)?,
            Earlier::Checkpoint { note, stated, .. } => (stated.size, unbelieved(note, stated, audit)),
        };
        if events > count {
            let what = format!("the earlier log has an event {count}, and this one ends before it");
            self.part(last_line, count, what);
        }
        let report = SinceReport {
            events,
            agrees: self.parted.is_none() && problem.is_none(),
            parted_at: self.parted.as_ref().map(|parted| parted.sequence),
        };
        let unsound = problem.map(|what| Fault { line: 0, sequence: None, code: "since_unsound", what });
        let parted = self.parted.map(|Parted { line, sequence, what }| {
            let what = format!("the log does not extend the earlier one: {what}");
            Fault { line, sequence: Some(sequence), code: "parted", what }
        });
        Ok((report, unsound.into_iter().chain(parted).collect()))
    }
}

impl Export {
    /// The hash of the next event's leaf.
    fn next(&mut self) -> io::Result<Option<LeafHash>> {
        while let Some(entry) = self.reader.next_entry()? {
            let leaf = match &entry {
                Entry::Event(event) => Some((event, LeafHash::of(event.leaf))),
                _ => None,
            };
            if let Some(auditor) = &mut self.auditor {
                match leaf {
                    Some((event, hash)) => auditor.take_hashed(event, hash),
                    None => auditor.take(&entry),
                }
            }
            if let Some((_, hash)) = leaf {
                self.events += 1;
                return Ok(Some(hash));
            }
        }
        Ok(None)
    }

    /// How many events it has, and what is wrong with it.
    fn finish(&mut self, log: &Audit) -> io::Result<(u64, Option<String>)> {
        while self.next()?.is_some() {}
        let Some(audit) = self.auditor.take().map(Auditor::finish) else { return Ok((self.events, None)) };
        let origins = (audit.header.as_ref(), log.header.as_ref());
        if let (Some(earlier), Some(now)) = origins
            && earlier.origin != now.origin
        {
            return Ok((self.events, Some("the earlier export is of another log".to_owned())));
        }
        // A key that was changed since is linked to the log's own by statements in the log.
        let is_linked = audit.key.as_ref().is_some_and(|key| log.trusted.contains(key));
        Ok((self.events, first_fault(&audit.faults, is_linked)))
    }
}

fn first_fault(faults: &Faults, is_linked: bool) -> Option<String> {
    let counts =
        |fault: &&ledger::Fault| !(is_linked && matches!(fault.kind, ledger::FaultKind::OtherKey { .. }));
    let first = faults.kept().iter().find(counts)?;
    Some(format!("the earlier export is not sound itself: {first}"))
}

/// Why an earlier checkpoint proves nothing.
fn unbelieved(note: &str, stated: &Checkpoint, audit: &Audit) -> Option<String> {
    if audit.header.as_ref().is_some_and(|header| header.origin != stated.origin) {
        return Some("the earlier checkpoint is of another log".to_owned());
    }
    open(note, &audit.trusted).err().map(|why| format!("the earlier checkpoint cannot be believed: {why}"))
}
