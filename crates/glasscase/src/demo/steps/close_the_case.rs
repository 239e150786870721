//! The case is closed, and all access with it.

use super::People;
use crate::demo::story::Story;
use crate::output::moment::absolute;
use anyhow::{Result, ensure};
use wire::{Access, Done};

pub(super) async fn run(people: &People, case: &str, story: &mut Story<'_>) -> Result<()> {
    story.step("Contoso closes the case: the partner is gone, and the same run is refused")?;
    let owner = &people.contoso.owner;
    let closed: Done = owner.does(story, &["case", "close", case]).await?;
    let access: Access = owner.ask(&["access", "show"]).await?;
    ensure!(access.partner.is_none() && access.cases.is_empty(), "access did not end with the case");
    story.say(&format!(
        "Closed on {}. Contoso has no partner any more, and no consent is in force.",
        absolute(closed.at)
    ))?;
    people.engineer.shows(story, &["diagnostic", "run", case, "host-health"], 3).await?.saying("(closed)")?;
    Ok(())
}
