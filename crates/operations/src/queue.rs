//! The vendor's queue: the cases of one's teams, across tenants, without customer text; and who works which of them.

use crate::caller::Caller;
use crate::commit::{Place, RequestKey};
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::tenants::name_of_tenant;
use domain::{Action, CaseId, Command, Moment, Person, PersonId, TeamId, TenantId, permits};
use std::collections::HashMap;
use store::{Page, QueueKey, QueueRow};

/// The open cases of the caller's teams, newest first; `mine` are those of them that the caller works.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn list_queue(
    desk: &Desk,
    caller: &Caller,
    mine: bool,
    page: Page<QueueKey>,
) -> Result<Vec<QueuedCase>, Refusal> {
    caller.may(Action::SeeQueue)?;
    let engineer = mine.then_some(&caller.person);
    let rows = desk.store().queue(&caller.teams, engineer, page).await?;
    let names = names_of_engineers(desk).await?;
    let customers = names_of_customers(desk, &rows).await?;
    let queued = |row: QueueRow| QueuedCase {
        customer: customers.get(&row.tenant).cloned().flatten(),
        engineer: row.engineer.as_ref().map(|engineer| named(&names, engineer)),
        row,
    };
    Ok(rows.into_iter().map(queued).collect())
}

/// A case of the queue.
#[derive(Clone, Debug)]
pub struct QueuedCase {
    /// Its row.
    pub row: QueueRow,
    /// What the vendor called the customer when it made its place here.
    pub customer: Option<String>,
    /// The name of the engineer who works it, if somebody took it.
    pub engineer: Option<String>,
}

/// One of the vendor's engineers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engineer {
    /// Who it is.
    pub person: PersonId,
    /// Their name, or their id where none is kept.
    pub name: String,
}

/// Who can work a case: the engineers of its team, by name.
///
/// # Errors
/// [`Refusal::NotAllowed`] for the customer's people, [`Refusal::NotFound`] for a case of another team.
pub async fn list_engineers(desk: &Desk, caller: &Caller, case: &CaseId) -> Result<Vec<Engineer>, Refusal> {
    caller.may(Action::AssignCase)?;
    let tenant = desk.place_of(caller, case).await?;
    engineers_of(desk, &tenant, case).await
}

async fn engineers_of(desk: &Desk, tenant: &TenantId, case: &CaseId) -> Result<Vec<Engineer>, Refusal> {
    let team = team_of(desk, tenant, case).await?;
    let (vendor, names) = (desk.tenant(desk.support_tenant()).await?, names_of_engineers(desk).await?);
    let works = |person: &Person| person.teams.contains(&team) && permits(&person.roles, Action::AssignCase);
    let engineers = vendor.people().iter().filter(|(_, person)| works(person));
    let mut engineers: Vec<_> =
        engineers.map(|(id, _)| Engineer { person: id.clone(), name: named(&names, id) }).collect();
    engineers.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(engineers)
}

/// Lets an engineer of its team work a case: the caller, or whom they hand it over to.
///
/// # Errors
/// [`Refusal::NotFound`] for a case of another team or somebody who is none of its engineers; [`Refusal::Rule`] if the case
/// is closed, or theirs already.
pub async fn assign_case(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    case: &CaseId,
    to: Option<&PersonId>,
) -> Result<Moment, Refusal> {
    caller.may(Action::AssignCase)?;
    let engineer = to.unwrap_or(&caller.person);
    let tenant = desk.place_of(caller, case).await?;
    let can_work = engineers_of(desk, &tenant, case).await?;
    if can_work.iter().all(|one| one.person != *engineer) {
        return Err(Refusal::not_found("engineer", engineer));
    }
    let command = Command::AssignCase { case: case.clone(), engineer: engineer.clone() };
    desk.commit_command(Place::of(tenant, caller, key), command).await
}

async fn team_of(desk: &Desk, tenant: &TenantId, case: &CaseId) -> Result<TeamId, Refusal> {
    let state = desk.tenant(tenant).await?;
    state.case(case).map(|case| case.team.clone()).ok_or_else(|| Refusal::not_found("case", case))
}

async fn names_of_customers(
    desk: &Desk,
    rows: &[QueueRow],
) -> Result<HashMap<TenantId, Option<String>>, Refusal> {
    let mut names = HashMap::new();
    for QueueRow { tenant, .. } in rows {
        if !names.contains_key(tenant) {
            names.insert(tenant.clone(), name_of_tenant(desk, tenant).await?);
        }
    }
    Ok(names)
}

async fn names_of_engineers(desk: &Desk) -> Result<HashMap<PersonId, String>, Refusal> {
    let people = desk.store().people(desk.support_tenant()).await?;
    Ok(people.into_iter().map(|row| (row.person, row.name)).collect())
}

fn named(names: &HashMap<PersonId, String>, engineer: &PersonId) -> String {
    names.get(engineer).cloned().unwrap_or_else(|| engineer.to_string())
}
