//! The customer sees what a consent opens, signs it, and the vendor's support tenant becomes a partner.

use super::People;
use super::make_a_consent_key::KEY_FILE;
use crate::demo::story::Story;
use crate::output::moment::absolute;
use anyhow::{Result, ensure};
use wire::{Access, Given, Preview};

pub(super) async fn run(people: &People, case: &str, story: &mut Story<'_>) -> Result<()> {
    story.step("Contoso sees what a consent would open, and signs it")?;
    let owner = &people.contoso.owner;
    let preview: Preview = owner.does(story, &["diagnostic", "preview", case, "--advanced"]).await?;
    for one in &preview.diagnostics {
        let diagnostic = &one.diagnostic;
        let verdict = if one.allowed { "could run" } else { "could not run" };
        story.say(&format!(
            "{:22} {verdict}; reads {}",
            diagnostic.diagnostic.as_str(),
            diagnostic.categories
        ))?;
    }
    let give = ["consent", "give", case, "--advanced", "--key", KEY_FILE, "--yes"];
    story.command(owner.name, &give)?;
    let answer = owner.run(&[&give[..], &["--json"]].concat()).await?;
    // The whole text that is agreed to, without its blank lines.
    story.quote(&answer.err.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n"))?;
    let given: Given = answer.json()?;
    let access: Access = owner.ask(&["access", "show"]).await?;
    ensure!(access.partner.is_some(), "no partner appeared though an advanced consent is in force");
    let partner = access.partner.map(|partner| partner.name).unwrap_or_default();
    story.say(&format!("Consent number {} is in force until {}.", given.number, absolute(given.until)))?;
    story.say(&format!("{partner} appeared among Contoso's partners."))?;
    Ok(())
}
