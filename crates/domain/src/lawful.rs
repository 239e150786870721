//! Whether a recorded event could have happened: the rules once more, from the reader's side. `verify` asks this of
//! every event of an export, so a log that was written past the rules is found out.

use crate::access::{Ask, Decision};
use crate::actor::Actor;
use crate::due::Due;
use crate::event::{Event, Proof, RunOrder, StopCause, WithdrawCause};
use crate::ids::RunId;
use crate::level::Level;
use crate::moment::Moment;
use crate::record::Record;
use crate::run::{Collection, Run};
use crate::tenant::Tenant;

/// Why a recorded event could not have happened.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum Unlawful {
    /// Something fell due before the event and was not recorded.
    #[error("at {} {} fell due, and is not recorded before this", .0.at, name(&.0.event))]
    Unrecorded(Box<Due>),
    /// The event records an ending that the rules do not derive.
    #[error("the rules derive no such {0} here")]
    NotDue(&'static str),
    /// The event takes effect before the one in front of it.
    #[error("it takes effect at {at}, before the event in front of it at {after}")]
    Backwards {
        /// When it says it took effect.
        at: Moment,
        /// The instant before which nothing can happen any more.
        after: Moment,
    },
    /// The event was recorded before it took effect.
    #[error("it was recorded before it took effect")]
    RecordedEarly,
    /// No consent covered what was done.
    #[error("no consent covered it: {0}")]
    NotCovered(String),
    /// The state that the event meets does not admit it.
    #[error("{0}")]
    Impossible(String),
}

fn name(event: &Event) -> &'static str {
    match event {
        Event::ConsentLapsed { .. } => "a lapse",
        Event::PartnerAdded => "the adding of the partner",
        Event::PartnerRemoved => "the removal of the partner",
        Event::RunStopped { .. } => "the stop of a run",
        Event::ConsentWithdrawn { .. } => "the withdrawal of a consent that nobody signed",
        Event::AccessRequestExpired { .. } => "the expiry of an access request",
        Event::AccessGrantEnded { .. } => "the end of an approved access request",
        Event::DryRunStopped { .. } => "the expiry of a dry run",
        _ => "something",
    }
}

impl Tenant {
    /// Applies `record` if it could have happened after this tenant's events.
    ///
    /// # Errors
    /// The first reason why it could not; the record is applied all the same, so that the rest can be judged.
    pub fn replay(&mut self, record: &Record) -> Result<(), Unlawful> {
        let verdict = self.judge(record);
        self.apply(record.at, &record.event);
        verdict
    }

    fn judge(&self, record: &Record) -> Result<(), Unlawful> {
        if record.at < self.last_at {
            return Err(Unlawful::Backwards { at: record.at, after: self.last_at });
        }
        if record.recorded_at < record.at {
            return Err(Unlawful::RecordedEarly);
        }
        match self.next_due(record.at) {
            Some(due) if due.at == record.at && due.event == record.event => Ok(()),
            Some(due) if !self.withdraws_on(record) => Err(Unlawful::Unrecorded(Box::new(due))),
            _ => self.admits(record),
        }
    }

    /// Whether the event withdraws one of several consents that end by one act. These stand together, in byte order of
    /// the case; what follows from the first of them (the partner's leaving, a deadline that moved back) stands behind
    /// the last. Only what follows at this very instant can be waiting: everything earlier was asked for by the first.
    fn withdraws_on(&self, record: &Record) -> bool {
        let Event::ConsentWithdrawn { case, cause } = &record.event else { return false };
        let Some(consent) = self.case(case).and_then(|case| case.consent.in_force()) else { return false };
        let by_one_act = match (cause, &consent.proof) {
            (WithdrawCause::Asked | WithdrawCause::KeyEnrolled, _)
            | (WithdrawCause::KeyRevoked, Proof::Server) => false,
            (WithdrawCause::PartnerRemoved, _) => consent.level == Level::Advanced,
            (WithdrawCause::KeyRevoked, Proof::Key { key, .. }) => {
                self.consent_keys.get(key).is_some_and(|key| key.revoked)
            }
        };
        by_one_act && record.at == self.last_at
    }

    /// Judges an event that is not an ending by the clock.
    fn admits(&self, record: &Record) -> Result<(), Unlawful> {
        match &record.event {
            Event::ConsentLapsed { .. } => Err(Unlawful::NotDue("lapse")),
            Event::PartnerAdded | Event::PartnerRemoved => Err(Unlawful::NotDue("change of the partner")),
            Event::AccessRequestExpired { .. } => Err(Unlawful::NotDue("expiry")),
            Event::AccessGrantEnded { .. } => Err(Unlawful::NotDue("end of a grant")),
            Event::ConsentWithdrawn { cause: WithdrawCause::KeyEnrolled, .. } => {
                Err(Unlawful::NotDue("withdrawal of a consent that nobody signed"))
            }
            Event::RunStopped { cause: StopCause::AccessEnded { .. } | StopCause::Expired, .. }
            | Event::DryRunStopped { cause: StopCause::AccessEnded { .. } | StopCause::Expired, .. } => {
                Err(Unlawful::NotDue("stop"))
            }
            Event::TenantCreated { .. } if self.created => impossible("the tenant exists already"),
            Event::TenantCreated { .. } => Ok(()),
            _ if !self.created => impossible("the log does not begin with the tenant"),
            Event::RunRequested { order } => self.covers(order, record.at),
            Event::RunDenied { order, .. } => self.denies(order, record),
            Event::RunClaimed { run, covered, .. } => {
                let order = &self.known_run(run)?.order;
                match self.decision(&order.ask(), record.at) {
                    Decision::Allowed { covered: truly } if truly == *covered => Ok(()),
                    Decision::Allowed { covered: truly } => {
                        Err(Unlawful::NotCovered(format!("it claims {covered} where {truly} was granted")))
                    }
                    Decision::Denied { reason, missing } => not_covered(reason, missing),
                }
            }
            Event::EvidenceStored { run, .. } => {
                let run = self.known_run(run)?;
                let Some(claim) = &run.claim else { return impossible("nobody had claimed the run") };
                let ask = Ask { categories: run.order.categories.union(claim.covered), ..run.order.ask() };
                match self.decision(&ask, record.at) {
                    Decision::Allowed { .. } => Ok(()),
                    Decision::Denied { reason, missing } => not_covered(reason, missing),
                }
            }
            Event::EvidenceRead { collection, case, shown, .. } => {
                match self.collection(collection).filter(|found| found.case == *case) {
                    Some(found) => self.shows(found, *shown, record),
                    None => impossible("there was no such evidence in this case"),
                }
            }
            event => self.meets_its_case(event),
        }
    }

    fn covers(&self, order: &RunOrder, at: Moment) -> Result<(), Unlawful> {
        match self.decision(&order.ask(), at) {
            Decision::Allowed { .. } => Ok(()),
            Decision::Denied { reason, missing } => not_covered(reason, missing),
        }
    }

    fn denies(&self, order: &RunOrder, record: &Record) -> Result<(), Unlawful> {
        let Event::RunDenied { reason, missing, .. } = &record.event else { return Ok(()) };
        let recorded = Decision::Denied { reason: *reason, missing: *missing };
        if self.decision(&order.ask(), record.at) == recorded {
            Ok(())
        } else {
            impossible("the rules give another answer to this run")
        }
    }

    fn shows(&self, found: &Collection, shown: crate::Categories, record: &Record) -> Result<(), Unlawful> {
        // The customer's own people read their own evidence; it is consent that binds the vendor.
        if matches!(record.by, Actor::Person(_)) {
            return Ok(());
        }
        match self.readable_collection(found, record.at) {
            Ok(covered) if shown.is_subset_of(covered) => Ok(()),
            Ok(covered) => not_covered(crate::Reason::CategoryNotGranted, shown.minus(covered)),
            Err(reason) => not_covered(reason, crate::Categories::NONE),
        }
    }

    fn known_run(&self, run: &RunId) -> Result<&Run, Unlawful> {
        self.run(run).ok_or_else(|| Unlawful::Impossible(format!("there was no run `{run}` under way")))
    }

    /// Events of a case need it, and most need it open.
    fn meets_its_case(&self, event: &Event) -> Result<(), Unlawful> {
        let Some(id) = event.case() else { return Ok(()) };
        let case = self.case(id);
        match event {
            Event::CaseOpened { .. } if case.is_some() => impossible("the case exists already"),
            Event::CaseOpened { .. } => Ok(()),
            Event::CaseReopened { .. } if case.is_some_and(|case| case.open) => {
                impossible("the case is open")
            }
            Event::CaseReopened { .. } | Event::CaseChanged { .. } | Event::EngineerSignedIn { .. }
                if case.is_some() =>
            {
                Ok(())
            }
            _ if case.is_none() => Err(Unlawful::Impossible(format!("there is no case `{id}`"))),
            _ if case.is_some_and(|case| !case.open) => impossible("the case is closed"),
            Event::ConsentGiven { consent, proof, .. } => {
                if case.is_some_and(|case| case.consents + 1 != *consent) {
                    return impossible("it is not the next consent of its case");
                }
                self.check_proof(proof).map_err(|why| Unlawful::Impossible(why.to_string()))
            }
            _ => Ok(()),
        }
    }
}

fn impossible(why: &str) -> Result<(), Unlawful> {
    Err(Unlawful::Impossible(why.to_owned()))
}

fn not_covered(reason: crate::Reason, missing: crate::Categories) -> Result<(), Unlawful> {
    let missing = if missing.is_empty() { String::new() } else { format!(" ({missing})") };
    Err(Unlawful::NotCovered(format!("{reason}{missing}")))
}
