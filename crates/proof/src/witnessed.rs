//! What the witnesses signed that the reader demands.

use ledger::witness::{BadCosignature, WitnessKey, cosigned_at};
use serde::Serialize;

/// How far a witness signed the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Witnessed {
    /// The witness's name.
    pub witness: String,
    /// How many events the last checkpoint covers that it signed; none if it signed none.
    pub events: Option<u64>,
    /// When it signed that one, in seconds since 1970.
    pub at: Option<u64>,
}

/// The witnesses under watch.
pub(crate) struct Watch(Vec<(WitnessKey, Witnessed)>);

impl Watch {
    pub(crate) fn over(keys: &[WitnessKey]) -> Self {
        let unseen = |key: &WitnessKey| Witnessed { witness: key.name().to_owned(), events: None, at: None };
        Self(keys.iter().map(|key| (key.clone(), unseen(key))).collect())
    }

    /// Takes a checkpoint's note. A cosignature that is wrong is a fault, in words.
    pub(crate) fn checkpoint(&mut self, note: &str) -> Vec<String> {
        let size = note.lines().nth(1).and_then(|size| size.parse().ok());
        let mut faults = Vec::new();
        for (key, witnessed) in &mut self.0 {
            match cosigned_at(note, key) {
                Ok(at) => (witnessed.events, witnessed.at) = (size, Some(at)),
                Err(why @ BadCosignature::Forged { .. }) => faults.push(why.to_string()),
                Err(BadCosignature::Absent { .. } | BadCosignature::NoNote) => {}
            }
        }
        faults
    }

    /// How far each signed, and what is missing of it where the log has `events`.
    pub(crate) fn finish(self, events: u64) -> (Vec<Witnessed>, Vec<String>) {
        let witnessed: Vec<_> = self.0.into_iter().map(|(_, witnessed)| witnessed).collect();
        let missing = witnessed.iter().filter_map(|one| one.missing(events)).collect();
        (witnessed, missing)
    }
}

impl Witnessed {
    fn missing(&self, events: u64) -> Option<String> {
        let Self { witness, events: signed, .. } = self;
        match signed {
            Some(signed) if *signed == events => None,
            Some(signed) => Some(format!(
                "the witness `{witness}` signed the log up to event {signed} of {events}, and nothing behind that: it was not asked, or it saw another version of the log"
            )),
            None => Some(format!(
                "the witness `{witness}` signed no checkpoint of this log: it was not asked, or it saw another version of the log"
            )),
        }
    }
}
