//! Making passkeys: what a page asks a browser to make, and what the browser made.
//!
//! Those that sign consents are credentials of their own, apart from those for signing in: with another user handle, so
//! that an authenticator keeps both, and where the desk has two names under another relying party.

mod purpose;

pub(crate) use purpose::Purpose;

use super::{consent_keys, own};
use crate::caller::Caller;
use crate::challenge;
use crate::commit::{Decided, RequestKey};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::passkey_request::{TIMEOUT_MILLISECONDS, credentials};
use crate::refusal::Refusal;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use consent::{BadRegistration, Language, PublicKey, Registration};
use domain::{Action, ConsentKey, KeyId, Moment, Span};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How long a passkey may take to be made.
const CREATION_LIFE: Span = Span::from_seconds(600);
/// COSE's numbers of ES256, EdDSA, ES384 and RS256.
const ALGORITHMS: [i32; 4] = [-7, -8, -35, -257];

/// A passkey to make.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PasskeyCreation {
    /// `PublicKeyCredentialCreationOptionsJSON` for `navigator.credentials.create` (WebAuthn, 5.1.9).
    pub options: Value,
    /// Until when what the browser made is taken.
    pub expires_at: Moment,
}

/// What a challenge says to the desk that made it.
#[derive(Serialize, Deserialize)]
struct Challenge {
    person: String,
    expires_at: Moment,
}

/// Asks a browser for a passkey of the caller's that signs consents. Anybody of the customer's may make one; it counts once an
/// owner enrols it. Changes nothing: the challenge says by itself whose it is and until when, so that any replica takes
/// the answer.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::Invalid`] if the desk has no name to bind passkeys to.
pub async fn offer_passkey(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    language: Language,
) -> Result<PasskeyCreation, Refusal> {
    caller.may(Action::SeeAccess)?;
    offer(desk, caller, key, language, Purpose::Consents).await
}

pub(super) async fn offer(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    language: Language,
    purpose: Purpose,
) -> Result<PasskeyCreation, Refusal> {
    let site = purpose.site(desk)?;
    let (state, now) = desk.tenant_now(&caller.tenant).await?;
    let expires_at = now.plus(CREATION_LIFE);
    let challenge = Challenge { person: caller.person.to_string(), expires_at };
    let challenge = challenge::seal(desk, &caller.tenant, &challenge, purpose.challenge())?;
    let (name, shown) = names(desk, caller, purpose.words(language)).await?;
    let in_use = purpose.in_use(&state, &caller.person, site);
    let options = json!({
        "rp": { "id": site.id(), "name": "Glasscase" },
        "user": {
            "id": BASE64_URL_SAFE_NO_PAD.encode(purpose.user(&caller.tenant, &caller.person)?),
            "name": name, "displayName": shown,
        },
        "challenge": BASE64_URL_SAFE_NO_PAD.encode(challenge),
        "pubKeyCredParams": ALGORITHMS.map(|alg| json!({ "type": "public-key", "alg": alg })),
        "timeout": TIMEOUT_MILLISECONDS,
        "excludeCredentials": credentials(&in_use),
        "authenticatorSelection": { "residentKey": purpose.resident(), "userVerification": "required" },
        "attestation": "none",
    });
    desk.keep_answer(own(caller, key), PasskeyCreation { options, expires_at }).await
}

/// What an authenticator calls the passkey: for telling it from the same person's other one.
async fn names(desk: &Desk, caller: &Caller, what: &str) -> Result<(String, String), Refusal> {
    let (name, upn) = match desk.store().person(&caller.tenant, &caller.person).await? {
        Some(person) => (person.name, person.upn),
        None => (caller.person.to_string(), caller.person.to_string()),
    };
    Ok((format!("{upn} ({what})"), format!("{name} ({what})")))
}

/// What a browser made.
#[derive(Clone, Debug, Deserialize)]
pub struct MadePasskey {
    /// `response.clientDataJSON` of what `navigator.credentials.create` gave, base64url.
    pub client_data: String,
    /// `response.attestationObject` of it, base64url.
    pub attestation_object: String,
}

/// Enrols a passkey of the caller's as a consent key. From here on the organisation's consents are signed. A challenge of
/// [`offer_passkey`] is good for one passkey.
///
/// # Errors
/// [`Refusal::Invalid`] if it was made for another page, person or time, or is none that this program can check;
/// [`Refusal::Rule`] if it is enrolled.
pub async fn enrol_passkey(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    made: &MadePasskey,
    label: &str,
) -> Result<(KeyId, ConsentKey), Refusal> {
    caller.may(Action::ManageConsentKeys)?;
    let Checked { public, challenge, until } = check(desk, caller, made, Purpose::Consents)?;
    use_up(desk, caller, &challenge, &public).await?;
    let id = consent_keys::enrol(desk, caller, key, &public, label, until).await?;
    let enrolled = desk.tenant(&caller.tenant).await?.consent_keys().get(&id).cloned();
    Ok((id.clone(), enrolled.ok_or_else(|| Refusal::not_found("consent key", &id))?))
}

/// A passkey as a text, for an owner to enrol and runners to pin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyText {
    /// The id that it will have.
    pub key: KeyId,
    /// The name of its algorithm.
    pub algorithm: String,
    /// Its text.
    pub public_key: String,
}

/// The text of a passkey of the caller's, for those who consent and may enrol no key. Changes nothing.
///
/// # Errors
/// [`Refusal::Invalid`] as in [`enrol_passkey`].
pub async fn read_passkey(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    made: &MadePasskey,
) -> Result<PasskeyText, Refusal> {
    caller.may(Action::SeeAccess)?;
    let Checked { public, until, .. } = check(desk, caller, made, Purpose::Consents)?;
    let text =
        PasskeyText { key: public.id(), algorithm: public.algorithm().to_owned(), public_key: public.text() };
    desk.commit(own(caller, key), move |_, now| {
        consent_keys::check_time(until, now)?;
        Ok(Decided::new(Vec::new(), text.clone()))
    })
    .await
}

/// A passkey that was made for this desk and the caller.
pub(super) struct Checked {
    pub(super) public: PublicKey,
    pub(super) challenge: Vec<u8>,
    pub(super) until: Moment,
}

pub(super) fn check(
    desk: &Desk,
    caller: &Caller,
    made: &MadePasskey,
    purpose: Purpose,
) -> Result<Checked, Refusal> {
    let site = purpose.site(desk)?;
    let bad = |why: BadRegistration| Refusal::bad_key("passkey", &why);
    let registration = Registration::decode(&made.client_data, &made.attestation_object).map_err(bad)?;
    let challenge = registration.challenge().unwrap_or_default();
    let until = good_until(desk, caller, &challenge, purpose)?;
    let public = PublicKey::from(registration.check(&challenge, site).map_err(bad)?);
    Ok(Checked { public, challenge, until })
}

/// Until when a challenge is good that this desk made for the caller; others are refused.
fn good_until(desk: &Desk, caller: &Caller, challenge: &[u8], purpose: Purpose) -> Result<Moment, Refusal> {
    let refused = || Refusal::fault("passkey", Fault::NotAskedFor);
    let made: Challenge =
        challenge::open(desk, &caller.tenant, challenge, purpose.challenge()).ok_or_else(refused)?;
    if made.person == caller.person.as_str() { Ok(made.expires_at) } else { Err(refused()) }
}

/// Keeps for which passkey a challenge was used.
///
/// A crash after this leaves no key, and the challenge good for the same passkey alone: the page sends it again.
pub(super) async fn use_up(
    desk: &Desk,
    caller: &Caller,
    challenge: &[u8],
    public: &PublicKey,
) -> Result<(), Refusal> {
    let reused = Refusal::fault("passkey", Fault::UsedBefore);
    challenge::use_up(desk, caller, challenge, &public.text(), reused).await
}
