//! The people of the caller's organisation.

use super::{Created, created, done, items};
use crate::app::App;
use crate::body::{Asked, Nothing};
use crate::caller::SignedIn;
use crate::id::Id;
use crate::problem::Refused;
use axum::Json;
use axum::extract::State;
use domain::PersonId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{AddPerson, ChangePerson, Done, Erased, Items, Person};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_people, add_person))
        .routes(routes!(change_person, remove_person))
        .routes(routes!(erase_person))
}

/// The people of one's organisation.
#[utoipa::path(get, path = "/people", tag = "people", responses((status = 200, body = Items<Person>)))]
async fn list_people(State(app): State<App>, who: SignedIn) -> Result<Json<Items<Person>>, Refused> {
    let people = operations::list_people(&app.desk, &who.caller).await?;
    Ok(items(people.into_iter().map(|found| {
        let (name, upn) = found.row.map(|row| (row.name, row.upn)).unzip();
        Person { person: found.person, name, upn, roles: found.state.roles, teams: found.state.teams }
    })))
}

/// Adds somebody.
#[utoipa::path(post, path = "/people", tag = "people", request_body = AddPerson, responses((status = 201, body = Person)))]
async fn add_person(
    State(app): State<App>,
    who: SignedIn,
    asked: Asked<AddPerson>,
) -> Result<Created<Person>, Refused> {
    let AddPerson { name, upn, roles, teams } = asked.body.clone();
    let new = operations::AddPerson { name, upn, roles, teams };
    let person = operations::add_person(&app.desk, &who.caller, asked.key(), new).await?;
    let AddPerson { name, upn, roles, teams } = asked.body;
    Ok(created(Person { person, name: Some(name), upn: Some(upn), roles, teams }))
}

/// Changes what somebody may do, and whose cases they work.
#[utoipa::path(patch, path = "/people/{person}", tag = "people", params(("person" = String, Path)), request_body = ChangePerson, responses((status = 200, body = Done)))]
async fn change_person(
    State(app): State<App>,
    who: SignedIn,
    Id(person): Id<PersonId>,
    asked: Asked<ChangePerson>,
) -> Result<Json<Done>, Refused> {
    let ChangePerson { roles, teams } = asked.body.clone();
    let change = operations::ChangePerson { roles, teams };
    Ok(done(operations::change_person(&app.desk, &who.caller, asked.key(), &person, change).await?))
}

/// Removes somebody, with their tokens.
#[utoipa::path(delete, path = "/people/{person}", tag = "people", params(("person" = String, Path)), responses((status = 200, body = Done)))]
async fn remove_person(
    State(app): State<App>,
    who: SignedIn,
    Id(person): Id<PersonId>,
) -> Result<Json<Done>, Refused> {
    Ok(done(operations::remove_person(&app.desk, &who.caller, &person).await?))
}

/// Erases the names of somebody who was removed, and what they wrote, with the salts that tie both to the log. Leaves and
/// proofs stay as they are; what stays of a person is an opaque id.
#[utoipa::path(post, path = "/people/{person}/erase", tag = "people", params(("person" = String, Path)), request_body = Nothing, responses((status = 200, body = Erased)))]
async fn erase_person(
    State(app): State<App>,
    who: SignedIn,
    Id(person): Id<PersonId>,
    asked: Asked<Nothing>,
) -> Result<Json<Erased>, Refused> {
    let erased = operations::erase_person(&app.desk, &who.caller, asked.key(), &person).await?;
    let operations::Erased { at, events, parts } = erased;
    Ok(Json(Erased { at, events, parts }))
}
