//! `glasscase redact`: a text in, the screened text out.

use super::parallel::redact_on;
use super::{context, key};
use crate::arguments::RedactArguments;
use crate::exit::Exit;
use crate::output::Output;
use anyhow::Result;
use classify::{Policy, Pseudonyms, Screener};
use std::io;
use std::sync::Arc;

pub(crate) fn run(arguments: &RedactArguments, out: &mut Output) -> Result<Exit> {
    let context = arguments.context.as_deref().map_or_else(context::empty, context::read)?;
    let pseudonyms = Pseudonyms::new(key::key(arguments.key_file.as_deref())?);
    let policy = Policy::new(arguments.allowed());
    let (context, channel) = (Arc::new(context), arguments.channel.into());
    let screener = || Screener::new(Arc::clone(&context), channel, policy, pseudonyms.clone());
    redact_on(arguments.threads(), io::stdin().lock(), out.raw(), screener)?;
    Ok(Exit::Done)
}
