//! `glasscase runner take`

use super::{failures, settings};
use crate::catalogue;
use crate::output::Output;
use ::runner::DataFolder;
use anyhow::Result;
use serde_json::json;
use std::path::Path;

/// Takes a pack of diagnostics, if its publisher is trusted here.
pub(super) fn take(file: &Path, settings_file: &Path, out: &mut Output) -> Result<()> {
    let settings = settings(settings_file)?;
    let built_in = catalogue::built_in()?;
    let data = DataFolder::open(&settings.data).map_err(failures::of_folder)?;
    let bytes = crate::commands::text_of(file)?;
    let pack = data
        .take_pack(bytes.as_bytes(), &settings.publishers, &built_in)
        .map_err(|why| failures::of_pack(&why))?;
    let ids: Vec<String> = pack.catalogue().iter().map(|one| one.form().id.to_string()).collect();
    let answer = json!({ "publisher": pack.publisher(), "version": pack.version(), "diagnostics": ids });
    out.answer(&answer, |out| {
        out.line(format_args!(
            "Version {} of {} is here; from the runner's next start on it may run {}.",
            pack.version(),
            pack.publisher(),
            ids.join(", ")
        ))
    })?;
    Ok(())
}
