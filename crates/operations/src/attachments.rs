//! Files that the customer's people attach to a case as they are, in one piece. What they hold is support data: whoever
//! attaches a file hands it over by doing so, and the log shows that it is there unmasked.

mod content;

pub(crate) use content::packed;

use crate::bundles::{Attached, must_be_open};
use crate::caller::Caller;
use crate::claims::due_hour;
use crate::commit::{Decided, Place, RequestKey};
use crate::deliveries::{destroy, hour_start, in_vault};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::mint;
use crate::personal::checked;
use crate::refusal::Refusal;
use domain::{Action, CaseId, Command, NewBundle};
use std::collections::BTreeMap;
use vault::DueHour;

/// The largest file that a case takes in one piece, in bytes.
pub const FILE_BYTES_MAX: usize = 32 << 20;
/// The longest name of a file in characters.
const NAME_CHARS_MAX: usize = 200;

/// Attaches a file to a case: it becomes evidence, kept as long as any.
///
/// # Errors
/// [`Refusal::NotFound`] for a case that is not the caller's, [`Refusal::Rule`] if it is closed, [`Refusal::Invalid`]
/// for a file that is empty, too large or without a name.
pub async fn attach_file(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    case: &CaseId,
    name: &str,
    bytes: Vec<u8>,
) -> Result<Attached, Refusal> {
    caller.may(Action::AttachBundle)?;
    desk.trust_clock()?;
    let tenant = desk.place_of(caller, case).await?;
    must_be_open(desk.tenant_now(&tenant).await?.0.as_ref(), case)?;
    let name = checked_file(name, &bytes)?.to_owned();
    let (collection, due) = (mint::collection(case)?, due_hour(desk, &tenant).await?);
    let DueHour(due_hour) = due;
    // A crash behind this leaves a collection without an event; `tidy` destroys it.
    let (pieces, sealed) = in_vault(desk, &tenant, &collection, move |vault, tenant, collection| {
        vault.create_collection(tenant, collection, due)?;
        // Packing in memory fails for want of memory alone.
        let (packed, pieces) = packed(&name, &bytes).unwrap_or_default();
        vault.seal_collection(tenant, collection, &packed)?;
        Ok((pieces, vault.sealed_collection(tenant, collection)?))
    })
    .await?;
    let Some((bytes, sha256)) = sealed.filter(|_| pieces > 0) else {
        destroy(desk, &tenant, &collection).await?;
        return Err(Refusal::fault("file", Fault::NotPacked));
    };
    let spans = BTreeMap::from([("support".to_owned(), pieces)]);
    let sha256 = hex::encode(sha256);
    let bundle = NewBundle { collection: collection.clone(), due_hour, bytes, sha256, spans };
    let command = Command::AttachBundle { case: case.clone(), bundle };
    let kept = collection.clone();
    let attached = desk.commit(Place::of(tenant.clone(), caller, key), move |tenant, now| {
        let attached = Attached { collection: kept.clone(), at: now, due_at: hour_start(due_hour) };
        Ok(Decided::new(tenant.decide(&command, now)?, attached))
    });
    let attached = attached.await;
    // A case that was closed meanwhile, or the answer to the same file sent before.
    if !attached.as_ref().is_ok_and(|attached| attached.collection == collection) {
        destroy(desk, &tenant, &collection).await?;
    }
    attached
}

/// The name of a file that can be attached in one piece.
///
/// # Errors
/// [`Refusal::Invalid`] for a file that is empty, too large or without a name.
pub(crate) fn checked_file<'n>(name: &'n str, bytes: &[u8]) -> Result<&'n str, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::fault("file", Fault::Empty));
    }
    if bytes.len() > FILE_BYTES_MAX {
        return Err(Refusal::fault("file", Fault::TooLarge { mebibytes: FILE_BYTES_MAX >> 20 }));
    }
    checked("name", name, 1, NAME_CHARS_MAX)
}
