//! Cosignatures: a witness's word, with its time, that a checkpoint continues all that it saw of the log.

use super::key::{CosigningKey, WitnessKey};
use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use signed_note::{Note, Signature};

/// The time stands in front of the signature proper, in 8 bytes.
const TIME_BYTES: usize = 8;

/// A note that a witness cannot sign, or a signature of a witness that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadCosignature {
    /// The text is no signed note.
    #[error("it is no signed note")]
    NoNote,
    /// There is no signature by this witness.
    #[error("the witness `{witness}` did not cosign it")]
    Absent {
        /// The witness's name.
        witness: String,
    },
    /// There is one, and it is wrong.
    #[error("the cosignature in the name of the witness `{witness}` is wrong: it was changed or forged")]
    Forged {
        /// The witness's name.
        witness: String,
    },
}

impl CosigningKey {
    /// Signs the body of a checkpoint's note, as of `time` in seconds since 1970; gives the signature's line, newline
    /// included.
    ///
    /// # Errors
    ///
    /// [`BadCosignature::NoNote`].
    pub fn cosign(&self, note: &str, time: u64) -> Result<String, BadCosignature> {
        let parsed = Note::from_bytes(note.as_bytes()).map_err(|_| BadCosignature::NoNote)?;
        let mut bytes = time.to_be_bytes().to_vec();
        bytes.extend_from_slice(&self.sign(&message(time, parsed.text())));
        let key = self.witness_key();
        let signature = Signature::new(key.name().to_owned(), key.id(), bytes);
        let line = signature.map_err(|_| BadCosignature::NoNote)?.to_bytes();
        let mut line = String::from_utf8(line).map_err(|_| BadCosignature::NoNote)?;
        if !line.ends_with('\n') {
            line.push('\n');
        }
        Ok(line)
    }
}

/// What a cosignature is of.
fn message(time: u64, body: &[u8]) -> Vec<u8> {
    let mut message = format!("cosignature/v1\ntime {time}\n").into_bytes();
    message.extend_from_slice(body);
    message
}

/// When this witness cosigned a note, in seconds since 1970.
///
/// # Errors
///
/// [`BadCosignature`] if it did not.
pub fn cosigned_at(note: &str, witness: &WitnessKey) -> Result<u64, BadCosignature> {
    let body = Note::from_bytes(note.as_bytes()).map_err(|_| BadCosignature::NoNote)?.text().to_vec();
    let name = || witness.name().to_owned();
    let signature = signatures(note)
        .find(|signature| signature.name() == witness.name() && signature.id() == witness.id())
        .ok_or_else(|| BadCosignature::Absent { witness: name() })?;
    let forged = || BadCosignature::Forged { witness: name() };
    let (time, proper) = signature.signature().split_first_chunk::<TIME_BYTES>().ok_or_else(forged)?;
    let time = u64::from_be_bytes(*time);
    let key = UnparsedPublicKey::new(&ED25519, witness.public());
    key.verify(&message(time, &body), proper).map_err(|_| forged())?;
    Ok(time)
}

/// The signature lines below a note's body.
fn signatures(note: &str) -> impl Iterator<Item = Signature> {
    let (_, lines) = note.rsplit_once("\n\n").unwrap_or_default();
    lines.lines().filter_map(|line| Signature::from_bytes(line.as_bytes()).ok())
}

/// A note with further signature lines below those that it has.
pub fn with_cosignatures<'l>(note: &str, lines: impl IntoIterator<Item = &'l str>) -> String {
    let mut whole = note.to_owned();
    for line in lines {
        whole.push_str(line.trim_end_matches('\n'));
        whole.push('\n');
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Checkpoint, LogKey, Origin, RootHash};

    fn note() -> String {
        let origin = Origin::new("desk.example", "contoso").unwrap();
        let time = "2026-01-02T03:04:05Z".to_owned();
        let checkpoint = Checkpoint { origin, size: 7, root: RootHash([7; 32]), time };
        crate::seal(&checkpoint, &LogKey::from_seed("desk.example", &[3; 32]).unwrap()).unwrap()
    }

    #[test]
    fn a_cosigned_note_tells_when_and_opens_as_before() {
        let witness = CosigningKey::from_seed("witness.example/w1", &[5; 32]).unwrap();
        let other = CosigningKey::from_seed("witness.example/w2", &[6; 32]).unwrap();
        let line = witness.cosign(&note(), 1_679_315_147).unwrap();
        let whole = with_cosignatures(&note(), [line.as_str()]);
        assert_eq!(cosigned_at(&whole, witness.witness_key()), Ok(1_679_315_147));
        let absent = BadCosignature::Absent { witness: "witness.example/w2".to_owned() };
        assert_eq!(cosigned_at(&whole, other.witness_key()), Err(absent));
        let log = LogKey::from_seed("desk.example", &[3; 32]).unwrap();
        let key = log.verifier_key(&Origin::new("desk.example", "contoso").unwrap());
        assert_eq!(crate::open(&whole, &[key]).unwrap().size, 7);
    }

    #[test]
    fn every_changed_byte_is_refused() {
        let witness = CosigningKey::from_seed("w", &[5; 32]).unwrap();
        let line = witness.cosign(&note(), 1_679_315_147).unwrap();
        let whole = with_cosignatures(&note(), [line.as_str()]);
        let log_line = whole.find("— desk.example").unwrap()..whole.len() - line.len();
        for place in (0..whole.len()).filter(|place| !log_line.contains(place)) {
            let mut bytes = whole.clone().into_bytes();
            bytes[place] ^= 1;
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            assert!(cosigned_at(&changed, witness.witness_key()).is_err(), "{changed}");
        }
    }

    #[test]
    fn the_message_is_that_of_the_specification() {
        let expected = "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\n";
        assert_eq!(message(1_679_315_147, b"example.com/behind-the-sofa\n20852163\n"), expected.as_bytes());
    }
}
