//! Records lapses, expiries and partner changes that the clock has made true.

use crate::deliveries::advance;
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::TenantId;

/// Access ended when it was due, whether or not this runs; this announces it.
pub(super) async fn record_due(desk: &Desk, tenant: &TenantId) -> Result<(), Refusal> {
    advance(desk, tenant).await
}
