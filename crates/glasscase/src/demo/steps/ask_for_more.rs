//! The engineer needs more than was consented to, asks, and gets it for an hour.

use super::make_a_consent_key::KEY_FILE;
use super::{People, read_the_evidence, runs};
use crate::demo::logs;
use crate::demo::stage::Stage;
use crate::demo::story::Story;
use crate::output::moment::absolute;
use anyhow::{Result, ensure};
use wire::{Approved, Requested};

pub(super) async fn run(stage: &Stage, people: &People, case: &str, story: &mut Story<'_>) -> Result<()> {
    story.step("The engineer needs more, is refused, asks, and Contoso allows it for an hour")?;
    let log = logs::find(&stage.folder.path().join("server.log"));
    let inputs = [
        format!("files={}", log.path.display()),
        format!("pattern={}", log.pattern),
        format!("until={}", log.until),
        format!("utc_offset={}", log.utc_offset),
    ];
    let mut command = vec!["diagnostic", "run", case, "log-search"];
    command.extend(inputs.iter().flat_map(|input| ["--input", input.as_str()]));
    people.engineer.shows(story, &command, 3).await?.saying("category_not_granted")?;

    let reason = "the log lines may name the accounts that mail is stuck for";
    let ask = ["request", "ask", case, "--categories", "euii,eupi", "--for", "1h", "--reason", reason];
    let requested: Requested = people.engineer.does(story, &ask).await?;
    let approve = ["request", "approve", requested.request.as_str(), "--key", KEY_FILE, "--yes"];
    let approved: Approved = people.contoso.owner.does(story, &approve).await?;
    ensure!(approved.categories.to_string().contains("euii"), "something else was approved than asked for");
    story.say(&format!(
        "Approved and signed: {}, until {}. The same run again:",
        approved.categories,
        absolute(approved.until)
    ))?;
    let collection = runs::run(people, case, "log-search", &inputs, story).await?;
    read_the_evidence::show(people, &collection, read_the_evidence::is_labelled, story).await
}
