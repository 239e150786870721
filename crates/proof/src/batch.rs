//! The events of an export in batches: what can be said of an event without those before it is found for a whole batch at
//! once, wherever there is a thread to do it.

use consent::{KnownKeys, Proven, PublicKey};
use domain::{Event, KeyId, Record, RunnerId};
use ledger::{Commitment, Entry, EventEntry, LeafHash, Part};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{PoisonError, RwLock};

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
    entries: Vec<Raw>,
}

enum Raw {
    Event { line: u64, sequence: u64, written: LeafHash, leaf: Range<usize>, parts: Vec<Part> },
    Other(Entry<'static>),
}

/// An entry that was looked at.
pub(crate) enum Prepared {
    Event(Box<PreparedEvent>),
    Other(Entry<'static>),
}

/// An event, and what it says by itself.
pub(crate) struct PreparedEvent {
    pub(crate) line: u64,
    pub(crate) sequence: u64,
    /// The hash that is written beside the leaf.
    pub(crate) written: LeafHash,
    /// The hash of the leaf.
    pub(crate) computed: LeafHash,
    /// What the leaf says, if it is a record.
    pub(crate) record: Option<Record>,
    /// Whether the leaf is the one text of its record.
    pub(crate) is_one_form: bool,
    /// The fields of the parts that are in the file, with the commitments that they have.
    pub(crate) parts: Vec<(String, Commitment)>,
    /// The signature in it, if that was found to hold.
    pub(crate) proven: Option<Proven>,
}

impl PreparedEvent {
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

/// The keys that the events so far enrol. Threads may be ahead of each other, so what is found here is no more than a
/// guess at the key that signed: see [`Proven`].
#[derive(Default)]
pub(crate) struct Enrolled(RwLock<Keys>);

#[derive(Default)]
struct Keys {
    consent: HashMap<KeyId, PublicKey>,
    runner: HashMap<RunnerId, String>,
}

impl Enrolled {
    fn note(&self, event: &Event) {
        match event {
            Event::ConsentKeyEnrolled { key, algorithm, public_key } => {
                if let Ok(public) = PublicKey::parse(algorithm, public_key) {
                    self.0
                        .write()
                        .unwrap_or_else(PoisonError::into_inner)
                        .consent
                        .insert(key.clone(), public);
                }
            }
            Event::RunnerEnrolled { runner, public_key } => {
                let mut keys = self.0.write().unwrap_or_else(PoisonError::into_inner);
                keys.runner.insert(runner.clone(), public_key.clone());
            }
            _ => {}
        }
    }
}

impl KnownKeys for Enrolled {
    fn consent_key(&self, id: &KeyId) -> Option<PublicKey> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).consent.get(id).cloned()
    }

    fn runner_key(&self, id: &RunnerId) -> Option<String> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).runner.get(id).cloned()
    }
}

impl Batch {
    /// Takes an entry.
    pub(crate) fn push(&mut self, entry: Entry<'_>) {
        self.entries.push(match entry {
            Entry::Event(event) => {
                if self.leaves.capacity() == 0 {
                    self.leaves.reserve(BATCH_BYTES + LEAF_BYTES_USUAL);
                }
                let start = self.leaves.len();
                self.leaves.extend_from_slice(event.leaf);
                let (line, sequence, written) = (event.line, event.sequence, event.leaf_hash_as_written);
                let leaf = start..self.leaves.len();
                Raw::Event { line, sequence, written, leaf, parts: event.parts.to_vec() }
            }
            Entry::Header { line, header } => Raw::Other(Entry::Header { line, header }),
            Entry::Key { line, key } => Raw::Other(Entry::Key { line, key }),
            Entry::Rotation { line, note } => Raw::Other(Entry::Rotation { line, note }),
            Entry::Checkpoint { line, note } => Raw::Other(Entry::Checkpoint { line, note }),
            Entry::End { line } => Raw::Other(Entry::End { line }),
            Entry::Fault(fault) => Raw::Other(Entry::Fault(fault)),
        });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether the next entry belongs into another batch.
    pub(crate) fn is_full(&self) -> bool {
        self.leaves.len() >= BATCH_BYTES || self.entries.len() >= BATCH_BYTES / 64
    }

    /// Looks at every event.
    pub(crate) fn prepare(self, keys: &Enrolled) -> Vec<Prepared> {
        let mut scratch = Vec::new();
        let leaves = &self.leaves;
        let prepared = self.entries.into_iter().map(|raw| match raw {
            Raw::Other(entry) => Prepared::Other(entry),
            Raw::Event { line, sequence, written, leaf, parts } => {
                let leaf = leaves.get(leaf).unwrap_or_default();
                let record = Record::from_leaf(leaf).ok();
                let is_one_form =
                    record.as_ref().is_some_and(|record| is_text_of(record, leaf, &mut scratch));
                let proven = record.as_ref().and_then(|record| {
                    keys.note(&record.event);
                    Proven::ahead(&record.event, keys)
                });
                let computed = LeafHash::of(leaf);
                let parts = parts.into_iter().map(committed).collect();
                Prepared::Event(Box::new(PreparedEvent {
                    line,
                    sequence,
                    written,
                    computed,
                    record,
                    is_one_form,
                    parts,
                    proven,
                }))
            }
        });
        prepared.collect()
    }
}

fn committed(part: Part) -> (String, Commitment) {
    let commitment = Commitment::to(&part.salt, part.value.as_bytes());
    (part.field, commitment)
}

fn is_text_of(record: &Record, leaf: &[u8], scratch: &mut Vec<u8>) -> bool {
    scratch.clear();
    serde_json::to_writer(&mut *scratch, record).is_ok() && scratch == leaf
}
