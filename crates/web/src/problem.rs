//! Refusals as responses: the one place where an operation's word becomes an HTTP status.

use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use domain::Refusal as Rule;
use operations::Refusal;
use wire::Problem;

/// A problem as a response.
#[derive(Debug)]
pub(crate) struct Refused {
    problem: Box<Problem>,
    /// What a page tells in its own language; none for what the handlers themselves refuse.
    refusal: Option<Box<Refusal>>,
}

impl Refused {
    pub(crate) fn new(status: StatusCode, code: &str, title: &str, detail: impl Into<String>) -> Self {
        Self { problem: Box::new(Problem::new(status.as_u16(), code, title, detail)), refusal: None }
    }
}

impl Refused {
    /// The status, and what is said.
    pub(crate) fn told(&self) -> (StatusCode, &str) {
        let status = StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, &self.problem.detail)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self.problem).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, Problem::MEDIA_TYPE)], body).into_response();
        let headers = response.headers_mut();
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        // Where a browser asked for a page, it is told the same on one.
        response.extensions_mut().insert(*self.problem);
        if let Some(refusal) = self.refusal {
            response.extensions_mut().insert(*refusal);
        }
        response
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        let (status, code, title) = match &refusal {
            Refusal::Rule { rule } => {
                return Self { refusal: Some(Box::new(refusal.clone())), ..of_rule(rule, detail) };
            }
            Refusal::NotAllowed { .. } => (StatusCode::FORBIDDEN, "not_allowed", "Not your role"),
            Refusal::NotFound { .. } => (StatusCode::NOT_FOUND, "not_found", "Not found"),
            Refusal::Invalid { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "invalid", "Makes no sense"),
            Refusal::Signature { .. } => {
                (StatusCode::UNPROCESSABLE_ENTITY, "signature", "The signed document does not hold")
            }
            Refusal::SupportPartner => (StatusCode::FORBIDDEN, "support_partner", "Not made by hand"),
            Refusal::SignIn => (StatusCode::UNAUTHORIZED, "sign_in", "Sign in"),
            Refusal::Handover => (StatusCode::GONE, "handover", "Begin again at the desk"),
            Refusal::KeyReused => (StatusCode::CONFLICT, "key_reused", "Another request under the same key"),
            Refusal::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy", "Busy"),
            Refusal::ClockUntrusted => {
                (StatusCode::SERVICE_UNAVAILABLE, "clock_untrusted", "The clock is not trusted")
            }
            Refusal::RunStopped => (StatusCode::CONFLICT, "run_stopped", "The run was stopped"),
            Refusal::Destroyed => (StatusCode::GONE, "destroyed", "Destroyed"),
            Refusal::Checking => (StatusCode::SERVICE_UNAVAILABLE, "checking", "Being checked"),
            Refusal::TooManyBundles => {
                (StatusCode::TOO_MANY_REQUESTS, "too_many_bundles", "Too many bundles")
            }
            Refusal::Failed { .. } => (StatusCode::INTERNAL_SERVER_ERROR, "failed", "Something failed"),
        };
        Self { refusal: Some(Box::new(refusal)), ..Self::new(status, code, title, detail) }
    }
}

/// A rule that stands against it: asking for something that makes no sense is another matter than asking too early.
fn of_rule(rule: &Rule, detail: String) -> Refused {
    let (status, title) = match rule {
        Rule::Denied { .. } => (StatusCode::FORBIDDEN, "Access does not cover this"),
        Rule::Unknown { .. } => (StatusCode::NOT_FOUND, "Not found"),
        Rule::Setting { .. }
        | Rule::PartnerSettings { .. }
        | Rule::NoSubscription
        | Rule::NothingToConsentTo
        | Rule::EmptyRequest
        | Rule::NoRole => (StatusCode::UNPROCESSABLE_ENTITY, "Makes no sense"),
        _ => (StatusCode::CONFLICT, "Not as things are"),
    };
    let mut refused = Refused::new(status, &code_of(rule), title, detail);
    if let Rule::Denied { reason, missing } = rule {
        refused.problem.reason = Some(*reason);
        refused.problem.missing = (!missing.is_empty()).then_some(*missing);
    }
    refused
}

/// The rule's word: that under which it is kept.
fn code_of(rule: &Rule) -> String {
    let kept = serde_json::to_value(rule).unwrap_or_default();
    kept.get("code").and_then(serde_json::Value::as_str).unwrap_or("rule").to_owned()
}

/// Where nothing is.
pub(crate) fn no_such_path(uri: &Uri) -> Refused {
    let detail = format!("there is nothing at `{}`; /api/openapi.json says what there is", uri.path());
    Refused::new(StatusCode::NOT_FOUND, "no_such_path", "Nothing here", detail)
}

/// Where something is, for another method.
pub(crate) async fn no_such_method(method: Method, uri: Uri) -> Refused {
    let detail = format!("`{}` does not answer to {method}; /api/openapi.json says to what", uri.path());
    Refused::new(StatusCode::METHOD_NOT_ALLOWED, "no_such_method", "Another method", detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Categories, Category, Reason};

    #[test]
    fn a_denial_names_the_rule_and_what_is_missing() {
        let missing = Categories::NONE.with(Category::Oii);
        let rule = Rule::Denied { reason: Reason::CategoryNotGranted, missing };
        let Refused { problem, .. } = Refused::from(Refusal::Rule { rule });
        assert_eq!((problem.status, problem.code.as_str()), (403, "denied"));
        assert_eq!(problem.kind, "urn:glasscase:problem:denied");
        assert_eq!((problem.reason, problem.missing), (Some(Reason::CategoryNotGranted), Some(missing)));
    }

    #[test]
    fn a_refusal_tells_a_client_how_to_go_on() {
        let response = |refusal: Refusal| Refused::from(refusal).into_response();
        assert_eq!(response(Refusal::SignIn).headers()[header::WWW_AUTHENTICATE], "Bearer");
        assert_eq!(response(Refusal::Busy).headers()[header::RETRY_AFTER], "1");
        assert_eq!(response(Refusal::Busy).headers()[header::CONTENT_TYPE], Problem::MEDIA_TYPE);
    }
}
