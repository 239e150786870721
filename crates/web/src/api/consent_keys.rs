//! The keys that sign the organisation's consents.

use super::{Created, created, done, items, language};
use crate::app::App;
use crate::body::Asked;
use crate::caller::SignedIn;
use crate::id::Id;
use crate::problem::Refused;
use axum::Json;
use axum::extract::State;
use domain::KeyId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{
    ConsentKey, Done, EnrolConsentKey, EnrolPasskey, Items, MadePasskey, OfferPasskey, PasskeyCreation,
    PasskeyText,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_consent_keys, enrol_consent_key))
        .routes(routes!(offer_passkey))
        .routes(routes!(enrol_passkey))
        .routes(routes!(read_passkey))
        .routes(routes!(revoke_consent_key))
}

/// The consent keys, revoked ones included.
#[utoipa::path(get, path = "/consent-keys", tag = "consent", responses((status = 200, body = Items<ConsentKey>)))]
async fn list_consent_keys(
    State(app): State<App>,
    who: SignedIn,
) -> Result<Json<Items<ConsentKey>>, Refused> {
    let keys = operations::list_consent_keys(&app.desk, &who.caller).await?;
    Ok(items(keys.into_iter().map(|(key, found)| shown(key, found))))
}

fn shown(key: KeyId, found: domain::ConsentKey) -> ConsentKey {
    let domain::ConsentKey { algorithm, public_key, revoked } = found;
    ConsentKey { key, algorithm, public_key, revoked }
}

/// Enrols a consent key: from here on only signed consents count.
#[utoipa::path(post, path = "/consent-keys", tag = "consent", request_body = EnrolConsentKey, responses((status = 201, body = ConsentKey)))]
async fn enrol_consent_key(
    State(app): State<App>,
    who: SignedIn,
    asked: Asked<EnrolConsentKey>,
) -> Result<Created<ConsentKey>, Refused> {
    let EnrolConsentKey { algorithm, public_key, label } = asked.body.clone();
    let (desk, caller) = (&app.desk, &who.caller);
    let key =
        operations::enrol_consent_key(desk, caller, asked.key(), &algorithm, &public_key, &label).await?;
    Ok(created(ConsentKey { key, algorithm, public_key, revoked: false }))
}

/// What a browser needs to make a passkey that signs consents. Changes nothing.
#[utoipa::path(post, path = "/consent-keys/passkeys/options", tag = "consent", request_body = OfferPasskey, responses((status = 200, body = PasskeyCreation)))]
async fn offer_passkey(
    State(app): State<App>,
    who: SignedIn,
    asked: Asked<OfferPasskey>,
) -> Result<Json<PasskeyCreation>, Refused> {
    let language = language(asked.body.language.as_deref())?;
    let made = operations::offer_passkey(&app.desk, &who.caller, asked.key(), language).await?;
    Ok(Json(PasskeyCreation { options: made.options, expires_at: made.expires_at }))
}

/// Enrols a passkey that a browser made: from here on only signed consents count.
#[utoipa::path(post, path = "/consent-keys/passkeys", tag = "consent", request_body = EnrolPasskey, responses((status = 201, body = ConsentKey)))]
async fn enrol_passkey(
    State(app): State<App>,
    who: SignedIn,
    asked: Asked<EnrolPasskey>,
) -> Result<Created<ConsentKey>, Refused> {
    let EnrolPasskey { label, client_data, attestation_object } = asked.body.clone();
    let made = operations::MadePasskey { client_data, attestation_object };
    let (key, enrolled) =
        operations::enrol_passkey(&app.desk, &who.caller, asked.key(), &made, &label).await?;
    Ok(created(shown(key, enrolled)))
}

/// The text of a passkey that a browser made, for an owner to enrol. Changes nothing.
#[utoipa::path(post, path = "/consent-keys/passkeys/text", tag = "consent", request_body = MadePasskey, responses((status = 200, body = PasskeyText)))]
async fn read_passkey(
    State(app): State<App>,
    who: SignedIn,
    asked: Asked<MadePasskey>,
) -> Result<Json<PasskeyText>, Refused> {
    let MadePasskey { client_data, attestation_object } = asked.body.clone();
    let made = operations::MadePasskey { client_data, attestation_object };
    let text = operations::read_passkey(&app.desk, &who.caller, asked.key(), &made).await?;
    let operations::PasskeyText { key, algorithm, public_key } = text;
    Ok(Json(PasskeyText { key, algorithm, public_key }))
}

/// Revokes a consent key; the consents that it signed end.
#[utoipa::path(delete, path = "/consent-keys/{key}", tag = "consent", params(("key" = String, Path)), responses((status = 200, body = Done)))]
async fn revoke_consent_key(
    State(app): State<App>,
    who: SignedIn,
    Id(key): Id<KeyId>,
) -> Result<Json<Done>, Refused> {
    Ok(done(operations::revoke_consent_key(&app.desk, &who.caller, &key).await?))
}
