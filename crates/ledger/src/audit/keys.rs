//! The keys that signed a log, one after the other, and which of them count.

use super::Trust;
use crate::checkpoint::{self, Checkpoint};
use crate::{FaultKind, Origin, Rotation, VerifierKey};

/// The keys of a log in the order in which they signed.
pub(super) struct Keys {
    trust: Trust,
    /// The key that the file names: the last one.
    named: Option<(u64, VerifierKey)>,
    /// From the oldest, as statements lead from one to the next.
    rotations: Vec<Rotation>,
    /// Those that count, oldest first; known once the first event or checkpoint comes.
    trusted: Option<Vec<VerifierKey>>,
    /// The latest of them that signed.
    latest: usize,
}

impl Keys {
    pub(super) fn new(trust: Trust) -> Self {
        Self { trust, named: None, rotations: Vec::new(), trusted: None, latest: 0 }
    }

    pub(super) fn named(&self) -> Option<&VerifierKey> {
        self.named.as_ref().map(|(_, key)| key)
    }

    /// Those that count, the oldest first; none before they are settled.
    pub(super) fn trusted(&self) -> &[VerifierKey] {
        self.trusted.as_deref().unwrap_or_default()
    }

    /// Takes the key that the file names. Of two, the first stays.
    pub(super) fn name(&mut self, line: u64, key: &VerifierKey) {
        self.named.get_or_insert_with(|| (line, key.clone()));
    }

    /// Takes a statement that the key was changed.
    pub(super) fn rotate(&mut self, note: &str) -> Result<(), FaultKind> {
        let rotation = Rotation::open(note).map_err(FaultKind::Rotation)?;
        let order = |why| Err(FaultKind::RotationOrder { why });
        let Some((_, key)) = &self.named else { return order("no key of the log stands before it") };
        if rotation.installation != key.origin().installation() {
            return order("it is of another installation");
        }
        if self.rotations.last().is_some_and(|before| before.new != rotation.old) {
            return order("it does not begin with the key that the one before it ends with");
        }
        self.rotations.push(rotation);
        Ok(())
    }

    /// Decides which keys count, once all that can be said of them was read. A fault comes with its line.
    pub(super) fn settle(&mut self) -> Option<(u64, FaultKind)> {
        if self.trusted.is_some() {
            return None;
        }
        let (keys, fault) = self.chain();
        let counts = match &self.trust {
            Trust::File => true,
            Trust::Given(given) => keys.iter().any(|key| given.contains(key)),
        };
        let fault = fault.or_else(|| {
            let (line, key) = self.named.as_ref().filter(|_| !counts)?;
            Some((*line, FaultKind::OtherKey { found: key.to_string() }))
        });
        self.trusted = Some(match &self.trust {
            Trust::Given(given) if !counts => given.clone(),
            _ => keys,
        });
        fault
    }

    /// The keys that statements lead through to the file's own. If they do not lead there, its own alone.
    fn chain(&self) -> (Vec<VerifierKey>, Option<(u64, FaultKind)>) {
        let Some((line, named)) = &self.named else { return (Vec::new(), None) };
        let origin: &Origin = named.origin();
        let Some(last) = self.rotations.last() else { return (vec![named.clone()], None) };
        if last.new_key(origin) != *named {
            let why = "the last one does not end with the key that the file names";
            return (vec![named.clone()], Some((*line, FaultKind::RotationOrder { why })));
        }
        let mut keys: Vec<_> = self.rotations.iter().map(|rotation| rotation.old_key(origin)).collect();
        keys.push(named.clone());
        (keys, None)
    }

    /// Reads a checkpoint's note if a key that counts signed it, and none that was retired.
    pub(super) fn open(&mut self, note: &str) -> Result<Checkpoint, FaultKind> {
        let trusted = self.trusted.as_deref().unwrap_or_default();
        let checkpoint = checkpoint::open(note, trusted).map_err(FaultKind::Checkpoint)?;
        if trusted.len() > 1 {
            let is_by = |key: &VerifierKey| checkpoint::open(note, std::slice::from_ref(key)).is_ok();
            let signer = trusted.iter().rposition(is_by).unwrap_or_default();
            if signer < self.latest {
                return Err(FaultKind::RetiredKey { size: checkpoint.size });
            }
            self.latest = signer;
        }
        Ok(checkpoint)
    }
}
