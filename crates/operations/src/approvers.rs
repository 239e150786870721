//! Who may consent and approve requests: those of an organisation's people whose role allows it, and whom it named.

use crate::caller::Caller;
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{Action, PersonId, permits};
use std::collections::{BTreeSet, HashMap};

/// Somebody whose role allows them to consent, or whom the settings name to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approver {
    /// Who.
    pub person: PersonId,
    /// Their name, unless forgotten.
    pub name: Option<String>,
    /// Whether the settings name them.
    pub is_named: bool,
    /// Whether they have the role: a name without it counts for nothing.
    pub has_role: bool,
}

/// Those of the caller's organisation whose role allows them to consent, and those whom the settings name, in byte order
/// of their ids.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn list_approvers(desk: &Desk, caller: &Caller) -> Result<Vec<Approver>, Refusal> {
    caller.may(Action::SeeAccess)?;
    let state = desk.tenant(&caller.tenant).await?;
    let rows = desk.store().people(&caller.tenant).await?;
    let mut names: HashMap<_, _> = rows.into_iter().map(|row| (row.person, row.name)).collect();
    let able = state.people().iter().filter(|(_, person)| permits(&person.roles, Action::Consent));
    let able: BTreeSet<_> = able.map(|(id, _)| id).collect();
    let chosen = &state.settings().approvers;
    Ok(able
        .iter()
        .copied()
        .chain(chosen)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .map(|id| Approver {
            person: id.clone(),
            name: names.remove(id),
            is_named: chosen.contains(id),
            has_role: able.contains(id),
        })
        .collect())
}
