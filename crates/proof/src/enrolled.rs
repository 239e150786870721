//! The keys that a log enrols, for whoever looks at its signatures ahead.

use consent::{KnownKeys, PublicKey};
use domain::{Event, KeyId, RunnerId};
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// The keys that the events so far enrol. Threads may be ahead of each other, so what is found here is no more than a
/// guess at the key that signed: see [`consent::Ahead`].
#[derive(Default)]
pub(crate) struct Enrolled(RwLock<Keys>);

#[derive(Default)]
struct Keys {
    consent: HashMap<KeyId, PublicKey>,
    runner: HashMap<RunnerId, String>,
}

impl Enrolled {
    pub(crate) fn note(&self, event: &Event) {
        match event {
            Event::ConsentKeyEnrolled { key, algorithm, public_key } => {
                if let Ok(public) = PublicKey::parse(algorithm, public_key) {
                    self.0
                        .write()
                        .unwrap_or_else(PoisonError::into_inner)
                        .consent
                        .insert(key.clone(), public);
                }
            }
            Event::RunnerEnrolled { runner, public_key } => {
                let mut keys = self.0.write().unwrap_or_else(PoisonError::into_inner);
                keys.runner.insert(runner.clone(), public_key.clone());
            }
            _ => {}
        }
    }
}

impl KnownKeys for Enrolled {
    fn consent_key(&self, id: &KeyId) -> Option<PublicKey> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).consent.get(id).cloned()
    }

    fn runner_key(&self, id: &RunnerId) -> Option<String> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).runner.get(id).cloned()
    }
}
