//! Forgets notices and mails that are old.

use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::on;
use domain::{Moment, TenantId};

/// How many rows one round forgets at most, so that it never holds up those who write.
const ROWS: i64 = 1_000;

impl Store {
    /// Forgets a tenant's notices of what happened before an instant, but for those that a mail or a webhook waits to
    /// tell, and mails that were done with before it. Says how many; there may be more.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn forget_notices(&self, tenant: &TenantId, before: Moment) -> Result<u64, StoreError> {
        let mut forgotten = 0;
        for sql in [
            "DELETE FROM notice WHERE tenant = $1 AND (person, notice) IN ( \
             SELECT n.person, n.notice FROM notice AS n WHERE n.tenant = $1 AND n.at < $2 \
             AND NOT EXISTS (SELECT 1 FROM mail AS m WHERE m.tenant = $1 AND m.person = n.person \
             AND m.mail = n.mail AND m.state = 'waiting') \
             AND NOT EXISTS (SELECT 1 FROM notice_delivery AS d WHERE d.tenant = $1 AND d.person = n.person \
             AND d.notice = n.notice) ORDER BY n.at LIMIT $3)",
            "DELETE FROM mail WHERE tenant = $1 AND (person, mail) IN ( \
             SELECT m.person, m.mail FROM mail AS m WHERE m.tenant = $1 AND m.state <> 'waiting' \
             AND m.next_try_at < $2 LIMIT $3)",
        ] {
            let mut tx = self.database().write(tenant).await?;
            forgotten += on!(&mut tx, |c| sqlx::query(sql)
                .bind(tenant.as_str())
                .bind(before.unix_micros())
                .bind(ROWS)
                .execute(c)
                .await?
                .rows_affected());
            tx.commit().await?;
        }
        Ok(forgotten)
    }
}
