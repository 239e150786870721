//! `glasscase user`

use crate::arguments::{UserAddArguments, UserChangeArguments, UserChanges, UserCommand};
use crate::exit::Exit;
use crate::invocation::Invocation;
use crate::output::table::Table;
use crate::path;
use anyhow::Result;
use wire::{AddPerson, ChangePerson, Done, Erased, Items, Person};

pub(super) async fn run(command: UserCommand, invocation: &mut Invocation) -> Result<Exit> {
    let server = invocation.server()?;
    let out = &mut invocation.out;
    match command {
        UserCommand::Add(arguments) => {
            let person: Person = server.post(&path::api(&["people"])?, &to_add(arguments)).await?;
            out.answer(&person, |out| {
                let name = person.name.as_deref().unwrap_or_default();
                out.line(format_args!("{name} was added as {}.", person.person))?;
                out.line("Make a token for them:")?;
                out.line(format_args!(
                    "  glasscase token create \"what it is for\" --person {}",
                    person.person
                ))
            })?;
        }
        UserCommand::List => {
            let people: Items<Person> = server.get(&path::api(&["people"])?).await?;
            out.answer(&people, |out| out.table(&table(&people.items)))?;
        }
        UserCommand::Change(UserChangeArguments { person, changes }) => {
            let UserChanges { roles, teams } = changes;
            let change = ChangePerson { roles: roles.map(|roles| roles.into_iter().collect()), teams };
            let done: Done = server.patch(&path::api(&["people", person.as_str()])?, &change).await?;
            out.answer(&done, |out| out.line(format_args!("{person} was changed.")))?;
        }
        UserCommand::Erase { person } => {
            let path = path::api(&["people", person.as_str(), "erase"])?;
            let erased: Erased = server.post(&path, &serde_json::json!({})).await?;
            out.answer(&erased, |out| {
                let Erased { events, parts, .. } = &erased;
                out.line(format_args!(
                    "{parts} names and texts of {person} were erased, of {events} events."
                ))?;
                out.line("Each is on record as erased, and every proof of these events still holds.")?;
                out.line(format_args!(
                    "What stays in the log is the id {person}, which names nobody any more."
                ))
            })?;
        }
        UserCommand::Remove { person } => {
            let done: Done = server.delete(&path::api(&["people", person.as_str()])?).await?;
            out.answer(&done, |out| out.line(format_args!("{person} was removed, with their tokens.")))?;
        }
    }
    Ok(Exit::Done)
}

fn to_add(arguments: UserAddArguments) -> AddPerson {
    let UserAddArguments { upn, name, roles, teams } = arguments;
    AddPerson { name, upn, roles: roles.into_iter().collect(), teams }
}

fn table(people: &[Person]) -> Table {
    let mut table = Table::new(["person", "name", "user principal name", "roles", "teams"]);
    for person in people {
        let roles: Vec<_> = person.roles.iter().map(|role| role.name()).collect();
        let teams: Vec<_> = person.teams.iter().map(domain::TeamId::as_str).collect();
        table.row([
            person.person.to_string(),
            person.name.clone().unwrap_or_default(),
            person.upn.clone().unwrap_or_default(),
            roles.join(", "),
            teams.join(", "),
        ]);
    }
    table
}
