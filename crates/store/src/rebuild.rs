//! Makes the projections again from the log.

use crate::error::StoreError;
use crate::fold::Folded;
use crate::log::{self, HashedEvent};
use crate::projection::{self, Changes};
use crate::store::Store;
use domain::TenantId;
use ledger::LeafHash;

/// What a rebuild went through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// How many events were folded.
    pub events: u64,
    /// Of how many tenants.
    pub tenants: u64,
}

impl Store {
    /// Drops the projections of one tenant, or of all, and makes them again from the log. Each tenant is one
    /// transaction; records (parts, people, credentials, answers, checkpoints, cosignatures) are not touched.
    ///
    /// # Errors
    /// If the database fails, or an event makes no sense; the tenant's projections are then as they were.
    pub async fn rebuild(&self, tenant: Option<&TenantId>) -> Result<Rebuilt, StoreError> {
        let tenants = match tenant {
            Some(tenant) => vec![tenant.clone()],
            None => self.tenants().await?,
        };
        let mut rebuilt = Rebuilt::default();
        for tenant in &tenants {
            rebuilt.events += self.rebuild_one(tenant).await?;
            rebuilt.tenants += 1;
        }
        Ok(rebuilt)
    }

    async fn rebuild_one(&self, tenant: &TenantId) -> Result<u64, StoreError> {
        let mut tx = self.database().write(tenant).await?;
        projection::clear(&mut tx, tenant).await?;
        let mut folded = Folded::default();
        loop {
            let from = folded.size();
            let page = log::read_hashed(&mut tx, tenant, from, from + log::PAGE).await?;
            if page.is_empty() {
                break;
            }
            let mut changes = Changes::default();
            for HashedEvent(stored, hash) in &page {
                if stored.sequence != folded.size() || *hash != LeafHash::of(stored.leaf.as_bytes()) {
                    let row = folded.size().to_string();
                    return Err(StoreError::Corrupt { table: "event", column: "leaf_hash", row });
                }
                changes.fold(&mut folded, &stored.record, *hash)?;
            }
            let records = page.iter().map(|HashedEvent(stored, _)| &stored.record);
            changes.write(&mut tx, tenant, &folded, records).await?;
        }
        tx.commit().await?;
        Ok(folded.size())
    }
}
