//! Wakes those who work in the background, and says for which tenants.

use domain::TenantId;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, Weak};
use tokio::sync::Notify;

/// The tenants that somebody in the background has work for. Nothing is lost while nobody waits.
#[derive(Debug, Default)]
pub struct Wake {
    tenants: Mutex<BTreeSet<TenantId>>,
    notify: Notify,
}

impl Wake {
    /// There is work for this tenant.
    pub fn add(&self, tenant: &TenantId) {
        if let Ok(mut tenants) = self.tenants.lock() {
            tenants.insert(tenant.clone());
        }
        self.notify.notify_one();
    }

    /// Waits for work, and takes it.
    pub async fn next(&self) -> BTreeSet<TenantId> {
        loop {
            let tenants = self.take();
            if !tenants.is_empty() {
                return tenants;
            }
            self.notify.notified().await;
        }
    }

    fn take(&self) -> BTreeSet<TenantId> {
        self.tenants.lock().map(|mut tenants| std::mem::take(&mut *tenants)).unwrap_or_default()
    }
}

/// Those who want to be woken by each append.
#[derive(Debug, Default)]
pub(crate) struct Followers(Mutex<Vec<Weak<Wake>>>);

impl Followers {
    /// Wakes whoever holds the answer, from here on.
    pub(crate) fn follow(&self) -> Arc<Wake> {
        let wake = Arc::new(Wake::default());
        if let Ok(mut followers) = self.0.lock() {
            followers.push(Arc::downgrade(&wake));
        }
        wake
    }

    /// Wakes all for this tenant, and forgets those that are gone.
    pub(crate) fn wake(&self, tenant: &TenantId) {
        let Ok(mut followers) = self.0.lock() else { return };
        followers.retain(|one| {
            one.upgrade().is_some_and(|wake| {
                wake.add(tenant);
                true
            })
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_added_while_nobody_waited_is_taken_once() {
        let followers = Followers::default();
        let wake = followers.follow();
        drop(followers.follow());
        let tenants = ["a", "b"].map(|name| name.parse::<TenantId>().unwrap());
        for tenant in [&tenants[1], &tenants[0], &tenants[1]] {
            followers.wake(tenant);
        }
        assert_eq!(wake.next().await, BTreeSet::from(tenants.clone()));
        let waiting = Arc::clone(&wake);
        let next = tokio::spawn(async move { waiting.next().await });
        tokio::task::yield_now().await;
        wake.add(&tenants[0]);
        assert_eq!(next.await.unwrap(), BTreeSet::from([tenants[0].clone()]));
        assert_eq!(followers.0.lock().unwrap().len(), 1);
    }
}
