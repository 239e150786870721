//! Tenants, people, tokens, subscriptions, consent keys and runners.

use domain::{KeyId, Moment, PersonId, Roles, RunnerId, Settings, SubscriptionId, TeamId, TenantId, TokenId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// Who the caller is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Me {
    /// Their organisation.
    #[schema(value_type = String)]
    pub tenant: TenantId,
    /// The person.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// Their name.
    pub name: Option<String>,
    /// What they may do with this token.
    #[schema(value_type = Vec<String>)]
    pub roles: Roles,
}

/// A tenant to create.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object that describes a tenant")]
pub struct NewTenant {
    /// Its id; made by the server when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub tenant: Option<TenantId>,
    /// Its name.
    pub name: String,
    /// Its settings; the defaults when left out.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub settings: Settings,
}

/// A tenant was created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TenantCreated {
    /// The tenant.
    #[schema(value_type = String)]
    pub tenant: TenantId,
    /// The invitation of its first owner, shown once.
    pub owner: PersonInvitation,
}

/// A one-time code for somebody's first token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PersonInvitation {
    /// Whose token it will be.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// The code, shown once.
    pub code: String,
    /// When it expires.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Moment,
}

/// Exchanges a one-time code for its person's first token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with a code")]
pub struct RedeemInvitation {
    /// The code from the invitation.
    pub code: String,
}

/// A tenant as operators see it: no customer content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TenantSummary {
    /// The tenant.
    #[schema(value_type = String)]
    pub tenant: TenantId,
    /// Its name.
    pub name: Option<String>,
    /// How many events its log holds.
    pub events: u64,
}

/// Somebody to add.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object that describes a person")]
pub struct AddPerson {
    /// Their name.
    pub name: String,
    /// Their user principal name or mail address.
    pub upn: String,
    /// What they may do.
    #[schema(value_type = Vec<String>)]
    pub roles: Roles,
    /// The teams whose cases they work; of the vendor's people only.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub teams: Vec<TeamId>,
}

/// What changes of somebody; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with what changes of a person")]
pub struct ChangePerson {
    /// What they may do from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>)]
    pub roles: Option<Roles>,
    /// Whose cases they work from now on; of the vendor's people only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>)]
    pub teams: Option<Vec<TeamId>>,
}

/// What was erased of somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Erased {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Moment,
    /// Of how many events.
    pub events: u64,
    /// How many names and texts.
    pub parts: u64,
}

/// Somebody of an organisation's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Person {
    /// Their id.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// Their name.
    pub name: Option<String>,
    /// Their user principal name or mail address.
    pub upn: Option<String>,
    /// What they may do.
    #[schema(value_type = Vec<String>)]
    pub roles: Roles,
    /// The teams whose cases they work.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub teams: Vec<TeamId>,
}

/// A token to make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object that describes a token")]
pub struct NewToken {
    /// Whose it is; the caller's own when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub person: Option<PersonId>,
    /// What it is for.
    pub label: String,
    /// What it may do at most; all that its person may when left out.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub roles: Option<Roles>,
    /// Days until it expires: 1 to 365.
    pub days: u16,
}

/// A token, shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TokenSecret {
    /// Its id.
    #[schema(value_type = String)]
    pub token: TokenId,
    /// Whose it is.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// What to send as bearer token.
    pub secret: String,
    /// When it expires.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Moment,
}

/// A token without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Token {
    /// Its id.
    #[schema(value_type = String)]
    pub token: TokenId,
    /// Whose it is.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// What it may do at most.
    #[schema(value_type = Vec<String>)]
    pub roles: Roles,
    /// When it expires.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Moment,
}

/// A subscription to name as the tenant's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object that names a subscription")]
pub struct AddSubscription {
    /// Its id.
    #[schema(value_type = String)]
    pub subscription: SubscriptionId,
}

/// A consent key to enrol.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with a public key")]
pub struct EnrolConsentKey {
    /// The algorithm: ed25519 of an offline key; es256, es384, rs256 or eddsa of a passkey.
    pub algorithm: String,
    /// The public key: base64 of an offline key, the text of a passkey.
    pub public_key: String,
    /// Whose or which it is.
    pub label: String,
}

/// Asks for what a browser needs to make a passkey that signs consents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object that asks for a passkey")]
pub struct OfferPasskey {
    /// The language in which the authenticator shows the passkey: en or fr.
    #[serde(default)]
    pub language: Option<String>,
}

/// What a browser needs to make a passkey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PasskeyCreation {
    /// For `navigator.credentials.create`: `PublicKeyCredentialCreationOptionsJSON` (WebAuthn, 5.1.9).
    #[schema(value_type = Object)]
    pub options: Value,
    /// Until when what the browser made is taken.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Moment,
}

/// A passkey to enrol as a consent key, as `navigator.credentials.create` made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with a new passkey")]
pub struct EnrolPasskey {
    /// Whose or which it is.
    pub label: String,
    /// `response.clientDataJSON`, base64url without padding.
    pub client_data: String,
    /// `response.attestationObject`, base64url without padding. What it says about the authenticator is not looked at.
    pub attestation_object: String,
}

/// A passkey as `navigator.credentials.create` made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with a new passkey")]
pub struct MadePasskey {
    /// `response.clientDataJSON`, base64url without padding.
    pub client_data: String,
    /// `response.attestationObject`, base64url without padding.
    pub attestation_object: String,
}

/// A passkey as a text, for an owner to enrol and runners to pin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PasskeyText {
    /// The id that it will have.
    #[schema(value_type = String)]
    pub key: KeyId,
    /// Its algorithm: es256, es384, rs256 or eddsa.
    pub algorithm: String,
    /// Its text.
    pub public_key: String,
}

/// A consent key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConsentKey {
    /// Its id, made from the public key.
    #[schema(value_type = String)]
    pub key: KeyId,
    /// The algorithm.
    pub algorithm: String,
    /// The public key: base64 of an offline key, the text of a passkey. Runners pin it as it is.
    pub public_key: String,
    /// Whether it was revoked.
    pub revoked: bool,
}

/// A one-time code for a runner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Invitation {
    /// The runner that will enrol with it.
    #[schema(value_type = String)]
    pub runner: RunnerId,
    /// The code, shown once.
    pub code: String,
    /// When it expires.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Moment,
}

/// A runner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RunnerSummary {
    /// The runner.
    #[schema(value_type = String)]
    pub runner: RunnerId,
    /// Whether it enrolled.
    pub enrolled: bool,
    /// The key that signs its run records, base64.
    pub public_key: Option<String>,
    /// Whether it is connected to this server now.
    pub connected: bool,
    /// What its program calls itself, with its version, if it ever came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<String>,
    /// When it came last, or left; after a restart of the server, to about a minute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub seen_at: Option<Moment>,
}
