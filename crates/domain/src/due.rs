//! What the clock makes true: lapses, the partner's coming and going, expiries, runs that lost their access, and dry
//! runs that nobody ended.
//!
//! Every append at an instant starts with what fell due up to it, and ends with what follows from itself; so the
//! recorded endings equal the derived ones (design.md, *Effective and recorded time*).

use crate::access::{Ask, Decision};
use crate::category::Categories;
use crate::dry_run::DRY_RUN_LIFE;
use crate::event::{Event, StopCause, WithdrawCause};
use crate::ids::CaseId;
use crate::level::Level;
use crate::moment::Moment;
use crate::run::Collection;
use crate::tenant::Tenant;

/// Something that falls due: when it takes effect, and the event that records it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// When it takes effect; never before the tenant's last event.
    pub at: Moment,
    /// What happened.
    pub event: Event,
}

impl Tenant {
    /// The next thing that falls due up to `now`, or none. Apply it, then ask again.
    ///
    /// At one instant: lapses in byte order of the case, consents that only a signature could keep, the partner's change, runs that lost their access, expired
    /// requests, grants that ended, expired dry runs.
    pub fn next_due(&self, now: Moment) -> Option<Due> {
        let in_order: [fn(&Self, Moment) -> Option<Due>; 7] = [
            Self::next_lapse,
            |tenant, _| tenant.unsigned_consent(),
            |tenant, _| tenant.partner_change(),
            |tenant, _| tenant.run_without_access(),
            |tenant, _| tenant.next_expiry(),
            |tenant, _| tenant.next_grant_end(),
            |tenant, _| tenant.next_dry_run_expiry(),
        ];
        let mut next: Option<Due> = None;
        // One after the other: this is asked of every event of a log, and mostly nothing is due.
        for find in in_order {
            let Some(mut due) = find(self, now) else { continue };
            due.at = due.at.max(self.last_at);
            // Of equals the first stays, which is the order above.
            if due.at <= now && next.as_ref().is_none_or(|next| due.at < next.at) {
                next = Some(due);
            }
        }
        next
    }

    /// The earliest instant at which the clock brings something about: when [`Tenant::next_due`] names something, or
    /// some evidence is due. It may have passed already; none if nothing can come by itself.
    pub fn next_due_at(&self) -> Option<Moment> {
        let due = self.next_due(Moment::MAX).map(|due| due.at);
        let evidence = self.collections.values().map(|collection| self.evidence_due_at(collection)).min();
        due.into_iter().chain(evidence).min()
    }

    /// When evidence is due: at its hour, or earlier where the retention was shortened since it was collected.
    pub fn evidence_due_at(&self, collection: &Collection) -> Moment {
        let retained_until = collection.collected_at.plus(self.settings.retention_span());
        // An hour outside the years that can be written never comes.
        let hour = Moment::from_unix_seconds(collection.due_hour.saturating_mul(3_600));
        hour.map_or(retained_until, |hour| hour.min(retained_until))
    }

    /// Applies all that falls due up to `now` and returns it, in order.
    pub fn advance(&mut self, now: Moment) -> Vec<Due> {
        let mut advanced = Vec::new();
        while let Some(due) = self.next_due(now) {
            self.apply(due.at, &due.event);
            advanced.push(due);
        }
        advanced
    }

    /// Enrolling a consent key ends what nobody but the server stands behind.
    fn unsigned_consent(&self) -> Option<Due> {
        let case = self.attested.first().filter(|_| self.signs_consents())?.clone();
        let event = Event::ConsentWithdrawn { case, cause: WithdrawCause::KeyEnrolled };
        Some(Due { at: self.last_at, event })
    }

    fn partner_change(&self) -> Option<Due> {
        let wanted = !self.locked && !self.advanced.is_empty();
        let event = match (self.partner, wanted) {
            (false, true) => Event::PartnerAdded,
            (true, false) => Event::PartnerRemoved,
            _ => return None,
        };
        Some(Due { at: self.last_at, event })
    }

    fn run_without_access(&self) -> Option<Due> {
        self.runs.iter().find_map(|(id, run)| {
            let order = &run.order;
            let covered = run.claim.as_ref().map_or(Categories::NONE, |claim| claim.covered);
            let ask = Ask {
                case: &order.case,
                subscription: &order.subscription,
                level: order.level,
                // A run that ships more than it declared, because a grant covers it, needs that grant to last.
                categories: order.categories.union(covered),
            };
            let Decision::Denied { reason, .. } = self.decision(&ask, self.last_at) else { return None };
            let cause = StopCause::AccessEnded { reason };
            Some(Due { at: self.last_at, event: Event::RunStopped { run: id.clone(), cause } })
        })
    }

    fn next_expiry(&self) -> Option<Due> {
        let (at, request) = self.waiting.first()?;
        Some(Due { at: *at, event: Event::AccessRequestExpired { request: request.clone() } })
    }

    fn next_grant_end(&self) -> Option<Due> {
        let (at, request) = self.grants.first()?;
        Some(Due { at: *at, event: Event::AccessGrantEnded { request: request.clone() } })
    }

    /// A dry run that no runner took, or whose runner never came back.
    fn next_dry_run_expiry(&self) -> Option<Due> {
        let (run, oldest) = self.dry_runs.iter().min_by_key(|(_, dry_run)| dry_run.requested_at)?;
        let event = Event::DryRunStopped { run: run.clone(), cause: StopCause::Expired };
        Some(Due { at: oldest.requested_at.plus(DRY_RUN_LIFE), event })
    }

    /// Whether the consent of `case` is advanced and in force at `now`.
    pub fn is_advanced(&self, case: &CaseId, now: Moment) -> bool {
        self.case_deadline(case, now).is_some() && self.consent_level(case) == Some(Level::Advanced)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Proof;
    use crate::settings::Settings;
    use crate::{Categories, Severity, ids};

    fn at(hour: i64) -> Moment {
        Moment::from_unix_seconds(hour * 3_600).unwrap()
    }

    fn with_a_consent(case: &CaseId, given: Moment) -> Tenant {
        let mut tenant = Tenant::default();
        tenant.apply(at(0), &Event::TenantCreated { settings: Settings::default() });
        let opened = Event::CaseOpened {
            case: case.clone(),
            subscriptions: vec![ids::unnamed()],
            service: ids::unnamed(),
            nature: ids::unnamed(),
            severity: Severity::Minimal,
            team: ids::unnamed(),
        };
        let consented = Event::ConsentGiven {
            case: case.clone(),
            level: Level::Standard,
            categories: Categories::ALL,
            consent: 1,
            document: String::new(),
            proof: Proof::Server,
        };
        tenant.apply(given, &opened);
        tenant.apply(given, &consented);
        tenant
    }

    #[test]
    fn the_next_instant_is_that_of_what_falls_due_first() {
        let case: CaseId = "A".parse().unwrap();
        let mut tenant = with_a_consent(&case, at(1));
        assert_eq!(tenant.next_due_at(), Some(at(1 + 30 * 24)));
        let evidence = Collection {
            run: Some(ids::unnamed()),
            case: case.clone(),
            collected_at: at(1),
            due_hour: 20,
            bytes: 1,
            sha256: String::new(),
        };
        tenant.collections.insert(ids::unnamed(), evidence);
        assert_eq!(tenant.next_due_at(), Some(at(20)), "evidence comes first");
        assert_eq!(tenant.next_due(at(20)), None, "and is destroyed by its own command");
        tenant.collections.values_mut().for_each(|evidence| evidence.due_hour = 28 * 24);
        let settings = Settings { retention_days: 1, ..Settings::default() };
        tenant.apply(at(2), &Event::SettingsChanged { settings });
        assert_eq!(tenant.next_due_at(), Some(at(1 + 24)), "earlier where the retention was shortened");
        tenant.collections.clear();
        tenant.apply(at(2), &Event::CaseClosed { case });
        assert_eq!(tenant.next_due_at(), None);
        assert_eq!(Tenant::default().next_due_at(), None);
    }
}
