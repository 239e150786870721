//! `glasscase consent sign` and `glasscase consent keygen`: need no network.

use crate::agreement::{self, Draft};
use crate::arguments::{KeygenArguments, SignArguments};
use crate::failure::Failure;
use crate::key_file;
use crate::output::Output;
use anyhow::Result;
use serde_json::json;
use std::path::Path;
use wire::{Approve, GiveConsent};

/// Signs a draft, and prints what the server wants to be sent.
pub(super) fn sign(arguments: &SignArguments, out: &mut Output) -> Result<()> {
    if arguments.draft == Path::new("-") && !arguments.yes {
        return Err(Failure::bad_input("nobody can be asked while the draft is read from standard input")
            .advise("name the draft's file, or read it first and add --yes")
            .into());
    }
    let text = crate::commands::text_of(&arguments.draft)?;
    let draft = agreement::draft_in(&text).map_err(|why| {
        let what = format!("`{}`: {why:#}", arguments.draft.display());
        Failure::bad_input(what)
            .advise("draft it again with `glasscase consent draft` or `glasscase request draft`")
    })?;
    let key = key_file::read(&arguments.key)?;
    agreement::agree(&draft.text(), arguments.yes)?;
    let signed = Some(draft.sign(&key)?);
    match draft {
        Draft::Consent(_) => out.json_line(&GiveConsent { terms: None, signed })?,
        Draft::Approval(_) => out.json_line(&Approve { categories: None, signed })?,
    }
    Ok(())
}

/// Makes a consent key. The secret goes to the file alone.
pub(super) fn keygen(arguments: &KeygenArguments, out: &mut Output) -> Result<()> {
    let key = key_file::make()?;
    key_file::write(&key, &arguments.file)?;
    let public = key.public();
    let (id, text, file) = (key.id(), public.text(), arguments.file.display());
    let answer = json!({ "key": id, "algorithm": public.algorithm(), "public_key": text });
    out.answer(&answer, |out| {
        out.line(format_args!(
            "The secret key is in `{file}`. Keep it away from the server, and keep a copy."
        ))?;
        out.fields(&[("key", Some(id.to_string())), ("public key", Some(text.clone()))])?;
        out.line("Enrol it, and pin it on each of your runners:")?;
        out.line(format_args!("  glasscase consent-key enrol \"whose key it is\" --public-key {text}"))?;
        out.line(format_args!("  glasscase runner trust {text}"))
    })?;
    Ok(())
}
