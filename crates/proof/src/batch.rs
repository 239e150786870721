//! The events of an export in batches: what can be said of an event without those before it is found for a whole batch at
//! once, wherever there is a thread to do it.

use crate::enrolled::Enrolled;
use consent::Ahead;
use domain::Record;
use ledger::{Commitment, Entry, EventEntry, LeafHash};
use smol_str::SmolStr;
use std::ops::Range;

/// Bytes of leaves after which a batch is full. With what is found of them a batch stays in a core's own cache, and its
/// buffers are of a size that an allocator gives back without tidying up.
const BATCH_BYTES: usize = 32 << 10;
/// What the last leaf of a batch may take beyond that without the buffer's growing.
const LEAF_BYTES_USUAL: usize = 8 << 10;

/// Entries as they were read, in order.
#[derive(Default)]
pub(crate) struct Batch {
    /// The leaves, one behind the other.
    leaves: Vec<u8>,
    /// The fields of the parts of all events, one behind the other, with the commitments that they have.
    parts: Vec<CommittedPart>,
    entries: Vec<Raw>,
}

/// A part's field, and the commitment that its value has.
pub(crate) type CommittedPart = (SmolStr, Commitment);

enum Raw {
    Event(RawEvent),
    Other(Entry<'static>),
}

struct RawEvent {
    line: u64,
    sequence: u64,
    /// The hash that is written beside the leaf.
    written: LeafHash,
    leaf: Range<usize>,
    parts: Range<usize>,
}

/// What was found of an event.
pub(crate) struct Found {
    computed: LeafHash,
    record: Option<Record>,
    is_one_form: bool,
    /// Few events have one, so it stands apart.
    ahead: Option<Box<Ahead>>,
}

/// An entry that was looked at.
pub(crate) enum Prepared<'b> {
    Event(PreparedEvent<'b>),
    Other(&'b Entry<'static>),
}

/// An event, and what it says by itself.
pub(crate) struct PreparedEvent<'b> {
    pub(crate) line: u64,
    pub(crate) sequence: u64,
    /// The hash that is written beside the leaf.
    pub(crate) written: LeafHash,
    /// The hash of the leaf.
    pub(crate) computed: LeafHash,
    /// What the leaf says, if it is a record.
    pub(crate) record: Option<&'b Record>,
    /// Whether the leaf is the one text of its record.
    pub(crate) is_one_form: bool,
    /// The parts that are in the file.
    pub(crate) parts: &'b [CommittedPart],
    /// Its document, if it holds one that can be read.
    pub(crate) ahead: Option<&'b Ahead>,
}

impl PreparedEvent<'_> {
    /// The event as the ledger takes it, whose leaf was hashed.
    pub(crate) fn entry(&self) -> EventEntry<'static> {
        EventEntry {
            line: self.line,
            sequence: self.sequence,
            leaf_hash_as_written: self.written,
            leaf: &[],
            parts: &[],
        }
    }
}

impl Batch {
    /// Takes an entry.
    pub(crate) fn push(&mut self, entry: Entry<'_>) {
        let raw = match entry {
            Entry::Event(event) => Raw::Event(self.event(&event)),
            Entry::Header { line, header } => Raw::Other(Entry::Header { line, header }),
            Entry::Key { line, key } => Raw::Other(Entry::Key { line, key }),
            Entry::Rotation { line, note } => Raw::Other(Entry::Rotation { line, note }),
            Entry::Checkpoint { line, note } => Raw::Other(Entry::Checkpoint { line, note }),
            Entry::End { line } => Raw::Other(Entry::End { line }),
            Entry::Fault(fault) => Raw::Other(Entry::Fault(fault)),
        };
        self.entries.push(raw);
    }

    /// Copies what is needed of an event. Its parts' values are not, once their commitments are known.
    fn event(&mut self, event: &EventEntry<'_>) -> RawEvent {
        if self.leaves.capacity() == 0 {
            self.leaves.reserve(BATCH_BYTES + LEAF_BYTES_USUAL);
        }
        let (leaf, part) = (self.leaves.len(), self.parts.len());
        self.leaves.extend_from_slice(event.leaf);
        self.parts.extend(
            event
                .parts
                .iter()
                .map(|part| (SmolStr::new(&part.field), Commitment::to(&part.salt, part.value.as_bytes()))),
        );
        RawEvent {
            line: event.line,
            sequence: event.sequence,
            written: event.leaf_hash_as_written,
            leaf: leaf..self.leaves.len(),
            parts: part..self.parts.len(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether the next entry belongs into another batch.
    pub(crate) fn is_full(&self) -> bool {
        self.leaves.len() >= BATCH_BYTES || self.entries.len() >= BATCH_BYTES / 64
    }

    /// Forgets all entries and keeps the buffers for the next ones.
    pub(crate) fn clear(&mut self) {
        self.leaves.clear();
        self.leaves.shrink_to(BATCH_BYTES + LEAF_BYTES_USUAL);
        self.parts.clear();
        self.entries.clear();
    }

    /// Looks at every event; `found` gets what was found of each.
    pub(crate) fn look(&self, keys: &Enrolled, found: &mut Vec<Found>) {
        let mut scratch = Vec::new();
        found.clear();
        found.extend(self.entries.iter().filter_map(|raw| match raw {
            Raw::Event(event) => {
                let leaf = self.leaves.get(event.leaf.clone()).unwrap_or_default();
                Some(Found::of(leaf, keys, &mut scratch))
            }
            Raw::Other(_) => None,
        }));
    }

    /// The entries, the events with what [`Batch::look`] found of them.
    pub(crate) fn prepared<'b>(&'b self, found: &'b [Found]) -> impl Iterator<Item = Prepared<'b>> {
        let mut found = found.iter();
        self.entries.iter().map_while(move |raw| match raw {
            Raw::Event(event) => Some(Prepared::Event(self.event_with(event, found.next()?))),
            Raw::Other(entry) => Some(Prepared::Other(entry)),
        })
    }

    fn event_with<'b>(&'b self, event: &RawEvent, found: &'b Found) -> PreparedEvent<'b> {
        PreparedEvent {
            line: event.line,
            sequence: event.sequence,
            written: event.written,
            computed: found.computed,
            record: found.record.as_ref(),
            is_one_form: found.is_one_form,
            parts: self.parts.get(event.parts.clone()).unwrap_or_default(),
            ahead: found.ahead.as_deref(),
        }
    }
}

impl Found {
    fn of(leaf: &[u8], keys: &Enrolled, scratch: &mut Vec<u8>) -> Self {
        let record = Record::from_leaf(leaf).ok();
        let is_one_form = record.as_ref().is_some_and(|record| is_text_of(record, leaf, scratch));
        let ahead = record.as_ref().and_then(|record| {
            keys.note(&record.event);
            Ahead::of(&record.event, keys).map(Box::new)
        });
        Self { computed: LeafHash::of(leaf), record, is_one_form, ahead }
    }
}

fn is_text_of(record: &Record, leaf: &[u8], scratch: &mut Vec<u8>) -> bool {
    scratch.clear();
    serde_json::to_writer(&mut *scratch, record).is_ok() && scratch == leaf
}
