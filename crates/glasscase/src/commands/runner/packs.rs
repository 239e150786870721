//! `glasscase runner take`

use super::{failures, settings};
use crate::output::Output;
use ::runner::{DataFolder, Settings, TakeError, offered_packs};
use anyhow::Result;
use diagnostics::{Catalogue, Pack, PackError};
use serde_json::{Value, json};
use std::path::Path;

/// Takes a pack of diagnostics from a file, or all that the server offers, of publishers that are trusted here.
pub(super) async fn take(file: Option<&Path>, settings_file: &Path, out: &mut Output) -> Result<()> {
    let settings = settings(settings_file)?;
    let built_in = Catalogue::built_in();
    let data = DataFolder::open(&settings.data).map_err(failures::of_folder)?;
    match file {
        Some(file) => from_file(file, &data, &settings, &built_in, out),
        None => from_server(&data, &settings, &built_in, out).await,
    }
}

fn from_file(
    file: &Path,
    data: &DataFolder,
    settings: &Settings,
    built_in: &Catalogue,
    out: &mut Output,
) -> Result<()> {
    let text = crate::commands::text_of(file)?;
    let pack = data
        .take_pack(text.as_bytes(), &settings.publishers, built_in)
        .map_err(|why| failures::of_pack(&why))?;
    out.answer(&taken(&pack), |out| out.line(told(&pack)))?;
    Ok(())
}

async fn from_server(
    data: &DataFolder,
    settings: &Settings,
    built_in: &Catalogue,
    out: &mut Output,
) -> Result<()> {
    let (mut answers, mut lines) = (Vec::new(), Vec::new());
    for offered in offered_packs(data).await? {
        match data.take_pack(offered.text.as_bytes(), &settings.publishers, built_in) {
            Ok(pack) => {
                answers.push(taken(&pack));
                lines.push(told(&pack));
            }
            // One publisher's pack says nothing against another's.
            Err(why @ (TakeError::Pack(PackError::Unsigned { .. }) | TakeError::Older { .. })) => {
                answers.push(json!({ "publisher": offered.publisher, "refused": why.to_string() }));
                lines.push(format!("Left the pack of {}: {why}.", offered.publisher));
            }
            Err(why) => return Err(failures::of_pack(&why).into()),
        }
    }
    out.answer(&answers, |out| {
        if lines.is_empty() {
            return out.line("The server offers no packs.");
        }
        lines.iter().try_for_each(|line| out.line(line))
    })?;
    Ok(())
}

fn ids(pack: &Pack) -> Vec<String> {
    pack.catalogue().iter().map(|one| one.form().id.to_string()).collect()
}

fn taken(pack: &Pack) -> Value {
    json!({ "publisher": pack.publisher(), "version": pack.version(), "diagnostics": ids(pack) })
}

fn told(pack: &Pack) -> String {
    format!(
        "Version {} of {} is here; from the runner's next start on it may run {}.",
        pack.version(),
        pack.publisher(),
        ids(pack).join(", ")
    )
}
