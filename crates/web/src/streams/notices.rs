//! What a connected runner is told.

use crate::app::App;
use crate::caller::RunnerIn;
use crate::presence::Entered;
use crate::problem::Refused;
use axum::response::IntoResponse;
use axum::response::sse::{Event as Sent, Sse};
use domain::Event;
use futures::stream;
use operations::{Appended, Offer, Refusal, RunnerCaller, Standing};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Interval, MissedTickBehavior, interval};
use wire::{Notice, RunOffer};

/// How often a runner hears that the server is there; its lease is several of these.
const BEAT: Duration = Duration::from_secs(1);

/// The notices of a runner, from what stands now.
pub(crate) async fn notices(app: App, who: RunnerIn) -> Result<impl IntoResponse, Refused> {
    let (standing, appended) = operations::attend(&app.desk, &who.caller).await?;
    let mut beat = interval(BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let entered = app.presence.enter(&app.desk, &who.caller, &who.program);
    let RunnerIn { caller, secret, .. } = who;
    let mut notices = Notices { app, caller, secret, waiting: VecDeque::new(), appended, beat, entered };
    notices.begin(standing);
    Ok(Sse::new(stream::unfold(notices, Notices::next)))
}

struct Notices {
    app: App,
    caller: RunnerCaller,
    secret: String,
    /// What is to be told.
    waiting: VecDeque<Notice>,
    appended: Receiver<Appended>,
    beat: Interval,
    entered: Entered,
}

impl Notices {
    /// The next notice; none when the server ends, or the runner was removed.
    async fn next(mut self) -> Option<(Result<Sent, Infallible>, Self)> {
        loop {
            if let Some(notice) = self.waiting.pop_front() {
                // Plain text and numbers: this does not fail.
                let data = serde_json::to_string(&notice).unwrap_or_default();
                return Some((Ok(Sent::default().data(data)), self));
            }
            let ending = self.app.ending.clone();
            tokio::select! {
                // What stops a run goes before a beat, which would prolong it.
                biased;
                () = ending.cancelled() => return None,
                appended = self.appended.recv() => self.hear(appended).await.ok()?,
                _ = self.beat.tick() => {
                    self.entered.stay();
                    self.waiting.push_back(Notice::Beat { at: self.app.desk.now() });
                }
            }
        }
    }

    /// What is told first: what the runner holds, and what waits.
    fn begin(&mut self, standing: Standing) {
        self.waiting.push_back(Notice::Holding { runs: standing.holding });
        self.waiting.extend(standing.offers.into_iter().map(offered));
        self.waiting.extend(standing.dry_offers.into_iter().map(offered_dry));
    }

    async fn hear(&mut self, appended: Result<Appended, RecvError>) -> Result<(), Refusal> {
        // A runner that was removed hears nothing more.
        self.caller = self.app.desk.authenticate_runner(&self.secret).await?;
        if let Ok(records) = appended {
            self.waiting.extend(records.iter().filter_map(|record| notice(&record.event)));
            return Ok(());
        }
        // Too much came at once, or the listener was lost: what stands now says all.
        let (standing, appended) = operations::attend(&self.app.desk, &self.caller).await?;
        self.appended = appended;
        self.begin(standing);
        Ok(())
    }
}

/// What runners are told of an event.
fn notice(event: &Event) -> Option<Notice> {
    match event {
        Event::RunRequested { order } => Some(offered(operations::offer(order))),
        Event::DryRunRequested { order } => Some(offered_dry(operations::dry_offer(order))),
        Event::RunStopped { run, .. } | Event::DryRunStopped { run, .. } => {
            Some(Notice::Stop { run: run.clone() })
        }
        _ => None,
    }
}

fn offered(offer: Offer) -> Notice {
    Notice::Offer { run: run_offer(offer) }
}

fn offered_dry(offer: Offer) -> Notice {
    Notice::OfferDryRun { run: run_offer(offer) }
}

fn run_offer(offer: Offer) -> RunOffer {
    let Offer { run, subscription, diagnostic } = offer;
    RunOffer { run, subscription, diagnostic }
}
