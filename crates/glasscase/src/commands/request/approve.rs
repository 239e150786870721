//! `glasscase request approve`

use crate::agreement::{self, Draft};
use crate::arguments::{ApproveArguments, PartArguments};
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::key_file;
use crate::path;
use anyhow::Result;
use domain::{Categories, RequestId};
use wire::{ApprovalDraft, Approve, Approved, DraftApproval};

pub(super) async fn run(arguments: &ApproveArguments, invocation: &mut Invocation) -> Result<()> {
    let approval = match &arguments.signing.signed {
        Some(file) => {
            let signed = serde_json::from_str::<Approve>(&crate::commands::text_of(file)?);
            signed.map_err(|why| {
                let what = format!("`{}` is not what `glasscase consent sign` wrote: {why}", file.display());
                Failure::bad_input(what)
            })?
        }
        None => agreed(arguments, invocation).await?,
    };
    let path = path::api(&["requests", arguments.request.as_str(), "approve"])?;
    let approved: Approved = invocation.server()?.post(&path, &approval).await?;
    invocation.out.answer(&approved, |out| {
        let until = out.when(approved.until);
        out.line(format_args!("Approved: {}, until {until}.", approved.categories))
    })?;
    Ok(())
}

/// The document that a signature under an approval would cover.
pub(super) async fn draft(
    request: &RequestId,
    part: &PartArguments,
    invocation: &Invocation,
) -> Result<ApprovalDraft> {
    let wanted =
        DraftApproval { categories: part.categories(), language: Some(part.language.name().to_owned()) };
    let path = path::api(&["requests", request.as_str(), "draft"])?;
    Ok(invocation.server()?.post(&path, &wanted).await?)
}

/// What to send once the person agreed: a signature where a key was named, else the categories.
async fn agreed(arguments: &ApproveArguments, invocation: &Invocation) -> Result<Approve> {
    let (signing, categories) = (&arguments.signing, arguments.part.categories());
    let key = signing.key.as_deref().map(key_file::read).transpose()?;
    if key.is_none() && signing.yes {
        return Ok(Approve { categories, signed: None });
    }
    let drafted = draft(&arguments.request, &arguments.part, invocation).await?;
    let draft = Draft::parse(&drafted.document)?;
    check(&draft, &arguments.request, categories)?;
    agreement::agree(&draft.text(), signing.yes)?;
    Ok(match key {
        Some(key) => Approve { categories: None, signed: Some(draft.sign(&key)?) },
        None => Approve { categories, signed: None },
    })
}

/// Refuses a draft that is not what was asked for, whatever its text says.
fn check(draft: &Draft, request: &RequestId, wanted: Option<Categories>) -> Result<()> {
    let fits = match draft {
        Draft::Approval(document) => {
            document.request == *request && wanted.is_none_or(|asked| document.categories.is_subset_of(asked))
        }
        Draft::Consent(_) => false,
    };
    if fits {
        return Ok(());
    }
    Err(Failure::failed("the document that the server drafted is not the approval that was asked for")
        .advise("do not agree to it; tell whoever runs the server")
        .into())
}
