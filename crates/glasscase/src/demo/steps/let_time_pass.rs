//! In a copy of the server's data folder, 28 days pass.

use super::make_a_consent_key::LOG_KEY_FILE;
use super::{People, start_runners};
use crate::copy_folder::copy_folder;
use crate::demo::stage::Stage;
use crate::demo::story::Story;
use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use std::time::Instant;

const COPY: &str = "copy";
const EXPORT: &str = "contoso/after-28-days.glasscase";

/// `goes_on` says whether the server is needed afterwards.
pub(super) async fn run(
    stage: &mut Stage,
    people: &People,
    goes_on: bool,
    story: &mut Story<'_>,
) -> Result<()> {
    story.step("In a copy of the server's data, 28 days pass: the evidence is gone for good")?;
    stage.end_server().await;
    copy_folder(&stage.folder.server(), &stage.folder.path().join(COPY))
        .context("cannot copy the data folder")?;
    if goes_on {
        stage.start_server().await?;
        story.say("The server was stopped, its folder copied, and the server started again.")?;
    } else {
        story.say("The server was stopped, and its folder copied.")?;
    }
    let operator = &people.operator;
    let begun = Instant::now();
    let rehearsed: Value = operator.does(story, &["rehearse", "--data", COPY, "--days", "28"]).await?;
    let seconds = begun.elapsed().as_secs_f64();
    let number = |name: &str| rehearsed.get(name).and_then(Value::as_u64).unwrap_or(u64::MAX);
    let (before, after, backup) =
        (number("readable_before"), number("readable_after"), number("readable_in_backup"));
    ensure!(before > 0 && after == 0 && backup == 0, "evidence outlived its 28 days: {rehearsed}");
    story.say(&format!("28 days took {seconds:.1} s. Collections that can be opened: {before} before ({} bytes), {after} after;", number("bytes_before")))?;
    story.say(&format!("from a backup of the sealed bytes: {backup}, since their keys are destroyed."))?;

    let tenant = people.contoso.tenant.as_str();
    let export = ["export", "--tenant", tenant, "--data", COPY, "--output", EXPORT];
    operator.run(&export).await?.ending_with(0)?;
    story.command(people.contoso.owner.name, &["verify", EXPORT, "--key", LOG_KEY_FILE])?;
    let sound = people.contoso.owner.run(&["verify", EXPORT, "--key", LOG_KEY_FILE]).await?.ending_with(0)?;
    let wanted = |line: &&str| line.contains("is sound") || line.starts_with("Evidence:");
    story.quote(&sound.out.lines().filter(wanted).collect::<Vec<_>>().join("\n"))?;
    if goes_on {
        start_runners::wait_until_connected(stage, &people.northwind).await?;
    }
    Ok(())
}
