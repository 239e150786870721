//! Where entries of the log are sent.

use domain::{DestinationForm, DestinationId, Moment};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A destination, and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Destination {
    /// Its id.
    #[schema(value_type = String)]
    pub destination: DestinationId,
    /// How it is reached, and what it is sent.
    #[schema(value_type = String)]
    pub form: DestinationForm,
    /// Where it is.
    pub address: String,
    /// The next entry of the log to send.
    pub position: u64,
    /// How many entries wait.
    pub waiting: u64,
    /// How often the next entry was tried in vain.
    pub attempts: u64,
    /// When it is tried next, after an attempt in vain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub next_try_at: Option<Moment>,
    /// What went wrong the last time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
}

/// A destination to add.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object that describes a destination")]
pub struct NewDestination {
    /// `webhook`, `webhook_ocsf`, `syslog`, `syslog_cef` or `syslog_ocsf`.
    #[schema(value_type = String)]
    pub form: DestinationForm,
    /// An endpoint's `https` address, or a syslog receiver's `HOST:PORT`.
    pub address: String,
    /// Certificates (PEM) of the authorities that vouch for a syslog receiver; the system's when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorities: Option<String>,
    /// The first entry of the log to send; what comes from now on when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u64>,
}

/// A destination was added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MadeDestination {
    /// Its id.
    #[schema(value_type = String)]
    pub destination: DestinationId,
    /// The secret with which a webhook's receiver checks signatures; shown once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// A webhook has a new secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RenewedSecret {
    /// The secret; shown once.
    pub secret: String,
    /// Until when the previous one signs too.
    #[schema(value_type = String, format = DateTime)]
    pub previous_until: Moment,
}

/// What to send again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object that says what to send again")]
pub struct Replay {
    /// The first entry of the log to send again; what was given up when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u64>,
}

/// An entry that was given up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Undelivered {
    /// Its place in the log.
    pub sequence: u64,
    /// When it was given up.
    #[schema(value_type = String, format = DateTime)]
    pub given_up_at: Moment,
    /// How often it was tried.
    pub attempts: u64,
    /// What went wrong the last time.
    pub fault: String,
    /// Whether it waits to be sent again.
    pub again: bool,
}
