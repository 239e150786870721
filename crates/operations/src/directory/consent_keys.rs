//! The keys that sign a tenant's consents.

use super::own;
use crate::caller::Caller;
use crate::commit::{Decided, RequestKey};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::personal::checked;
use crate::refusal::Refusal;
use consent::PublicKey;
use domain::{Action, Command, ConsentKey, KeyId, Moment};

/// The consent keys of the caller's organisation, revoked ones included.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn list_consent_keys(desk: &Desk, caller: &Caller) -> Result<Vec<(KeyId, ConsentKey)>, Refusal> {
    caller.may(Action::SeeAccess)?;
    let state = desk.tenant(&caller.tenant).await?;
    Ok(state.consent_keys().iter().map(|(id, key)| (id.clone(), key.clone())).collect())
}

/// Enrols a consent key. From here on the organisation's consents are signed.
///
/// # Errors
/// [`Refusal::Invalid`] if it is no key that this program can check, [`Refusal::Rule`] if it is enrolled.
pub async fn enrol_consent_key(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    algorithm: &str,
    public_key: &str,
    label: &str,
) -> Result<KeyId, Refusal> {
    caller.may(Action::ManageConsentKeys)?;
    let public =
        PublicKey::parse(algorithm, public_key).map_err(|why| Refusal::bad_key("public_key", &why))?;
    enrol(desk, caller, key, &public, label, Moment::MAX).await
}

/// Enrols a key if it is not later than `until`.
pub(super) async fn enrol(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    public: &PublicKey,
    label: &str,
    until: Moment,
) -> Result<KeyId, Refusal> {
    let part = desk.part(&caller.tenant, "label", checked("label", label, 1, 100)?)?;
    let id = public.id();
    let command = Command::EnrolConsentKey {
        key: id.clone(),
        algorithm: public.algorithm().to_owned(),
        public_key: public.text(),
    };
    desk.commit(own(caller, key), move |tenant, now| {
        check_time(until, now)?;
        let decided = Decided::new(tenant.decide(&command, now)?, id.clone());
        Ok(decided.with_parts(vec![part.clone()]))
    })
    .await
}

/// Refuses a passkey that was asked for too long ago.
pub(super) fn check_time(until: Moment, now: Moment) -> Result<(), Refusal> {
    if now <= until {
        return Ok(());
    }
    Err(Refusal::fault("passkey", Fault::TooLate { until: until.to_string() }))
}

/// Revokes a consent key; the consents that it signed end.
///
/// # Errors
/// [`Refusal::Rule`] if it is not enrolled or was revoked.
pub async fn revoke_consent_key(desk: &Desk, caller: &Caller, key: &KeyId) -> Result<Moment, Refusal> {
    caller.may(Action::ManageConsentKeys)?;
    desk.commit_command(own(caller, None), Command::RevokeConsentKey { key: key.clone() }).await
}
