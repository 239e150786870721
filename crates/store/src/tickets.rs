//! Cases as the Azure Support face lists them: by subscription, with its filters.

use crate::column::{all, count, json};
use crate::error::StoreError;
use crate::page::Page;
use crate::parts::StoredPart;
use crate::projection::CaseRow;
use crate::store::Store;
use crate::transaction::on;
use domain::{CaseId, Moment, NatureId, ServiceId, SubscriptionId, TeamId, TenantId};

/// Which cases are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketFilter {
    /// Those that name this subscription; with none, those that name no subscription at all.
    pub subscription: Option<SubscriptionId>,
    /// Only open ones, or only closed ones.
    pub open: Option<bool>,
    /// Only those about this service.
    pub service: Option<ServiceId>,
    /// Only those of this nature.
    pub nature: Option<NatureId>,
    /// Only those opened at this instant or later.
    pub from: Option<Moment>,
}

impl Store {
    /// A tenant's cases, newest first; the key of a page is the last row's `opened_sequence`.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn tickets(
        &self,
        tenant: &TenantId,
        filter: &TicketFilter,
        page: Page<u64>,
    ) -> Result<Vec<CaseRow>, StoreError> {
        // The list is kept as JSON: its text holds the text of each id, and `[]` holds nothing.
        let named = match &filter.subscription {
            Some(subscription) => json(subscription)?,
            None => "[]".to_owned(),
        };
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| all(sqlx::query(
            "SELECT * FROM case_row WHERE tenant = $1 AND opened_sequence < $2 \
             AND ($3 IS NULL OR open = $3) AND ($4 IS NULL OR service = $4) AND ($5 IS NULL OR nature = $5) \
             AND opened_at >= $6 AND replace(subscriptions, $7, '') <> subscriptions \
             ORDER BY opened_sequence DESC LIMIT $8"
        )
        .bind(tenant.as_str())
        .bind(page.after.map_or(i64::MAX, count))
        .bind(filter.open)
        .bind(filter.service.as_ref().map(ServiceId::as_str))
        .bind(filter.nature.as_ref().map(NatureId::as_str))
        .bind(filter.from.map_or(i64::MIN, Moment::unix_micros))
        .bind(named)
        .bind(page.rows())
        .fetch_all(c)
        .await?))
    }

    /// The parts of one name beside the events of a case, in the order of the log.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn parts_of_case(
        &self,
        tenant: &TenantId,
        case: &CaseId,
        field: &str,
    ) -> Result<Vec<StoredPart>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| all(sqlx::query(
            "SELECT part.* FROM case_event \
             JOIN part ON part.tenant = case_event.tenant AND part.sequence = case_event.sequence \
             WHERE case_event.tenant = $1 AND case_event.case_id = $2 AND part.field = $3 \
             ORDER BY part.sequence"
        )
        .bind(tenant.as_str())
        .bind(case.as_str())
        .bind(field)
        .fetch_all(c)
        .await?))
    }

    /// The tenants that have cases of some teams. For the vendor's role only.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn tenants_of_teams(&self, teams: &[TeamId]) -> Result<Vec<TenantId>, StoreError> {
        let mut tx = self.database().read_for_vendor().await?;
        let mut tenants = Vec::new();
        for team in teams {
            let rows: Vec<String> = on!(&mut tx, |c| {
                sqlx::query_scalar("SELECT DISTINCT tenant FROM vendor_queue WHERE team = $1")
                    .bind(team.as_str())
                    .fetch_all(c)
                    .await?
            });
            tenants.extend(rows.iter().filter_map(|tenant| tenant.parse().ok()));
        }
        tenants.sort();
        tenants.dedup();
        Ok(tenants)
    }
}
