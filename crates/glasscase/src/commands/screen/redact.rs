//! `glasscase redact`: texts in, the screened texts out.

use super::output_folder::OutputFolder;
use super::parallel::redact_on;
use super::reveal_map::RevealMap;
use super::texts::{Texts, standard_input};
use super::{context, is_named, key};
use crate::arguments::RedactArguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use anyhow::Result;
use classify::{Entity, EntitySet, Policy, Pseudonyms, Revealed, Screener};
use std::io::{Read, Write};
use std::sync::Arc;

pub(crate) fn run(arguments: &RedactArguments, out: &mut Output) -> Result<Exit> {
    let given = &arguments.input.texts;
    if given.is_empty() {
        if arguments.output.is_some() {
            let what = "--output is for texts that are named";
            return Err(Failure::bad_input(what).advise("name files or folders, or leave it out").into());
        }
        let text = standard_input(arguments.binary, arguments.input.quiet)?;
        let mut redacting = Redacting::new(arguments)?;
        redacting.text(text, out.raw())?;
        return redacting.end(Exit::Done);
    }
    let mut texts = Texts::of(given, arguments.binary, true, arguments.input.quiet)?;
    let mut folder = arguments.output.as_deref().map(OutputFolder::create).transpose()?;
    if folder.is_none() && !texts.is_one_file() {
        let what = "several texts need a folder to be written to";
        return Err(Failure::bad_input(what).advise("name a new one with --output").into());
    }
    let mut redacting = Redacting::new(arguments)?;
    let redacted = texts.each(&mut |place, text| match &mut folder {
        Some(folder) => {
            let mut file = folder.file(place)?;
            redacting.text(text, &mut file)?;
            file.finish().map(drop)
        }
        None => redacting.text(text, out.raw()),
    });
    texts.left_out.report();
    redacted?;
    redacting.end(texts.left_out.exit())
}

/// What all texts of a run share: the same value has the same pseudonym in each.
struct Redacting<'a> {
    arguments: &'a RedactArguments,
    screener: Screener,
    map: Option<RevealMap>,
    found: EntitySet,
}

impl<'a> Redacting<'a> {
    fn new(arguments: &'a RedactArguments) -> Result<Self> {
        let context = Arc::new(arguments.context.as_deref().map_or_else(context::empty, context::read)?);
        let pseudonyms = Pseudonyms::new(key::key(arguments.key_file.as_deref())?);
        let pseudonyms = if arguments.shape { pseudonyms.shaped() } else { pseudonyms };
        let policy = Policy::new(arguments.allowed());
        let mut screener = Screener::new(context, arguments.channel.into(), policy, pseudonyms);
        let map = arguments.reveal_map.as_deref().map(RevealMap::create).transpose()?;
        if map.is_some() {
            screener.keep_values();
        }
        Ok(Self { arguments, screener, map, found: EntitySet::default() })
    }

    /// Screens one text.
    fn text(&mut self, text: impl Read, to: impl Write) -> Result<()> {
        let map = &mut self.map;
        let reveal = |values: Vec<Revealed>| {
            if let Some(map) = map {
                map.add(values);
            }
        };
        self.found |= redact_on(self.arguments.threads(), text, to, &self.screener, reveal)?.found;
        Ok(())
    }

    fn end(self, exit: Exit) -> Result<Exit> {
        self.map.map_or(Ok(()), RevealMap::write)?;
        let is_named = |entity: Entity| is_named(entity, &self.arguments.fail_on);
        Ok(if self.found.iter().any(is_named) { Exit::Denied } else { exit })
    }
}
