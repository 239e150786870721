//! Refusals in the form of this face: `{"error":{"code","message","target"}}`.

use super::answer::json;
use crate::problem::Refused;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Refusal as Rule;
use operations::Refusal;
use serde_json::{Value, json};

/// Seconds after which somebody who sent too many files may come again.
const PATIENCE: &str = "60";

/// Why a request was not done.
#[derive(Debug)]
pub(super) struct Fault {
    status: StatusCode,
    code: &'static str,
    message: String,
    target: Option<String>,
    allow: Option<String>,
}

impl Fault {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), target: None, allow: None }
    }

    /// Something in the request makes no sense.
    pub(super) fn invalid(target: &str, why: impl std::fmt::Display) -> Self {
        let fault = Self::new(StatusCode::BAD_REQUEST, "InvalidRequestContent", format!("`{target}`: {why}"));
        Self { target: Some(target.to_owned()), ..fault }
    }

    /// The filter cannot be read.
    pub(super) fn filter(why: impl Into<String>) -> Self {
        let fault = Self::new(StatusCode::BAD_REQUEST, "InvalidFilter", why);
        Self { target: Some("$filter".to_owned()), ..fault }
    }

    /// The query is broken, or lacks something.
    pub(super) fn bad_query(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "ResourceNotFound", message)
    }

    pub(super) fn no_such_method(method: &Method, allowed: &[&str]) -> Self {
        let allow = allowed.join(", ");
        let message = format!("this path does not answer to {method}, but to {allow}");
        let fault = Self::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", message);
        Self { allow: Some(allow), ..fault }
    }

    fn body(&self) -> Value {
        let mut error = json!({ "code": self.code, "message": self.message });
        if let (Some(target), Some(error)) = (&self.target, error.as_object_mut()) {
            error.insert("target".to_owned(), target.as_str().into());
        }
        json!({ "error": error })
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = json(self.status, &self.body());
        let headers = response.headers_mut();
        let mut put = |name, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        match self.status {
            // No `claims`: clients would begin to negotiate.
            StatusCode::UNAUTHORIZED => put(header::WWW_AUTHENTICATE, "Bearer"),
            // Clients take any error with this header for one to repeat.
            StatusCode::SERVICE_UNAVAILABLE => put(header::RETRY_AFTER, "1"),
            StatusCode::TOO_MANY_REQUESTS => put(header::RETRY_AFTER, PATIENCE),
            _ => {}
        }
        if let Some(allow) = &self.allow {
            put(header::ALLOW, allow);
        }
        response
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        use StatusCode as S;
        let message = refusal.to_string();
        let (status, code) = match &refusal {
            Refusal::Rule { rule } => of_rule(rule),
            Refusal::Invalid { field, why } => return Self::invalid(field, why.to_string()),
            Refusal::NotAllowed { .. } => (S::FORBIDDEN, "AuthorizationFailed"),
            Refusal::NotFound { what, .. } if what == "subscription" => {
                (S::NOT_FOUND, "SubscriptionNotFound")
            }
            Refusal::NotFound { .. } | Refusal::Destroyed => (S::NOT_FOUND, "ResourceNotFound"),
            Refusal::SignIn => (S::UNAUTHORIZED, "InvalidAuthenticationToken"),
            Refusal::Busy | Refusal::ClockUntrusted | Refusal::Checking => {
                (S::SERVICE_UNAVAILABLE, "ServiceUnavailable")
            }
            Refusal::TooManyBundles => (S::TOO_MANY_REQUESTS, "TooManyRequests"),
            Refusal::Failed { .. } => (S::INTERNAL_SERVER_ERROR, "InternalServerError"),
            _ => (S::BAD_REQUEST, "InvalidRequestContent"),
        };
        Self::new(status, code, message)
    }
}

fn of_rule(rule: &Rule) -> (StatusCode, &'static str) {
    match rule {
        Rule::Denied { .. } => (StatusCode::FORBIDDEN, "AuthorizationFailed"),
        Rule::Exists { what, .. } => (
            StatusCode::CONFLICT,
            match what.as_str() {
                "support ticket" => "SupportTicketAlreadyExists",
                "communication" => "CommunicationAlreadyExists",
                _ => "ResourceAlreadyExists",
            },
        ),
        Rule::CaseIsClosed => (StatusCode::CONFLICT, "SupportTicketClosed"),
        Rule::NothingToConsentTo => (StatusCode::BAD_REQUEST, "InvalidRequestContent"),
        _ => (StatusCode::CONFLICT, "Conflict"),
    }
}

/// What was refused before the request came to an operation.
impl From<Refused> for Fault {
    fn from(refused: Refused) -> Self {
        let (status, message) = refused.told();
        let code = match status {
            StatusCode::UNAUTHORIZED => "InvalidAuthenticationToken",
            StatusCode::PAYLOAD_TOO_LARGE => "RequestEntityTooLarge",
            StatusCode::REQUEST_TIMEOUT => "RequestTimeout",
            StatusCode::SERVICE_UNAVAILABLE => "ServiceUnavailable",
            status if status.is_server_error() => "InternalServerError",
            _ => "InvalidRequestContent",
        };
        Self::new(status, code, message)
    }
}
