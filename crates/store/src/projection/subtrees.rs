//! The roots of complete subtrees that tiles are made of, from 256 leaves on.

use crate::column::count;
use crate::error::StoreError;
use crate::log::ROWS;
use crate::transaction::{Tx, on};
use domain::TenantId;
use ledger::NodeHash;
use sqlx::QueryBuilder;

/// A root: the level of tiles it stands at, its place there, its hash.
pub(crate) type Subtree = (u8, u64, NodeHash);

/// Writes the roots that an append completed.
pub(super) async fn write(tx: &mut Tx, tenant: &TenantId, subtrees: &[Subtree]) -> Result<(), StoreError> {
    for page in subtrees.chunks(ROWS) {
        on!(&mut *tx, |c| {
            let mut insert = QueryBuilder::new("INSERT INTO subtree (tenant, level, nth, hash) ");
            insert.push_values(page, |mut row, (level, nth, hash)| {
                row.push_bind(tenant.as_str())
                    .push_bind(i64::from(*level))
                    .push_bind(count(*nth))
                    .push_bind(&hash.0[..]);
            });
            insert.build().execute(c).await.map(|_| ())?;
        });
    }
    Ok(())
}
