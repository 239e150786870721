//! What people say in a case.

use super::{TEXT_CHARS_MAX, vendor_may_read_text};
use crate::caller::Caller;
use crate::commit::{Decided, Place, RequestKey};
use crate::desk::Desk;
use crate::mint;
use crate::personal::{checked, name_of, part_of};
use crate::refusal::Refusal;
use domain::{Action, Actor, CaseId, Command, Event, MessageId, Moment, Side};
use serde::{Deserialize, Serialize};
use store::RecordWrite;

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
    let mut messages = Vec::new();
    let mut from = 0;
    loop {
        let page = desk.store().events_of_case(&tenant, case, from, 500).await?;
        let Some(last) = page.last() else { return Ok(messages) };
        from = last.sequence + 1;
        for stored in page {
            if let Event::CaseSaid { message, .. } = stored.record.event {
                let sequence = stored.sequence;
                let text = part_of(desk, &tenant, sequence, "text").await?;
                let envelope = part_of(desk, &tenant, sequence, "envelope").await?;
                let name = name_of(desk, &tenant, &stored.record.by).await?;
                let (at, by) = (stored.record.at, stored.record.by);
                messages.push(Message { message, at, by, name, text, envelope, sequence });
            }
        }
    }
}
