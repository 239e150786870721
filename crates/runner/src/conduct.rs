//! One run from its offer to its end.

use crate::check::{Order, Refusal};
use crate::clock;
use crate::ending::Ending;
use crate::folder::SignedRecord;
use crate::halt::Halt;
use crate::runner::Runner;
use crate::ship::{self, Screen, Shipment};
use crate::turn::{Working, claim};
use crate::uplink::{self, Uplink};
use bytes::Bytes;
use consent::{Document as _, RunRecord};
use domain::{Moment, RunId};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::mpsc::{self, Sender};
use tokio::task;
use wire::{Claimed, Done, Finish, Finished, RunOffer, Stopped};

/// How many sealed parts wait for the network.
const PARTS_WAITING: usize = 2;
/// How long shipping may take beyond the diagnostic's own limit.
const SHIPPING: Duration = Duration::from_mins(10);
/// How long to try to tell the server of an end before that waits for the next connection.
const TELLING: Duration = Duration::from_secs(2);

/// Sees a run through. Whatever happens, the runner lets go of it, and the server hears of its end sooner or later.
pub(crate) async fn conduct(runner: Arc<Runner>, offer: RunOffer, halt: Arc<Halt>) {
    let run = &offer.run;
    let link = Uplink { client: &runner.client, run, halt: &halt, lease: &runner.lease };
    if let Some((claimed, turn)) = claim::<Claimed>(&runner, &link).await {
        tracing::info!(%run, case = ?claimed.case, diagnostic = ?claimed.diagnostic, "claimed a run");
        match work(&runner, claimed, &link, turn).await {
            Ok(bytes) => tracing::info!(%run, bytes, "shipped a run"),
            Err(ending) => settle(&runner, run, ending).await,
        }
    }
    runner.held.release(run);
}

/// Collects, ships and signs a claimed run. Gives the number of bytes that were shipped.
async fn work(
    runner: &Arc<Runner>,
    claimed: Claimed,
    link: &Uplink<'_>,
    turn: OwnedSemaphorePermit,
) -> Result<u64, Ending> {
    if claimed.run != *link.run {
        return Err(Refusal::OtherRun.into());
    }
    let (claimed, started_at) = (Arc::new(claimed), clock::now());
    let order = Arc::new(checked(runner, &claimed).await?);
    let work = Work { runner: Arc::clone(runner), claimed, order, started_at };
    let limit = SHIPPING + Duration::from_secs(work.order.diagnostic.form().limits.seconds.into());
    link.within(limit, async {
        let shipment = work.deliver(link, turn).await?;
        work.finish(&shipment, link).await?;
        Ok(shipment.sealed.bytes)
    })
    .await
}

async fn checked(runner: &Arc<Runner>, claimed: &Arc<Claimed>) -> Result<Order, Ending> {
    let (runner, claimed) = (Arc::clone(runner), Arc::clone(claimed));
    task::spawn_blocking(move || runner.check(&claimed)).await.map_err(|_| Ending::Unexpected)?
}

/// A run that was checked.
#[derive(Clone)]
struct Work {
    runner: Arc<Runner>,
    claimed: Arc<Claimed>,
    order: Arc<Order>,
    started_at: Moment,
}

impl Work {
    /// Collects on a thread, and uploads what it seals as it comes.
    async fn deliver(&self, link: &Uplink<'_>, turn: OwnedSemaphorePermit) -> Result<Shipment, Ending> {
        let (sender, mut parts) = mpsc::channel(PARTS_WAITING);
        let (work, stop) = (self.clone(), link.halt.stop().clone());
        let shipped = Working::begin("shipping", turn, move || work.ship(&stop, sender))?;
        let mut offset = 0_u64;
        while let Some(part) = link.unless_halted(parts.recv()).await? {
            let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
            self.order.recheck(clock::now())?;
            link.put(offset, part).await?;
            offset = offset.saturating_add(length);
        }
        shipped.done(link).await
    }

    fn ship(&self, stop: &collect::Stop, parts: Sender<Bytes>) -> Result<Shipment, Ending> {
        let (runner, order) = (&self.runner, &self.order);
        let key = runner.secret.case_key(&self.claimed.case);
        let screen = Screen::new(Arc::clone(&runner.context), order.covered, key);
        let collecting = collect::Order {
            diagnostic: &order.diagnostic,
            inputs: &order.inputs,
            subscription: &self.claimed.subscription,
            scope: &runner.scope,
            now: self.started_at,
        };
        ship::ship(&runner.program, &collecting, stop, &screen, &order.recipient, parts)
    }

    /// Signs the record of the run, keeps it, and says that the collection is complete.
    async fn finish(&self, shipment: &Shipment, link: &Uplink<'_>) -> Result<(), Ending> {
        let ended_at = clock::now().max(self.started_at);
        self.order.recheck(ended_at)?;
        let record = self.record(shipment, ended_at)?;
        let signed = SignedRecord { record: record.canonical(), signature: self.runner.key.sign(&record) };
        let (runner, kept) = (Arc::clone(&self.runner), signed.clone());
        task::spawn_blocking(move || runner.keep_record(&kept)).await.map_err(|_| Ending::Unexpected)??;
        let finish = Finish {
            bytes: shipment.sealed.bytes,
            sha256: shipment.sealed.sha256.to_string(),
            spans: shipment.spans.clone(),
            findings: shipment.findings.clone(),
            record: signed.record,
            signature: signed.signature,
        };
        link.finish(&finish).await.map(|_: Finished| ())
    }

    fn record(&self, shipment: &Shipment, ended_at: Moment) -> Result<RunRecord, Ending> {
        let (claimed, order) = (&self.claimed, &self.order);
        let digest = order.diagnostic.digest().parse().map_err(|_| Refusal::OtherDiagnostic("digest"))?;
        Ok(RunRecord {
            tenant: claimed.tenant.clone(),
            run: claimed.run.clone(),
            case: claimed.case.clone(),
            runner: self.runner.identity.runner.clone(),
            diagnostic: claimed.diagnostic.clone(),
            version: order.diagnostic.form().version,
            digest,
            consent: Some(order.consent().challenge()),
            covered: order.covered,
            sha256: shipment.sealed.sha256,
            bytes: shipment.sealed.bytes,
            plain_sha256: shipment.sealed.plain_sha256,
            spans: shipment.spans.clone(),
            started_at: self.started_at,
            ended_at,
        })
    }
}

/// Logs why a claimed run ended with nothing, and sees that the server hears of it: of an end that was the server's own,
/// that nobody here works on it any more.
pub(crate) async fn settle(runner: &Runner, run: &RunId, ending: Ending) {
    let told = ending.report();
    let code = told.as_ref().map_or("", |told| told.code.as_str());
    tracing::warn!(%run, code, why = ?ending.to_string(), "a run ended without evidence");
    match told {
        Some(told) => report(runner, run, told).await,
        None => acknowledge(runner, run).await,
    }
}

/// Says that a run which the server ended was let go of. It is a figure of the server's and nothing rests on it, so it is
/// said once; of dry runs it is not asked.
async fn acknowledge(runner: &Runner, run: &RunId) {
    runner.held.release(run);
    if domain::is_dry_run(run) {
        return;
    }
    let path = uplink::path(run, "halted");
    let body = serde_json::json!({});
    let told = runner.client.post::<_, Done>(&path, &body);
    if !matches!(tokio::time::timeout(TELLING, told).await, Ok(Ok(_))) {
        tracing::debug!(%run, "the server did not hear that a run was let go of");
    }
}

/// Sees that the server hears of the end of a run.
pub(crate) async fn report(runner: &Runner, run: &RunId, report: Stopped) {
    runner.reports.keep(run, report.clone());
    // From here on a new connection that still lists the run sends the report too.
    runner.held.release(run);
    tell(runner, run, report).await;
}

/// Tells the server that a run ended without evidence. If nobody answers, the report waits for the next connection.
pub(crate) async fn tell(runner: &Runner, run: &RunId, report: Stopped) {
    let path = uplink::path(run, "stopped");
    let told = tokio::time::timeout(TELLING, runner.client.post::<_, Done>(&path, &report)).await;
    let is_known = match &told {
        Ok(Ok(_)) => true,
        Ok(Err(why)) => uplink::is_answer(why),
        Err(_) => false,
    };
    if is_known {
        runner.reports.forget(run);
    } else {
        tracing::warn!(%run, "the end of a run waits for the server to come back");
    }
}
