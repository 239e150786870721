//! The organisation's people: who they are, what they may do, and a first link for each.

use super::form::{Empty, Form};
use super::frame::Frame;
use super::render;
use super::session::Visitor;
use super::turned::Turned;
use crate::app::App;
use crate::id::Id;
use askama::Template;
use axum::extract::State;
use axum::response::{Redirect, Response};
use domain::{PersonId, Role, Roles, Side, TeamId};
use operations::{AddPerson, Approver, ChangePerson, PersonInvitation, ShownPerson};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage {
    page: Frame,
    people: Vec<ShownPerson>,
    roles: Vec<Role>,
    /// Those whom the settings name to consent, and who can.
    approvers: Vec<Approver>,
    is_vendor: bool,
    /// A link that was just made: it is shown once.
    link: Option<PersonInvitation>,
}

impl PeoplePage {
    fn name(person: &ShownPerson) -> String {
        person.row.as_ref().map_or_else(|| person.person.to_string(), |row| row.name.clone())
    }

    fn upn(person: &ShownPerson) -> String {
        person.row.as_ref().map(|row| row.upn.clone()).unwrap_or_default()
    }

    /// Whether the settings name them to consent.
    fn is_approver(&self, person: &ShownPerson) -> bool {
        self.approvers.iter().any(|one| one.person == person.person)
    }

    /// Whether nobody else whom the settings name could consent, so that they stay until the settings say otherwise.
    fn is_last_approver(&self, person: &ShownPerson) -> bool {
        self.approvers.len() == 1 && self.is_approver(person)
    }

    fn teams(person: &ShownPerson) -> String {
        person.state.teams.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }
}

/// `GET /people`
pub(super) async fn list(State(app): State<App>, visitor: Visitor) -> Result<Response, Turned> {
    page(&app, visitor, None).await
}

async fn page(app: &App, visitor: Visitor, link: Option<PersonInvitation>) -> Result<Response, Turned> {
    let people = operations::list_people(&app.desk, &visitor.caller).await?;
    let side = visitor.caller.side;
    let roles = Role::ALL.into_iter().filter(|role| role.side() == side).collect();
    let is_vendor = side == Side::Vendor;
    let mut approvers = Vec::new();
    if !is_vendor {
        approvers = operations::list_approvers(&app.desk, &visitor.caller).await?;
        approvers.retain(|one| one.is_named && one.has_role);
    }
    Ok(render(&PeoplePage { page: visitor.frame, people, roles, approvers, is_vendor, link }))
}

/// Somebody to add.
#[derive(Deserialize)]
pub(super) struct New {
    name: String,
    upn: String,
    #[serde(default)]
    role: Vec<Role>,
    #[serde(default)]
    teams: String,
}

/// `POST /people`: adds somebody, and makes the link with which they sign in first.
pub(super) async fn add(State(app): State<App>, form: Form<New>) -> Result<Response, Turned> {
    let New { name, upn, role, teams } = &form.filled;
    let new =
        AddPerson { name: name.clone(), upn: upn.clone(), roles: roles(role), teams: read_teams(teams)? };
    let caller = &form.visitor.caller;
    let person = operations::add_person(&app.desk, caller, form.key(), new).await?;
    let link = operations::invite_person(&app.desk, caller, &person).await?;
    page(&app, form.visitor, Some(link)).await
}

fn roles(role: &[Role]) -> Roles {
    role.iter().copied().collect()
}

fn read_teams(text: &str) -> Result<Vec<TeamId>, Turned> {
    let teams = text.split([' ', ',']).filter(|team| !team.is_empty()).map(str::parse);
    Ok(teams.collect::<Result<_, _>>()?)
}

/// What somebody may do from now on.
#[derive(Deserialize)]
pub(super) struct Changed {
    #[serde(default)]
    role: Vec<Role>,
    #[serde(default)]
    teams: Option<String>,
}

/// `POST /people/{person}`
pub(super) async fn change(
    State(app): State<App>,
    Id(person): Id<PersonId>,
    form: Form<Changed>,
) -> Result<Redirect, Turned> {
    let teams = form.filled.teams.as_deref().map(read_teams).transpose()?;
    let change = ChangePerson { roles: Some(roles(&form.filled.role)), teams };
    operations::change_person(&app.desk, &form.visitor.caller, form.key(), &person, change).await?;
    Ok(Redirect::to("/people"))
}

/// `POST /people/{person}/invite`: another link, for somebody who lost what they signed in with.
pub(super) async fn invite(
    State(app): State<App>,
    Id(person): Id<PersonId>,
    form: Form<Empty>,
) -> Result<Response, Turned> {
    let link = operations::invite_person(&app.desk, &form.visitor.caller, &person).await?;
    page(&app, form.visitor, Some(link)).await
}

/// `POST /people/{person}/remove`
pub(super) async fn remove(
    State(app): State<App>,
    Id(person): Id<PersonId>,
    form: Form<Empty>,
) -> Result<Redirect, Turned> {
    operations::remove_person(&app.desk, &form.visitor.caller, &person).await?;
    Ok(Redirect::to("/people"))
}
