//! Challenges for passkeys. Each says by itself that this desk made it, for what and until when, so that any replica takes
//! the answer; that it was used is kept.

use crate::caller::Caller;
use crate::commit::{Place, RequestKey};
use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use domain::TenantId;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A challenge that says `said` to whoever opens it for the same use. No two are the same.
pub(crate) fn seal(
    desk: &Desk,
    tenant: &TenantId,
    said: &impl Serialize,
    use_of_it: &[u8],
) -> Result<Vec<u8>, Refusal> {
    let said = serde_json::to_vec(said).map_err(|why| Refusal::failed("write a challenge", &why))?;
    Ok(desk.vault().seal_text(tenant.as_str(), &said, use_of_it)?)
}

/// What a challenge says; none if this desk did not make it for this tenant and use.
pub(crate) fn open<T: DeserializeOwned>(
    desk: &Desk,
    tenant: &TenantId,
    challenge: &[u8],
    use_of_it: &[u8],
) -> Option<T> {
    let said = desk.vault().open_text(tenant.as_str(), challenge, use_of_it).ok()?;
    serde_json::from_slice(&said).ok()
}

/// Keeps that the caller used a challenge for `what`; `reused` if it was used for anything else. Answers are kept for longer
/// than a challenge is good.
pub(crate) async fn use_up(
    desk: &Desk,
    caller: &Caller,
    challenge: &[u8],
    what: &str,
    reused: Refusal,
) -> Result<(), Refusal> {
    let key = format!("challenge {}", hex::encode(mint::sha256(challenge)));
    let use_of_it = RequestKey { key, body: mint::sha256(what.as_bytes()) };
    let place = Place::of(caller.tenant.clone(), caller, Some(&use_of_it));
    desk.keep_answer(place, ()).await.map_err(|why| match why {
        Refusal::KeyReused => reused,
        why => why,
    })
}
