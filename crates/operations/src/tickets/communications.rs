//! Messages in a case under the names that clients give them.

use super::resolve::resolve;
use super::scope::Scope;
use crate::caller::Caller;
use crate::cases::{self, Message, messages, say_with};
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{Action, CaseId, MessageId};
use std::collections::HashMap;
use store::{RecordWrite, ResourceKind, ResourceRow};

/// A message to write under a name.
#[derive(Clone, Debug)]
pub struct NewCommunication {
    /// Its name.
    pub name: String,
    /// The words.
    pub text: String,
    /// What the client says beyond that. The same request has the same text.
    pub envelope: String,
}

/// A message under its name.
#[derive(Clone, Debug)]
pub struct Communication {
    /// Its name in its case.
    pub name: String,
    /// The message.
    pub message: Message,
}

/// Writes in a case under a name. The same once more, by name and envelope, is answered with the message that is there.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::NotAllowed`], [`Refusal::Invalid`] naming the field, or [`Refusal::Rule`] if the name is
/// taken or the case is closed.
pub async fn communicate(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    ticket: &str,
    new: NewCommunication,
) -> Result<MessageId, Refusal> {
    caller.may(Action::SayInCase)?;
    let case = resolve(desk, caller, scope, ticket).await?.case;
    if let Some(message) = said_before(desk, caller, scope, &case, &new).await? {
        return Ok(message);
    }
    let name = |message: &MessageId| {
        vec![RecordWrite::AddResource(ResourceRow {
            kind: ResourceKind::Communication,
            scope: case.to_string(),
            name: new.name.clone(),
            target: message.to_string(),
            at: desk.now(),
            by: caller.person.clone(),
            content: Vec::new(),
        })]
    };
    match say_with(desk, caller, None, &case, &new.text, Some(&new.envelope), name).await {
        // Another request was faster; it may have been the same.
        Err(refusal @ Refusal::Rule { rule: domain::Refusal::Exists { .. } }) => {
            said_before(desk, caller, scope, &case, &new).await?.ok_or(refusal)
        }
        said => Ok(said?.message),
    }
}

/// The message that the same request wrote before.
async fn said_before(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    case: &CaseId,
    new: &NewCommunication,
) -> Result<Option<MessageId>, Refusal> {
    let row =
        desk.store().resource(&scope.tenant, ResourceKind::Communication, case.as_str(), &new.name).await?;
    let Some(row) = row else { return Ok(None) };
    let all = messages(desk, caller, case).await?;
    let there = all.into_iter().find(|message| message.message.as_str() == row.target);
    match there {
        Some(there) if there.envelope.as_ref() == Some(&new.envelope) => Ok(Some(there.message)),
        _ => Err(cases::exists("communication", &row.name)),
    }
}

/// What was said in a case since it was opened, newest first.
///
/// # Errors
/// [`Refusal::NotFound`], or [`Refusal::Rule`] while the vendor is locked out.
pub async fn communications(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    ticket: &str,
) -> Result<Vec<Communication>, Refusal> {
    caller.may(Action::FollowCase)?;
    let case = resolve(desk, caller, scope, ticket).await?.case;
    let row = desk.store().case(&scope.tenant, &case).await?;
    let opened = row.ok_or_else(|| Refusal::not_found("case", &case))?.opened_sequence;
    let rows = desk.store().resources(&scope.tenant, ResourceKind::Communication, case.as_str()).await?;
    let by_message: HashMap<String, String> = rows.into_iter().map(|row| (row.target, row.name)).collect();
    let said = messages(desk, caller, &case).await?.into_iter().rev();
    // What was said with the opening is the ticket's description.
    let since = said.filter(|message| message.sequence != opened + 1);
    let named = |message: Message| {
        let name = by_message.get(message.message.as_str()).cloned();
        Communication { name: name.unwrap_or_else(|| message.message.to_string()), message }
    };
    Ok(since.map(named).collect())
}
