//! The order of the times at which events were recorded and checkpoints sealed.

use crate::breach::Breach;
use domain::{Moment, Record, Span};

/// How far the clocks of replicas may differ before a log is doubted (access.md, rule 12).
const TOLERANCE: Span = Span::from_seconds(60);

/// What the log itself shows of the time that passed.
#[derive(Default)]
pub(super) struct Times {
    from: Option<Moment>,
    at: Option<Moment>,
    recorded_at: Option<Moment>,
    sealed_at: Option<Moment>,
}

impl Times {
    /// An event recorded before the checkpoint in front of it was sealed was put there afterwards.
    pub(super) fn event(&mut self, record: &Record) -> Result<(), Breach> {
        let recorded_at = record.recorded_at;
        self.from.get_or_insert(record.at);
        self.at = self.at.max(Some(record.at));
        self.recorded_at = self.recorded_at.max(Some(recorded_at));
        match self.sealed_at {
            Some(sealed_at) if recorded_at.plus(TOLERANCE) < sealed_at => {
                Err(Breach::BeforeCheckpoint { recorded_at, sealed_at })
            }
            _ => Ok(()),
        }
    }

    /// A checkpoint sealed before an event took effect, or was recorded, did not cover it. No clock that was behind makes
    /// that happen: a server seals no earlier than the last event.
    pub(super) fn checkpoint(&mut self, note: &str) -> Result<(), Breach> {
        let sealed_at = sealed_at(note).ok_or(Breach::CheckpointTime)?;
        self.sealed_at = self.sealed_at.max(Some(sealed_at));
        match self.recorded_at {
            Some(recorded_at) if sealed_at.plus(TOLERANCE) < recorded_at => {
                Err(Breach::CheckpointEarly { sealed_at, recorded_at })
            }
            _ => match self.at.filter(|at| sealed_at < *at) {
                Some(at) => Err(Breach::CheckpointBefore { sealed_at, at }),
                None => Ok(()),
            },
        }
    }

    /// When the first event took effect.
    pub(super) const fn from(&self) -> Option<Moment> {
        self.from
    }

    /// The latest instant that the log shows.
    pub(super) fn until(&self) -> Option<Moment> {
        self.recorded_at.max(self.sealed_at)
    }
}

/// The extension line `time …` of a checkpoint. Whether the note is to be believed is the ledger's to say.
fn sealed_at(note: &str) -> Option<Moment> {
    let (body, _) = note.split_once("\n\n")?;
    body.lines().find_map(|line| line.strip_prefix("time "))?.parse().ok()
}
