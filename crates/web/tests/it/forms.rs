//! What guards the pages: the headers of each, the cookies, and forms that only a page of the same session can send.

use crate::scene::{Scene, person};
use domain::Role;
use reqwest::header::{HeaderMap, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use std::collections::BTreeMap;

/// Somebody's browser, as far as forms go: it keeps what it is told to, and follows nothing.
pub(crate) struct Browser {
    http: Client,
    url: String,
    cookie: String,
}

impl Browser {
    fn new(scene: &Scene) -> Self {
        let http = Client::builder().redirect(Policy::none()).build().unwrap();
        Self { http, url: scene.server.url.clone(), cookie: String::new() }
    }

    /// Signs in with a token. Gives how the cookie is set.
    pub(crate) async fn sign_in(scene: &Scene, token: &str) -> (Self, String) {
        let browser = Self::new(scene);
        let answer = browser.send("/sign-in", &[("token", token)], None).await;
        assert_eq!(answer.status(), 303);
        let set = answer.headers()[SET_COOKIE].to_str().unwrap().to_owned();
        let cookie = set.split(';').next().unwrap_or_default().to_owned();
        (Self { cookie, ..browser }, set)
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        let request = self.http.get(format!("{}{path}", self.url)).header("accept", "text/html");
        request.header("cookie", &self.cookie).send().await.unwrap()
    }

    pub(crate) async fn send(&self, path: &str, fields: &[(&str, &str)], site: Option<&str>) -> Response {
        let request = self.http.post(format!("{}{path}", self.url)).header("cookie", &self.cookie);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let mut request = request.body(serde_html_form::to_string(fields).unwrap());
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        request.send().await.unwrap()
    }

    /// Sends a form with files, as a browser does.
    pub(crate) async fn send_files(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &[u8])],
    ) -> Response {
        let mark = "----mark-of-a-form";
        let mut body = Vec::new();
        for (name, value) in fields {
            let head =
                format!("--{mark}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(head.as_bytes());
        }
        for (name, bytes) in files {
            let head = format!(
                "--{mark}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: \
                 application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{mark}--\r\n").as_bytes());
        let request = self.http.post(format!("{}{path}", self.url)).header("cookie", &self.cookie);
        let request = request.header("content-type", format!("multipart/form-data; boundary={mark}"));
        request.body(body).send().await.unwrap()
    }

    /// What the forms of this browser's pages carry.
    pub(crate) async fn form_token(&self) -> String {
        let page = self.get("/me").await.text().await.unwrap();
        let (_, rest) = page.split_once("name=\"_token\" value=\"").expect("a form of a page has a token");
        rest.split('"').next().unwrap().to_owned()
    }
}

/// The directives of a policy, each with its sources.
fn directives(headers: &HeaderMap) -> BTreeMap<String, Vec<String>> {
    let policy = headers["content-security-policy"].to_str().unwrap();
    let directive = |text: &str| {
        let mut words = text.split_whitespace().map(str::to_owned);
        (words.next().unwrap_or_default(), words.collect())
    };
    policy.split(';').map(directive).collect()
}

fn check_headers(path: &str, headers: &HeaderMap) {
    let policy = directives(headers);
    let sources = |name: &str| policy.get(name).map(|sources| sources.join(" ")).unwrap_or_default();
    for (name, only) in [
        ("default-src", "'none'"),
        ("script-src", "'self'"),
        ("style-src", "'self'"),
        ("connect-src", "'self'"),
        ("form-action", "'self'"),
        ("base-uri", "'none'"),
        ("frame-ancestors", "'none'"),
    ] {
        assert_eq!(sources(name), only, "{path}: {name}");
    }
    assert!(!policy.values().flatten().any(|source| source.contains("unsafe")), "{path}: {policy:?}");
    assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
    assert_eq!(headers["referrer-policy"], "no-referrer", "{path}");
    assert_eq!(headers["cache-control"], "no-store", "{path}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_keeps_to_itself() {
    let scene = Scene::set().await.with_everything().await;
    let mut seen = 0;
    for (who, pages) in [
        (None, &["/sign-in", "/welcome", "/nowhere"][..]),
        (
            Some(&scene.owner),
            &[
                "/",
                "/cases",
                "/cases/new",
                "/cases/{case}",
                "/cases/{case}/consent",
                "/runs/{run}",
                "/evidence/{collection}",
                "/evidence/{collection}/content",
                "/access",
                "/audit",
                "/audit/cases",
                "/people",
                "/notices",
                "/systems",
                "/me",
                "/cases/c-none",
                "/queue",
                "/tenants",
            ],
        ),
        (
            Some(&scene.engineer),
            &["/queue", "/cases/{case}", "/cases/{case}/diagnostics", "/runs/{run}", "/people"],
        ),
        (Some(&scene.operator), &["/tenants", "/numbers", "/people", "/queue"]),
    ] {
        let browser = match who {
            None => Browser::new(&scene),
            Some(api) => Browser::sign_in(&scene, api.token.as_deref().unwrap()).await.0,
        };
        for path in pages {
            let answer = browser.get(&scene.path(path)).await;
            assert!(
                !answer.status().is_redirection() && answer.status() != 500,
                "{path}: {}",
                answer.status()
            );
            assert_eq!(answer.headers()["content-type"], "text/html; charset=utf-8", "{path}");
            check_headers(path, answer.headers());
            seen += 1;
        }
    }
    assert_eq!(seen, 30);
}

#[tokio::test(flavor = "multi_thread")]
async fn cookies_are_kept_from_scripts_and_other_sites() {
    let scene = Scene::set().await;
    let (browser, session) = Browser::sign_in(&scene, scene.owner.token.as_deref().unwrap()).await;
    let language = browser.send("/language", &[("language", "fr"), ("back", "/me")], None).await;
    assert_eq!(language.headers()[LOCATION], "/me");
    for cookie in [session.as_str(), language.headers()[SET_COOKIE].to_str().unwrap()] {
        let attributes: Vec<_> = cookie.split("; ").skip(1).collect();
        for needed in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(attributes.contains(&needed), "{cookie}");
        }
    }
}

/// Forms, each with a field or two, that would change something.
const FORMS: [(&str, &[(&str, &str)]); 11] = [
    ("/access/lock", &[]),
    ("/access/settings", &[("access_days", "30"), ("retention_days", "1"), ("case_text_days", "1")]),
    ("/access/partner/remove", &[]),
    ("/cases/{case}/consent/withdraw", &[]),
    ("/cases/{case}/consent", &[("level", "advanced"), ("chosen", "true"), ("category", "euii")]),
    ("/cases/{case}/close", &[]),
    ("/cases/{case}/messages", &[("text", "hello")]),
    ("/people", &[("name", "Eve"), ("upn", "eve@evil.example"), ("role", "owner")]),
    ("/me/tokens", &[("label", "x"), ("days", "1")]),
    ("/notices/settings", &[("mail", "eve@evil.example"), ("language", "en")]),
    ("/me/sign-out-everywhere", &[]),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_no_page_of_this_session_sent_changes_nothing() {
    let scene = Scene::set().await;
    let (browser, _) = Browser::sign_in(&scene, scene.owner.token.as_deref().unwrap()).await;
    let other = person(&scene.owner, &[Role::Owner, Role::Consenter], &[]).await;
    let (other, _) = Browser::sign_in(&scene, other.token.as_deref().unwrap()).await;
    let (own, foreign) = (browser.form_token().await, other.form_token().await);
    assert_ne!(own, foreign);
    let before = scene.owner.log_size().await;
    for (path, fields) in FORMS {
        let path = scene.path(path);
        for (token, site) in [
            (None, None),
            (Some(""), None),
            (Some(foreign.as_str()), None),
            (Some(own.as_str()), Some("cross-site")),
            (Some(own.as_str()), Some("same-site")),
        ] {
            let mut fields = fields.to_vec();
            fields.extend(token.map(|token| ("_token", token)));
            let answer = browser.send(&path, &fields, site).await;
            assert_eq!(answer.status(), 403, "{path} {token:?} {site:?}");
            check_headers(&path, answer.headers());
        }
    }
    assert_eq!(scene.owner.log_size().await, before);
    // The very same, as a page of this session's sends it.
    let answer = browser.send("/access/lock", &[("_token", &own)], Some("same-origin")).await;
    assert_eq!(answer.status(), 200);
    assert!(scene.owner.log_size().await > before);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_signed_in_or_out_by_another_site() {
    let scene = Scene::set().await;
    let browser = Browser::new(&scene);
    let token = scene.owner.token.as_deref().unwrap();
    for (path, fields) in [
        ("/sign-in", [("token", token)]),
        ("/welcome", [("code", "glc_any")]),
        ("/language", [("language", "fr")]),
    ] {
        let answer = browser.send(path, &fields, Some("cross-site")).await;
        assert_eq!(answer.status(), 403, "{path}");
        assert!(answer.headers().get(SET_COOKIE).is_none(), "{path}");
    }
}
