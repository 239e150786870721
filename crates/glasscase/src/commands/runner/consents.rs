//! `glasscase runner consents`: the documents that the server showed this machine, for the customer to compare with
//! what they agreed to.

use super::{failures, folder_of};
use crate::arguments::RunnerFolderArguments;
use crate::failure::Failure;
use crate::output::table::Table;
use crate::output::{Output, word};
use ::runner::{DataFolder, KeptConsent};
use anyhow::Result;
use consent::{Agreement as _, ConsentDocument, Document as _};
use domain::{CaseId, Proof};
use wire::Items;

pub(super) fn run(case: Option<&CaseId>, folder: &RunnerFolderArguments, out: &mut Output) -> Result<()> {
    let data = DataFolder::open(&folder_of(folder)?).map_err(failures::of_folder)?;
    match case {
        Some(case) => one(case, &data, out),
        None => all(&data, out),
    }
}

fn all(data: &DataFolder, out: &mut Output) -> Result<()> {
    let kept = Items { items: data.consents().map_err(failures::of_folder)? };
    let mut table = Table::new(["case", "number", "level", "given", "signed by"]);
    for consent in &kept.items {
        let document = document(consent)?;
        let (given, level) = (out.when(document.given_at), word(&document.level));
        table.row([consent.case.to_string(), consent.number.to_string(), level, given, signer(consent)]);
    }
    out.answer(&kept, |out| out.table(&table))?;
    Ok(())
}

fn one(case: &CaseId, data: &DataFolder, out: &mut Output) -> Result<()> {
    let kept = data.consent(case).map_err(failures::of_folder)?.ok_or_else(|| {
        Failure::failed(format!("this machine's runner was shown no consent for the case `{case}`"))
            .advise("`glasscase runner consents` lists those that it was shown")
    })?;
    let document = document(&kept)?;
    out.answer(&kept, |out| {
        out.text(document.render(document.shown.language))?;
        out.line(format_args!("\nSigned by: {}", signer(&kept)))
    })?;
    Ok(())
}

fn document(kept: &KeptConsent) -> Result<ConsentDocument> {
    ConsentDocument::parse(&kept.document).map_err(|why| {
        let what = format!("the kept consent of the case `{}` was changed: {why}", kept.case);
        Failure::failed(what).advise("restore the runner's own folder from a copy").into()
    })
}

/// Whose word the consent rests on.
fn signer(kept: &KeptConsent) -> String {
    match &kept.proof {
        Proof::Server => "nobody: the server's word".to_owned(),
        Proof::Key { key, .. } => key.to_string(),
    }
}
