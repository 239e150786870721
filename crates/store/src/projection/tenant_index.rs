//! Which tenants there are, and when the clock next brings something about. Ids and times only, so that sweeps find
//! the tenants they are for without looking into any.

use crate::column::{Columns, FromColumns, all};
use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::{Tx, execute, on};
use domain::{Moment, TenantId};

pub(super) async fn write(
    tx: &mut Tx,
    tenant: &TenantId,
    next_due: Option<Moment>,
) -> Result<(), StoreError> {
    execute!(
        tx,
        sqlx::query(
            "INSERT INTO tenant_index (tenant, next_due) VALUES ($1, $2) \
         ON CONFLICT (tenant) DO UPDATE SET next_due = excluded.next_due"
        )
        .bind(tenant.as_str())
        .bind(next_due.map(Moment::unix_micros))
    )
}

struct Indexed(TenantId);

impl FromColumns for Indexed {
    const TABLE: &'static str = "tenant_index";
    const KEY: &'static str = "tenant";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self(columns.parsed("tenant")?))
    }
}

impl Store {
    /// All tenants that have a log, in byte order.
    ///
    /// # Errors
    /// If the database fails, or holds no id there.
    pub async fn tenants(&self) -> Result<Vec<TenantId>, StoreError> {
        let mut tx = self.database().read_for_nobody().await?;
        let rows = on!(&mut tx, |c| all(sqlx::query("SELECT tenant FROM tenant_index ORDER BY tenant")
            .fetch_all(c)
            .await?)?);
        Ok(rows.into_iter().map(|Indexed(tenant)| tenant).collect())
    }

    /// The tenants for which something falls due at or before `now`: a lapse, an expiry, the end of a grant, or
    /// evidence whose hour has come. The longest overdue first.
    ///
    /// # Errors
    /// If the database fails, or holds no id there.
    pub async fn due_tenants(&self, now: Moment) -> Result<Vec<TenantId>, StoreError> {
        let mut tx = self.database().read_for_nobody().await?;
        let rows = on!(&mut tx, |c| all(sqlx::query(
            "SELECT tenant FROM tenant_index WHERE next_due <= $1 ORDER BY next_due, tenant"
        )
        .bind(now.unix_micros())
        .fetch_all(c)
        .await?)?);
        Ok(rows.into_iter().map(|Indexed(tenant)| tenant).collect())
    }
}
