//! What the clock makes true: lapses, the partner's coming and going, expiries, and runs that lost their access.
//!
//! Every append at an instant starts with what fell due up to it, and ends with what follows from itself; so the
//! recorded endings equal the derived ones (design.md, *Effective and recorded time*).

use crate::access::{Ask, Decision};
use crate::category::Categories;
use crate::event::{Event, StopCause};
use crate::ids::CaseId;
use crate::level::Level;
use crate::moment::Moment;
use crate::settings::AccessLifetime;
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
    /// At one instant: lapses in byte order of the case, the partner's change, runs that lost their access, expired
    /// requests, grants that ended.
    pub fn next_due(&self, now: Moment) -> Option<Due> {
        [
            self.next_lapse(now),
            self.partner_change(),
            self.run_without_access(),
            self.next_expiry(),
            self.next_grant_end(),
        ]
        .into_iter()
        .flatten()
        .map(|due| Due { at: due.at.max(self.last_at), ..due })
        .filter(|due| due.at <= now)
        // `min_by_key` keeps the first of equals, which is the order above.
        .min_by_key(|due| due.at)
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

    fn next_lapse(&self, now: Moment) -> Option<Due> {
        let (at, case) = match self.settings.access_lifetime {
            AccessLifetime::Shared => (self.deadline_of(self.latest_anchor()?), self.consented.first()?),
            AccessLifetime::PerCase => self.next_own_lapse(now)?,
        };
        Some(Due { at, event: Event::ConsentLapsed { case: case.clone() } })
    }

    /// Of the consents that lapse at the earliest instant, the first by case. Those whose deadline has passed already
    /// lapse together, now.
    fn next_own_lapse(&self, now: Moment) -> Option<(Moment, &CaseId)> {
        let effective = |anchor: Moment| self.deadline_of(anchor).max(self.last_at);
        let earliest = Some(effective(self.anchors.first()?.0)).filter(|at| *at <= now)?;
        let together = self.anchors.iter().take_while(|(anchor, _)| effective(*anchor) == earliest);
        together.map(|(_, case)| case).min().map(|case| (earliest, case))
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

    /// Whether the consent of `case` is advanced and in force at `now`.
    pub fn is_advanced(&self, case: &CaseId, now: Moment) -> bool {
        self.case_deadline(case, now).is_some() && self.consent_level(case) == Some(Level::Advanced)
    }
}
