//! The steps of the demo, in order; each is one file.

mod ask_for_more;
mod close_the_case;
mod give_consent;
mod keep_others_out;
mod leave_it_running;
mod let_time_pass;
mod lock_and_unlock;
mod look_at_the_machine;
mod look_at_the_service;
mod make_a_consent_key;
mod open_a_case;
mod prove_it;
mod read_the_evidence;
mod runs;
mod set_up_organisations;
mod start_runners;
mod start_the_server;

use super::people::{Customer, Person};
use super::stage::Stage;
use super::story::Story;
use crate::arguments::DemoArguments;
use anyhow::Result;

/// Everybody who takes part.
struct People {
    operator: Person,
    /// The vendor's.
    engineer: Person,
    /// The customer whose case it is.
    contoso: Customer,
    /// Another customer, who must see nothing of it.
    fabrikam: Customer,
    /// Two further customers that the walk does not use: they are for whoever tries things afterwards.
    northwind: Customer,
    tailspin: Customer,
}

/// Walks through the case.
pub(super) async fn walk(stage: &mut Stage, arguments: &DemoArguments, story: &mut Story<'_>) -> Result<()> {
    story.give("One support case, from opening to proof, with this machine's own data. Every step is a command of this program,")?;
    story.give("run for real; `who $ …` says who typed it.")?;
    let operator = start_the_server::run(stage, story).await?;
    let people = set_up_organisations::run(operator, story).await?;
    let key = make_a_consent_key::run(stage, &people, story).await?;
    start_runners::run(stage, &people, &key, story).await?;

    let case = open_a_case::run(&people, story).await?;
    give_consent::run(&people, &case, story).await?;
    let machine = look_at_the_machine::run(&people, &case, story).await?;
    let service = look_at_the_service::run(stage, &people, &case, story).await?;
    read_the_evidence::run(&people, &machine, &service, story).await?;
    ask_for_more::run(stage, &people, &case, story).await?;
    keep_others_out::run(&people, &case, story).await?;

    lock_and_unlock::run(&people, &case, story).await?;
    close_the_case::run(&people, &case, story).await?;
    prove_it::run(stage, &people, story).await?;
    let_time_pass::run(stage, &people, !arguments.exit, story).await?;
    leave_it_running::run(stage, &people, arguments, story)
}
