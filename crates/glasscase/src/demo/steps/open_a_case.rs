//! The customer opens a case.

use super::People;
use super::start_runners::CONTOSO_SUBSCRIPTION;
use crate::demo::story::Story;
use anyhow::{Result, ensure};
use wire::{ConsentOutcome, Opened};

/// Gives the case's id.
pub(super) async fn run(people: &People, story: &mut Story<'_>) -> Result<String> {
    story.step("Contoso opens a case, and asks for advanced diagnostics")?;
    let owner = &people.contoso.owner;
    let open = [
        "case",
        "open",
        "Mail leaves late since this morning",
        "--subscription",
        CONTOSO_SUBSCRIPTION,
        "--service",
        "mail",
        "--nature",
        "connectivity",
        "--advanced",
    ];
    let opened: Opened = owner.does(story, &open).await?;
    ensure!(
        opened.consent == ConsentOutcome::Asked,
        "the case was opened with consent though nothing was signed"
    );
    story.say(&format!(
        "The case {} is open. Its consent waits for a signature, so nobody can look at anything yet.",
        opened.case
    ))?;
    let denied = people.engineer.run(&["diagnostic", "run", opened.case.as_str(), "host-health"]).await?;
    denied.ending_with(3)?.saying("no_consent")?;
    story.say("The engineer tried, and was refused: no_consent.")?;
    Ok(opened.case.to_string())
}
