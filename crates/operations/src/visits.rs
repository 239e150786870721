//! Who of the vendor's came to which case. The first time, and again after an hour without, is an event of the case's: the
//! customer sees who was there, whether or not they ran or read anything.

use crate::caller::Caller;
use crate::commit::Place;
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::{CaseId, Command, Moment, Span, TenantId, TokenId};
use std::collections::HashMap;
use std::sync::Mutex;

/// How long somebody may be away without coming anew.
const AWAY: Span = Span::from_hours(1);

/// How many visits are remembered. Forgetting one, or starting anew, costs an event, no more.
const RECENT_MAX: usize = 10_000;

/// When each token last touched each case.
#[derive(Debug, Default)]
pub(crate) struct RecentVisits(Mutex<HashMap<(TokenId, CaseId), Moment>>);

impl RecentVisits {
    /// Notes a touch, and says whether it goes on with a visit.
    fn goes_on(&self, who: &Caller, case: &CaseId, now: Moment) -> bool {
        let Ok(mut visits) = self.0.lock() else { return false };
        let key = (who.token.clone(), case.clone());
        match visits.get_mut(&key) {
            Some(last) if *last <= now && now < last.plus(AWAY) => {
                *last = now;
                true
            }
            _ => false,
        }
    }

    fn begin(&self, who: &Caller, case: &CaseId, now: Moment) {
        let Ok(mut visits) = self.0.lock() else { return };
        if visits.len() >= RECENT_MAX {
            visits.retain(|_, last| now < last.plus(AWAY));
            if visits.len() >= RECENT_MAX {
                visits.clear();
            }
        }
        visits.insert((who.token.clone(), case.clone()), now);
    }
}

impl Desk {
    /// Sees that the visit is in the log before anything of the case is shown.
    pub(crate) async fn record_visit(
        &self,
        who: &Caller,
        tenant: &TenantId,
        case: &CaseId,
    ) -> Result<(), Refusal> {
        if self.recent_visits().goes_on(who, case, self.now()) {
            return Ok(());
        }
        let place = Place::of(tenant.clone(), who, None);
        let at = self.commit_command(place, Command::SignInEngineer { case: case.clone() }).await?;
        self.recent_visits().begin(who, case, at);
        Ok(())
    }
}
