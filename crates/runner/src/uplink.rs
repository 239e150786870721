//! Requests of one run to the server. None is begun once the run is halted or its lease is lost, and one that is under
//! way is dropped.

use crate::backoff::Backoff;
use crate::clock;
use crate::ending::Ending;
use crate::halt::{Cause, Halt};
use crate::lease::Lease;
use bytes::Bytes;
use domain::RunId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::future::Future;
use std::time::Duration;
use tokio::time::{sleep, timeout};
use wire::{Client, ClientError, IdempotencyKey, PartReceipt};

/// The longest pause before a request is made again. Short, since a server that is not heard ends the run anyway.
const PAUSE_MAX: Duration = Duration::from_secs(1);
/// How long to try to get an answer to a claim.
const CLAIMING: Duration = Duration::from_mins(1);

/// One run's way to the server.
#[derive(Clone, Copy)]
pub(crate) struct Uplink<'a> {
    pub(crate) client: &'a Client,
    pub(crate) run: &'a RunId,
    pub(crate) halt: &'a Halt,
    pub(crate) lease: &'a Lease,
}

impl Uplink<'_> {
    /// Claims the run. [`Ending::Gone`] if the server does not give it.
    pub(crate) async fn claim<T: DeserializeOwned>(&self) -> Result<T, Ending> {
        let (path, key, body) = (self.path("claim"), key()?, json!({}));
        let claim = self.insist(|| self.client.post_once(&path, &body, &key));
        let claimed = timeout(CLAIMING, claim).await.map_err(|_| Ending::Timeout)?;
        claimed.map_err(|ending| match ending {
            Ending::Upload(why) => Ending::Gone(why),
            other => other,
        })
    }

    /// Sends a part of the sealed collection. A part may be sent again; the server keeps it once.
    pub(crate) async fn put(&self, offset: u64, part: Bytes) -> Result<(), Ending> {
        let path = format!("{}?offset={offset}", self.path("parts"));
        let expected = offset.saturating_add(u64::try_from(part.len()).unwrap_or(u64::MAX));
        let receipt: PartReceipt = self.insist(|| self.client.put_bytes(&path, part.clone())).await?;
        if receipt.received == expected {
            Ok(())
        } else {
            Err(Ending::Upload(format!("it holds {} bytes instead of {expected}", receipt.received)))
        }
    }

    /// Says that the collection is complete.
    pub(crate) async fn finish<B: Serialize + Sync, T: DeserializeOwned>(
        &self,
        finish: &B,
    ) -> Result<T, Ending> {
        let (path, key) = (self.path("finish"), key()?);
        self.insist(|| self.client.post_once(&path, finish, &key)).await
    }

    fn path(&self, what: &str) -> String {
        path(self.run, what)
    }

    /// Makes a request until somebody answers, as long as the run may go on.
    async fn insist<T, F>(&self, request: impl Fn() -> F) -> Result<T, Ending>
    where
        F: Future<Output = Result<T, ClientError>>,
    {
        let mut backoff = Backoff::up_to(PAUSE_MAX);
        loop {
            self.check()?;
            let answer = self.unless_halted(request()).await?;
            // The answer may have come when the lease was over already.
            self.check()?;
            match answer {
                Ok(answer) => return Ok(answer),
                Err(error) => match verdict(&error) {
                    Verdict::Again => self.unless_halted(sleep(backoff.next())).await?,
                    Verdict::Gone => return Err(Ending::Gone(error.to_string())),
                    Verdict::Refused => return Err(Ending::Upload(error.to_string())),
                },
            }
        }
    }

    /// Looks at the lease by the clock: the thread that watches it may be late.
    fn check(&self) -> Result<(), Ending> {
        if !self.lease.holds(clock::since_boot()) {
            self.halt.now(Cause::LeaseLost);
        }
        self.halt.cause().map_or(Ok(()), |cause| Err(Ending::Halted(cause)))
    }

    /// Waits for a run's work for `limit`. Whatever became of it: nothing is collected any more.
    pub(crate) async fn within<T>(
        &self,
        limit: Duration,
        work: impl Future<Output = Result<T, Ending>>,
    ) -> Result<T, Ending> {
        let done = timeout(limit, work).await.unwrap_or(Err(Ending::Timeout));
        self.halt.stop().stop();
        done
    }

    /// Waits for `work` as long as the run may go on.
    pub(crate) async fn unless_halted<T>(&self, work: impl Future<Output = T>) -> Result<T, Ending> {
        tokio::select! {
            biased;
            cause = self.halt.ended() => Err(Ending::Halted(cause)),
            done = work => Ok(done),
        }
    }
}

/// Where something about a run is told.
pub(crate) fn path(run: &RunId, what: &str) -> String {
    let kind = if domain::is_dry_run(run) { "dry-runs" } else { "runs" };
    format!("api/v1/runner/{kind}/{run}/{what}")
}

fn key() -> Result<IdempotencyKey, Ending> {
    IdempotencyKey::random().map_err(|why| Ending::Folder(why.into()))
}

/// Whether the server said something, and will not say anything else if it is asked again.
pub(crate) fn is_answer(error: &ClientError) -> bool {
    verdict(error) != Verdict::Again
}

/// What an answer that is no success means for the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Nobody answered, or somebody who could not.
    Again,
    /// The run is not this runner's any more, and the server knows.
    Gone,
    /// The server takes it in no form.
    Refused,
}

fn verdict(error: &ClientError) -> Verdict {
    match error {
        // A proxy before a server that restarts answers in a form of its own.
        ClientError::Unreachable { .. } | ClientError::Misunderstood { .. } => Verdict::Again,
        ClientError::BadUrl(_) | ClientError::TooLong { .. } => Verdict::Refused,
        ClientError::Problem(problem) => match problem.status {
            403 | 404 | 409 => Verdict::Gone,
            408 | 429 | 500.. => Verdict::Again,
            _ => Verdict::Refused,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::Problem;

    #[test]
    fn only_an_answer_of_the_server_ends_a_run() {
        let problem = |status| {
            let problem = Problem::new(status, "stopped", "Stopped", "");
            verdict(&ClientError::Problem(Box::new(problem)))
        };
        for status in [403, 404, 409] {
            assert_eq!(problem(status), Verdict::Gone, "{status}");
        }
        for status in [400, 401, 413, 422] {
            assert_eq!(problem(status), Verdict::Refused, "{status}");
        }
        for status in [429, 500, 502, 503] {
            assert_eq!(problem(status), Verdict::Again, "{status}");
        }
        let nobody = ClientError::Unreachable { url: String::new(), why: String::new() };
        assert_eq!(verdict(&nobody), Verdict::Again);
    }
}
