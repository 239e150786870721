//! Sends the screened form to a case, part by part. What fails is tried again while there is hope; what cannot be finished
//! is given up on the server too.

use super::attachment::Packed;
use super::sealing::Sealing;
use crate::failure::Failure;
use crate::path;
use crate::progress;
use anyhow::{Context as _, Result};
use domain::CaseId;
use serde_json::json;
use std::future::Future;
use std::time::Duration;
use tokio::time::{Instant, sleep};
use wire::{Attached, BundleBegun, Client, ClientError, Done, FinishBundle, PartReceipt};

/// How long nothing may succeed before the upload is given up.
const PATIENCE: Duration = Duration::from_mins(5);
/// The first pause before something is tried again, and the longest; each is twice the one before.
const PAUSES: [Duration; 2] = [Duration::from_millis(200), Duration::from_secs(5)];

/// Sends the packed form; gives what it is kept as.
pub(super) async fn send(case: &CaseId, packed: Packed, server: &Client) -> Result<Attached> {
    let total = packed.bytes;
    let content = packed.content()?;
    let bundles = path::api(&["cases", case.as_str(), "bundles"])?;
    let begun: BundleBegun = server.post(&bundles, &json!({})).await?;
    let upload = Upload { server, begun: &begun };
    let sent = tokio::select! {
        sent = upload.run(content, total) => sent,
        _ = tokio::signal::ctrl_c() => Err(Failure::failed("interrupted: nothing was attached").into()),
    };
    if sent.is_err() {
        // What does not arrive is destroyed there all the same, once nothing came for an hour or two.
        let _: Result<Done, _> = server.delete(&upload.path("")?).await;
    }
    sent
}

/// A bundle on its way.
struct Upload<'a> {
    server: &'a Client,
    begun: &'a BundleBegun,
}

impl Upload<'_> {
    async fn run(&self, content: std::fs::File, total: u64) -> Result<Attached> {
        if total > self.begun.bytes_max {
            let what =
                format!("the screened form has {total} bytes, and the server takes {}", self.begun.bytes_max);
            return Err(Failure::bad_input(what).advise("collect fewer logs or a shorter time").into());
        }
        let mut sealing = Sealing::new(content, &self.begun.recipient)?;
        let bar = progress::bytes("sending", Some(total));
        let mut offset = 0;
        while let Some(part) = tokio::task::block_in_place(|| sealing.part())? {
            let length = part.len() as u64;
            self.part(offset, part.into()).await?;
            offset += length;
            bar.set_position(offset.min(total));
        }
        bar.finish_and_clear();
        let waiting = progress::waiting("the server is checking it".to_owned());
        let attached = self.finish(sealing).await;
        waiting.finish_and_clear();
        attached
    }

    async fn part(&self, offset: u64, part: bytes::Bytes) -> Result<()> {
        let path = path::with_query(&self.path("parts")?, &[("offset", Some(&offset))]);
        let receipt: PartReceipt = insist(|| self.server.put_bytes(&path, part.clone())).await?;
        // More than that is there if a part was sent twice and the first came late.
        if receipt.received >= offset + part.len() as u64 {
            return Ok(());
        }
        let what = format!("the server holds {} bytes of what was sent", receipt.received);
        Err(Failure::failed(what).advise("attach it again").into())
    }

    async fn finish(&self, sealing: Sealing) -> Result<Attached> {
        let (bytes, sha256) = sealing.whole();
        let (path, finish) = (self.path("finish")?, FinishBundle { bytes, sha256 });
        insist(|| self.server.post(&path, &finish)).await
    }

    fn path(&self, what: &str) -> Result<String> {
        let id = self.begun.collection.as_str();
        if what.is_empty() { path::api(&["bundles", id]) } else { path::api(&["bundles", id, what]) }
    }
}

/// Makes a request until somebody answers who can.
pub(super) async fn insist<T, F>(request: impl Fn() -> F) -> Result<T>
where
    F: Future<Output = Result<T, ClientError>>,
{
    let [mut pause, pause_max] = PAUSES;
    let mut last_sign = Instant::now();
    loop {
        let why = match request().await {
            Ok(answer) => return Ok(answer),
            Err(why) => why,
        };
        if is_at_work(&why) {
            last_sign = Instant::now();
        } else if !may_pass(&why) {
            return Err(why.into());
        } else if last_sign.elapsed() >= PATIENCE {
            return Err(why).context(format!("nothing went through for {} s", PATIENCE.as_secs()));
        }
        sleep(pause).await;
        pause = (pause * 2).min(pause_max);
    }
}

/// Whether the server says that it goes on with what was asked.
fn is_at_work(why: &ClientError) -> bool {
    why.problem().is_some_and(|problem| problem.code == "checking")
}

/// Whether the same request may succeed later: nobody answered, or somebody who could not.
fn may_pass(why: &ClientError) -> bool {
    match why {
        // A proxy before a server that restarts answers in a form of its own.
        ClientError::Unreachable { .. } | ClientError::Misunderstood { .. } => true,
        ClientError::BadUrl(_) | ClientError::TooLong { .. } => false,
        ClientError::Problem(problem) => matches!(problem.status, 408 | 429 | 500..),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::Problem;

    fn problem(status: u16, code: &str) -> ClientError {
        ClientError::Problem(Box::new(Problem::new(status, code, "Title", "")))
    }

    #[test]
    fn only_what_may_pass_is_tried_again() {
        for status in [408, 429, 500, 502, 503] {
            assert!(may_pass(&problem(status, "busy")), "{status}");
        }
        for status in [400, 401, 403, 404, 409, 410, 413, 422] {
            assert!(!may_pass(&problem(status, "no")), "{status}");
        }
        assert!(is_at_work(&problem(503, "checking")) && !is_at_work(&problem(503, "busy")));
    }
}
