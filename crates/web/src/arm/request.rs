//! What a request says beside its path: who asks, the query, where links lead, and the body.

use super::error::Fault;
use super::path::At;
use crate::app::App;
use crate::body::whole;
use crate::links::base_url;
use axum::extract::Request;
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Uri};
use operations::{Caller, Desk, Scope, find_scope};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// The versions of the API that are spoken here.
const VERSIONS: [&str; 2] = ["2024-04-01", "2020-04-01"];

/// What a request says beside its path and body.
pub(super) struct Asked {
    pub(super) desk: Desk,
    pub(super) caller: Caller,
    /// What links begin with.
    pub(super) base: String,
    /// The path as it came.
    pub(super) path: String,
    /// The version of the API, as links repeat it.
    pub(super) version: &'static str,
    query: Vec<(String, String)>,
}

/// A request whose body was not read yet.
pub(super) struct ArmRequest {
    pub(super) asked: Asked,
    pub(super) body: Request,
}

impl Asked {
    pub(super) fn read(app: &App, caller: Caller, parts: &Parts) -> Result<Self, Fault> {
        let query = read_query(&parts.uri)?;
        let version = query.iter().find(|(name, _)| name.eq_ignore_ascii_case("api-version"));
        let Some((_, version)) = version else {
            let why = "the query lacks `api-version`; there are 2024-04-01 and 2020-04-01";
            return Err(Fault::bad_query("MissingApiVersionParameter", why));
        };
        let Some(version) = VERSIONS.into_iter().find(|known| known == version) else {
            let why = format!(
                "there is no api-version `{}`; there are 2024-04-01 and 2020-04-01",
                version.escape_debug()
            );
            return Err(Fault::bad_query("InvalidApiVersionParameter", why));
        };
        let mut headers = parts.headers.clone();
        // HTTP/2 has the host in the address alone.
        if let (None, Some(host)) = (headers.get(HOST), parts.uri.authority())
            && let Ok(host) = HeaderValue::from_str(host.as_str())
        {
            headers.insert(HOST, host);
        }
        let (base, path) = (base_url(app, &headers), parts.uri.path().to_owned());
        Ok(Self { desk: app.desk.clone(), caller, base, path, version, query })
    }

    /// An option of the query.
    pub(super) fn option(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(there, _)| there.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The tickets that the path is about.
    pub(super) async fn scope(&self, at: At) -> Result<Scope, Fault> {
        Ok(find_scope(&self.desk, &self.caller, at.as_deref()).await?)
    }
}

/// What the ids of a scope's resources begin with.
pub(super) fn root(scope: &Scope) -> String {
    match scope.subscription() {
        Some(subscription) => format!("/subscriptions/{subscription}/providers/Microsoft.Support"),
        None => "/providers/Microsoft.Support".to_owned(),
    }
}

fn read_query(uri: &Uri) -> Result<Vec<(String, String)>, Fault> {
    let decoded = |text: &str| {
        let plain = text.replace('+', " ");
        let text = percent_decode_str(&plain).decode_utf8().map(std::borrow::Cow::into_owned);
        text.map_err(|_| Fault::bad_query("InvalidRequestContent", "the query is not UTF-8"))
    };
    let pairs = uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decoded(name)?, decoded(value)?))
        })
        .collect()
}

/// A JSON object of at most so many bytes. Whatever media type it says it has: what is no JSON is refused as such.
pub(super) async fn object(body: Request, bytes_max: usize) -> Result<Map<String, Value>, Fault> {
    let bytes = whole(body, bytes_max).await?;
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Fault::invalid("body", "it is JSON, but no object")),
        Err(why) => Err(Fault::invalid("body", why)),
    }
}
