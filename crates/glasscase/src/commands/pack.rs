//! `glasscase pack`

use crate::arguments::PackCommand;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::key_file;
use crate::output::Output;
use anyhow::{Context as _, Result};
use diagnostics::{Pack, PublisherKey, Trusted};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

pub(super) fn run(command: &PackCommand, out: &mut Output) -> Result<Exit> {
    match command {
        PackCommand::Keygen { name, file } => keygen(name, file, out)?,
        PackCommand::Sign { files, key, version, out: to } => sign(files, key, *version, to, out)?,
        PackCommand::Show { pack, publisher } => show(pack, publisher, out)?,
    }
    Ok(Exit::Done)
}

fn keygen(name: &str, file: &Path, out: &mut Output) -> Result<()> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut()).context("the system has no randomness to give")?;
    let key = PublisherKey::from_seed(name, &seed).map_err(|why| Failure::bad_input(why.to_string()))?;
    key_file::write_secret(&key.to_secret(), file)?;
    let public = key.public();
    out.answer(&json!({ "file": file, "public_key": public }), |out| {
        out.line(format_args!("The secret key is in {}; keep it where you sign.", file.display()))?;
        out.line("Runners that list this public key under `publishers` take your packs:")?;
        out.line(format_args!("  {public}"))
    })?;
    Ok(())
}

fn sign(files: &[PathBuf], key: &Path, version: u64, to: &Path, out: &mut Output) -> Result<()> {
    let secret = Zeroizing::new(crate::commands::text_of(key)?);
    let key = PublisherKey::from_secret(&secret)
        .map_err(|why| Failure::bad_input(format!("`{}`: {why}", key.display())))?;
    let mut texts = Vec::new();
    for file in files {
        texts.push((file.display().to_string(), crate::commands::text_of(file)?));
    }
    let named = texts.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    let pack = Pack::sign(&key, version, named).map_err(|why| Failure::bad_input(why.to_string()))?;
    fs::write(to, &pack).with_context(|| format!("cannot write the pack `{}`", to.display()))?;
    let answer =
        json!({ "pack": to, "publisher": key.name(), "version": version, "diagnostics": files.len() });
    out.answer(&answer, |out| {
        out.line(format_args!(
            "{} holds {} diagnostics, signed as version {version}.",
            to.display(),
            files.len()
        ))
    })?;
    Ok(())
}

fn show(file: &Path, publisher: &str, out: &mut Output) -> Result<()> {
    let publisher: Trusted =
        publisher.parse().map_err(|why: diagnostics::BadPublisherKey| Failure::bad_input(why.to_string()))?;
    let text = crate::commands::text_of(file)?;
    let pack = Pack::open(text.as_bytes(), &[publisher])
        .map_err(|why| Failure::failed(format!("`{}` is refused: {why}", file.display())))?;
    let diagnostics: Vec<_> = pack
        .catalogue()
        .iter()
        .map(|one| json!({ "diagnostic": one.form().id, "version": one.form().version, "digest": one.digest() }))
        .collect();
    let answer =
        json!({ "publisher": pack.publisher(), "version": pack.version(), "diagnostics": diagnostics });
    out.answer(&answer, |out| {
        out.line(format_args!("{} signed version {}:", pack.publisher(), pack.version()))?;
        pack.catalogue().iter().try_for_each(|one| {
            let form = one.form();
            out.line(format_args!("  {} version {}, reads {}", form.id, form.version, form.categories))
        })
    })?;
    Ok(())
}
