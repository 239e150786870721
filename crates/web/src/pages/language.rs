//! The language of a browser's pages: the one that was chosen, else the one that the browser prefers.

use super::form::Open;
use super::local;
use super::session::value;
use super::words::code;
use crate::app::App;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, SET_COOKIE};
use axum::response::{IntoResponse, Redirect};
use cookie::time::Duration;
use cookie::{Cookie, SameSite};
use operations::Language;
use serde::Deserialize;

/// Where the choice is kept. It is no secret, and says nothing of its person.
const COOKIE: &str = "glasscase_language";

/// The language for a browser that sent these headers.
pub(crate) fn preferred(headers: &HeaderMap) -> Language {
    value(headers, COOKIE).and_then(|chosen| chosen.parse().ok()).unwrap_or_else(|| listed_first(headers))
}

/// The cookie with the choice, as a browser sends it; none if nothing was chosen.
pub(crate) fn cookie(headers: &HeaderMap) -> Option<String> {
    let chosen: Language = value(headers, COOKIE)?.parse().ok()?;
    Some(format!("{COOKIE}={}", code(chosen)))
}

/// The one of ours that comes first in the languages that the browser lists, best first; else English.
fn listed_first(headers: &HeaderMap) -> Language {
    let listed = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut known = listed.split(',').filter_map(|range| {
        let primary = range.trim().get(..2)?.to_ascii_lowercase();
        primary.parse().ok()
    });
    known.next().unwrap_or(Language::En)
}

/// Another language for the pages.
#[derive(Deserialize)]
pub(super) struct Choice {
    language: String,
    back: String,
}

/// `POST /language`
pub(super) async fn choose(State(app): State<App>, Open(choice): Open<Choice>) -> impl IntoResponse {
    let language = choice.language.parse().unwrap_or(Language::En);
    let cookie = Cookie::build((COOKIE, code(language))).path("/").same_site(SameSite::Lax);
    let cookie = cookie.secure(app.site.https).http_only(true).max_age(Duration::days(365)).build();
    ([(SET_COOKIE, cookie.to_string())], Redirect::to(local(&choice.back)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_speak_the_language_that_is_listed_first() {
        for (listed, language) in [
            ("fr-CA,fr;q=0.9,en;q=0.8", Language::Fr),
            ("en-GB,fr;q=0.5", Language::En),
            ("de, fr", Language::Fr),
            ("de", Language::En),
            ("", Language::En),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, listed.parse().unwrap())]);
            assert_eq!(preferred(&headers), language, "{listed}");
        }
        assert_eq!(preferred(&HeaderMap::new()), Language::En);
    }

    #[test]
    fn what_was_chosen_goes_before_what_the_browser_lists() {
        let mut headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, "en".parse().unwrap())]);
        headers.insert(axum::http::header::COOKIE, format!("a=b; {COOKIE}=fr").parse().unwrap());
        assert_eq!(preferred(&headers), Language::Fr);
    }
}
