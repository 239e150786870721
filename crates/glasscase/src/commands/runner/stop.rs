//! `glasscase runner stop` and `resume`: they work whatever the server says, and whether the runner listens or not.

use super::{again, failures, folder_of};
use crate::arguments::RunnerFolderArguments;
use crate::failure::Failure;
use crate::output::Output;
use ::runner::StopOutcome;
use anyhow::Result;
use serde_json::json;
use std::time::Duration;

pub(super) fn stop(folder: &RunnerFolderArguments, patience: u32, out: &mut Output) -> Result<()> {
    let data = folder_of(folder).map_err(|why| {
        // Stopping must not fail for a slip in the settings.
        Failure::bad_input(format!("{why:#}")).advise("name the runner's own folder with --data FOLDER")
    })?;
    let stopped = ::runner::stop(&data, Duration::from_secs(patience.into())).map_err(failures::of_folder)?;
    let (word, told) = match stopped {
        StopOutcome::NotRunning => ("not_running", "The runner was not running."),
        StopOutcome::Ended => ("ended", "The runner ended its runs and itself."),
        StopOutcome::Killed => ("killed", "The runner did not answer, and its process was killed."),
    };
    out.answer(&json!({ "outcome": word }), |out| {
        out.line(told)?;
        out.line(format_args!(
            "It does not start again until you say so: glasscase runner resume {}",
            again(folder)
        ))
    })?;
    Ok(())
}

pub(super) fn resume(folder: &RunnerFolderArguments, out: &mut Output) -> Result<()> {
    let was_stopped = ::runner::resume(&folder_of(folder)?).map_err(failures::of_folder)?;
    out.answer(&json!({ "was_stopped": was_stopped }), |out| {
        let told = if was_stopped { "The runner may work again." } else { "The runner was not stopped." };
        out.line(format_args!("{told} It runs with: glasscase runner run --settings FILE"))
    })?;
    Ok(())
}
