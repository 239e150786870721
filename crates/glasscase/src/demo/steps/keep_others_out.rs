//! Another customer asks for the case.

use super::People;
use crate::demo::story::Story;
use anyhow::Result;

pub(super) async fn run(people: &People, case: &str, story: &mut Story<'_>) -> Result<()> {
    story.step("Fabrikam, another customer, asks for Contoso's case")?;
    let owner = &people.fabrikam.owner;
    let command = ["case", "show", case];
    story.command(owner.name, &command)?;
    let refused = owner.run(&command).await?.ending_with(1)?.saying("there is no case")?;
    story.quote(refused.err.trim_end())?;
    Ok(())
}
