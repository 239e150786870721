//! What an operator may know of customers: how many, how much and whether it is on time; nothing of what.

use crate::caller::Caller;
use crate::deliveries::hour_start;
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::tenants::list_tenants;
use domain::{Action, ConsentState, Moment, Tenant, TenantId};

/// What is counted of one customer.
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

/// Each customer with its numbers.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn count_tenants(desk: &Desk, caller: &Caller) -> Result<Vec<CountedTenant>, Refusal> {
    caller.may(Action::ManageTenants)?;
    let mut counted = Vec::new();
    for summary in list_tenants(desk, caller).await? {
        let (state, now) = desk.tenant_now(&summary.tenant).await?;
        let numbers = count(&state, now);
        counted.push(CountedTenant {
            tenant: summary.tenant,
            name: summary.name,
            events: summary.events,
            numbers,
        });
    }
    Ok(counted)
}

fn count(tenant: &Tenant, now: Moment) -> Numbers {
    let mut numbers = Numbers {
        cases: tenant.cases().len(),
        waiting_requests: tenant.requests().values().filter(|request| request.state.is_waiting()).count(),
        runs: tenant.runs().len(),
        kept: tenant.collections().len(),
        kept_bytes: tenant.collections().values().map(|kept| kept.bytes).sum(),
        overdue: tenant.collections().values().filter(|kept| hour_start(kept.due_hour) <= now).count(),
        runners: tenant.runners().values().filter(|runner| runner.public_key.is_some()).count(),
        locked: tenant.is_locked(),
        ..Numbers::default()
    };
    for (id, case) in tenant.cases() {
        numbers.open_cases += usize::from(case.open);
        numbers.given += case.consents;
        // One whose deadline came is lapsed, whether or not that is recorded.
        match &case.consent {
            ConsentState::InForce(_) if tenant.case_deadline(id, now).is_some() => numbers.in_force += 1,
            ConsentState::InForce(_) | ConsentState::Lapsed => numbers.lapsed += 1,
            ConsentState::Withdrawn => numbers.withdrawn += 1,
            ConsentState::Never => numbers.never += 1,
        }
    }
    numbers
}
