//! What people say in a case.

use super::{TEXT_CHARS_MAX, vendor_may_read_text};
use crate::audit::{Entry, named};
use crate::caller::Caller;
use crate::commit::{Decided, Place, RequestKey};
use crate::desk::Desk;
use crate::mint;
use crate::personal::{checked, parts_of};
use crate::refusal::Refusal;
use domain::{Action, Actor, CaseId, Command, Event, MessageId, Moment, Record, Side, TenantId};
use serde::{Deserialize, Serialize};
use store::{EventList, RecordWrite};

/// What the log calls a message.
const SAID: &str = "case_said";
/// How many messages are read at a time.
const READ: u32 = 500;

/// Something was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The message.
    pub message: MessageId,
    /// When.
    pub at: Moment,
}

/// A message in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub message: MessageId,
    /// When it was said.
    pub at: Moment,
    /// Who said it.
    pub by: Actor,
    /// Their name, where it is known.
    pub name: Option<String>,
    /// The words; none once erased.
    pub text: Option<String>,
    /// What another face keeps with it; none once erased, or if nothing was.
    pub envelope: Option<String>,
    /// Its place in the log.
    pub sequence: u64,
}

/// Writes in a case.
///
/// # Errors
/// [`Refusal::NotFound`] for a case that is not the caller's, [`Refusal::Rule`] if it is closed.
pub async fn say(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    case: &CaseId,
    text: &str,
) -> Result<Said, Refusal> {
    say_with(desk, caller, key, case, text, None, |_| Vec::new()).await
}

/// Writes in a case, as [`say`] does, with what another face keeps with it.
pub(crate) async fn say_with(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    case: &CaseId,
    text: &str,
    envelope: Option<&str>,
    records: impl FnOnce(&MessageId) -> Vec<RecordWrite>,
) -> Result<Said, Refusal> {
    caller.may(Action::SayInCase)?;
    let tenant = desk.place_of(caller, case).await?;
    let mut parts = vec![desk.part(&tenant, "text", checked("text", text, 1, TEXT_CHARS_MAX)?)?];
    if let Some(envelope) = envelope {
        parts.push(desk.part(&tenant, "envelope", envelope)?);
    }
    let message = mint::message(case)?;
    let records = records(&message);
    let command = Command::Say { case: case.clone(), message: message.clone() };
    desk.commit(Place::of(tenant, caller, key), move |tenant, now| {
        let events = tenant.decide(&command, now)?;
        let answer = Said { message: message.clone(), at: now };
        Ok(Decided::new(events, answer).with_parts(parts.clone()).with_records(records.clone()))
    })
    .await
}

/// What was said in a case, oldest first.
///
/// # Errors
/// [`Refusal::NotFound`] for a case that is not the caller's, [`Refusal::Rule`] while the vendor is locked out.
pub async fn messages(desk: &Desk, caller: &Caller, case: &CaseId) -> Result<Vec<Message>, Refusal> {
    caller.may(Action::FollowCase)?;
    let tenant = desk.place_of(caller, case).await?;
    if caller.side == Side::Vendor {
        vendor_may_read_text(desk, &tenant, case).await?;
    }
    let (said_in, mut messages) = (EventList::OfCaseAndKind(case.clone(), SAID.to_owned()), Vec::new());
    let mut before = u64::MAX;
    loop {
        let listed = desk.store().list_events(&tenant, &said_in, 0..before, READ).await?;
        let Some(last) = listed.last() else { break };
        before = last.sequence;
        let sequences: Vec<_> = listed.iter().map(|event| event.sequence).collect();
        messages.extend(said(desk, &tenant, &sequences).await?);
    }
    messages.reverse();
    Ok(messages)
}

/// The messages at these places, the latest first.
async fn said(desk: &Desk, tenant: &TenantId, sequences: &[u64]) -> Result<Vec<Message>, Refusal> {
    let entries = named(desk, tenant, desk.store().events_at(tenant, sequences).await?).await?;
    let mut texts = parts_of(desk, tenant, sequences, "text").await?;
    let mut envelopes = parts_of(desk, tenant, sequences, "envelope").await?;
    let message = |Entry { record, name, .. }: Entry| {
        let Record { sequence, at, by, event, .. } = record;
        let Event::CaseSaid { message, .. } = event else { return None };
        let (text, envelope) = (texts.remove(&sequence), envelopes.remove(&sequence));
        Some(Message { message, at, by, name, text, envelope, sequence })
    };
    Ok(entries.into_iter().filter_map(message).collect())
}
