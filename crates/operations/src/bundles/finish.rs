//! The end of a bundle's upload: the whole is checked, and becomes evidence with one event.

use super::{Upload, screened, under_way};
use crate::caller::Caller;
use crate::claims::due_hour;
use crate::commit::{Decided, Place};
use crate::deliveries::{destroy, hour_start, in_vault};
use crate::desk::Desk;
use crate::evidence::open;
use crate::mint;
use crate::refusal::Refusal;
use domain::{CollectionId, Command, Moment, NewBundle};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use vault::DueHour;

/// A bundle was attached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// What it is kept as.
    pub collection: CollectionId,
    /// When.
    pub at: Moment,
    /// When its key is destroyed at the latest.
    pub due_at: Moment,
}

/// Finishes a bundle: `bytes` and `sha256` (lower-case hex) are those of the sealed whole. Inside are pieces of text, one
/// JSON text a line, packed with gzip. May be repeated; what is no bundle is destroyed.
///
/// # Errors
/// [`Refusal::Checking`] while its check goes on: ask again. [`Refusal::NotFound`] for a bundle that is not under way,
/// [`Refusal::Rule`] if its case is closed, [`Refusal::Invalid`] if the bytes are not what was announced, or hold a value
/// that is not screened.
pub async fn finish_bundle(
    desk: &Desk,
    caller: &Caller,
    id: &CollectionId,
    bytes: u64,
    sha256: &str,
) -> Result<Attached, Refusal> {
    let digest: [u8; 32] = hex::decode(sha256)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| Refusal::invalid("sha256", "it is not 64 hexadecimal digits"))?;
    let upload = match under_way(desk, caller, id).await {
        Ok(upload) => upload,
        // A repeat whose first answer was lost.
        Err(refusal @ Refusal::NotFound { .. }) => {
            return attached_before(desk, caller, id, sha256).await?.ok_or(refusal);
        }
        Err(refusal) => return Err(refusal),
    };
    let finishing = Finishing {
        desk: desk.clone(),
        caller: caller.clone(),
        id: id.clone(),
        upload,
        announced: (bytes, digest),
    };
    let start = |outcome: tokio::sync::watch::Sender<_>| {
        // Goes on when the client stops waiting. A crash leaves an upload that can be finished again.
        tokio::spawn(async move { outcome.send(Some(finishing.run().await)) });
    };
    desk.checks().outcome(id, start).await
}

/// What was answered when the bundle was attached, if it was.
async fn attached_before(
    desk: &Desk,
    caller: &Caller,
    id: &CollectionId,
    sha256: &str,
) -> Result<Option<Attached>, Refusal> {
    let Some(case) = mint::case_of(id.as_str()) else { return Ok(None) };
    let Ok(tenant) = desk.place_of(caller, &case).await else { return Ok(None) };
    let row = desk.store().collection(&tenant, id).await?;
    let same = row.filter(|row| row.run.is_none() && row.sha256 == sha256);
    Ok(same.map(|row| Attached {
        collection: row.collection,
        at: row.stored_at,
        due_at: hour_start(row.due_hour),
    }))
}

struct Finishing {
    desk: Desk,
    caller: Caller,
    id: CollectionId,
    upload: Upload,
    announced: (u64, [u8; 32]),
}

impl Finishing {
    async fn run(self) -> Result<Attached, Refusal> {
        let (desk, tenant) = (self.desk.clone(), self.upload.tenant.clone());
        let id = self.id.clone();
        let stored = self.check_and_store().await;
        match stored {
            // Bytes may be missing, or nobody knows what was decided: the client goes on or asks again, and `tidy` destroys
            // what no event stored.
            Ok(_) | Err(Refusal::Busy | Refusal::Failed { .. } | Refusal::Invalid { .. }) => stored,
            Err(refusal) => {
                destroy(&desk, &tenant, &id).await?;
                Err(refusal)
            }
        }
    }

    async fn check_and_store(self) -> Result<Attached, Refusal> {
        let desk = self.desk.clone();
        let _turn = desk.checks().turn().await?;
        let (bytes, sha256) = self.announced;
        in_vault(&self.desk, &self.upload.tenant, &self.id, move |vault, tenant, collection| {
            vault.commit(tenant, collection, bytes, &sha256)
        })
        .await?;
        let spans = match self.spans().await? {
            Ok(spans) => spans,
            Err(why) => {
                destroy(&self.desk, &self.upload.tenant, &self.id).await?;
                return Err(Refusal::invalid("bundle", why));
            }
        };
        self.must_be_due_in_time().await?;
        self.store(spans).await
    }

    async fn spans(&self) -> Result<Result<BTreeMap<String, u64>, String>, Refusal> {
        let lines = match open(&self.desk, &self.upload.tenant, &self.id).await? {
            Ok(lines) => lines,
            Err(why) => return Ok(Err(screened::broken(&why))),
        };
        let spans = tokio::task::spawn_blocking(move || screened::spans(lines)).await;
        spans.map_err(|why| Refusal::failed("check a bundle", &why))
    }

    /// Its hour was settled when it was begun; a retention that was shortened since would make it late.
    async fn must_be_due_in_time(&self) -> Result<(), Refusal> {
        if self.upload.due <= due_hour(&self.desk, &self.upload.tenant).await? {
            return Ok(());
        }
        destroy(&self.desk, &self.upload.tenant, &self.id).await?;
        let why = "the time for which evidence is kept was shortened meanwhile: attach it again";
        Err(Refusal::invalid("bundle", why))
    }

    async fn store(self, spans: BTreeMap<String, u64>) -> Result<Attached, Refusal> {
        let Self { desk, caller, id, upload, announced: (bytes, digest) } = self;
        let Upload { tenant, case, due: DueHour(due_hour) } = upload;
        let sha256 = hex::encode(digest);
        let bundle = NewBundle { collection: id.clone(), due_hour, bytes, sha256: sha256.clone(), spans };
        let command = Command::AttachBundle { case, bundle };
        let kept = id.clone();
        let stored = desk.commit(Place::of(tenant.clone(), &caller, None), move |tenant, now| {
            let events = tenant.decide(&command, now)?;
            let answer = Attached { collection: kept.clone(), at: now, due_at: hour_start(due_hour) };
            Ok(Decided::new(events, answer))
        });
        match stored.await {
            Ok(attached) => Ok(attached),
            Err(refusal) => {
                // Another replica may have been asked too, and was faster.
                let before = attached_before(&desk, &caller, &id, &sha256).await?;
                before.ok_or(refusal)
            }
        }
    }
}
