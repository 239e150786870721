//! The passkeys with which people sign in. Everybody makes their own; nobody has a password.

use super::passkeys::{Checked, MadePasskey, PasskeyCreation, Purpose, check, offer, use_up};
use super::{consent_keys, manage_people, own};
use crate::caller::Caller;
use crate::commit::{Decided, RequestKey};
use crate::desk::Desk;
use crate::personal::checked;
use crate::refusal::Refusal;
use consent::Language;
use domain::{Command, KeyId, Moment, SignInKey};

/// Asks a browser for a passkey with which the caller signs in. Changes nothing.
///
/// # Errors
/// [`Refusal::Invalid`] if the desk has no name to bind passkeys to.
pub async fn offer_sign_in_key(
    desk: &Desk,
    caller: &Caller,
    language: Language,
) -> Result<PasskeyCreation, Refusal> {
    offer(desk, caller, None, language, Purpose::SignIn).await
}

/// Enrols a passkey with which the caller signs in from now on.
///
/// # Errors
/// [`Refusal::Invalid`] if it was made for another page, person or time, or is none that this program can check;
/// [`Refusal::Rule`] if it is enrolled.
pub async fn enrol_sign_in_key(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    made: &MadePasskey,
    label: &str,
) -> Result<KeyId, Refusal> {
    let part = desk.part(&caller.tenant, "label", checked("label", label, 1, 100)?)?;
    let Checked { public, challenge, until } = check(desk, caller, made, Purpose::SignIn)?;
    use_up(desk, caller, &challenge, &public).await?;
    let id = public.id();
    let command = Command::EnrolSignInKey {
        key: id.clone(),
        person: caller.person.clone(),
        algorithm: public.algorithm().to_owned(),
        public_key: public.text(),
    };
    desk.commit(own(caller, key), move |tenant, now| {
        consent_keys::check_time(until, now)?;
        let decided = Decided::new(tenant.decide(&command, now)?, id.clone());
        Ok(decided.with_parts(vec![part.clone()]))
    })
    .await
}

/// The passkeys with which the caller signs in.
///
/// # Errors
/// If the tenant cannot be loaded.
pub async fn list_sign_in_keys(desk: &Desk, caller: &Caller) -> Result<Vec<(KeyId, SignInKey)>, Refusal> {
    let state = desk.tenant(&caller.tenant).await?;
    let own = state.sign_in_keys().iter().filter(|(_, key)| key.person == caller.person);
    Ok(own.map(|(id, key)| (id.clone(), key.clone())).collect())
}

/// Revokes a passkey: one's own, or anybody's for those who manage people. Sessions that it began go on until they are
/// ended.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn revoke_sign_in_key(desk: &Desk, caller: &Caller, key: &KeyId) -> Result<Moment, Refusal> {
    let sees_all = manage_people(caller).is_ok();
    let (key, person) = (key.clone(), caller.person.clone());
    desk.commit(own(caller, None), move |tenant, now| {
        let found = tenant.sign_in_keys().get(&key);
        if !found.is_some_and(|found| sees_all || found.person == person) {
            return Err(Refusal::not_found("passkey", &key));
        }
        Ok(Decided::new(tenant.decide(&Command::RevokeSignInKey { key: key.clone() }, now)?, now))
    })
    .await
}
