//! A browser, as far as pages and forms go, and what the headers of every page say.

use crate::scene::Scene;
use reqwest::header::{HeaderMap, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use std::collections::BTreeMap;

/// Somebody's browser, as far as forms go: it keeps what it is told to, and follows nothing.
pub(crate) struct Browser {
    http: Client,
    url: String,
    cookie: String,
    /// The name under which it asks; that of the address if none.
    host: Option<&'static str>,
}

impl Browser {
    pub(crate) fn new(scene: &Scene) -> Self {
        let http = Client::builder().redirect(Policy::none()).build().unwrap();
        Self { http, url: scene.server.url.clone(), cookie: String::new(), host: None }
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
        self.as_asked(request).send().await.unwrap()
    }

    pub(crate) async fn send(&self, path: &str, fields: &[(&str, &str)], site: Option<&str>) -> Response {
        let request = self.as_asked(self.http.post(format!("{}{path}", self.url)));
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
        let request = self.as_asked(self.http.post(format!("{}{path}", self.url)));
        let request = request.header("content-type", format!("multipart/form-data; boundary={mark}"));
        request.body(body).send().await.unwrap()
    }

    /// The same browser, once its person chose French.
    pub(crate) async fn in_french(self) -> Self {
        let chosen = self.send("/language", &[("language", "fr"), ("back", "/me")], None).await;
        let set = chosen.headers()[SET_COOKIE].to_str().unwrap();
        let cookie = format!("{}; {}", self.cookie, set.split(';').next().unwrap_or_default());
        Self { cookie, ..self }
    }

    /// The same browser, cookies and all, under another of the server's names.
    pub(crate) fn at(&self, host: &'static str) -> Self {
        let (http, url, cookie) = (self.http.clone(), self.url.clone(), self.cookie.clone());
        Self { http, url, cookie, host: Some(host) }
    }

    fn as_asked(&self, request: RequestBuilder) -> RequestBuilder {
        let request = request.header("cookie", &self.cookie);
        match self.host {
            Some(host) => request.header("host", host),
            None => request,
        }
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

pub(crate) fn check_headers(path: &str, headers: &HeaderMap) {
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
