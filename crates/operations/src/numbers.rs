//! What an operator may know of customers: how many, how much and whether it is on time; nothing of what.

mod days;
mod keys;
mod runners;
mod stops;

pub use days::{DAYS, Day};
pub(crate) use days::{DailyCounts, keep_days};
pub use keys::{Keys, LogKeyState, Rotated, SealingKeys};
pub use runners::CountedRunner;
pub use stops::{Stop, halted_run};

use crate::caller::Caller;
use crate::deliveries::hour_start;
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::tenants::{TenantSummary, list_tenants};
use domain::{Action, ConsentState, Moment, Tenant, TenantId};

/// What is counted of one customer, or of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// The cases that are open.
    pub open_cases: usize,
    /// All cases.
    pub cases: usize,
    /// Consents that were given, again and again included.
    pub given: u64,
    /// Cases whose consent is in force.
    pub in_force: usize,
    /// Cases whose consent ended before its time.
    pub withdrawn: usize,
    /// Cases whose consent ended by its deadline.
    pub lapsed: usize,
    /// Cases without a consent since they were opened, or opened again.
    pub never: usize,
    /// Access requests that wait for an answer.
    pub waiting_requests: usize,
    /// Runs that wait for a runner, or collect.
    pub runs: usize,
    /// Collections that are kept.
    pub kept: usize,
    /// Their size, sealed, in bytes.
    pub kept_bytes: u64,
    /// Those of them whose hour came, and whose receipt is not written yet. None is the promise.
    pub overdue: usize,
    /// The runners that enrolled.
    pub runners: usize,
    /// Whether all access is stopped.
    pub locked: bool,
}

/// A customer with its numbers.
#[derive(Clone, Debug)]
pub struct CountedTenant {
    /// The customer.
    pub tenant: TenantId,
    /// Its name.
    pub name: Option<String>,
    /// How many events its log holds.
    pub events: u64,
    /// What is counted.
    pub numbers: Numbers,
}

/// All that an operator may know of an installation.
#[derive(Clone, Debug)]
pub struct AllNumbers {
    /// Each customer with its numbers.
    pub tenants: Vec<CountedTenant>,
    /// Those of all together.
    pub total: Numbers,
    /// The last [`DAYS`] days in UTC, the oldest first and today last, all customers together.
    pub days: Vec<Day>,
    /// The stops of these days, the oldest first. One that no runner spoke of is none of them: it ended no run, or its
    /// runner was not there and stopped with its lease.
    pub stops: Vec<Stop>,
    /// The runners of all customers, in the order of these.
    pub runners: Vec<CountedRunner>,
    /// The state of the keys.
    pub keys: Keys,
}

/// Counts what there is, in one pass over the customers.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn show_numbers(desk: &Desk, caller: &Caller) -> Result<AllNumbers, Refusal> {
    caller.may(Action::ManageTenants)?;
    let mut all = AllNumbers {
        tenants: Vec::new(),
        total: Numbers::default(),
        days: vec![Day::default(); DAYS as usize],
        stops: Vec::new(),
        runners: Vec::new(),
        keys: keys::show_keys(desk).await?,
    };
    for summary in list_tenants(desk, caller).await? {
        let (state, now) = desk.tenant_now(&summary.tenant).await?;
        days::add_days(desk, &summary.tenant, &mut all.days).await?;
        all.stops.extend(stops::list_stops(desk, &summary.tenant).await?);
        all.runners.extend(runners::list(desk, &summary, &state).await?);
        let TenantSummary { tenant, name, events } = summary;
        let mut numbers = Numbers::default();
        numbers.count(&state, now);
        all.total.count(&state, now);
        all.tenants.push(CountedTenant { tenant, name, events, numbers });
    }
    all.stops.sort_by_key(|stop| stop.at);
    Ok(all)
}

impl Numbers {
    /// Adds what there is of a customer.
    fn count(&mut self, tenant: &Tenant, now: Moment) {
        self.waiting_requests += tenant.requests().values().filter(|one| one.state.is_waiting()).count();
        self.runs += tenant.runs().len();
        self.runners += tenant.runners().values().filter(|runner| runner.public_key.is_some()).count();
        self.locked |= tenant.is_locked();
        for kept in tenant.collections().values() {
            self.kept += 1;
            self.kept_bytes += kept.bytes;
            self.overdue += usize::from(hour_start(kept.due_hour) <= now);
        }
        for (id, case) in tenant.cases() {
            self.cases += 1;
            self.open_cases += usize::from(case.open);
            self.given += case.consents;
            // One whose deadline came is lapsed, whether or not that is recorded.
            *match &case.consent {
                ConsentState::InForce(_) if tenant.case_deadline(id, now).is_some() => &mut self.in_force,
                ConsentState::InForce(_) | ConsentState::Lapsed => &mut self.lapsed,
                ConsentState::Withdrawn => &mut self.withdrawn,
                ConsentState::Never => &mut self.never,
            } += 1;
        }
    }
}
