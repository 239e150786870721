//! An answer that is no list: what the API server says instead.

use crate::database::Failure;
use crate::said;
use crate::web::Answered;
use serde::Deserialize;

/// A `Status` of the API, as far as it is told.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Status {
    message: Option<String>,
}

/// Why there is no list.
pub(super) fn refusal(answered: &Answered, resource: &str) -> Failure {
    let status = answered.way.status;
    let said: Status = serde_json::from_slice(&answered.body).unwrap_or_default();
    let words = match status {
        401 => "the API server does not know the token",
        403 => "the account may not list them",
        404 => "the API server does not have this resource",
        410 => "the list changed faster than it could be read",
        429 | 503 => "the API server is too busy, longer than the run may wait",
        _ => "the API server answers with another status than 200",
    };
    let said_more = said.message.map(|message| format!(": {}", said::told(&message))).unwrap_or_default();
    Failure {
        phase: "status",
        reason: format!("{resource}: {words} (status {status}){said_more}"),
        code: Some(status.to_string()),
    }
}
