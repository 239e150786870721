//! What passes between a runner and the server. The runner connects outbound only: notices come down an event stream,
//! everything else goes up as requests.

use domain::{
    CaseId, Categories, CollectionId, DiagnosticId, Level, Moment, Proof, RunId, RunnerId, SubscriptionId,
    TenantId,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A runner enrols with its one-time code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object that enrols a runner")]
pub struct Enrol {
    /// The code from the invitation.
    pub code: String,
    /// What its operator calls it.
    pub name: String,
    /// The Ed25519 key that signs its run records, base64.
    pub public_key: String,
}

/// A runner was enrolled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Enrolled {
    /// The runner.
    #[schema(value_type = String)]
    pub runner: RunnerId,
    /// Whose data it stands beside.
    #[schema(value_type = String)]
    pub tenant: TenantId,
    /// What it sends as bearer token from now on, shown once.
    pub secret: String,
}

/// What the server tells a runner, one JSON text for each server-sent event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// The first on every connection: the runs that this runner still holds. It stops any other.
    Holding {
        /// The runs.
        #[schema(value_type = Vec<String>)]
        runs: Vec<RunId>,
    },
    /// A run waits for a runner.
    Offer {
        /// The run.
        run: RunOffer,
    },
    /// A dry run waits for a runner.
    OfferDryRun {
        /// The dry run.
        run: RunOffer,
    },
    /// A run ended; stop it if it is held.
    Stop {
        /// The run.
        #[schema(value_type = String)]
        run: RunId,
    },
    /// The server is there. Sent every second; a runner that misses it for its lease stops.
    Beat {
        /// The server's clock.
        #[schema(value_type = String, format = DateTime)]
        at: Moment,
    },
}

/// A run that waits for a runner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RunOffer {
    /// The run.
    #[schema(value_type = String)]
    pub run: RunId,
    /// On which subscription; a runner claims only those of its own scope.
    #[schema(value_type = String)]
    pub subscription: SubscriptionId,
    /// Which diagnostic.
    #[schema(value_type = String)]
    pub diagnostic: DiagnosticId,
}

/// A consent or an approval with what stands behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignedDocument {
    /// The canonical document.
    pub document: String,
    /// What stands behind it.
    #[schema(value_type = Object)]
    pub proof: Proof,
}

/// A run that was claimed: everything that the runner needs to check it by itself and to do it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Claimed {
    /// The run.
    #[schema(value_type = String)]
    pub run: RunId,
    /// Whose data it is about.
    #[schema(value_type = String)]
    pub tenant: TenantId,
    /// For which case.
    #[schema(value_type = String)]
    pub case: CaseId,
    /// On which subscription.
    #[schema(value_type = String)]
    pub subscription: SubscriptionId,
    /// Which diagnostic.
    #[schema(value_type = String)]
    pub diagnostic: DiagnosticId,
    /// Its version.
    pub version: u32,
    /// SHA-256 of its text; a runner with another text refuses.
    pub digest: String,
    /// The level it needs.
    #[schema(value_type = String)]
    pub level: Level,
    /// The categories it reads.
    #[schema(value_type = Vec<String>)]
    pub categories: Categories,
    /// What it is told.
    #[schema(value_type = Object)]
    pub inputs: serde_json::Map<String, serde_json::Value>,
    /// What may be shipped unmasked, as the server sees it.
    #[schema(value_type = Vec<String>)]
    pub covered: Categories,
    /// The consent under which it runs.
    pub consent: SignedDocument,
    /// Approved access requests on the case.
    pub approvals: Vec<SignedDocument>,
    /// Other consents of the tenant's, which may prolong this one.
    pub others: Vec<SignedDocument>,
    /// What it collects into.
    #[schema(value_type = String)]
    pub collection: CollectionId,
    /// The age recipient to which the collection is encrypted.
    pub recipient: String,
    /// When it was claimed, by the server's clock.
    #[schema(value_type = String, format = DateTime)]
    pub at: Moment,
}

/// A part of the sealed collection was accepted. Parts are sent as bytes with their offset in the query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PartReceipt {
    /// How many bytes of the collection the server holds.
    pub received: u64,
}

/// The run is done and its collection is complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object that ends a run")]
pub struct Finish {
    /// The size of the sealed collection.
    pub bytes: u64,
    /// SHA-256 of the sealed collection, lower-case hex.
    pub sha256: String,
    /// How many spans of each category it holds, kept or masked.
    pub spans: BTreeMap<String, u64>,
    /// What the analyzers found, screened.
    #[schema(value_type = Object)]
    pub findings: serde_json::Value,
    /// The record of the run, canonical JSON.
    pub record: String,
    /// The runner's signature over it, base64.
    pub signature: String,
}

/// The evidence was stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Finished {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Moment,
    /// When its key is destroyed at the latest.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Moment,
}

/// The runner ended a run without evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object that says why a run stopped")]
pub struct Stopped {
    /// `refused`, `lease_lost` or `failed`.
    pub why: String,
    /// One word that says more: `not_in_scope`, `signature`, `timeout`, …
    #[serde(default)]
    pub code: String,
}

/// A pack of diagnostics that the server offers, as its publisher signed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignedPack {
    /// Whose it says it is; the signature decides.
    pub publisher: String,
    /// Its version.
    pub version: u64,
    /// Its text, with the signature.
    pub text: String,
}
