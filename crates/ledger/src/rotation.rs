//! The change of an installation's log key, as a statement that the old key and the new one sign.
//!
//! It is a C2SP signed note, for all logs of the installation at once:
//!
//! ```text
//! glasscase/log-key-rotation/v1
//! desk.example
//! old <the old public key, 64 digits>
//! new <the new public key, 64 digits>
//! time 2026-01-02T03:04:05Z
//!
//! — desk.example <signature by the old key>
//! — desk.example <signature by the new key>
//! ```
//!
//! Who trusts the old key learns from it which one follows; who trusts the new one learns which one went before.

use crate::bytes32::{decode, encode};
use crate::verifier_key::key_id;
use crate::{LogKey, Origin, VerifierKey};
use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use signed_note::{Note, Signature};

/// The first line.
const FORMAT: &str = "glasscase/log-key-rotation/v1";

/// What is stated: from this time on, the new key signs in the old one's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// The installation whose logs they sign.
    pub installation: String,
    /// The Ed25519 public key that signed until then.
    pub old: [u8; 32],
    /// The one that signs from then on.
    pub new: [u8; 32],
    /// When, in RFC 3339.
    pub time: String,
}

/// A statement of a rotation that cannot be believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the statement that the log's key was changed cannot be believed: {why}")]
pub struct BadRotation {
    /// What is wrong with it.
    pub why: &'static str,
}

impl Rotation {
    /// States, signed by both, that `new` follows `old` at `time`.
    ///
    /// # Errors
    ///
    /// [`BadRotation`] if they are of two installations or one key, or the time is not one printable word.
    pub fn state(old: &LogKey, new: &LogKey, time: &str) -> Result<String, BadRotation> {
        let bad = |why| BadRotation { why };
        let (before, after) = (old.public(), new.public());
        let installation = old.installation();
        if installation != new.installation() || before == after {
            return Err(bad("it names two installations, or one key twice"));
        }
        let rotation =
            Self { installation: installation.to_owned(), old: before, new: after, time: time.to_owned() };
        let text = rotation.to_text();
        let signed = [old, new].map(|key| {
            let id = key_id(installation, &key.public());
            Signature::new(installation.to_owned(), id, key.sign(text.as_bytes()))
        });
        let [Ok(by_old), Ok(by_new)] = signed else { return Err(bad("its installation cannot name a key")) };
        let note = Note::new(text.as_bytes(), &[by_old, by_new]).map_err(|_| bad("it cannot be a note"))?;
        let note = String::from_utf8(note.to_bytes()).map_err(|_| bad("it is not text"))?;
        Self::open(&note).map(|_| note)
    }

    /// Reads a statement and checks both signatures, with the keys that it names itself: whether these are to be trusted
    /// is another question.
    ///
    /// # Errors
    ///
    /// [`BadRotation`].
    pub fn open(note: &str) -> Result<Self, BadRotation> {
        let bad = |why| BadRotation { why };
        let parsed = Note::from_bytes(note.as_bytes()).map_err(|_| bad("it is no signed note"))?;
        let text = std::str::from_utf8(parsed.text()).map_err(|_| bad("it is not text"))?;
        let rotation = Self::from_text(text).ok_or(bad("it is not written in the one form that it has"))?;
        let (_, lines) = note.rsplit_once("\n\n").unwrap_or_default();
        let signatures: Vec<_> =
            lines.lines().filter_map(|line| Signature::from_bytes(line.as_bytes()).ok()).collect();
        for public in [&rotation.old, &rotation.new] {
            let id = key_id(&rotation.installation, public);
            let own = |one: &&Signature| one.name() == rotation.installation && one.id() == id;
            let signature = signatures.iter().find(own).ok_or(bad("one of its keys did not sign it"))?;
            let verified =
                UnparsedPublicKey::new(&ED25519, public).verify(parsed.text(), signature.signature());
            verified.map_err(|_| bad("it was changed or forged: a signature is wrong"))?;
        }
        Ok(rotation)
    }

    fn to_text(&self) -> String {
        let Self { installation, old, new, time } = self;
        let hex = |key| encode(key).map(char::from).iter().collect::<String>();
        format!("{FORMAT}\n{installation}\nold {}\nnew {}\ntime {time}\n", hex(old), hex(new))
    }

    fn from_text(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let (FORMAT, installation) = (lines.next()?, lines.next()?) else { return None };
        let mut key = |word| decode(lines.next()?.strip_prefix(word)?.as_bytes());
        let (old, new) = (key("old ")?, key("new ")?);
        let time = lines.next()?.strip_prefix("time ")?;
        let is_word = (1..=64).contains(&time.len()) && time.bytes().all(|byte| byte.is_ascii_graphic());
        let read = Self { installation: installation.to_owned(), old, new, time: time.to_owned() };
        (is_word && old != new && read.to_text() == text).then_some(read)
    }

    /// The keys of a log that count for who trusts `key`: itself, and those that statements lead to, before it and after.
    pub fn linked(key: &VerifierKey, statements: &[Self]) -> Vec<VerifierKey> {
        let (mut linked, origin) = (vec![key.clone()], key.origin());
        let own = |statement: &&Self| statement.installation == origin.installation();
        loop {
            let mut links =
                statements.iter().filter(own).map(|one| (one.old_key(origin), one.new_key(origin)));
            let next = links.find_map(|(old, new)| match (linked.contains(&old), linked.contains(&new)) {
                (true, false) => Some(new),
                (false, true) => Some(old),
                _ => None,
            });
            let Some(next) = next else { return linked };
            linked.push(next);
        }
    }

    /// Whether this is the key that follows.
    pub fn is_to(&self, key: &LogKey) -> bool {
        self.installation == key.installation() && self.new == key.public()
    }

    /// The key that signed this log until then.
    pub fn old_key(&self, origin: &Origin) -> VerifierKey {
        VerifierKey::new(origin.clone(), self.old)
    }

    /// The key that signs this log from then on.
    pub fn new_key(&self, origin: &Origin) -> VerifierKey {
        VerifierKey::new(origin.clone(), self.new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(seed: u8) -> LogKey {
        LogKey::from_seed("desk.example", &[seed; 32]).unwrap()
    }

    #[test]
    fn a_statement_names_both_keys() {
        let note = Rotation::state(&key(3), &key(4), "2026-01-02T03:04:05Z").unwrap();
        let rotation = Rotation::open(&note).unwrap();
        let origin = Origin::new("desk.example", "contoso").unwrap();
        assert_eq!(rotation.old_key(&origin), key(3).verifier_key(&origin));
        assert_eq!(rotation.new_key(&origin), key(4).verifier_key(&origin));
    }

    #[test]
    fn statements_lead_from_any_key_of_a_chain_to_all_of_it() {
        let origin = Origin::new("desk.example", "contoso").unwrap();
        let state =
            |old, new| Rotation::open(&Rotation::state(&key(old), &key(new), "now").unwrap()).unwrap();
        let statements = [state(5, 6), state(3, 4), state(4, 5), state(8, 9)];
        for kept in 3..=6 {
            let linked = Rotation::linked(&key(kept).verifier_key(&origin), &statements);
            let counts: Vec<_> =
                (3..=9).filter(|seed| linked.contains(&key(*seed).verifier_key(&origin))).collect();
            assert_eq!((counts, linked.len()), (vec![3, 4, 5, 6], 4), "{kept}");
        }
        let elsewhere = Origin::new("other.example", "contoso").unwrap();
        let other = LogKey::from_seed("other.example", &[3; 32]).unwrap().verifier_key(&elsewhere);
        assert_eq!(Rotation::linked(&other, &statements), [other], "another installation's say nothing");
    }

    #[test]
    fn every_changed_byte_is_refused() {
        let note = Rotation::state(&key(3), &key(4), "2026-01-02T03:04:05Z").unwrap();
        for (place, bit) in (0..note.len()).flat_map(|place| (0..8).map(move |bit| (place, bit))) {
            let mut bytes = note.clone().into_bytes();
            bytes[place] ^= 1 << bit;
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            assert!(Rotation::open(&changed).is_err(), "{changed}");
        }
    }

    #[test]
    fn one_signature_is_not_enough() {
        let note = Rotation::state(&key(3), &key(4), "2026-01-02T03:04:05Z").unwrap();
        let lines: Vec<_> = note.lines().collect();
        for gone in [lines.len() - 1, lines.len() - 2] {
            let mut kept = lines.clone();
            kept.remove(gone);
            assert!(Rotation::open(&format!("{}\n", kept.join("\n"))).is_err());
        }
    }

    #[test]
    fn a_key_does_not_follow_itself_nor_one_of_another_installation() {
        assert!(Rotation::state(&key(3), &key(3), "now").is_err());
        let other = LogKey::from_seed("other.example", &[4; 32]).unwrap();
        assert!(Rotation::state(&key(3), &other, "now").is_err());
        assert!(Rotation::state(&key(3), &key(4), "two words").is_err());
    }
}
