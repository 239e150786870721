//! Signing in with a passkey.
//!
//! The challenge says by itself that this desk made it and until when, so that any replica takes the answer. What is
//! signed is its digest under a prefix of its own: no signature for signing in stands behind a consent.

use crate::caller::Caller;
use crate::challenge;
use crate::desk::Desk;
use crate::directory::{Purpose, TokenSecret, begin_own_session};
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

/// What a challenge says to the desk that made it.
#[derive(Serialize, Deserialize)]
struct Challenge {
    expires_at: Moment,
}

/// Asks a browser for a passkey of whoever is there. Changes nothing.
///
/// # Errors
/// [`Refusal::Invalid`] if the desk has no name to bind passkeys to.
pub fn offer_sign_in(desk: &Desk) -> Result<SignInRequest, Refusal> {
    let site = Purpose::SignIn.site(desk)?;
    let challenge = Challenge { expires_at: desk.now().plus(SIGN_IN_LIFE) };
    let challenge = challenge::seal(desk, desk.support_tenant(), &challenge, CHALLENGE)?;
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
    verify(desk, &state, &person, &challenge, answer)?;
    let caller = desk.caller_as(&state, tenant, &person).ok_or(Refusal::SignIn)?;
    use_up(desk, &caller, &challenge).await?;
    begin_own_session(desk, &caller).await
}

fn decoded(text: &str) -> Result<Vec<u8>, Refusal> {
    BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| Refusal::SignIn)
}

/// Refuses a challenge that this desk did not make, or whose time is over.
fn check_challenge(desk: &Desk, challenge: &[u8]) -> Result<(), Refusal> {
    let made: Option<Challenge> = challenge::open(desk, desk.support_tenant(), challenge, CHALLENGE);
    let is_good = made.is_some_and(|made| desk.now() < made.expires_at);
    if is_good { Ok(()) } else { Err(Refusal::SignIn) }
}

/// Whose passkey it says it is.
fn read_handle(handle: &[u8]) -> Option<(TenantId, PersonId)> {
    let (tenant, person) = std::str::from_utf8(handle).ok()?.split_once('/')?;
    Some((tenant.parse().ok()?, person.parse().ok()?))
}

/// Whether the passkey of this credential is the person's, and signed the challenge.
fn verify(
    desk: &Desk,
    state: &Tenant,
    person: &PersonId,
    challenge: &[u8],
    answer: &SignInAnswer,
) -> Result<(), Refusal> {
    let site = Purpose::SignIn.site(desk).map_err(|_| Refusal::SignIn)?;
    let own = Purpose::SignIn.in_use(state, person, site);
    let key = own.get(&answer.credential).ok_or(Refusal::SignIn)?;
    let public = |id: &KeyId| {
        let key = state.sign_in_keys().get(id)?;
        PublicKey::parse(&key.algorithm, &key.public_key).ok()
    };
    let proof = Proof::Key { key: key.clone(), signature: answer.assertion.clone() };
    consent::verify(&signed(challenge), &proof, &public).map(|_| ()).map_err(|_| Refusal::SignIn)
}

/// Keeps that the challenge was used. A second time has other words, whatever was answered, and so is refused.
async fn use_up(desk: &Desk, caller: &Caller, challenge: &[u8]) -> Result<(), Refusal> {
    challenge::use_up(desk, caller, challenge, &mint::nonce()?, Refusal::SignIn).await
}
