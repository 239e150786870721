//! Signing in with a passkey.
//!
//! The challenge says by itself that this desk made it and until when, so that any replica takes the answer. What is
//! signed is its digest under a prefix of its own: no signature for signing in stands behind a consent.

use crate::caller::Caller;
use crate::commit::{Place, RequestKey};
use crate::desk::Desk;
use crate::directory::{Purpose, TokenSecret, begin_session};
use crate::mint;
use crate::passkey_request::TIMEOUT_MILLISECONDS;
use crate::refusal::Refusal;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use consent::{Digest, PublicKey};
use domain::{KeyId, Moment, PersonId, Proof, Span, Tenant, TenantId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How long signing in may take.
const SIGN_IN_LIFE: Span = Span::from_seconds(300);
/// Binds a sealed challenge to its use.
const CHALLENGE: &[u8] = b"sign-in challenge";
/// What stands before the challenge in what is signed.
const PREFIX: &[u8] = b"glasscase/sign-in/v1\0";

/// What a page needs to have somebody sign in.
#[derive(Clone, Debug)]
pub struct SignInRequest {
    /// `PublicKeyCredentialRequestOptionsJSON` for `navigator.credentials.get` (WebAuthn, 5.1.10).
    pub options: Value,
    /// What the page sends back with the answer.
    pub challenge: String,
}

/// What a browser answered.
#[derive(Clone, Debug)]
pub struct SignInAnswer {
    /// The request's challenge.
    pub challenge: String,
    /// `response.userHandle`, base64url.
    pub user_handle: String,
    /// The credential's id, base64url.
    pub credential: String,
    /// Authenticator data, client data and signature, each base64url, with dots between.
    pub assertion: String,
}

#[derive(Serialize, Deserialize)]
struct Challenge {
    nonce: String,
    expires_at: Moment,
}

/// Asks a browser for a passkey of whoever is there. Changes nothing.
///
/// # Errors
/// [`Refusal::Invalid`] if the desk has no name to bind passkeys to.
pub fn offer_sign_in(desk: &Desk) -> Result<SignInRequest, Refusal> {
    let site = Purpose::SignIn.site(desk)?;
    let challenge = Challenge { nonce: mint::nonce()?, expires_at: desk.now().plus(SIGN_IN_LIFE) };
    let challenge =
        serde_json::to_vec(&challenge).map_err(|why| Refusal::failed("write a challenge", &why))?;
    let challenge = desk.vault().seal_text(desk.support_tenant().as_str(), &challenge, CHALLENGE)?;
    let options = json!({
        "challenge": BASE64_URL_SAFE_NO_PAD.encode(signed(&challenge).0),
        "timeout": TIMEOUT_MILLISECONDS,
        "rpId": site.id(),
        "userVerification": "required",
    });
    Ok(SignInRequest { options, challenge: BASE64_URL_SAFE_NO_PAD.encode(challenge) })
}

/// What a passkey signs.
fn signed(challenge: &[u8]) -> Digest {
    Digest::of(&[PREFIX, challenge].concat())
}

/// Begins a session for whoever answered. Each challenge lets somebody in once.
///
/// # Errors
/// [`Refusal::SignIn`] if it is no answer to a request of this desk's, is too late or was used, or no passkey of the
/// person's signed it.
pub async fn sign_in(desk: &Desk, answer: &SignInAnswer) -> Result<TokenSecret, Refusal> {
    let challenge = decoded(&answer.challenge)?;
    check_challenge(desk, &challenge)?;
    let (tenant, person) = read_handle(&decoded(&answer.user_handle)?).ok_or(Refusal::SignIn)?;
    let state = desk.tenant(&tenant).await.map_err(|_| Refusal::SignIn)?;
    verify(&state, &person, &challenge, answer)?;
    let caller = desk.caller_as(&state, tenant, &person).ok_or(Refusal::SignIn)?;
    use_up(desk, &caller, &challenge).await?;
    begin_session(desk, &caller).await
}

fn decoded(text: &str) -> Result<Vec<u8>, Refusal> {
    BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| Refusal::SignIn)
}

/// Refuses a challenge that this desk did not make, or whose time is over.
fn check_challenge(desk: &Desk, challenge: &[u8]) -> Result<(), Refusal> {
    let opened = desk.vault().open_text(desk.support_tenant().as_str(), challenge, CHALLENGE);
    let opened = opened.map_err(|_| Refusal::SignIn)?;
    let made: Challenge = serde_json::from_slice(&opened).map_err(|_| Refusal::SignIn)?;
    if desk.now() < made.expires_at { Ok(()) } else { Err(Refusal::SignIn) }
}

/// Whose passkey it says it is.
fn read_handle(handle: &[u8]) -> Option<(TenantId, PersonId)> {
    let (tenant, person) = std::str::from_utf8(handle).ok()?.split_once('/')?;
    Some((tenant.parse().ok()?, person.parse().ok()?))
}

fn verify(state: &Tenant, person: &PersonId, challenge: &[u8], answer: &SignInAnswer) -> Result<(), Refusal> {
    let public = |id: &KeyId| {
        let key = state.sign_in_keys().get(id).filter(|key| key.person == *person)?;
        PublicKey::parse(&key.algorithm, &key.public_key).ok()
    };
    let is_named =
        |key: &PublicKey| key.passkey().is_some_and(|passkey| passkey.credential_id() == answer.credential);
    let mut own = state.sign_in_keys().keys();
    let key = own.find(|id| public(id).as_ref().is_some_and(is_named)).ok_or(Refusal::SignIn)?;
    let proof = Proof::Key { key: key.clone(), signature: answer.assertion.clone() };
    consent::verify(&signed(challenge), &proof, &public).map(|_| ()).map_err(|_| Refusal::SignIn)
}

/// Keeps that the challenge was used. A second time has other words, whatever was answered, and so is refused.
async fn use_up(desk: &Desk, caller: &Caller, challenge: &[u8]) -> Result<(), Refusal> {
    let word = mint::nonce()?;
    let key = format!("sign-in {}", hex::encode(mint::sha256(challenge)));
    let use_of_it = RequestKey { key, body: mint::sha256(word.as_bytes()) };
    let place = Place::of(caller.tenant.clone(), caller, Some(&use_of_it));
    desk.keep_answer(place, ()).await.map_err(|why| match why {
        Refusal::KeyReused => Refusal::SignIn,
        why => why,
    })
}
