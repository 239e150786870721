//! The page that a first link opens: it exchanges the one-time code for its person's first token.
//!
//! The code stands behind `#`, so it reaches no server log and no proxy; only the button sends it. The page therefore
//! needs its script; without one, the command line does the same.

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY};
use axum::response::IntoResponse;

const POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// `GET /welcome`, in the language that the browser prefers.
pub(crate) async fn show(headers: HeaderMap) -> impl IntoResponse {
    let page = if prefers_french(&headers) {
        include_str!("welcome/fr.html")
    } else {
        include_str!("welcome/en.html")
    };
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (VARY, "accept-language"),
    ];
    (headers, page)
}

/// `GET /welcome.js`
pub(crate) async fn script() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("../assets/welcome.js"))
}

/// Whether French comes before English in the languages that the browser lists, best first.
fn prefers_french(headers: &HeaderMap) -> bool {
    let listed = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let known = listed.split(',').map(|range| range.trim().get(..2).unwrap_or_default().to_ascii_lowercase());
    known
        .into_iter()
        .find(|language| matches!(language.as_str(), "fr" | "en"))
        .is_some_and(|language| language == "fr")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_speaks_the_language_that_is_listed_first() {
        for (listed, is_french) in [
            ("fr-CA,fr;q=0.9,en;q=0.8", true),
            ("en-GB,fr;q=0.5", false),
            ("de, fr", true),
            ("de", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, listed.parse().unwrap())]);
            assert_eq!(prefers_french(&headers), is_french, "{listed}");
        }
        assert!(!prefers_french(&HeaderMap::new()));
    }
}
