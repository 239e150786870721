//! Names and free text: what stands beside the log and can be erased.

use crate::desk::Desk;
use crate::fault::Fault;
use crate::refusal::Refusal;
use domain::{Actor, PersonId, TenantId};
use std::collections::HashMap;
use store::RecordWrite;

/// The text without white space around it, if its length is within bounds.
pub(crate) fn checked<'t>(field: &str, text: &'t str, min: usize, max: usize) -> Result<&'t str, Refusal> {
    let text = text.trim();
    let length = text.chars().count();
    if length < min {
        return Err(Refusal::fault(field, Fault::Empty));
    }
    if length > max {
        return Err(Refusal::fault(field, Fault::TooLong { length, max }));
    }
    Ok(text)
}

/// The text of a part of one event; none if it was erased or never was.
pub(crate) async fn part_of(
    desk: &Desk,
    tenant: &TenantId,
    sequence: u64,
    field: &str,
) -> Result<Option<String>, Refusal> {
    let parts = desk.store().parts(tenant, sequence..sequence + 1).await?;
    let part = parts.iter().find(|part| part.field == field);
    part.map(|part| desk.open_part(tenant, field, &part.sealed)).transpose()
}

/// The texts of one part of several events, by event; those that were erased are missing.
pub(crate) async fn parts_of(
    desk: &Desk,
    tenant: &TenantId,
    sequences: &[u64],
    field: &str,
) -> Result<HashMap<u64, String>, Refusal> {
    let parts = desk.store().parts_at(tenant, sequences).await?;
    let parts = parts.into_iter().filter(|part| part.field == field);
    parts.map(|part| Ok((part.sequence, desk.open_part(tenant, field, &part.sealed)?))).collect()
}

/// The name behind an actor, where it is on record.
pub(crate) async fn name_of(desk: &Desk, tenant: &TenantId, by: &Actor) -> Result<Option<String>, Refusal> {
    let (home, person) = match by {
        Actor::Person(person) => (tenant, person),
        Actor::Vendor(person) => (desk.support_tenant(), person),
        Actor::Runner(_) | Actor::System => return Ok(None),
    };
    Ok(desk.store().person(home, person).await?.map(|person| person.name))
}

/// Names kept beside the log for the directory.
pub(crate) fn keep_name(person: &PersonId, name: &str, upn: &str) -> RecordWrite {
    RecordWrite::PutPerson { person: person.clone(), name: name.to_owned(), upn: upn.to_owned() }
}
