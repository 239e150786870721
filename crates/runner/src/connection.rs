//! The runner's connection to its server: notices come down one event stream, which is opened again whenever it ends.

use crate::backoff::Backoff;
use crate::clock;
use crate::conduct::{conduct, tell};
use crate::dry_run::conduct_dry_run;
use crate::halt::Cause;
use crate::runner::Runner;
use domain::{RunId, is_dry_run};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{sleep, timeout};
use wire::{ClientError, EventStream, Notice, RunOffer};

/// Without a notice for this long, the connection is taken for dead; the server sends a beat every second.
const SILENCE: Duration = Duration::from_secs(5);
/// The longest pause before the stream is opened again.
const PAUSE_MAX: Duration = Duration::from_secs(10);
/// How long opening the stream may take.
const OPENING: Duration = Duration::from_secs(15);

/// Why a connection ended.
#[derive(Debug, thiserror::Error)]
enum Lost {
    #[error("{0}")]
    Refused(#[from] ClientError),
    #[error("the server closed the event stream")]
    Closed,
    #[error("no word from the server for {} s", SILENCE.as_secs())]
    Silence,
    #[error("no answer within {} s", OPENING.as_secs())]
    NoAnswer,
    #[error("there is room again for runs that were left, and a new connection offers them again")]
    Room,
}

/// Listens to the server, for ever.
pub(crate) async fn stay_connected(runner: &Arc<Runner>) {
    let mut backoff = Backoff::up_to(PAUSE_MAX);
    loop {
        let mut heard = false;
        let lost = listen(runner, &mut heard).await;
        if heard {
            backoff.reset();
        }
        let pause = backoff.next();
        let pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
        // What the server says is shown as a quoted text: it cannot forge a line of the log.
        tracing::warn!(why = ?lost.to_string(), pause_ms, "not connected to the server");
        sleep(pause).await;
    }
}

/// Follows one connection to its end. `heard` tells whether anything came.
async fn listen(runner: &Arc<Runner>, heard: &mut bool) -> Lost {
    let number = runner.next_connection();
    let opened = timeout(OPENING, runner.client.events("api/v1/runner/stream", None)).await;
    let events = match opened {
        Ok(Ok(events)) => events,
        Ok(Err(why)) => return why.into(),
        Err(_) => return Lost::NoAnswer,
    };
    follow(runner, events, number, heard).await
}

async fn follow(runner: &Arc<Runner>, mut events: EventStream, number: u64, heard: &mut bool) -> Lost {
    let mut strange = 0_u64;
    loop {
        let event = match timeout(SILENCE, events.next()).await {
            Ok(Some(event)) => event,
            Ok(None) => return Lost::Closed,
            Err(_) => return Lost::Silence,
        };
        match serde_json::from_str(&event.data) {
            Ok(notice) => {
                if !*heard {
                    tracing::info!("connected to the server");
                }
                *heard = true;
                heed(runner, notice, number);
            }
            Err(why) => {
                strange = strange.saturating_add(1);
                // One line for each connection: a server must not be able to fill this machine's disk.
                if strange == 1 {
                    let (line, column) = (why.line(), why.column());
                    tracing::warn!(line, column, "passed over a notice that this version does not know");
                }
            }
        }
        if runner.held.has_room_again() {
            return Lost::Room;
        }
    }
}

/// Does what a notice asks for, without waiting.
fn heed(runner: &Arc<Runner>, notice: Notice, connection: u64) {
    match notice {
        Notice::Holding { runs } => {
            beat(runner);
            runner.held.keep_only(&runs.iter().collect(), connection);
            tell_of_ended(runner, runs);
        }
        Notice::Beat { .. } => beat(runner),
        Notice::Stop { run } => runner.held.halt(&run, Cause::Server),
        Notice::Offer { run } => take(runner, run, false),
        Notice::OfferDryRun { run } => take(runner, run, true),
    }
}

/// Renews the lease. What ran while it was lost stops, even if this is heard before the watching thread wakes: beats
/// that lay in a buffer while the machine slept revive nothing.
fn beat(runner: &Runner) {
    if !runner.lease.renew(clock::since_boot()) {
        runner.held.halt_all(Cause::LeaseLost);
    }
}

fn take(runner: &Arc<Runner>, offer: RunOffer, is_dry: bool) {
    let is_told_apart = is_dry_run(&offer.run) == is_dry;
    if !is_plain(&offer.run) || !is_told_apart || !runner.wants(&offer) {
        tracing::debug!(run = ?offer.run, "left a run to others: its subscription or its diagnostic is not for here");
        return;
    }
    if let Some(halt) = runner.held.take(&offer.run) {
        let runner = Arc::clone(runner);
        let tasks = runner.tasks.clone();
        if is_dry {
            tasks.spawn(conduct_dry_run(runner, offer, halt));
        } else {
            tasks.spawn(conduct(runner, offer, halt));
        }
    }
}

/// Whether an id is one that stands in a path as it is. Servers of this program make no others.
fn is_plain(run: &RunId) -> bool {
    run.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// The server counts runs as held that are not: it hears of their end, from one task at a time.
fn tell_of_ended(runner: &Arc<Runner>, mut listed: Vec<RunId>) {
    listed.retain(is_plain);
    let Ok(turn) = Arc::clone(&runner.telling).try_acquire_owned() else { return };
    let due = runner.reports.due(&listed, |run| runner.held.contains(run));
    if due.is_empty() {
        return;
    }
    let teller = Arc::clone(runner);
    runner.tasks.spawn(async move {
        for (run, report) in due {
            tell(&teller, &run, report).await;
        }
        drop(turn);
    });
}
