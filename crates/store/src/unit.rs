//! A unit of work: what fell due, a decision, its events and what follows from them, in one transaction.

use crate::answers::{self, Beginning};
use crate::append::{Append, Decide, IdempotencyKey, NewEvent, Outcome, RecordWrite, Verdict};
use crate::error::StoreError;
use crate::fold::{self, Folded};
use crate::log::{self, Entry};
use crate::projection::Changes;
use crate::transaction::Tx;
use crate::{correlations, parts, records};
use domain::{Actor, Due, Moment, RECORD_VERSION, Record, TenantId};
use ledger::LeafHash;
use ledger::tile::ENTRY_BYTES_MAX;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What is asked of a tenant's log.
pub(crate) struct Unit {
    pub(crate) tenant: TenantId,
    pub(crate) key: Option<IdempotencyKey>,
    /// None: only what fell due is recorded.
    pub(crate) decide: Option<Decide>,
}

/// How a unit of work failed.
pub(crate) enum Failure {
    /// It wrote nothing, so others in its transaction stand.
    Alone(StoreError),
    /// It may have written something, so its transaction cannot be committed.
    Transaction(StoreError),
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Alone(why) | Failure::Transaction(why) => why,
        }
    }
}

/// A unit of work that was written, and waits for its commit.
pub(crate) struct Written {
    pub(crate) outcome: Outcome,
    /// What it appended, in order.
    pub(crate) entries: Vec<Entry>,
}

/// Runs a unit of work on `folded`, the tenant as far as it is known. On success `folded` is the tenant after it; on
/// [`Failure::Transaction`] it makes no sense any more.
pub(crate) async fn run(
    tx: &mut Tx,
    unit: &mut Unit,
    folded: &mut Option<Folded>,
    now: Moment,
) -> Result<Written, Failure> {
    let Beginning { head, earlier } =
        answers::begin(tx, &unit.tenant, unit.key.as_ref()).await.map_err(Failure::Alone)?;
    if let (Some(earlier), Some(key)) = (earlier, &unit.key) {
        let outcome = earlier.repeat(key).map_err(Failure::Alone)?;
        return Ok(Written { outcome, entries: Vec::new() });
    }
    let loaded = fold::load(tx, &unit.tenant, head, folded.take()).await.map_err(Failure::Alone)?;
    let mut work = Work::begin(unit.tenant.clone(), loaded, now);
    let outcome = work.decide(unit.decide.as_mut()).map_err(Failure::Transaction)?;
    work.write(tx, unit.key.as_ref(), &outcome).await.map_err(Failure::Transaction)?;
    let outcome = work.outcome(outcome);
    *folded = Some(work.folded);
    Ok(Written { outcome, entries: work.entries })
}

/// A unit of work under way.
struct Work {
    tenant: TenantId,
    folded: Folded,
    now: Moment,
    entries: Vec<Entry>,
    changes: Changes,
    records: Vec<RecordWrite>,
    /// How many entries fell due before the command was decided.
    due: usize,
}

impl Work {
    fn begin(tenant: TenantId, folded: Folded, now: Moment) -> Self {
        let now = now.max(folded.tenant.last_at());
        let (entries, changes, records) = (Vec::new(), Changes::default(), Vec::new());
        Self { tenant, folded, now, entries, changes, records, due: 0 }
    }

    /// Records what fell due, decides, and records the events and what follows from them. All in memory.
    fn decide(&mut self, decide: Option<&mut Decide>) -> Result<Outcome, StoreError> {
        self.advance()?;
        self.due = self.entries.len();
        let Some(decide) = decide else { return Ok(answered(Vec::new(), false)) };
        let (tenant, now) = (&*self.folded.tenant, self.now);
        // A panic would end the one task that writes SQLite, and with it all writing.
        let verdict =
            catch_unwind(AssertUnwindSafe(|| decide(tenant, now))).map_err(|_| StoreError::Decision)?;
        match verdict {
            Verdict::Refuse { answer } => Ok(answered(answer, true)),
            Verdict::Append { append: Append { by, events, records }, answer } => {
                for event in events {
                    self.push(self.now, by.clone(), event)?;
                }
                self.advance()?;
                self.records = records;
                Ok(answered(answer, false))
            }
        }
    }

    /// Records all that falls due up to now.
    fn advance(&mut self) -> Result<(), StoreError> {
        while let Some(Due { at, event }) = self.folded.tenant.next_due(self.now) {
            self.push(at, Actor::System, event.into())?;
        }
        Ok(())
    }

    fn push(&mut self, at: Moment, by: Actor, new: NewEvent) -> Result<(), StoreError> {
        let commitments = new.parts.iter().map(|part| (part.field.clone(), part.commitment.clone()));
        let record = Record {
            v: RECORD_VERSION,
            tenant: self.tenant.clone(),
            sequence: self.folded.size(),
            at,
            recorded_at: self.now,
            by,
            event: new.event,
            parts: commitments.collect::<BTreeMap<_, _>>(),
        };
        let leaf = record.leaf().map_err(|why| StoreError::Unstorable(why.to_string()))?;
        if leaf.len() > ENTRY_BYTES_MAX {
            return Err(StoreError::EntryTooLong { bytes: leaf.len() });
        }
        let hash = LeafHash::of(leaf.as_bytes());
        self.changes.fold(&mut self.folded, &record, hash)?;
        self.entries.push(Entry { record, leaf, hash, parts: new.parts });
        Ok(())
    }

    async fn write(
        &self,
        tx: &mut Tx,
        key: Option<&IdempotencyKey>,
        outcome: &Outcome,
    ) -> Result<(), StoreError> {
        if !self.entries.is_empty() {
            let records = self.entries.iter().map(|entry| &entry.record);
            self.changes.write(tx, &self.tenant, &self.folded, records).await?;
            log::append(tx, &self.tenant, &self.entries).await?;
            parts::write(tx, &self.tenant, &self.entries).await?;
            self.write_changes(tx).await?;
        }
        records::write(tx, &self.tenant, &self.records).await?;
        match key {
            Some(key) => answers::keep(tx, &self.tenant, key, outcome, self.now).await,
            None => Ok(()),
        }
    }

    /// What fell due, and what the command brought about, are a change each.
    async fn write_changes(&self, tx: &mut Tx) -> Result<(), StoreError> {
        let request = self.records.iter().find_map(|record| match record {
            RecordWrite::PutCorrelation { id } => Some(*id),
            _ => None,
        });
        let (due, commanded) = self.entries.split_at(self.due.min(self.entries.len()));
        for (entries, request) in [(due, None), (commanded, request)] {
            if let Some(first) = entries.first() {
                let id = request.unwrap_or_else(|| correlations::own_id(&first.hash));
                correlations::write(tx, &self.tenant, first.record.sequence, &id).await?;
            }
        }
        Ok(())
    }

    /// The outcome, with what was appended: of a refused command, what fell due before it.
    fn outcome(&self, outcome: Outcome) -> Outcome {
        Outcome { records: self.entries.iter().map(|entry| entry.record.clone()).collect(), ..outcome }
    }
}

fn answered(answer: Vec<u8>, refused: bool) -> Outcome {
    Outcome { answer, refused, repeated: false, records: Vec::new() }
}
