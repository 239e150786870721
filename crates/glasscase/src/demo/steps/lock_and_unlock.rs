//! The customer stops everything at once, and lets it go on.

use super::People;
use crate::demo::story::Story;
use anyhow::{Result, ensure};
use wire::{Access, Done};

pub(super) async fn run(people: &People, case: &str, story: &mut Story<'_>) -> Result<()> {
    story.step("Contoso locks all access, and unlocks it")?;
    let owner = &people.contoso.owner;
    let _: Done = owner.does(story, &["access", "lock"]).await?;
    let access: Access = owner.ask(&["access", "show"]).await?;
    ensure!(access.locked && access.partner.is_none(), "the lock did not take the partner away");
    people.engineer.shows(story, &["diagnostic", "run", case, "host-health"], 3).await?.saying("(locked)")?;
    let _: Done = owner.does(story, &["access", "unlock"]).await?;
    let access: Access = owner.ask(&["access", "show"]).await?;
    ensure!(access.partner.is_some(), "the partner did not come back after the lock");
    story.say("While it was locked, the vendor was no partner either; both came back with the unlock.")?;
    Ok(())
}
