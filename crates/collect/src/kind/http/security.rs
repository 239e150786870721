//! What a page's headers allow browsers to do.

use hyper::HeaderMap;
use hyper::header::{self, HeaderName};
use serde_json::{Value, json};

/// What the headers demand of browsers. Of cookies only their attributes are looked at, never names or values.
pub(super) fn judged(headers: &HeaderMap) -> Value {
    let text = |name: HeaderName| {
        let values: Vec<String> = headers
            .get_all(name)
            .iter()
            .map(|value| String::from_utf8_lossy(value.as_bytes()).to_lowercase())
            .collect();
        values.join(", ")
    };
    let transport = text(header::STRICT_TRANSPORT_SECURITY);
    let policy = text(header::CONTENT_SECURITY_POLICY);
    let cookies: Vec<Vec<String>> =
        headers.get_all(header::SET_COOKIE).iter().map(|value| attributes(value.as_bytes())).collect();
    let without =
        |attribute: &str| cookies.iter().filter(|own| !own.iter().any(|one| one == attribute)).count();
    json!({
        "hsts": !transport.is_empty(),
        "hsts_seconds": directive(&transport, "max-age").and_then(|age| age.parse::<i64>().ok()).unwrap_or(0),
        "hsts_subdomains": directive(&transport, "includesubdomains").is_some(),
        "content_policy": !policy.is_empty(),
        "content_policy_unsafe": policy.contains("'unsafe-inline'") || policy.contains("'unsafe-eval'"),
        "no_sniffing": text(header::X_CONTENT_TYPE_OPTIONS).trim() == "nosniff",
        "framing_limited": policy.contains("frame-ancestors") || !text(header::X_FRAME_OPTIONS).is_empty(),
        "referrer_policy": text(header::REFERRER_POLICY),
        "cookies": cookies.len(),
        "cookies_without_secure": without("secure"),
        "cookies_without_http_only": without("httponly"),
    })
}

/// The value of a directive in `a=1; b`, empty if it has none.
fn directive<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut directives =
        text.split([';', ',']).map(|one| one.trim().split_once('=').unwrap_or((one.trim(), "")));
    directives.find(|(own, _)| own.trim() == name).map(|(_, value)| value.trim().trim_matches('"'))
}

/// The names of a cookie's attributes, in lower case.
fn attributes(cookie: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(cookie).to_lowercase();
    let attributes =
        text.split(';').skip(1).map(|one| one.split('=').next().unwrap_or_default().trim().to_owned());
    attributes.collect()
}
