//! What is being worked on, so that nothing is begun twice.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// The places that somebody in this process is at.
#[derive(Debug)]
pub(crate) struct Busy<P>(Arc<Mutex<BTreeSet<P>>>);

impl<P> Clone for Busy<P> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<P> Default for Busy<P> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<P: Ord + Clone> Busy<P> {
    /// Takes a place until the answer is dropped; none if somebody is there.
    pub(crate) fn enter(&self, place: P) -> Option<At<P>> {
        let is_free = self.0.lock().ok()?.insert(place.clone());
        is_free.then(|| At { busy: self.clone(), place })
    }
}

/// A place that is taken. It is free again when this is dropped, also when its task breaks off.
#[derive(Debug)]
pub(crate) struct At<P: Ord + Clone> {
    busy: Busy<P>,
    place: P,
}

impl<P: Ord + Clone> Drop for At<P> {
    fn drop(&mut self) {
        if let Ok(mut busy) = self.busy.0.lock() {
            busy.remove(&self.place);
        }
    }
}
