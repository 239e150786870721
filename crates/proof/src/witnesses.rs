//! What witnesses cosigned: whoever kept their keys need not believe the log's keeper that there is one log alone.

use crate::report::{Fault, WitnessReport};
use ledger::Checkpoint;
use ledger::witness::{BadCosignature, WitnessKey, cosigned_at};

/// The witnesses that were given, and what each cosigned so far.
#[derive(Default)]
pub(crate) struct Witnesses {
    seen: Vec<Seen>,
    faults: Vec<Fault>,
    /// Line, event and size of the last checkpoint.
    last: (u64, Option<u64>, Option<u64>),
}

struct Seen {
    key: WitnessKey,
    checkpoints: u64,
    size: Option<u64>,
}

impl Witnesses {
    pub(crate) fn new(keys: &[WitnessKey]) -> Self {
        let seen = keys.iter().map(|key| Seen { key: key.clone(), checkpoints: 0, size: None }).collect();
        Self { seen, ..Self::default() }
    }

    /// Takes a checkpoint that is signed and fits; `event` is the last one before it.
    pub(crate) fn checkpoint(&mut self, line: u64, event: Option<u64>, note: &str, checkpoint: &Checkpoint) {
        self.last = (line, event, Some(checkpoint.size));
        for seen in &mut self.seen {
            match cosigned_at(note, &seen.key) {
                Ok(_) => {
                    seen.checkpoints += 1;
                    seen.size = Some(checkpoint.size);
                }
                Err(why @ BadCosignature::Forged { .. }) => {
                    let (sequence, code, what) = (event, "cosignature_forged", why.to_string());
                    self.faults.push(Fault { line, sequence, code, what });
                }
                Err(BadCosignature::NoNote | BadCosignature::Absent { .. }) => {}
            }
        }
    }

    /// What each cosigned, and what is wrong: the last checkpoint needs all of them.
    pub(crate) fn finish(mut self) -> (Vec<WitnessReport>, Vec<Fault>) {
        let (line, sequence, last) = self.last;
        for seen in self.seen.iter().filter(|seen| seen.size.is_none() || seen.size != last) {
            let until = match seen.size {
                Some(size) => format!("the last that it cosigned covers {size} events"),
                None => "it cosigned none".to_owned(),
            };
            let what =
                format!("the witness `{}` did not cosign the last checkpoint: {until}", seen.key.name());
            self.faults.push(Fault { line, sequence, code: "not_cosigned", what });
        }
        let report = |seen: Seen| WitnessReport {
            key: seen.key.to_string(),
            checkpoints: seen.checkpoints,
            size: seen.size,
        };
        (self.seen.into_iter().map(report).collect(), self.faults)
    }
}
