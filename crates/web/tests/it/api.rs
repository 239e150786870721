//! Plain requests, and what came back.

use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) media: String,
    pub(crate) body: Value,
}

impl Answer {
    /// The problem's word; empty if the answer is none.
    pub(crate) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// A text of the body.
    pub(crate) fn text(&self, field: &str) -> String {
        let text = self.body.pointer(field).and_then(Value::as_str);
        text.unwrap_or_else(|| panic!("no text at {field} in {self:?}")).to_owned()
    }

    /// The same answer, if it is a success.
    pub(crate) fn done(self) -> Self {
        assert!((200..300).contains(&self.status), "{self:?}");
        self
    }
}

/// Somebody who sends requests with a token, or without.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) url: String,
    pub(crate) token: Option<String>,
    http: Client,
}

impl Api {
    pub(crate) fn new(url: &str) -> Self {
        Self { url: url.to_owned(), token: None, http: Client::new() }
    }

    pub(crate) fn with(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method: Method = method.parse().unwrap();
        let request = self.http.request(method, format!("{}{path}", self.url));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        answer(self.request("GET", path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        answer(self.request("POST", path).json(body)).await
    }

    pub(crate) async fn post_under(&self, key: &str, path: &str, body: &Value) -> Answer {
        answer(self.request("POST", path).header("idempotency-key", key).json(body)).await
    }

    /// How many events the log of the caller's organisation holds.
    pub(crate) async fn log_size(&self) -> u64 {
        let mut from = 0;
        loop {
            let page = self.get(&format!("/api/v1/audit?from={from}&limit=200")).await.done();
            match page.body["next"].as_u64() {
                Some(next) => from = next,
                None => return from + page.body["items"].as_array().unwrap().len() as u64,
            }
        }
    }
}

pub(crate) async fn answer(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let media = response.headers().get("content-type").map(|value| value.to_str().unwrap().to_owned());
    let bytes = response.bytes().await.unwrap();
    let body = serde_json::from_slice(&bytes)
        .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
    Answer { status, media: media.unwrap_or_default(), body }
}
