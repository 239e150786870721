//! Erases the text of cases that were closed long enough ago (design.md, *What is stored where*).

use crate::commit::{Decided, Place};
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{Actor, Command, Moment, Span, TenantId};
use std::collections::BTreeMap;
use store::{PartPlace, RecordWrite};

/// Erases titles, messages, reasons and inputs of the tenant's cases whose time is over. Says how many texts.
pub(super) async fn erase_text(desk: &Desk, tenant: &TenantId, now: Moment) -> Result<usize, Refusal> {
    let settings = desk.tenant(tenant).await?.settings().clone();
    let closed_by = now.minus(Span::from_days(u32::from(settings.case_text_days)));
    let mut erased = 0;
    loop {
        let places = desk.store().parts_of_closed_cases(tenant, closed_by).await?;
        if places.is_empty() {
            return Ok(erased);
        }
        erased += places.len();
        erase(desk, tenant, places).await?;
    }
}

/// One event for each event that loses parts, and the rows with it.
async fn erase(desk: &Desk, tenant: &TenantId, places: Vec<PartPlace>) -> Result<(), Refusal> {
    let mut fields: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    for place in places {
        fields.entry(place.sequence).or_default().push(place.field);
    }
    let place = Place::without_key(tenant.clone(), Actor::System);
    desk.commit(place, move |tenant, now| {
        let (mut events, mut records) = (Vec::new(), Vec::new());
        for (&sequence, fields) in &fields {
            let command = Command::ErasePersonalData { sequence, fields: fields.clone() };
            events.extend(tenant.decide(&command, now)?);
            records
                .extend(fields.iter().map(|field| RecordWrite::ErasePart { sequence, field: field.clone() }));
        }
        Ok(Decided::new(events, ()).with_records(records))
    })
    .await
}
