//! Who wants to hear of what was appended: live timelines, connected runners, and the sealing of checkpoints.

use domain::{Moment, Record, TenantId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::broadcast;

/// How many appends a listener may be behind before it is told that it missed some.
const BEHIND_MAX: usize = 256;

/// What was appended by one unit of work.
pub type Appended = Arc<[Record]>;

/// The listeners of each tenant, and the tenants whose logs grew.
#[derive(Debug, Default)]
pub(crate) struct Watchers {
    listeners: Mutex<HashMap<TenantId, broadcast::Sender<Appended>>>,
    /// Since when each grew without a checkpoint.
    grown: Mutex<HashMap<TenantId, Moment>>,
}

impl Watchers {
    /// Tells the tenant's listeners, if there are any, and remembers that its log grew.
    pub(crate) fn tell(&self, tenant: &TenantId, now: Moment, records: Appended) {
        if let Ok(mut grown) = self.grown.lock() {
            grown.entry(tenant.clone()).or_insert(now);
        }
        let Ok(mut listeners) = self.listeners.lock() else { return };
        let Some(sender) = listeners.get(tenant) else { return };
        // An error says that nobody listens any more: then the entry has no use.
        if sender.send(records).is_err() {
            listeners.remove(tenant);
        }
    }

    /// Listens to the tenant's appends from here on.
    pub(crate) fn listen(&self, tenant: &TenantId) -> broadcast::Receiver<Appended> {
        match self.listeners.lock() {
            Ok(mut listeners) => listeners
                .entry(tenant.clone())
                .or_insert_with(|| broadcast::channel(BEHIND_MAX).0)
                .subscribe(),
            // Another thread died while it held the lock; a listener that hears nothing asks the store instead.
            Err(_) => broadcast::channel(1).1,
        }
    }

    /// Takes the tenants whose logs grew at `before` or earlier.
    pub(crate) fn take_grown(&self, before: Moment) -> Vec<TenantId> {
        let Ok(mut grown) = self.grown.lock() else { return Vec::new() };
        let ripe: Vec<_> =
            grown.iter().filter(|(_, since)| **since <= before).map(|(id, _)| id.clone()).collect();
        grown.retain(|_, since| *since > before);
        ripe
    }
}
