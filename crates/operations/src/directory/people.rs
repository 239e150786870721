//! The people of a tenant.

use super::tokens::forget_token;
use super::{manage_people, own};
use crate::caller::Caller;
use crate::commit::{Decided, RequestKey};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::mint;
use crate::personal::{checked, keep_name};
use crate::refusal::Refusal;
use domain::{Command, Moment, PersonId, Roles, Side, TeamId};
use std::collections::BTreeMap;
use store::{CredentialKind, PersonRow, RecordWrite};

/// Somebody to add.
#[derive(Clone, Debug)]
pub struct AddPerson {
    /// Their name.
    pub name: String,
    /// Their user principal name or mail address.
    pub upn: String,
    /// What they may do.
    pub roles: Roles,
    /// The teams whose cases they work; of the vendor's people only.
    pub teams: Vec<TeamId>,
}

/// What changes of somebody; what is none stays.
#[derive(Clone, Debug, Default)]
pub struct ChangePerson {
    /// What they may do from now on.
    pub roles: Option<Roles>,
    /// Whose cases they work from now on; of the vendor's people only.
    pub teams: Option<Vec<TeamId>>,
}

/// Somebody of the tenant's, with what is kept of their name.
#[derive(Clone, Debug)]
pub struct ShownPerson {
    /// Their id.
    pub person: PersonId,
    /// What the rules know of them.
    pub state: domain::Person,
    /// Their name, unless forgotten.
    pub row: Option<PersonRow>,
}

/// The people of the caller's organisation.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn list_people(desk: &Desk, caller: &Caller) -> Result<Vec<ShownPerson>, Refusal> {
    manage_people(caller)?;
    let state = desk.tenant(&caller.tenant).await?;
    let rows = desk.store().people(&caller.tenant).await?;
    let mut names: BTreeMap<_, _> = rows.into_iter().map(|row| (row.person.clone(), row)).collect();
    let people = state.people().iter();
    Ok(people
        .map(|(id, person)| ShownPerson { person: id.clone(), state: person.clone(), row: names.remove(id) })
        .collect())
}

/// Adds somebody to the caller's organisation.
///
/// # Errors
/// [`Refusal::Invalid`] naming the field, [`Refusal::Rule`] without a role.
pub async fn add_person(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    new: AddPerson,
) -> Result<PersonId, Refusal> {
    manage_people(caller)?;
    let (name, upn) = (checked("name", &new.name, 1, 200)?, checked("upn", &new.upn, 1, 320)?);
    check_side(caller, &new.roles, &new.teams)?;
    let person = mint::person()?;
    let parts = vec![desk.part(&caller.tenant, "name", name)?, desk.part(&caller.tenant, "upn", upn)?];
    let record = keep_name(&person, name, upn);
    let command = Command::AddPerson { person: person.clone(), roles: new.roles, teams: new.teams };
    let namesake = desk.store().namesake(&caller.tenant, upn).await?;
    let taken =
        namesake.map(|one| Fault::SomebodyElses { upn: upn.to_owned(), person: one.person.to_string() });
    desk.commit(own(caller, key), move |tenant, now| {
        // Asked here, so that a repeated request gets its first answer.
        if let Some(taken) = &taken {
            return Err(Refusal::fault("upn", taken.clone()));
        }
        let decided = Decided::new(tenant.decide(&command, now)?, person.clone());
        Ok(decided.with_parts(parts.clone()).with_records(vec![record.clone()]))
    })
    .await
}

/// Replaces somebody's roles, teams, or both. Their tokens can do no more than they from then on.
///
/// # Errors
/// [`Refusal::Invalid`] naming the field; [`Refusal::NotFound`]; [`Refusal::Rule`] without a role, or where nobody could
/// manage people any more.
pub async fn change_person(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    person: &PersonId,
    change: ChangePerson,
) -> Result<Moment, Refusal> {
    manage_people(caller)?;
    let ChangePerson { roles, teams } = change;
    if roles.is_none() && teams.is_none() {
        return Err(Refusal::invalid("roles", "name roles, teams, or both"));
    }
    check_side(caller, roles.as_ref().unwrap_or(&Roles::new()), teams.as_deref().unwrap_or_default())?;
    let command = Command::ChangePerson { person: person.clone(), roles, teams };
    desk.commit_command(own(caller, key), command).await
}

/// Roles of the caller's own side, and teams for the vendor's people alone.
fn check_side(caller: &Caller, roles: &Roles, teams: &[TeamId]) -> Result<(), Refusal> {
    if let Some(role) = roles.iter().find(|role| role.side() != caller.side) {
        return Err(Refusal::fault("roles", Fault::OtherSide { role: role.to_string() }));
    }
    if caller.side == Side::Customer && !teams.is_empty() {
        return Err(Refusal::invalid("teams", "only the vendor's people have teams"));
    }
    Ok(())
}

/// Removes somebody, with their tokens.
///
/// # Errors
/// [`Refusal::NotFound`], or [`Refusal::Rule`] where nobody could manage people any more.
pub async fn remove_person(desk: &Desk, caller: &Caller, person: &PersonId) -> Result<Moment, Refusal> {
    manage_people(caller)?;
    let person = person.clone();
    desk.commit(own(caller, None), move |tenant, now| {
        let events = tenant.decide(&Command::RemovePerson { person: person.clone() }, now)?;
        let tokens = tenant.tokens().iter().filter(|(_, token)| token.person == person);
        let mut records: Vec<_> = tokens.flat_map(|(id, _)| forget_token(id)).collect();
        for kind in [CredentialKind::PersonInvitation, CredentialKind::SpentInvitation] {
            records.push(RecordWrite::RemoveCredential { kind, subject: person.to_string() });
        }
        records.push(RecordWrite::RemovePerson { person: person.clone() });
        Ok(Decided::new(events, now).with_records(records))
    })
    .await
}

/// The name of the caller.
///
/// # Errors
/// If the database fails.
pub async fn own_name(desk: &Desk, caller: &Caller) -> Result<Option<String>, Refusal> {
    Ok(desk.store().person(&caller.tenant, &caller.person).await?.map(|person| person.name))
}
