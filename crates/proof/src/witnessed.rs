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
                "the witness `{witness}` did not cosign the last checkpoint: the last that it cosigned covers {signed} events of {events}, so it was not asked, or saw another version of the log"
            )),
            None => Some(format!(
                "the witness `{witness}` did not cosign the last checkpoint: it cosigned none, so it was not asked, or saw another version of the log"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::witness::{CosigningKey, with_cosignatures};
    use ledger::{Checkpoint, LogKey, RootHash};

    fn witness(seed: u8) -> CosigningKey {
        CosigningKey::from_seed(&format!("w{seed}"), &[seed; 32]).unwrap()
    }

    /// A checkpoint's note that these witnesses signed, by their seeds.
    fn note(size: u64, signers: &[u8]) -> String {
        let key = LogKey::from_seed("desk.example", &[3; 32]).unwrap();
        let (origin, time) = (key.origin("contoso").unwrap(), "2026-01-02T03:04:05Z".to_owned());
        let checkpoint = Checkpoint { origin, size, root: RootHash([7; 32]), time };
        let note = ledger::seal(&checkpoint, &key).unwrap();
        let lines: Vec<_> = signers.iter().map(|seed| witness(*seed).cosign(&note, 5).unwrap()).collect();
        with_cosignatures(&note, lines.iter().map(String::as_str))
    }

    fn watched(notes: &[String], events: u64) -> Vec<String> {
        let keys = [1, 2].map(|seed| witness(seed).witness_key().clone());
        let mut watch = Watch::over(&keys);
        let mut faults: Vec<_> = notes.iter().flat_map(|note| watch.checkpoint(note)).collect();
        faults.extend(watch.finish(events).1);
        faults
    }

    #[test]
    fn each_witness_must_have_signed_up_to_the_last_event() {
        assert_eq!(watched(&[note(7, &[]), note(9, &[1, 2])], 9), [""; 0]);
        let behind = watched(&[note(7, &[1, 2]), note(9, &[2])], 9);
        assert!(
            behind.len() == 1
                && behind[0].contains(
                    "`w1` did not cosign the last checkpoint: the last that it cosigned covers 7 events"
                ),
            "{behind:?}"
        );
        let never = watched(&[note(9, &[1, 3])], 9);
        assert!(
            never.len() == 1
                && never[0].contains("`w2` did not cosign the last checkpoint: it cosigned none"),
            "{never:?}"
        );
    }

    #[test]
    fn a_cosignature_of_another_checkpoint_is_named() {
        let (signed, other) = (note(9, &[1, 2]), note(8, &[]));
        let (_, signatures) = signed.split_once("\n\n").unwrap();
        let moved = with_cosignatures(&other, signatures.lines().filter(|line| line.contains(" w")));
        let faults = watched(&[moved], 8);
        assert_eq!(faults.iter().filter(|what| what.contains("changed or forged")).count(), 2, "{faults:?}");
        assert_eq!(faults.iter().filter(|what| what.contains("it cosigned none")).count(), 2, "{faults:?}");
    }
}
