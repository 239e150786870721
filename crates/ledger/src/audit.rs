//! Checks all of an export that can be checked without knowing what an event means.

mod keys;
mod sequence;
mod tree;

use crate::checkpoint::Checkpoint;
use crate::export::{Entry, EventEntry};
use crate::{Fault, FaultKind, Faults, Header, LeafHash, Noticed, VerifierKey};
use keys::Keys;
use sequence::{Arrival, Sequence};
use tree::{Leaf, Tree};

/// Whose signature on a checkpoint counts.
#[derive(Clone, Debug)]
pub enum Trust {
    /// The keys that the reader brought along. The file's own key must be one of them, or be linked to one of them by
    /// statements that the key was changed.
    Given(Vec<VerifierKey>),
    /// Whichever key the file names: proves that the file agrees with itself, not who made it.
    File,
}

/// Takes the entries of an export one by one: leaf hashes, order, completeness, checkpoints and their signatures.
///
/// Personal parts are not compared with the leaves here, since where their commitments stand in a leaf is a matter
/// of what the event means. The digest in the last line covers them.
pub struct Auditor {
    header: Option<Header>,
    keys: Keys,
    sequence: Sequence,
    tree: Tree,
    /// An event that came out of turn. What comes next tells whether its number or its place is wrong.
    held: Option<Held>,
    covered: Option<Checkpoint>,
    checkpoints: u64,
    /// Size and time of the last one that could be read.
    last_seen: Option<(u64, String)>,
    line: u64,
    faults: Faults,
}

#[derive(Clone, Copy)]
struct Held {
    line: u64,
    sequence: u64,
    leaf: Leaf,
}

/// What the audit of a whole export found.
#[derive(Clone, Debug)]
pub struct Audit {
    /// The header, if there is a readable one.
    pub header: Option<Header>,
    /// The key that the file names, if there is a readable one.
    pub key: Option<VerifierKey>,
    /// The keys whose signatures counted, the oldest first.
    pub trusted: Vec<VerifierKey>,
    /// How many events the file holds, from 0 to the last.
    pub events: u64,
    /// How many checkpoints are signed and fit the events before them.
    pub checkpoints: u64,
    /// The last of these.
    pub last_checkpoint: Option<Checkpoint>,
    /// What is wrong, in the order of lines.
    pub faults: Faults,
}

impl Auditor {
    /// An auditor that has seen nothing yet.
    pub fn new(trust: Trust) -> Self {
        Self {
            header: None,
            keys: Keys::new(trust),
            sequence: Sequence::default(),
            tree: Tree::default(),
            held: None,
            covered: None,
            checkpoints: 0,
            last_seen: None,
            line: 0,
            faults: Faults::default(),
        }
    }

    /// Checks the next entry.
    pub fn take(&mut self, entry: &Entry<'_>) {
        match entry {
            Entry::Header { line, header } => self.header(*line, header),
            Entry::Key { line, key } => self.key(*line, key),
            Entry::Rotation { line, note } => self.rotation(*line, note),
            Entry::Event(event) => self.take_hashed(event, LeafHash::of(event.leaf)),
            Entry::Checkpoint { line, note } => {
                self.settle_keys();
                self.checkpoint(*line, note);
            }
            Entry::End { line } => self.line = *line,
            Entry::Fault(fault) => {
                self.line = fault.line;
                self.faults.push(fault.clone());
            }
        }
    }

    fn header(&mut self, line: u64, header: &Header) {
        self.line = line;
        if !header.origin.is_of_tenant(&header.tenant) {
            self.fault(FaultKind::OtherLog { why: "the header's `origin` does not end in its `tenant`" });
        }
        self.header.get_or_insert_with(|| header.clone());
    }

    fn key(&mut self, line: u64, key: &VerifierKey) {
        self.line = line;
        if self.header.as_ref().is_some_and(|header| header.origin != *key.origin()) {
            self.fault(FaultKind::OtherLog { why: "the key is not that of the header's `origin`" });
        }
        self.keys.name(line, key);
    }

    fn rotation(&mut self, line: u64, note: &str) {
        self.line = line;
        if let Err(kind) = self.keys.rotate(note) {
            self.fault(kind);
        }
    }

    /// Decides which keys count, once.
    fn settle_keys(&mut self) {
        if let Some((line, kind)) = self.keys.settle() {
            self.faults.push(Fault { line, event: self.sequence.last(), kind });
        }
    }

    /// Checks the next event, whose leaf has this hash: for whoever hashes leaves ahead. The leaf itself is not read.
    pub fn take_hashed(&mut self, event: &EventEntry<'_>, computed: LeafHash) {
        self.settle_keys();
        self.settle_held(event.sequence);
        self.line = event.line;
        let leaf = Leaf { written: event.leaf_hash_as_written, computed };
        if leaf.written != leaf.computed {
            let kind = FaultKind::LeafHash { event: event.sequence };
            self.faults.push(Fault { line: event.line, event: Some(event.sequence), kind });
        }
        if event.sequence == self.sequence.next() {
            self.accept(leaf);
        } else {
            self.held = Some(Held { line: event.line, sequence: event.sequence, leaf });
        }
    }

    fn accept(&mut self, leaf: Leaf) {
        self.tree.append(leaf);
        self.sequence.advance();
    }

    /// Decides about an event out of turn, now that the number of the event after it is known.
    fn settle_held(&mut self, after: u64) {
        let Some(Held { line, sequence, leaf }) = self.held.take() else { return };
        let due = self.sequence.next();
        let (event, kind) = if after == due.saturating_add(1) {
            self.accept(leaf);
            (sequence, FaultKind::Renumbered { found: sequence, due })
        } else {
            match self.sequence.out_of_turn(sequence, line) {
                Arrival::AfterGap { overflow } => {
                    self.tree.lose_events();
                    if let Some(fault) = overflow {
                        self.faults.push(fault);
                    }
                    return;
                }
                Arrival::Late { after } => (sequence, FaultKind::OutOfOrder { event: sequence, after }),
                Arrival::Again => (sequence, FaultKind::Twice { event: sequence }),
            }
        };
        self.faults.push(Fault { line, event: Some(event), kind });
    }

    fn checkpoint(&mut self, line: u64, note: &str) {
        let opened = self.keys.open(note);
        self.settle_held(opened.as_ref().map_or(self.sequence.next(), |checkpoint| checkpoint.size));
        self.line = line;
        let checked = match opened {
            Ok(checkpoint) => self.check(&checkpoint).map(|()| checkpoint),
            Err(why) => Err(Some(why)),
        };
        match checked {
            Ok(checkpoint) => {
                self.checkpoints += 1;
                self.covered = Some(checkpoint);
            }
            Err(Some(kind)) => self.fault(kind),
            Err(None) => {}
        }
    }

    /// Compares a signed checkpoint with the events before it. An error without a fault was reported before.
    fn check(&mut self, checkpoint: &Checkpoint) -> Result<(), Option<FaultKind>> {
        let size = checkpoint.size;
        if self.header.as_ref().is_some_and(|header| header.origin != checkpoint.origin) {
            return Err(Some(FaultKind::OtherLog {
                why: "the checkpoint is of another log than the header",
            }));
        }
        if let Some((before, time)) = self.last_seen.replace((size, checkpoint.time.clone()))
            && (before > size || (before == size && time == checkpoint.time))
        {
            return Err(Some(FaultKind::CheckpointOrder { size, before }));
        }
        let next = self.sequence.next();
        if size < next {
            return Err(Some(FaultKind::CheckpointPlace { size, next }));
        }
        if size > next {
            self.miss_until(size, Noticed::Checkpoint(size));
        }
        self.tree.compare(size, checkpoint.root)
    }

    fn miss_until(&mut self, size: u64, noticed: Noticed) {
        let (first, last) = (self.sequence.next(), size.saturating_sub(1));
        self.fault(FaultKind::Missing { first, last, noticed });
        self.sequence.skip_to(size);
        self.tree.lose_events();
    }

    fn fault(&mut self, kind: FaultKind) {
        self.faults.push(Fault { line: self.line, event: self.sequence.last(), kind });
    }

    /// How many checkpoints are signed and fit, so far; and the last of them.
    pub fn confirmed(&self) -> (u64, Option<&Checkpoint>) {
        (self.checkpoints, self.covered.as_ref())
    }

    /// Ends the audit: completeness can be judged now.
    pub fn finish(mut self) -> Audit {
        self.settle_keys();
        let promised = self.header.as_ref().map(|header| header.events);
        self.settle_held(promised.unwrap_or(self.sequence.next()));
        for gap in self.sequence.take_gaps() {
            self.faults.push(gap);
        }
        let found = self.sequence.next();
        match promised {
            Some(promised) if promised > found => self.miss_until(promised, Noticed::Header(promised)),
            Some(promised) if promised < found => self.fault(FaultKind::EventCount { promised, found }),
            _ => {}
        }
        let count = self.tree.unreported();
        if count > 0 {
            self.fault(FaultKind::FurtherCheckpoints { count });
        }
        let covered = self.covered.as_ref().map(|checkpoint| checkpoint.size);
        if covered != Some(found) {
            self.fault(FaultKind::Uncovered { covered, found });
        }
        self.faults.sort();
        Audit {
            header: self.header,
            key: self.keys.named().cloned(),
            trusted: self.keys.trusted().to_vec(),
            events: found,
            checkpoints: self.checkpoints,
            last_checkpoint: self.covered,
            faults: self.faults,
        }
    }
}
