//! Runs of diagnostics, and the evidence that they leave (access.md, *A decision*).

use super::Decided;
use crate::access::{Ask, Decision};
use crate::category::Categories;
use crate::command::{NewBundle, NewEvidence};
use crate::event::{ByteRange, DeleteCause, Event, RunOrder, StopCause};
use crate::ids::{CaseId, CollectionId, RunId, RunnerId};
use crate::moment::Moment;
use crate::refusal::Refusal;
use crate::run::{Claim, Run};
use crate::tenant::Tenant;

impl RunOrder {
    /// What the order asks of the rules.
    pub const fn ask(&self) -> Ask<'_> {
        Ask {
            case: &self.case,
            subscription: &self.subscription,
            level: self.level,
            categories: self.categories,
        }
    }
}

impl Tenant {
    pub(super) fn request_run(&self, order: &RunOrder, now: Moment) -> Decided {
        if self.runs.contains_key(&order.run) {
            return Err(Refusal::exists("run", &order.run));
        }
        let order = order.clone();
        Ok(vec![match self.decision(&order.ask(), now) {
            Decision::Allowed { .. } => Event::RunRequested { order },
            Decision::Denied { reason, missing } => Event::RunDenied { order, reason, missing },
        }])
    }

    /// Decides the run again as it is taken. Runs that lost their access were stopped by [`Tenant::advance`].
    pub(super) fn claim_run(
        &self,
        run: &RunId,
        runner: &RunnerId,
        collection: &CollectionId,
        due_hour: i64,
        now: Moment,
    ) -> Decided {
        let waiting = self.runs.get(run).ok_or_else(|| Refusal::unknown("run", run))?;
        let is_enrolled = self.runners.get(runner).is_some_and(|runner| runner.public_key.is_some());
        if waiting.claim.is_some() || !is_enrolled {
            return Err(Refusal::NotYourRun { id: run.to_string() });
        }
        let covered = match self.decision(&waiting.order.ask(), now) {
            Decision::Allowed { covered } => covered,
            Decision::Denied { reason, missing } => return Err(Refusal::Denied { reason, missing }),
        };
        Ok(vec![Event::RunClaimed {
            run: run.clone(),
            runner: runner.clone(),
            collection: collection.clone(),
            covered,
            due_hour,
        }])
    }

    pub(super) fn continue_run(&self, run: &RunId, runner: &RunnerId) -> Decided {
        self.claimed(run, runner).map(|_| Vec::new())
    }

    /// A run that this runner holds. A run that lost its access is gone from the state.
    fn claimed(&self, id: &RunId, runner: &RunnerId) -> Result<(&Run, &Claim), Refusal> {
        let run = self.runs.get(id).ok_or_else(|| Refusal::unknown("run", id))?;
        match &run.claim {
            Some(claim) if claim.runner == *runner => Ok((run, claim)),
            _ => Err(Refusal::NotYourRun { id: id.to_string() }),
        }
    }

    pub(super) fn stop_run(&self, run: &RunId, cause: &StopCause) -> Decided {
        if !self.runs.contains_key(run) {
            return Err(Refusal::unknown("run", run));
        }
        // Had it ended, the run would have been stopped by `Tenant::advance`; recorded like this, `replay` names it.
        if matches!(cause, StopCause::AccessEnded { .. } | StopCause::Expired) {
            return Err(Refusal::GoesOn { id: run.to_string() });
        }
        Ok(vec![Event::RunStopped { run: run.clone(), cause: cause.clone() }])
    }

    pub(super) fn store_evidence(&self, run: &RunId, runner: &RunnerId, evidence: &NewEvidence) -> Decided {
        let (_, claim) = self.claimed(run, runner)?;
        Ok(vec![Event::EvidenceStored {
            run: run.clone(),
            collection: claim.collection.clone(),
            bytes: evidence.bytes,
            sha256: evidence.sha256.clone(),
            spans: evidence.spans.clone(),
            record: evidence.record.clone(),
            signature: evidence.signature.clone(),
        }])
    }

    pub(super) fn attach_bundle(&self, case: &CaseId, bundle: &NewBundle) -> Decided {
        self.open_one(case)?;
        let NewBundle { collection, due_hour, bytes, sha256, spans } = bundle.clone();
        if self.collection(&collection).is_some() {
            return Err(Refusal::exists("evidence", &collection));
        }
        Ok(vec![Event::BundleAttached { case: case.clone(), collection, due_hour, bytes, sha256, spans }])
    }

    /// The categories that a reader of `id` may see. What was shipped is the customer's: their own people may see all
    /// of it, consent or not; consent binds the vendor. What they attached themselves is support data, which the case's
    /// engineers may read without one.
    ///
    /// # Errors
    /// [`Refusal::Unknown`] if there is no such evidence (any more), [`Refusal::Denied`] if no consent is in force.
    pub fn covered_for_reading(
        &self,
        id: &CollectionId,
        own: bool,
        now: Moment,
    ) -> Result<Categories, Refusal> {
        let found = self.collection(id).ok_or_else(|| Refusal::unknown("evidence", id))?;
        if own {
            return Ok(Categories::ALL);
        }
        let missing = Categories::NONE;
        self.readable_collection(found, now).map_err(|reason| Refusal::Denied { reason, missing })
    }

    pub(super) fn read_evidence(
        &self,
        collection: &CollectionId,
        ranges: &[ByteRange],
        present: Categories,
        covered: Categories,
    ) -> Decided {
        let found = self.collection(collection).ok_or_else(|| Refusal::unknown("evidence", collection))?;
        Ok(vec![Event::EvidenceRead {
            collection: collection.clone(),
            case: found.case.clone(),
            ranges: ranges.to_vec(),
            shown: present.intersection(covered),
            masked: present.minus(covered),
        }])
    }

    pub(super) fn delete_evidence(
        &self,
        collection: &CollectionId,
        cause: DeleteCause,
        key: &str,
    ) -> Decided {
        let found = self.collection(collection).ok_or_else(|| Refusal::unknown("evidence", collection))?;
        Ok(vec![Event::EvidenceDeleted {
            collection: collection.clone(),
            cause,
            sha256: found.sha256.clone(),
            bytes: found.bytes,
            key: key.to_owned(),
        }])
    }
}
