//! An endpoint of webhooks that keeps what it is sent, and refuses when it is told to.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::Value;
use std::sync::{Arc, Mutex};

/// One attempt, as it came.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Attempt {
    pub(crate) id: String,
    pub(crate) seconds: i64,
    pub(crate) signatures: Vec<String>,
    pub(crate) body: Bytes,
}

impl Attempt {
    /// The place in the log of the entry that it carries.
    pub(crate) fn sequence(&self) -> u64 {
        let body: Value = serde_json::from_slice(&self.body).unwrap();
        body["data"]["record"]["sequence"].as_u64().unwrap()
    }
}

#[derive(Clone)]
pub(crate) struct Receiver {
    pub(crate) address: String,
    attempts: Arc<Mutex<Vec<Attempt>>>,
    answer: Arc<Mutex<StatusCode>>,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/hook", listener.local_addr().unwrap());
        let receiver =
            Self { address, attempts: Arc::default(), answer: Arc::new(Mutex::new(StatusCode::OK)) };
        let app = Router::new().route("/hook", post(take)).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        receiver
    }

    pub(crate) fn answer(&self, status: u16) {
        *self.answer.lock().unwrap() = StatusCode::from_u16(status).unwrap();
    }

    /// What came since this was asked last.
    pub(crate) fn take(&self) -> Vec<Attempt> {
        std::mem::take(&mut *self.attempts.lock().unwrap())
    }
}

async fn take(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> (StatusCode, HeaderMap) {
    let text = |name: &str| headers[name].to_str().unwrap().to_owned();
    let attempt = Attempt {
        id: text("webhook-id"),
        seconds: text("webhook-timestamp").parse().unwrap(),
        signatures: text("webhook-signature").split(' ').map(str::to_owned).collect(),
        body,
    };
    assert_eq!(headers["content-type"], "application/json");
    receiver.attempts.lock().unwrap().push(attempt);
    let status = *receiver.answer.lock().unwrap();
    let mut answer = HeaderMap::new();
    if status.is_redirection() {
        answer.insert("location", receiver.address.parse().unwrap());
    }
    (status, answer)
}
