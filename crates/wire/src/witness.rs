//! The way to witnesses of logs (C2SP tlog-witness).

use crate::client::is_loopback;
use reqwest::Url;
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use std::time::Duration;

/// How long a witness may take.
const ANSWER: Duration = Duration::from_secs(10);
/// The largest answer that is read, in bytes.
const ANSWER_BYTES_MAX: usize = 64 << 10;

/// Asks witnesses. Keeps connections open between two requests.
#[derive(Clone, Debug)]
pub struct WitnessClient {
    far: reqwest::Client,
    /// For witnesses on this machine, which no proxy reaches.
    near: reqwest::Client,
}

/// Why a witness gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum WitnessError {
    /// It could not be reached, or broke off.
    #[error("{0}")]
    Unreachable(#[from] reqwest::Error),
    /// The prefix is no URL.
    #[error("its address is no URL")]
    BadUrl,
    /// Its answer is no witness's.
    #[error("its answer is longer than {ANSWER_BYTES_MAX} bytes, or no text")]
    NoAnswer,
}

impl WitnessClient {
    /// A client that follows no redirect: a witness is where the operator said.
    ///
    /// # Errors
    /// If TLS cannot be set up.
    pub fn new() -> Result<Self, WitnessError> {
        let client = || reqwest::Client::builder().timeout(ANSWER).redirect(Policy::none());
        Ok(Self { far: client().build()?, near: client().no_proxy().build()? })
    }

    /// Posts `body` to `add-checkpoint` below a submission prefix; gives the status and the body of the answer.
    ///
    /// # Errors
    /// [`WitnessError`] if there is no answer.
    pub async fn add_checkpoint(&self, prefix: &str, body: String) -> Result<(u16, String), WitnessError> {
        let url = format!("{}/add-checkpoint", prefix.trim_end_matches('/'));
        let url = Url::parse(&url).map_err(|_| WitnessError::BadUrl)?;
        let client = if is_loopback(&url) { &self.near } else { &self.far };
        let request = client.post(url).header(CONTENT_TYPE, "text/plain; charset=utf-8").body(body);
        let mut response = request.send().await?;
        let (status, mut bytes) = (response.status().as_u16(), Vec::new());
        while let Some(chunk) = response.chunk().await? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > ANSWER_BYTES_MAX {
                return Err(WitnessError::NoAnswer);
            }
        }
        Ok((status, String::from_utf8(bytes).map_err(|_| WitnessError::NoAnswer)?))
    }
}
