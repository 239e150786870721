//! Consent: what is offered, drafted, signed and in force.

use domain::{Categories, KeyId, Level, Moment, RequestId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a consent is to cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with the terms of a consent")]
pub struct ConsentTerms {
    /// standard or advanced.
    #[schema(value_type = String)]
    pub level: Level,
    /// The categories; the nature's own when left out. Support data is always among them.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub categories: Option<Categories>,
    /// The language in which it was shown: en or fr.
    #[serde(default)]
    pub language: Option<String>,
}

/// Asks for the document that a signature would cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with the terms to draft")]
pub struct DraftConsent {
    /// What it is to cover.
    pub terms: ConsentTerms,
}

/// A document to sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Drafted {
    /// The canonical document, byte for byte.
    pub document: String,
    /// What the person is shown.
    pub text: String,
    /// What is signed, lower-case hex: SHA-256 of the versioned prefix and the document.
    pub challenge: String,
    /// How a page has it signed by a passkey; left out where no passkey of this server's pages is enrolled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passkey: Option<PasskeyRequest>,
}

/// What a page needs to have a document signed by a passkey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PasskeyRequest {
    /// For `navigator.credentials.get`: `PublicKeyCredentialRequestOptionsJSON` (WebAuthn, 5.1.10).
    #[schema(value_type = Object)]
    pub options: Value,
    /// The consent key of each passkey, by its credential id in base64url.
    #[schema(value_type = BTreeMap<String, String>)]
    pub keys: BTreeMap<String, KeyId>,
}

/// A signature over a drafted document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with a document and its signature")]
pub struct Signed {
    /// The document as it was drafted.
    pub document: String,
    /// The consent key that signed.
    #[schema(value_type = String)]
    pub key: KeyId,
    /// The signature, base64; of a passkey its authenticator data, client data and signature, each base64url without
    /// padding, with dots between.
    pub signature: String,
}

/// Gives consent, or gives it again: terms where the organisation has no consent keys, else a signed document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object that gives consent")]
pub struct GiveConsent {
    /// What it is to cover, without a signature.
    #[serde(default)]
    pub terms: Option<ConsentTerms>,
    /// A signed document.
    #[serde(default)]
    pub signed: Option<Signed>,
}

/// Consent was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Given {
    /// The case's how-manieth consent it is.
    pub number: u64,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Moment,
    /// When it lapses unless another consent of the organisation prolongs it.
    #[schema(value_type = String, format = DateTime)]
    pub until: Moment,
}

/// Asks the customer for consent, renewal or another level. Grants nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object that asks for consent")]
pub struct AskConsent {
    /// standard or advanced.
    #[schema(value_type = String)]
    pub level: Level,
    /// The categories; the nature's own when left out.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub categories: Option<Categories>,
}

/// Where a consent stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentState {
    /// Never given, or not since reopening.
    None,
    /// In force.
    InForce,
    /// Ended by the customer.
    Withdrawn,
    /// Ended by its deadline.
    Lapsed,
}

/// A case's consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Consent {
    /// Where it stands.
    pub state: ConsentState,
    /// Its level, while in force.
    #[schema(value_type = Option<String>)]
    pub level: Option<Level>,
    /// Its categories, while in force.
    #[schema(value_type = Vec<String>)]
    pub categories: Categories,
    /// When it was given, while in force.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub given_at: Option<Moment>,
    /// When it lapses, while in force.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub until: Option<Moment>,
    /// The consent key that signed it; none where only the server attests it.
    #[schema(value_type = Option<String>)]
    pub signed_by: Option<KeyId>,
    /// Approved access requests that have not ended.
    pub grants: Vec<Grant>,
}

/// More categories for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Grant {
    /// The access request.
    #[schema(value_type = String)]
    pub request: RequestId,
    /// What was approved.
    #[schema(value_type = Vec<String>)]
    pub categories: Categories,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    pub until: Moment,
}
