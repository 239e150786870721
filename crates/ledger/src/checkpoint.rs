//! Signed statements of a log's size and root: C2SP tlog-checkpoint in C2SP signed notes.

use crate::log_key::LogKey;
use crate::verifier_key::{VerifierKey, key_id};
use crate::{Origin, RootHash, TREE_SIZE_MAX};
use signed_note::{Note, NoteError, Signature, VerificationError, Verifier, Verifiers};
use tlog_tiles::checkpoint::Checkpoint as Body;
use tlog_tiles::tlog::Hash;

/// How the extension line with the moment of sealing begins.
const TIME: &str = "time ";

/// What is signed: this log had this root at this size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log.
    pub origin: Origin,
    /// How many leaves it had.
    pub size: u64,
    /// The root of its tree.
    pub root: RootHash,
    /// When it was sealed, in RFC 3339; written as the extension line `time …`. Text here: this crate has no clock.
    pub time: String,
}

/// Why a checkpoint cannot be sealed or believed.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum CheckpointError {
    /// The text is no signed note that holds a checkpoint.
    #[error("the checkpoint is malformed: {why}")]
    Malformed {
        /// What is wrong with it.
        why: &'static str,
    },
    /// No key that is trusted for this log signed it.
    #[error(
        "the checkpoint of size {size} is not signed by a key trusted for its log (it names the key `{named}`)"
    )]
    Unsigned {
        /// The size that it states.
        size: u64,
        /// The key that the first signature names.
        named: String,
    },
    /// A trusted key is named, and its signature is wrong.
    #[error(
        "the checkpoint of size {size} was changed or forged: the signature in the name of `{named}` is wrong"
    )]
    Forged {
        /// The size that it states.
        size: u64,
        /// The key that is named.
        named: String,
    },
}

/// Signs a checkpoint in the name of its own log.
///
/// # Errors
///
/// [`CheckpointError::Malformed`] if the size is above [`TREE_SIZE_MAX`] or the time is not one word of
/// printable ASCII characters.
pub fn seal(checkpoint: &Checkpoint, key: &LogKey) -> Result<String, CheckpointError> {
    let malformed = |why| CheckpointError::Malformed { why };
    if checkpoint.size > TREE_SIZE_MAX {
        return Err(malformed("the size is too large"));
    }
    if !is_word(&checkpoint.time) {
        return Err(malformed("the time is not one printable word"));
    }
    let extension = format!("{TIME}{}\n", checkpoint.time);
    let name = checkpoint.origin.as_str();
    let body = Body::new(name, checkpoint.size, Hash(checkpoint.root.0), &extension)
        .map_err(|_| malformed("a line of it is empty"))?
        .to_bytes();
    let id = key_id(name, key.verifier_key(&checkpoint.origin).public());
    let signature = Signature::new(name.to_owned(), id, key.sign(&body))
        .map_err(|_| malformed("the log's name cannot be that of a key"))?;
    let note = Note::new(&body, &[signature]).map_err(|_| malformed("it cannot be a note"))?;
    String::from_utf8(note.to_bytes()).map_err(|_| malformed("it is not text"))
}

/// Reads a signed note and believes its checkpoint if a key trusted for the log it names signed it. Signatures
/// by other keys, such as witnesses, are passed over.
///
/// # Errors
///
/// [`CheckpointError`] tells whether the text, the signer or the signature is wrong.
pub fn open(note: &str, trusted: &[VerifierKey]) -> Result<Checkpoint, CheckpointError> {
    let malformed = |why| CheckpointError::Malformed { why };
    let parsed = Note::from_bytes(note.as_bytes()).map_err(|_| malformed("it is no signed note"))?;
    let checkpoint = read(parsed.text()).map_err(malformed)?;
    let (size, named) = (checkpoint.size, first_signer(note));
    let (verified, _) = parsed.verify(&Trusted(trusted)).map_err(|error| match error {
        NoteError::InvalidSignature { name, .. } => CheckpointError::Forged { size, named: name },
        _ => CheckpointError::Unsigned { size, named: named.clone() },
    })?;
    // A key is trusted for its own log only, though all logs of an installation share the Ed25519 key.
    if verified.iter().any(|signature| signature.name() == checkpoint.origin.as_str()) {
        Ok(checkpoint)
    } else {
        Err(CheckpointError::Unsigned { size, named })
    }
}

/// What a note states, whoever signed it, if anybody did: to be compared before [`open`] says whether to believe it.
///
/// # Errors
///
/// [`CheckpointError::Malformed`].
pub fn stated(note: &str) -> Result<Checkpoint, CheckpointError> {
    let malformed = |why| CheckpointError::Malformed { why };
    let parsed = Note::from_bytes(note.as_bytes()).map_err(|_| malformed("it is no signed note"))?;
    read(parsed.text()).map_err(malformed)
}

fn read(text: &[u8]) -> Result<Checkpoint, &'static str> {
    let body = Body::from_bytes(text).map_err(|_| "its lines are not origin, size, root and extensions")?;
    // The reference takes any base64 and any newlines it can read; there must be one way to write a checkpoint.
    if body.to_bytes() != text {
        return Err("it is not written in the one form that a checkpoint has");
    }
    let origin = body.origin().parse().map_err(|_| "its origin is not a log's name")?;
    if body.size() > TREE_SIZE_MAX {
        return Err("its size is too large");
    }
    let time = body.extension().lines().find_map(|line| line.strip_prefix(TIME)).unwrap_or_default();
    if !is_word(time) {
        return Err("it does not say when it was sealed");
    }
    Ok(Checkpoint { origin, size: body.size(), root: RootHash(body.hash().0), time: time.to_owned() })
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn first_signer(note: &str) -> String {
    let line = note.lines().find_map(|line| line.strip_prefix("— ")).unwrap_or_default();
    line.split(' ').next().unwrap_or_default().chars().take(200).collect()
}

/// Looks trusted keys up by name and id.
struct Trusted<'a>(&'a [VerifierKey]);

impl Verifiers for Trusted<'_> {
    fn verifier(&self, name: &str, id: u32) -> Result<&dyn Verifier, VerificationError> {
        let fits = |key: &&VerifierKey| key.name() == name && key.key_id() == id;
        match self.0.iter().find(fits) {
            Some(key) => Ok(key),
            None => Err(VerificationError::UnknownKey { name: name.to_owned(), id }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> LogKey {
        LogKey::from_seed("desk.example", &[3; 32]).unwrap()
    }

    fn checkpoint(tenant: &str) -> Checkpoint {
        let origin = Origin::new("desk.example", tenant).unwrap();
        Checkpoint {
            origin,
            size: 40,
            root: RootHash([7; 32]),
            time: "2026-01-02T03:04:05.000006Z".to_owned(),
        }
    }

    fn trusted(tenant: &str) -> [VerifierKey; 1] {
        [key().verifier_key(&Origin::new("desk.example", tenant).unwrap())]
    }

    #[test]
    fn a_sealed_checkpoint_opens_with_its_key() {
        let note = seal(&checkpoint("contoso"), &key()).unwrap();
        assert!(note.starts_with("desk.example/log/contoso\n40\nBwcH"), "{note}");
        assert_eq!(open(&note, &trusted("contoso")), Ok(checkpoint("contoso")));
    }

    #[test]
    fn the_reference_verifies_the_note() {
        let note = Note::from_bytes(seal(&checkpoint("contoso"), &key()).unwrap().as_bytes()).unwrap();
        let [key] = trusted("contoso");
        let reference = signed_note::StandardVerifier::new(&key.to_string()).unwrap();
        note.verify(&signed_note::VerifierList::new(vec![Box::new(reference)])).unwrap();
    }

    #[test]
    fn the_key_of_one_tenants_log_opens_no_other() {
        let note = seal(&checkpoint("fabrikam"), &key()).unwrap();
        let refused =
            Err(CheckpointError::Unsigned { size: 40, named: "desk.example/log/fabrikam".to_owned() });
        assert_eq!(open(&note, &trusted("contoso")), refused);
    }

    #[test]
    fn a_signature_named_for_another_log_does_not_count() {
        // Signed by a trusted key, but in the name of another log than the one on the first line.
        let note = seal(&checkpoint("fabrikam"), &key()).unwrap();
        let (body, _) = note.split_once("\n\n").unwrap();
        let body = format!("{body}\n");
        let [contoso] = trusted("contoso");
        let signature =
            Signature::new(contoso.name().to_owned(), contoso.key_id(), key().sign(body.as_bytes()));
        let note = Note::new(body.as_bytes(), &[signature.unwrap()]).unwrap().to_bytes();
        let opened = open(std::str::from_utf8(&note).unwrap(), &[contoso]);
        assert!(matches!(opened, Err(CheckpointError::Unsigned { .. })), "{opened:?}");
    }

    #[test]
    fn every_changed_byte_is_refused() {
        let note = seal(&checkpoint("contoso"), &key()).unwrap();
        for (place, bit) in (0..note.len()).flat_map(|place| (0..8).map(move |bit| (place, bit))) {
            let mut bytes = note.clone().into_bytes();
            bytes[place] ^= 1 << bit;
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            assert!(open(&changed, &trusted("contoso")).is_err(), "{changed}");
        }
    }

    #[test]
    fn a_time_of_two_lines_is_not_sealed() {
        for time in ["", "a b", "a\nb", "é"] {
            let checkpoint = Checkpoint { time: time.to_owned(), ..checkpoint("contoso") };
            assert!(seal(&checkpoint, &key()).is_err(), "{time:?}");
        }
    }
}
