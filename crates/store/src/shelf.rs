//! The folded tenants kept in memory.
//!
//! Each is kept twice. Writers change the *working* one as they append, before the commit; readers get the
//! *published* one, which the same events reach after the commit. So a reader never sees what may be undone and
//! never waits for the disk, and neither copy is cloned unless a reader still holds it.

use crate::fold::Folded;
use crate::log::Entry;
use domain::TenantId;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many tenants are kept; the one that was not used for the longest time goes.
const TENANTS_MAX: usize = 1_024;

/// The folded tenants kept in memory.
#[derive(Default)]
pub(crate) struct Shelf {
    slots: Mutex<HashMap<TenantId, Arc<Slot>>>,
    /// Counts uses, to tell which tenant was not used for the longest time.
    uses: AtomicU64,
}

/// One tenant's place on the shelf.
#[derive(Default)]
pub(crate) struct Slot {
    /// The writers' copy. A writer takes it out and puts it back only after its commit, so whatever way a unit of
    /// work ends, or is dropped, a copy ahead of the log is never found here.
    pub(crate) working: Arc<tokio::sync::Mutex<Option<Folded>>>,
    published: Mutex<Option<Folded>>,
    used: AtomicU64,
}

/// A lock whose holder panicked guards a map or a whole value all the same.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shelf {
    /// The tenant's place, made if there is none.
    pub(crate) fn slot(&self, tenant: &TenantId) -> Arc<Slot> {
        let now = self.uses.fetch_add(1, Ordering::Relaxed);
        let mut slots = lock(&self.slots);
        if !slots.contains_key(tenant) && slots.len() >= TENANTS_MAX {
            forget_oldest(&mut slots);
        }
        let slot = slots.entry(tenant.clone()).or_default();
        slot.used.store(now, Ordering::Relaxed);
        Arc::clone(slot)
    }
}

/// Makes room. A tenant that somebody holds stays: two places for one tenant would be two locks for its writers.
fn forget_oldest(slots: &mut HashMap<TenantId, Arc<Slot>>) {
    let free = slots.iter().filter(|(_, slot)| Arc::strong_count(slot) == 1);
    let oldest =
        free.min_by_key(|(_, slot)| slot.used.load(Ordering::Relaxed)).map(|(tenant, _)| tenant.clone());
    if let Some(oldest) = oldest {
        slots.remove(&oldest);
    }
}

impl Slot {
    /// The copy for readers.
    pub(crate) fn published(&self) -> Option<Folded> {
        lock(&self.published).clone()
    }

    /// Forgets the copy for readers, when it is not known any more whether it is the latest.
    pub(crate) fn forget(&self) {
        *lock(&self.published) = None;
    }

    /// Publishes what was read from the database, unless something newer is there.
    pub(crate) fn publish_read(&self, folded: &Folded) {
        let mut published = lock(&self.published);
        if published.as_ref().is_none_or(|there| there.size() < folded.size()) {
            *published = Some(folded.clone());
        }
    }

    /// Publishes what was committed: `entries` brought `working` to where it is.
    pub(crate) fn publish(&self, entries: &[Entry], working: &Folded) {
        let mut published = lock(&self.published);
        match (published.as_mut(), entries.first()) {
            (Some(there), Some(first)) if there.size() == first.record.sequence => {
                for entry in entries {
                    there.take(entry.record.at, &entry.record.event, entry.hash);
                }
            }
            (Some(there), _) if there.size() >= working.size() => {}
            _ => *published = Some(working.clone()),
        }
    }
}
