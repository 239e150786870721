//! Erases what is kept of somebody: names and texts, with the salts that tie them to the log.

use super::own;
use crate::caller::Caller;
use crate::commit::{Decided, RequestKey};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::refusal::Refusal;
use domain::{Action, Actor, Command, Event, Moment, PersonId, Record, TenantId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{PartPlace, RecordWrite};

/// How many parts are erased with one transaction.
const PARTS_MAX: usize = 200;

/// What was erased of somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// When.
    pub at: Moment,
    /// Of how many events.
    pub events: u64,
    /// How many names and texts.
    pub parts: u64,
}

/// Erases the names of somebody who was removed, and what they wrote, in all events of the caller's organisation. Each
/// event that loses something is named by an event; leaves stay, and with them every proof. What stays are opaque ids.
///
/// # Errors
/// [`Refusal::NotAllowed`] for all but owners of a customer's; [`Refusal::Invalid`] while they are among the people;
/// [`Refusal::NotFound`] if nothing of theirs is kept.
pub async fn erase_person(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    person: &PersonId,
) -> Result<Erased, Refusal> {
    caller.may(Action::ManagePeople)?;
    if desk.tenant(&caller.tenant).await?.people().contains_key(person) {
        return Err(Refusal::fault("person", Fault::StillHere));
    }
    let places = places_of(desk, &caller.tenant, person).await?;
    let mut erased = Erased { at: desk.now(), events: 0, parts: 0 };
    // Only the last transaction answers a repeated request: until it is done, a repeated one goes on with the rest.
    let last_begins = places.len().saturating_sub(1) / PARTS_MAX * PARTS_MAX;
    let (whole, last) = places.split_at(last_begins);
    for batch in whole.chunks(PARTS_MAX) {
        erased = erase(desk, caller, None, person, batch, erased).await?;
    }
    erase(desk, caller, key, person, last, erased).await
}

/// Erases these parts; counts on from what was erased before.
async fn erase(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    person: &PersonId,
    batch: &[PartPlace],
    before: Erased,
) -> Result<Erased, Refusal> {
    let mut fields: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    for place in batch {
        fields.entry(place.sequence).or_default().push(place.field.clone());
    }
    let (count, person) = (batch.len(), person.clone());
    desk.commit(own(caller, key), move |tenant, now| {
        let (mut events, mut records) =
            (Vec::new(), vec![RecordWrite::RemovePerson { person: person.clone() }]);
        if before.parts == 0 && fields.is_empty() {
            return Err(Refusal::not_found("personal data of", &person));
        }
        for (&sequence, fields) in &fields {
            let command = Command::ErasePersonalData { sequence, fields: fields.clone() };
            events.extend(tenant.decide(&command, now)?);
            records
                .extend(fields.iter().map(|field| RecordWrite::ErasePart { sequence, field: field.clone() }));
        }
        let answer = Erased {
            at: now,
            events: before.events + u64::try_from(fields.len()).unwrap_or_default(),
            parts: before.parts + u64::try_from(count).unwrap_or_default(),
        };
        Ok(Decided::new(events, answer).with_records(records))
    })
    .await
}

/// Where the parts that are about somebody, or written by them, stand.
async fn places_of(desk: &Desk, tenant: &TenantId, person: &PersonId) -> Result<Vec<PartPlace>, Refusal> {
    let (mut places, mut after) = (Vec::new(), None);
    loop {
        let page = desk.store().parts_behind(tenant, after.as_ref()).await?;
        let Some(last) = page.last() else { return Ok(places) };
        after = Some(last.place.clone());
        places.extend(page.into_iter().filter(|part| is_theirs(&part.record, person)).map(|part| part.place));
    }
}

/// Whether an event's parts are about this person, or written by them.
fn is_theirs(record: &Record, person: &PersonId) -> bool {
    let wrote = matches!(&record.by, Actor::Person(by) if by == person);
    match &record.event {
        Event::PersonAdded { person: added, .. } => added == person,
        Event::TokenIssued { person: holder, .. } | Event::SignInKeyEnrolled { person: holder, .. } => {
            wrote || holder == person
        }
        // The names of the organisation and of machines, and what was found in evidence, are about nobody who wrote.
        Event::TenantCreated { .. } | Event::RunnerEnrolled { .. } | Event::EvidenceStored { .. } => false,
        _ => wrote,
    }
}
