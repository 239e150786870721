//! The customer makes a key that signs consents, and enrols its public half.

use super::People;
use crate::demo::stage::Stage;
use crate::demo::story::Story;
use anyhow::{Context as _, Result};
use serde::Deserialize;
use std::fs;
use wire::{ConsentKey, LogKey};

/// Where the key is, in the demo's folder.
pub(super) const KEY_FILE: &str = "contoso/consent.key";
/// Where the customer keeps the public key of its log.
pub(super) const LOG_KEY_FILE: &str = "contoso/log.pub";

#[derive(Deserialize)]
struct Made {
    key: String,
    public_key: String,
}

/// Gives the public key, for the runner.
pub(super) async fn run(stage: &mut Stage, people: &People, story: &mut Story<'_>) -> Result<String> {
    story.step("Contoso makes its own consent key, offline, and keeps the public key of its log")?;
    let owner = &people.contoso.owner;
    stage.folder.make("contoso")?;
    let made: Made = owner.does(story, &["consent", "keygen", KEY_FILE]).await?;
    let enrol = ["consent-key", "enrol", "the key in our safe", "--public-key", made.public_key.as_str()];
    let _: ConsentKey = owner.does(story, &enrol).await?;
    let log_key: LogKey = owner.does(story, &["audit", "key"]).await?;
    fs::write(stage.folder.path().join(LOG_KEY_FILE), format!("{}\n", log_key.key))
        .context("cannot keep the log's key")?;
    story.say(&format!(
        "The server knows the public half alone ({}). From now on no consent of Contoso's counts",
        made.key
    ))?;
    story.say("without a signature by it.")?;
    Ok(made.public_key)
}
