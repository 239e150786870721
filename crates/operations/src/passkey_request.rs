//! Asking a passkey for its signature under a document.

use crate::desk::Desk;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use consent::{Digest, PublicKey};
use domain::{KeyId, Tenant};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How long a browser waits for the person, in milliseconds.
pub(crate) const TIMEOUT_MILLISECONDS: u32 = 300_000;

/// What a page needs to have a document signed by a passkey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyRequest {
    /// `PublicKeyCredentialRequestOptionsJSON` for `navigator.credentials.get` (WebAuthn, 5.1.10).
    pub options: Value,
    /// The consent key of each passkey, by its credential id in base64url.
    pub keys: BTreeMap<String, KeyId>,
}

impl PasskeyRequest {
    /// Asks any passkey in use that was made for this desk's pages to sign `challenge`; none where there is no such
    /// passkey.
    pub(crate) fn of(desk: &Desk, tenant: &Tenant, challenge: &Digest) -> Option<Self> {
        let site = desk.consent_site()?;
        let keys = in_use(tenant, site.id());
        if keys.is_empty() {
            return None;
        }
        let options = json!({
            "challenge": BASE64_URL_SAFE_NO_PAD.encode(challenge.0),
            "timeout": TIMEOUT_MILLISECONDS,
            "rpId": site.id(),
            "allowCredentials": credentials(&keys),
            "userVerification": "required",
        });
        Some(Self { options, keys })
    }
}

/// The passkeys in use that are bound to this name: consent keys by credential id.
pub(crate) fn in_use(tenant: &Tenant, relying_party: &str) -> BTreeMap<String, KeyId> {
    let in_use = tenant.consent_keys().iter().filter(|(_, key)| !key.revoked);
    bound_to(relying_party, in_use.map(|(id, key)| (id, &key.algorithm, &key.public_key)))
}

/// Those of some keys that are passkeys bound to this name, by credential id.
pub(crate) fn bound_to<'k>(
    relying_party: &str,
    keys: impl Iterator<Item = (&'k KeyId, &'k String, &'k String)>,
) -> BTreeMap<String, KeyId> {
    keys.filter_map(|(id, algorithm, text)| {
        let public = PublicKey::parse(algorithm, text).ok()?;
        let passkey = public.passkey().filter(|passkey| passkey.relying_party().id() == relying_party)?;
        Some((passkey.credential_id(), id.clone()))
    })
    .collect()
}

/// Credentials as browsers are told of them.
pub(crate) fn credentials(keys: &BTreeMap<String, KeyId>) -> Vec<Value> {
    keys.keys().map(|id| json!({ "type": "public-key", "id": id })).collect()
}
