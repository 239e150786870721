//! `glasscase runner enrol`

use super::failures;
use crate::arguments::RunnerEnrolArguments;
use crate::output::Output;
use ::runner::{NewRunner, Settings, TenantSecret};
use anyhow::Result;
use std::io;
use std::path::Path;

pub(super) async fn run(arguments: &RunnerEnrolArguments, out: &mut Output) -> Result<()> {
    let settings = Settings::read(&arguments.settings).map_err(|why| failures::of_settings(&why))?;
    // What cannot be used later is said before the code is spent.
    settings.compiled_context().map_err(|why| failures::of_context(&why))?;
    let secret =
        arguments.secret.as_deref().map(TenantSecret::read).transpose().map_err(failures::of_folder)?;
    let enrolled = ::runner::enrol(&settings, &arguments.code, secret.as_ref()).await;
    let new = enrolled.map_err(failures::of_enrolment)?;
    out.answer(&new, |out| show(&new, &settings, &arguments.settings, out))?;
    Ok(())
}

fn show(new: &NewRunner, settings: &Settings, file: &Path, out: &mut Output) -> io::Result<()> {
    let (identity, file) = (&new.identity, file.display());
    out.line(format_args!("This machine is the runner {} of {}.", identity.runner, identity.tenant))?;
    out.fields(&[
        ("server", Some(identity.server.clone())),
        ("own folder", Some(settings.data.display().to_string())),
        ("subscriptions", Some(subscriptions(settings))),
        ("public key", Some(new.public_key.clone())),
    ])?;
    out.line("Let it believe your consent keys alone, and start it:")?;
    out.line(format_args!("  glasscase runner trust PUBLIC-KEY --settings {file}"))?;
    out.line(format_args!("  glasscase runner run --settings {file}"))
}

fn subscriptions(settings: &Settings) -> String {
    settings.scope.keys().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
