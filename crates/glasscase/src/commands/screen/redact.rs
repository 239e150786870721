//! `glasscase redact`: a text in, the screened text out.

use super::parallel::redact_on;
use super::reveal_map::RevealMap;
use super::{context, key, text};
use crate::arguments::RedactArguments;
use crate::exit::Exit;
use crate::output::Output;
use anyhow::Result;
use classify::{Policy, Pseudonyms, Screener};
use std::io;
use std::sync::Arc;

pub(crate) fn run(arguments: &RedactArguments, out: &mut Output) -> Result<Exit> {
    let context = Arc::new(arguments.context.as_deref().map_or_else(context::empty, context::read)?);
    let pseudonyms = Pseudonyms::new(key::key(arguments.key_file.as_deref())?);
    let (policy, channel) = (Policy::new(arguments.allowed()), arguments.channel.into());
    let input = text::read(io::stdin(), "standard input", arguments.binary)?;
    let mut map = arguments.reveal_map.as_deref().map(RevealMap::create).transpose()?;
    let reveals = map.is_some();
    let screener = || {
        let mut screener = Screener::new(Arc::clone(&context), channel, policy, pseudonyms.clone());
        if reveals {
            screener.keep_values();
        }
        screener
    };
    let reveal = |values| {
        if let Some(map) = &mut map {
            map.add(values);
        }
    };
    redact_on(arguments.threads(), input, out.raw(), screener, reveal)?;
    map.map_or(Ok(()), RevealMap::write)?;
    Ok(Exit::Done)
}
