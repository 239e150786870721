//! What is wrong with an export, where, and in plain words.

use std::fmt;

/// Faults that are kept; of any further ones only the number is known.
const FAULTS_MAX: usize = 1_000;

/// One thing that is wrong with an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line of the file, counted from 1.
    pub line: u64,
    /// The event that the fault is about, or the last one before the line, if any.
    pub event: Option<u64>,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What can be wrong with an export.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// A line is not in the one form that it may have.
    #[error("the line is damaged: {why}")]
    Malformed {
        /// What is wrong with it.
        why: &'static str,
    },
    /// A line stands where its kind may not.
    #[error("the line does not belong here: {why}")]
    Misplaced {
        /// What should be there.
        why: &'static str,
    },
    /// The file stops early.
    #[error("the file was cut: its `end` line is missing")]
    Cut,
    /// Something follows the last line.
    #[error("something was added after the `end` line")]
    AfterEnd,
    /// The last line counts other lines than there are.
    #[error("lines were added or removed: the `end` line counts {counted}, and {found} stand before it")]
    LineCount {
        /// What the last line says.
        counted: u64,
        /// What is there.
        found: u64,
    },
    /// The digest in the last line is of other bytes.
    #[error("a byte was changed somewhere: the digest in the `end` line is not that of the lines before it")]
    Digest,
    /// Header, key and settings do not name the same log.
    #[error("the file names the log of another tenant: {why}")]
    OtherLog {
        /// What does not agree.
        why: &'static str,
    },
    /// The file's key is none of those that the reader trusts.
    #[error("the file's key is `{found}`, which is not the key you gave")]
    OtherKey {
        /// The key in the file.
        found: String,
    },
    /// A statement that the key was changed cannot be believed.
    #[error(transparent)]
    Rotation(crate::BadRotation),
    /// Statements that the key was changed do not follow from each other.
    #[error("the statement that the log's key was changed does not belong here: {why}")]
    RotationOrder {
        /// What does not fit.
        why: &'static str,
    },
    /// A key signed after it was retired.
    #[error(
        "the checkpoint of size {size} is signed by a key that was retired before: a later key had signed already"
    )]
    RetiredKey {
        /// The size that it signs.
        size: u64,
    },
    /// A leaf and the hash written beside it disagree.
    #[error("the leaf of event {event} does not hash to the value written beside it")]
    LeafHash {
        /// The event.
        event: u64,
    },
    /// Events are missing.
    #[error("{}", missing(*first, *last, *noticed))]
    Missing {
        /// The first missing event.
        first: u64,
        /// The last missing event.
        last: u64,
        /// What showed that they are missing.
        noticed: Noticed,
    },
    /// An event has the place of one event and the number of another.
    #[error("event {found} stands where event {due} is due: its number was changed")]
    Renumbered {
        /// The number that is written.
        found: u64,
        /// The number that belongs there.
        due: u64,
    },
    /// An event was seen before.
    #[error("event {event} appears twice")]
    Twice {
        /// The event.
        event: u64,
    },
    /// An event stands after a later one.
    #[error("event {event} is out of order: it stands after event {after}")]
    OutOfOrder {
        /// The event.
        event: u64,
        /// The highest event before it.
        after: u64,
    },
    /// The header promises another number of events.
    #[error("the header promises {promised} events, and the file holds {found}")]
    EventCount {
        /// What the header says.
        promised: u64,
        /// What the file holds.
        found: u64,
    },
    /// A checkpoint cannot be believed.
    #[error(transparent)]
    Checkpoint(crate::CheckpointError),
    /// A checkpoint stands too late.
    #[error("the checkpoint of size {size} stands before event {next} instead of event {size}")]
    CheckpointPlace {
        /// The size it signs.
        size: u64,
        /// The event that is due after it.
        next: u64,
    },
    /// A checkpoint covers less than the one before it, or is that one again.
    #[error("the checkpoint of size {size} follows one of size {before}")]
    CheckpointOrder {
        /// The size it signs.
        size: u64,
        /// The size that the one before it signs.
        before: u64,
    },
    /// A checkpoint signs another tree than the events of the file make.
    #[error(
        "the checkpoint of size {size} signs another tree: something in events {first}..={last} was changed, or their hashes rewritten"
    )]
    OtherTree {
        /// The size it signs.
        size: u64,
        /// The first event that may be changed.
        first: u64,
        /// The last event that may be changed.
        last: u64,
    },
    /// A checkpoint of the empty tree signs a root that is not that of nothing.
    #[error("the checkpoint of size 0 signs another root than that of the empty tree")]
    OtherEmptyTree,
    /// A checkpoint cannot be compared since events before it are missing.
    #[error(
        "the checkpoint of size {size} cannot be compared with the events before it, as some are missing or unreadable"
    )]
    Incomparable {
        /// The size it signs.
        size: u64,
    },
    /// Checkpoints after one that does not fit.
    #[error("what was found above keeps further checkpoints from fitting: {count} in number")]
    FurtherCheckpoints {
        /// How many.
        count: u64,
    },
    /// No checkpoint covers the last events.
    #[error("{}", uncovered(*covered, *found))]
    Uncovered {
        /// How many events the last good checkpoint covers; none if there is no good checkpoint.
        covered: Option<u64>,
        /// How many events the file holds.
        found: u64,
    },
}

/// What shows that events are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noticed {
    /// A later event in their place.
    Event(u64),
    /// A checkpoint of this size in their place.
    Checkpoint(u64),
    /// The header, which promises this many events.
    Header(u64),
}

fn missing(first: u64, last: u64, noticed: Noticed) -> String {
    let what = if first == last {
        format!("event {first} is missing")
    } else {
        format!("events {first} to {last} are missing")
    };
    match (first.checked_sub(1), noticed) {
        (Some(before), Noticed::Event(next)) => format!("{what}: after {before} comes {next}"),
        (None, Noticed::Event(next)) => format!("{what}: the first is {next}"),
        (_, Noticed::Checkpoint(size)) => {
            format!("{what}: the checkpoint in their place covers {size} events")
        }
        (_, Noticed::Header(events)) => format!("{what}: the header promises {events} events"),
    }
}

fn uncovered(covered: Option<u64>, found: u64) -> String {
    match covered {
        None => "no checkpoint holds: nothing signs these events".to_owned(),
        Some(covered) => format!(
            "the last checkpoint that holds covers {covered} of {found} events: nothing signs the others, or a checkpoint was cut off"
        ),
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.kind)?;
        match self.event {
            Some(event) if self.kind.needs_place() => write!(f, " (after event {event})"),
            _ => Ok(()),
        }
    }
}

impl FaultKind {
    /// Whether the words name no event themselves.
    fn needs_place(&self) -> bool {
        matches!(self, Self::Malformed { .. } | Self::Misplaced { .. } | Self::Cut | Self::AfterEnd)
    }
}

/// The faults found, at most a thousand of them, and the number of those left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    kept: Vec<Fault>,
    left_out: u64,
}

impl Faults {
    /// Notes a fault.
    pub fn push(&mut self, fault: Fault) {
        if self.kept.len() < FAULTS_MAX { self.kept.push(fault) } else { self.left_out += 1 }
    }

    /// The faults in the order of lines.
    pub fn kept(&self) -> &[Fault] {
        &self.kept
    }

    /// How many faults were found beyond those kept.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Puts the faults in the order of their lines.
    pub(crate) fn sort(&mut self) {
        self.kept.sort_by_key(|fault| fault.line);
    }
}
