//! `glasscase runner trust`, `distrust` and `trusted`: the consent keys that this machine believes.

use super::{failures, folder_of};
use crate::arguments::RunnerFolderArguments;
use crate::failure::Failure;
use crate::output::Output;
use crate::output::table::Table;
use ::runner::DataFolder;
use anyhow::Result;
use consent::PublicKey;
use domain::KeyId;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use wire::Items;

/// A key that this machine believes.
#[derive(Serialize)]
struct Trusted {
    key: KeyId,
    algorithm: &'static str,
    public_key: String,
}

pub(super) fn trust(text: &str, folder: &RunnerFolderArguments, out: &mut Output) -> Result<()> {
    let data = open(folder)?;
    let key = data.trust(text).map_err(failures::of_trust)?;
    let pages = data.trusted().map_err(failures::of_folder)?.get(&key).and_then(pages);
    out.answer(&json!({ "key": key }), |out| {
        out.line(format_args!("This machine trusts the consent key {key}."))?;
        if let Some(pages) = &pages {
            out.line(format_args!("It is a passkey, and signs on the pages of {pages} alone."))?;
        }
        out.line("From now on its runner refuses every consent that no trusted key signed.")
    })?;
    Ok(())
}

pub(super) fn distrust(key: &KeyId, folder: &RunnerFolderArguments, out: &mut Output) -> Result<()> {
    let data = open(folder)?;
    if !data.distrust(key).map_err(failures::of_folder)? {
        return Err(Failure::failed(format!("this machine does not trust a key `{key}`"))
            .advise("`glasscase runner trusted` lists those that it trusts")
            .into());
    }
    let left = data.trusted().map_err(failures::of_folder)?.len();
    out.answer(&json!({ "key": key, "left": left }), |out| {
        out.line(format_args!("This machine does not trust the consent key {key} any more."))?;
        match left {
            0 => out.line("No key is left: its runner takes the server's word for consents."),
            _ => out.line(format_args!("{left} trusted keys are left.")),
        }
    })?;
    Ok(())
}

pub(super) fn list(folder: &RunnerFolderArguments, out: &mut Output) -> Result<()> {
    let keys = items(open(folder)?.trusted().map_err(failures::of_folder)?);
    out.answer(&keys, |out| {
        if keys.items.is_empty() {
            return out.line(
                "This machine trusts no consent key: its runner takes the server's word for consents.",
            );
        }
        out.table(&table(&keys.items))
    })?;
    Ok(())
}

/// The origins of the pages on which a passkey signs.
fn pages(key: &PublicKey) -> Option<String> {
    let origins = key.passkey()?.relying_party().origins();
    Some(origins.iter().map(String::as_str).collect::<Vec<_>>().join(" and "))
}

fn open(folder: &RunnerFolderArguments) -> Result<DataFolder> {
    Ok(DataFolder::open(&folder_of(folder)?).map_err(failures::of_folder)?)
}

fn items(keys: BTreeMap<KeyId, PublicKey>) -> Items<Trusted> {
    let trusted = |(key, public): (KeyId, PublicKey)| Trusted {
        key,
        algorithm: public.algorithm(),
        public_key: public.text(),
    };
    Items { items: keys.into_iter().map(trusted).collect() }
}

fn table(keys: &[Trusted]) -> Table {
    let mut table = Table::new(["key", "algorithm", "public key"]);
    for trusted in keys {
        table.row([trusted.key.to_string(), trusted.algorithm.to_owned(), trusted.public_key.clone()]);
    }
    table
}
