//! Appending on SQLite: one task owns the writing. Units of work that arrive while it waits for the disk share the
//! next transaction, so a hundred of them cost one sync.

use crate::append::Outcome;
use crate::error::StoreError;
use crate::fold::Folded;
use crate::log::Entry;
use crate::shelf::Slot;
use crate::store::StoreParts;
use crate::transaction::Tx;
use crate::unit::{self, Failure, Unit, Written};
use domain::TenantId;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{OwnedMutexGuard, mpsc, oneshot};

/// The most units of work in one transaction.
const GROUP_MAX: usize = 256;
/// How many units of work wait before their callers do.
const QUEUE_MAX: usize = 1_024;

/// A unit of work, and who waits for it.
struct Asked {
    unit: Unit,
    reply: oneshot::Sender<Result<Outcome, StoreError>>,
}

/// The way to the task that writes.
#[derive(Clone)]
pub(crate) struct Writer(mpsc::Sender<Asked>);

impl Writer {
    /// Starts the task. It ends when the last way to it is dropped.
    pub(crate) fn start(parts: Arc<StoreParts>) -> Self {
        let (send, mut receive) = mpsc::channel(QUEUE_MAX);
        tokio::spawn(async move {
            let mut group = Vec::with_capacity(GROUP_MAX);
            while receive.recv_many(&mut group, GROUP_MAX).await > 0 {
                commit_together(&parts, std::mem::take(&mut group)).await;
            }
        });
        Self(send)
    }

    /// Appends and waits until it is on disk.
    pub(crate) async fn append(&self, unit: Unit) -> Result<Outcome, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.0.send(Asked { unit, reply }).await.map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }
}

/// Commits a group in one transaction. If one of its units breaks the transaction, none is written, and each gets a
/// transaction of its own.
async fn commit_together(parts: &StoreParts, mut group: Vec<Asked>) {
    match Group::run(parts, &mut group).await {
        Ok(outcomes) => answer(group, outcomes),
        Err(Broken::Undone(_)) if group.len() > 1 => {
            for asked in group {
                let mut alone = vec![asked];
                match Group::run(parts, &mut alone).await {
                    Ok(outcomes) => answer(alone, outcomes),
                    Err(broken) => refuse(alone, broken),
                }
            }
        }
        Err(broken) => refuse(group, broken),
    }
}

/// Answers those who wait. Who does not wait any more (a closed connection) misses only the answer.
fn answer(group: Vec<Asked>, outcomes: Vec<Result<Outcome, StoreError>>) {
    for (asked, outcome) in group.into_iter().zip(outcomes) {
        let _ = asked.reply.send(outcome);
    }
}

/// Tells those who wait why nothing, or nothing that is known of, was written.
fn refuse(group: Vec<Asked>, broken: Broken) {
    let (Broken::NotBegun(why) | Broken::Undone(why) | Broken::Unknown(why)) = broken;
    let copies: Vec<StoreError> = group.iter().skip(1).map(|_| why.again()).collect();
    for (asked, why) in group.into_iter().zip([why].into_iter().chain(copies)) {
        let _ = asked.reply.send(Err(why));
    }
}

/// Why a group was not committed.
enum Broken {
    /// No transaction could begin; trying each unit alone would only take longer.
    NotBegun(StoreError),
    /// One of its units failed, and all was undone.
    Undone(StoreError),
    /// The commit itself failed, so whether it took place is not known: trying again could write twice.
    Unknown(StoreError),
}

/// A group's transaction under way.
///
/// INVARIANT: tenants taken from the shelf go back only after the commit.
struct Group {
    taken: HashMap<TenantId, Taken>,
}

/// A tenant taken from the shelf.
struct Taken {
    slot: Arc<Slot>,
    place: OwnedMutexGuard<Option<Folded>>,
    folded: Option<Folded>,
    entries: Vec<Entry>,
}

impl Group {
    async fn run(
        parts: &StoreParts,
        group: &mut [Asked],
    ) -> Result<Vec<Result<Outcome, StoreError>>, Broken> {
        let mut tx = parts.database.write_for_nobody().await.map_err(Broken::NotBegun)?;
        let mut this = Self { taken: HashMap::new() };
        let mut outcomes = Vec::with_capacity(group.len());
        for asked in group {
            match this.run_one(parts, &mut tx, &mut asked.unit).await {
                Ok(outcome) => outcomes.push(Ok(outcome)),
                Err(Failure::Alone(why)) => outcomes.push(Err(why)),
                Err(Failure::Transaction(why)) => {
                    // A transaction that cannot be undone ends with its connection: it is not committed either.
                    if let Err(why) = tx.rollback().await {
                        tracing::error!(%why, "undoing a transaction failed");
                    }
                    return Err(Broken::Undone(why));
                }
            }
        }
        if let Err(why) = tx.commit().await {
            this.taken.values().for_each(|taken| taken.slot.forget());
            return Err(Broken::Unknown(why));
        }
        parts.count_commit();
        this.publish();
        Ok(outcomes)
    }

    async fn run_one(
        &mut self,
        parts: &StoreParts,
        tx: &mut Tx,
        unit: &mut Unit,
    ) -> Result<Outcome, Failure> {
        let taken = match self.taken.entry(unit.tenant.clone()) {
            std::collections::hash_map::Entry::Occupied(taken) => taken.into_mut(),
            std::collections::hash_map::Entry::Vacant(none) => {
                none.insert(Taken::from(parts.shelf.slot(&unit.tenant)).await)
            }
        };
        let Written { outcome, entries } = unit::run(tx, unit, &mut taken.folded, parts.now()).await?;
        taken.entries.extend(entries);
        Ok(outcome)
    }

    /// Shows readers what was committed.
    fn publish(self) {
        for (_, mut taken) in self.taken {
            if let Some(folded) = taken.folded {
                taken.slot.publish(&taken.entries, &folded);
                *taken.place = Some(folded);
            }
        }
    }
}

impl Taken {
    async fn from(slot: Arc<Slot>) -> Self {
        let mut place = Arc::clone(&slot.working).lock_owned().await;
        let folded = place.take().or_else(|| slot.published());
        Self { slot, place, folded, entries: Vec::new() }
    }
}
