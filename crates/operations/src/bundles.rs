//! Support bundles that the customer's people attach to a case: screened and sealed before they left, taken part by part,
//! deleted like everything collected. Until the whole is checked there is no event, so nobody sees anything of it.

mod checks;
mod finish;
mod screened;

pub(crate) use checks::Checks;
pub use finish::{Attached, finish_bundle};

use crate::caller::Caller;
use crate::claims::due_hour;
use crate::commit::{Place, RequestKey};
use crate::deliveries::{destroy, in_vault};
use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use crate::sweep::unfinished;
use domain::{Action, CaseId, CollectionId, Moment, Refusal as Rule, Tenant, TenantId};
use serde::{Deserialize, Serialize};
use vault::DueHour;

/// The largest bundle before it is sealed, packed, in bytes.
pub const BUNDLE_BYTES_MAX: u64 = 1 << 30;
/// The same when it is sealed: a header, and 16 bytes with every 64 KiB.
const SEALED_BYTES_MAX: u64 = BUNDLE_BYTES_MAX + (BUNDLE_BYTES_MAX >> 12) + 4_096;
/// How many bundles of an organisation may be under way at once, those included that nobody sends any more.
const UNDER_WAY_MAX: usize = 8;

/// A bundle may be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleBegun {
    /// What it will be kept as.
    pub collection: CollectionId,
    /// The age recipient to which it is to be sealed.
    pub recipient: String,
}

/// Begins to attach a bundle. One that is not finished is destroyed once nothing came of it for an hour or two.
///
/// # Errors
/// [`Refusal::NotFound`] for a case that is not the caller's, [`Refusal::Rule`] if it is closed,
/// [`Refusal::TooManyBundles`] while others are under way.
pub async fn begin_bundle(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    case: &CaseId,
) -> Result<BundleBegun, Refusal> {
    caller.may(Action::AttachBundle)?;
    desk.trust_clock()?;
    let tenant = desk.place_of(caller, case).await?;
    must_be_open(desk.tenant_now(&tenant).await?.0.as_ref(), case)?;
    let state = desk.tenant(&tenant).await?;
    let under_way = unfinished(desk, &tenant).await?;
    // Files may wait for a case that is not open yet; they are counted elsewhere.
    let of_cases = under_way
        .keys()
        .filter(|id| mint::case_of(id.as_str()).is_some_and(|case| state.case(&case).is_some()));
    if of_cases.count() >= UNDER_WAY_MAX {
        return Err(Refusal::TooManyBundles);
    }
    let (collection, due) = (mint::collection(case)?, due_hour(desk, &tenant).await?);
    // A crash behind this leaves a collection that nobody fills; `tidy` destroys it.
    let recipient = in_vault(desk, &tenant, &collection, move |vault, tenant, collection| {
        vault.create_collection(tenant, collection, due)
    })
    .await?;
    let begun = BundleBegun { collection, recipient };
    let place = Place::of(tenant.clone(), caller, key);
    let first = desk.keep_answer(place, begun.clone()).await?;
    if first.collection != begun.collection {
        destroy(desk, &tenant, &begun.collection).await?;
    }
    Ok(first)
}

/// Takes a part of the sealed bundle, and says how much arrived. A part may be sent again; it is kept once.
///
/// # Errors
/// [`Refusal::NotFound`] for a bundle that is not under way, [`Refusal::Rule`] if its case was closed meanwhile,
/// [`Refusal::Invalid`] if the part does not fit, or is one too many.
pub async fn accept_bundle_part(
    desk: &Desk,
    caller: &Caller,
    id: &CollectionId,
    offset: u64,
    part: Vec<u8>,
) -> Result<u64, Refusal> {
    let upload = under_way(desk, caller, id).await?;
    if offset.saturating_add(part.len() as u64) > SEALED_BYTES_MAX {
        let why = format!("the bundle has more than the {} MiB that a case takes", BUNDLE_BYTES_MAX >> 20);
        return Err(Refusal::invalid("part", why));
    }
    in_vault(desk, &upload.tenant, id, move |vault, tenant, collection| {
        vault.append_part(tenant, collection, offset, &part)
    })
    .await
}

/// Destroys what came of a bundle that will not be finished.
///
/// # Errors
/// [`Refusal::NotFound`] for a bundle that is not under way, [`Refusal::Checking`] while it is being checked.
pub async fn abandon_bundle(desk: &Desk, caller: &Caller, id: &CollectionId) -> Result<Moment, Refusal> {
    let upload = under_way(desk, caller, id).await?;
    if desk.checks().holds(id) {
        return Err(Refusal::Checking);
    }
    destroy(desk, &upload.tenant, id).await?;
    Ok(desk.now())
}

/// A bundle that is being sent.
struct Upload {
    tenant: TenantId,
    case: CaseId,
    due: DueHour,
}

/// The bundle with this id, while it is under way and its case is open. What a run ships is none.
async fn under_way(desk: &Desk, caller: &Caller, id: &CollectionId) -> Result<Upload, Refusal> {
    caller.may(Action::AttachBundle)?;
    let not_found = || Refusal::not_found("bundle", id);
    let case = mint::case_of(id.as_str()).ok_or_else(not_found)?;
    let tenant = desk.place_of(caller, &case).await.map_err(|_| not_found())?;
    let (state, _) = desk.tenant_now(&tenant).await?;
    let is_of_a_run =
        state.runs().values().any(|run| run.claim.as_ref().is_some_and(|claim| claim.collection == *id));
    if is_of_a_run || state.collection(id).is_some() {
        return Err(not_found());
    }
    let due = in_vault(desk, &tenant, id, vault::Vault::due_hour).await.map_err(|refusal| match refusal {
        Refusal::Destroyed => not_found(),
        refusal => refusal,
    })?;
    if let Err(refusal) = must_be_open(&state, &case) {
        destroy(desk, &tenant, id).await?;
        return Err(refusal);
    }
    Ok(Upload { tenant, case, due })
}

pub(crate) fn must_be_open(state: &Tenant, case: &CaseId) -> Result<(), Refusal> {
    match state.case(case) {
        Some(found) if found.open => Ok(()),
        _ => Err(Refusal::Rule { rule: Rule::CaseIsClosed }),
    }
}
