//! Support bundles that the customer's people attach to a case: screened before they left, sealed here, deleted like
//! everything collected.

mod screened;

use crate::caller::Caller;
use crate::claims::due_hour;
use crate::commit::{Decided, Place, RequestKey};
use crate::deliveries::{destroy, hour_start, in_vault};
use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use domain::{Action, CaseId, CollectionId, Command, Moment, NewBundle, Refusal as Rule, TenantId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use vault::DueHour;

/// A bundle was attached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// What it is kept as.
    pub collection: CollectionId,
    /// When.
    pub at: Moment,
    /// When its key is destroyed at the latest.
    pub due_at: Moment,
}

/// Attaches a screened bundle: pieces of text, one JSON text a line, packed with gzip. `sha256` is the digest of these
/// bytes, lower-case hex; the same bytes are attached to a case once.
///
/// # Errors
/// [`Refusal::NotFound`] for a case that is not the caller's, [`Refusal::Rule`] if it is closed, [`Refusal::Invalid`] if
/// the bytes are not what was announced, or hold a value that is not screened.
pub async fn attach_bundle(
    desk: &Desk,
    caller: &Caller,
    case: &CaseId,
    sha256: &str,
    packed: Arc<[u8]>,
) -> Result<Attached, Refusal> {
    caller.may(Action::AttachBundle)?;
    desk.trust_clock()?;
    let tenant = desk.place_of(caller, case).await?;
    let digest = mint::sha256(&packed);
    if hex::encode(digest) != sha256 {
        return Err(Refusal::invalid("sha256", "it is not the digest of the body: send it again"));
    }
    must_be_open(desk, &tenant, case).await?;
    let content = Arc::clone(&packed);
    let checked = tokio::task::spawn_blocking(move || screened::spans(content)).await;
    let checked = checked.map_err(|why| Refusal::failed("read a bundle", &why))?;
    let spans = checked.map_err(|why| Refusal::invalid("body", why))?;
    let collection = mint::collection(case)?;
    let due = due_hour(desk, &tenant).await?;
    // A crash behind this leaves a collection that no event stored; `tidy` destroys it.
    let sealed = in_vault(desk, &tenant, &collection, move |vault, tenant, collection| {
        vault.seal_collection(tenant, collection, due, &packed)
    })
    .await?;
    let sha256 = hex::encode(sealed.sha256);
    let bundle = NewBundle { collection, due_hour: due.0, bytes: sealed.bytes, sha256, spans };
    store(desk, caller, tenant, case, bundle, RequestKey { key: format!("bundle {case}"), body: digest })
        .await
}

/// Found out before the work, though the append decides it again.
async fn must_be_open(desk: &Desk, tenant: &TenantId, case: &CaseId) -> Result<(), Refusal> {
    let (state, _) = desk.tenant_now(tenant).await?;
    match state.case(case) {
        Some(found) if found.open => Ok(()),
        _ => Err(Refusal::Rule { rule: Rule::CaseIsClosed }),
    }
}

async fn store(
    desk: &Desk,
    caller: &Caller,
    tenant: TenantId,
    case: &CaseId,
    bundle: NewBundle,
    digest: RequestKey,
) -> Result<Attached, Refusal> {
    let key = RequestKey { key: format!("{} {}", digest.key, hex::encode(digest.body)), ..digest };
    let place = Place::of(tenant.clone(), caller, Some(&key));
    let (collection, DueHour(hour)) = (bundle.collection.clone(), DueHour(bundle.due_hour));
    let command = Command::AttachBundle { case: case.clone(), bundle };
    let kept = collection.clone();
    let stored = desk
        .commit(place, move |tenant, now| {
            let events = tenant.decide(&command, now)?;
            let answer = Attached { collection: kept.clone(), at: now, due_at: hour_start(hour) };
            Ok(Decided::new(events, answer))
        })
        .await;
    match stored {
        Ok(attached) if attached.collection == collection => Ok(attached),
        // It was attached before: that answer counts, and what was sealed now is not needed.
        Ok(attached) => destroy(desk, &tenant, &collection).await.map(|()| attached),
        // Nobody knows what was decided: `tidy` destroys what no event stored.
        Err(refusal @ (Refusal::Busy | Refusal::Failed { .. })) => Err(refusal),
        Err(refusal) => {
            destroy(desk, &tenant, &collection).await?;
            Err(refusal)
        }
    }
}
