//! Reads an export in one pass and goes on after a fault, so that every fault is named.

use super::lines::{Lines, Next};
use super::record::{EventLine, Record, read};
use super::{Header, Part};
use crate::{Fault, FaultKind, LeafHash, VerifierKey};
use std::collections::VecDeque;
use std::io::{self, BufRead};

/// The next thing in an export.
#[derive(Debug, PartialEq, Eq)]
pub enum Entry<'a> {
    /// Whose log it is.
    Header {
        /// Where it stands.
        line: u64,
        /// What it says.
        header: Header,
    },
    /// The key that the export was made with. Whether to believe it is the reader's choice.
    Key {
        /// Where it stands.
        line: u64,
        /// The key.
        key: VerifierKey,
    },
    /// A statement that the log's key was changed: a signed note.
    Rotation {
        /// Where it stands.
        line: u64,
        /// The signed note.
        note: String,
    },
    /// An event with its personal parts.
    Event(EventEntry<'a>),
    /// A signed checkpoint.
    Checkpoint {
        /// Where it stands.
        line: u64,
        /// The signed note.
        note: String,
    },
    /// The last line, with the right count and digest if no fault follows.
    End {
        /// Where it stands.
        line: u64,
    },
    /// Something is wrong with the form of the file.
    Fault(Fault),
}

/// An event as the export has it. Nothing in it has been checked but its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventEntry<'a> {
    /// Where it stands.
    pub line: u64,
    /// Its number in the log.
    pub sequence: u64,
    /// The hash that is written beside the leaf.
    pub leaf_hash_as_written: LeafHash,
    /// The leaf's bytes.
    pub leaf: &'a [u8],
    /// Its personal parts that are in the file, in the order of the file.
    pub parts: &'a [Part],
}

/// Which line may come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Format,
    Header,
    Key,
    /// The key was read, and statements that it was changed may follow.
    Rotations,
    Body,
    AfterEnd,
}

/// Reads an export. Memory is bounded by one event: lines above 16 MiB are skipped and reported.
pub struct ExportReader<R> {
    lines: Lines<R>,
    place: Place,
    /// Whether the current line was read ahead and not used.
    ahead: Option<Next>,
    event_line: Vec<u8>,
    parts: Vec<Part>,
    last_event: Option<u64>,
    /// Whether parts may belong to a line that could not be read.
    after_damage: bool,
    faults: VecDeque<Fault>,
    over: bool,
}

/// An entry without its borrowed bytes.
enum Step {
    Entry(Entry<'static>),
    Event { line: u64, event: EventLine },
    Nothing,
    Over,
}

impl<R: BufRead> ExportReader<R> {
    /// Reads from a buffered input.
    pub fn new(input: R) -> Self {
        Self {
            lines: Lines::new(input),
            place: Place::Format,
            ahead: None,
            event_line: Vec::new(),
            parts: Vec::new(),
            last_event: None,
            after_damage: false,
            faults: VecDeque::new(),
            over: false,
        }
    }

    /// The next entry, or none at the end of the file. What is wrong with the file is an entry too.
    ///
    /// # Errors
    ///
    /// Only what the input itself reports.
    pub fn next_entry(&mut self) -> io::Result<Option<Entry<'_>>> {
        let step = loop {
            if let Some(fault) = self.faults.pop_front() {
                break Step::Entry(Entry::Fault(fault));
            }
            match self.step()? {
                Step::Nothing => {}
                step => break step,
            }
        };
        Ok(match step {
            Step::Entry(entry) => Some(entry),
            Step::Event { line, event } => Some(Entry::Event(self.event(line, event))),
            Step::Nothing | Step::Over => None,
        })
    }

    fn event(&self, line: u64, event: EventLine) -> EventEntry<'_> {
        let text = self.event_line.strip_suffix(b"\n").unwrap_or(&self.event_line);
        EventEntry {
            line,
            sequence: event.sequence,
            leaf_hash_as_written: event.leaf_hash,
            leaf: text.get(event.leaf_at..).unwrap_or_default(),
            parts: &self.parts,
        }
    }

    /// Takes one line, or one event line with its parts.
    fn step(&mut self) -> io::Result<Step> {
        if self.over {
            return Ok(Step::Over);
        }
        match self.advance()? {
            Next::Nothing => Ok(self.end_of_file()),
            Next::Whole => self.whole_line(),
            Next::TooLong => Ok(self.damaged("it is longer than 16 MiB")),
            Next::Unterminated => Ok(self.damaged("no newline ends it")),
        }
    }

    fn advance(&mut self) -> io::Result<Next> {
        match self.ahead.take() {
            Some(next) => Ok(next),
            None => self.lines.advance(),
        }
    }

    fn end_of_file(&mut self) -> Step {
        self.over = true;
        if self.place != Place::AfterEnd {
            return self.fault(FaultKind::Cut);
        }
        Step::Over
    }

    fn whole_line(&mut self) -> io::Result<Step> {
        let record = match read(self.lines.current()) {
            Err(why) => return Ok(self.damaged(why)),
            Ok(record) => record,
        };
        self.check_place(&record);
        if !matches!(record, Record::Part(_)) {
            self.after_damage = false;
        }
        let line = self.lines.number();
        Ok(match record {
            Record::Format => Step::Nothing,
            Record::Header(header) => Step::Entry(Entry::Header { line, header }),
            Record::Key(key) => Step::Entry(Entry::Key { line, key }),
            Record::Event(event) => {
                self.last_event = Some(event.sequence);
                self.lines.swap(&mut self.event_line);
                self.take_parts()?;
                Step::Event { line, event }
            }
            Record::Part(_) if self.after_damage => Step::Nothing,
            Record::Part(_) => {
                self.fault(FaultKind::Misplaced { why: "a part follows its event or another part" })
            }
            Record::Rotation(note) => Step::Entry(Entry::Rotation { line, note }),
            Record::Checkpoint(note) => Step::Entry(Entry::Checkpoint { line, note }),
            Record::End { lines, digest } => {
                self.check_end(lines, digest);
                Step::Entry(Entry::End { line })
            }
        })
    }

    /// Takes the part lines that follow an event line. Their faults are reported after the event.
    fn take_parts(&mut self) -> io::Result<()> {
        self.parts.clear();
        loop {
            let next = self.lines.advance()?;
            if next != Next::Whole || !self.lines.current().starts_with(b"part ") {
                self.ahead = Some(next);
                return Ok(());
            }
            match read(self.lines.current()) {
                Ok(Record::Part(part)) => self.take_part(part),
                Ok(_) => {}
                Err(why) => self.note(FaultKind::Malformed { why }),
            }
        }
    }

    fn take_part(&mut self, part: Part) {
        if self.parts.last().is_some_and(|last| last.field >= part.field) {
            self.note(FaultKind::Misplaced { why: "parts stand in the order of their fields, each once" });
        }
        self.parts.push(part);
    }

    /// Notes a line that stands too early or too late, and which line may come next.
    fn check_place(&mut self, record: &Record) {
        let (at, next) = match record {
            Record::Format => (Place::Format, Place::Header),
            Record::Header(_) => (Place::Header, Place::Key),
            Record::Key(_) => (Place::Key, Place::Rotations),
            Record::Rotation(_) => (Place::Rotations, Place::Rotations),
            Record::Event(_) | Record::Part(_) | Record::Checkpoint(_) => (Place::Body, Place::Body),
            Record::End { .. } => (Place::Body, Place::AfterEnd),
        };
        // A log whose key was never changed has no statement that it was.
        if at != self.place && (at, self.place) != (Place::Body, Place::Rotations) {
            self.note(self.place.expected());
        }
        self.place = self.place.max(next);
    }

    fn check_end(&mut self, counted: u64, digest: [u8; 32]) {
        let found = self.lines.number().saturating_sub(1);
        if counted != found {
            self.note(FaultKind::LineCount { counted, found });
        }
        if digest != self.lines.digest_before() {
            self.note(FaultKind::Digest);
        }
    }

    /// Reports a line that cannot be read. At the top of the file it counts as the line due there.
    fn damaged(&mut self, why: &'static str) -> Step {
        let kind = match self.place {
            Place::Body | Place::Rotations => FaultKind::Malformed { why },
            place => place.expected(),
        };
        self.place = self.place.after_damage();
        self.after_damage = true;
        self.fault(kind)
    }

    fn fault(&mut self, kind: FaultKind) -> Step {
        self.note(kind);
        Step::Nothing
    }

    fn note(&mut self, kind: FaultKind) {
        self.faults.push_back(Fault { line: self.lines.number(), event: self.last_event, kind });
    }
}

impl Place {
    fn expected(self) -> FaultKind {
        match self {
            Self::Format => {
                FaultKind::Misplaced { why: "an export begins with the line `glasscase-export/1`" }
            }
            Self::Header => FaultKind::Misplaced { why: "the second line is the header" },
            Self::Key => FaultKind::Misplaced { why: "the third line is the log's public key" },
            Self::Rotations | Self::Body => {
                FaultKind::Misplaced { why: "events, parts and checkpoints follow, then the `end` line" }
            }
            Self::AfterEnd => FaultKind::AfterEnd,
        }
    }

    fn after_damage(self) -> Self {
        match self {
            Self::Format => Self::Header,
            Self::Header => Self::Key,
            Self::Key | Self::Rotations => Self::Rotations,
            Self::Body => Self::Body,
            Self::AfterEnd => Self::AfterEnd,
        }
    }
}
