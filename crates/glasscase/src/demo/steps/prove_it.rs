//! The customer exports its log and checks it, offline.

use super::People;
use super::make_a_consent_key::LOG_KEY_FILE;
use crate::demo::stage::Stage;
use crate::demo::story::Story;
use anyhow::{Context as _, Result};
use std::fs;
use std::time::Instant;

const EXPORT: &str = "contoso/export.glasscase";
const CHANGED: &str = "contoso/changed.glasscase";

pub(super) async fn run(stage: &Stage, people: &People, story: &mut Story<'_>) -> Result<()> {
    story.step("Contoso exports its log, and checks it offline against the key that it kept")?;
    let owner = &people.contoso.owner;
    story.command(owner.name, &["audit", "export", "--output", EXPORT])?;
    owner.run(&["audit", "export", "--output", EXPORT]).await?.ending_with(0)?;
    let begun = Instant::now();
    let command = ["verify", EXPORT, "--key", LOG_KEY_FILE];
    story.command(owner.name, &command)?;
    let sound = owner.run(&command).await?.ending_with(0)?;
    let millis = begun.elapsed().as_millis();
    story.quote(&sound.out.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"))?;
    story.say(&format!("That was a process of its own, without a server, in {millis} ms."))?;

    let at = change_one_byte(stage)?;
    story.say(&format!("One bit of byte {at} of a copy is flipped:"))?;
    let command = ["verify", CHANGED, "--key", LOG_KEY_FILE];
    story.command(owner.name, &command)?;
    let unsound = owner.run(&command).await?.ending_with(3)?;
    let is_told = |line: &&str| line.contains("NOT sound") || line.starts_with("- line ");
    story.quote(&unsound.out.lines().filter(is_told).take(3).collect::<Vec<_>>().join("\n"))?;
    Ok(())
}

/// Copies the export with one bit changed, in its middle; gives where.
fn change_one_byte(stage: &Stage) -> Result<usize> {
    let path = |name: &str| stage.folder.path().join(name);
    let mut bytes = fs::read(path(EXPORT)).context("cannot read the export")?;
    let at = bytes.len() / 2;
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1;
    }
    fs::write(path(CHANGED), bytes).context("cannot write the changed export")?;
    Ok(at)
}
