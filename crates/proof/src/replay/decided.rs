//! Events that one command brings about: the command is decided once more, in the state that the event meets.

use crate::breach::Breach;
use domain::{Command, Event, Record, StopCause, Tenant};

/// Checks that the rules would have decided the event, if it is one of them.
pub(super) fn check(tenant: &Tenant, record: &Record) -> Result<(), Breach> {
    let Some(command) = command(&record.event) else { return counted(tenant, record) };
    let decided = tenant.decide(&command, record.at).map_err(Breach::NotDecided)?;
    if decided.contains(&record.event) {
        Ok(())
    } else {
        Err(Breach::Impossible("the rules would have decided another event, or none"))
    }
}

/// Counts come from the runner that took the dry run; that it is the author is `authority`'s to check.
fn counted(tenant: &Tenant, record: &Record) -> Result<(), Breach> {
    let Event::DryRunCounted { run, .. } = &record.event else { return Ok(()) };
    let is_taken = tenant.dry_runs().get(run).is_some_and(|dry_run| dry_run.runner.is_some());
    if is_taken { Ok(()) } else { Err(Breach::Impossible("no runner had taken the dry run")) }
}

/// The command, of copies of no more than it takes: most events of a log are none of these, and some are long.
fn command(event: &Event) -> Option<Command> {
    Some(match event {
        Event::SubscriptionAdded { subscription } => {
            Command::AddSubscription { subscription: subscription.clone() }
        }
        Event::PersonAdded { person, roles, teams } => {
            Command::AddPerson { person: person.clone(), roles: roles.clone(), teams: teams.clone() }
        }
        Event::PersonChanged { person, roles, teams } => {
            let (roles, teams) = (Some(roles.clone()), Some(teams.clone()));
            Command::ChangePerson { person: person.clone(), roles, teams }
        }
        Event::PersonRemoved { person } => Command::RemovePerson { person: person.clone() },
        Event::TokenIssued { token, person, roles, expires_at } => {
            let (token, person, roles) = (token.clone(), person.clone(), roles.clone());
            Command::IssueToken { token, person, roles, expires_at: *expires_at }
        }
        Event::TokenRevoked { token } => Command::RevokeToken { token: token.clone() },
        Event::RunnerInvited { runner, expires_at } => {
            Command::InviteRunner { runner: runner.clone(), expires_at: *expires_at }
        }
        Event::RunnerRemoved { runner } => Command::RemoveRunner { runner: runner.clone() },
        Event::AccessRequested { request, case, categories, seconds, .. } => {
            let (request, case) = (request.clone(), case.clone());
            Command::RequestAccess { request, case, categories: *categories, seconds: *seconds }
        }
        Event::CrossTenantPartnerAdded { partner, settings } => {
            Command::AddCrossTenantPartner { partner: partner.clone(), settings: (**settings).clone() }
        }
        Event::CrossTenantPartnerChanged { partner, settings, .. } => {
            Command::ChangeCrossTenantPartner { partner: partner.clone(), settings: (**settings).clone() }
        }
        Event::CrossTenantPartnerRemoved { partner, .. } => {
            Command::RemoveCrossTenantPartner { partner: partner.clone() }
        }
        Event::DryRunRequested { order } => Command::RequestDryRun { order: order.clone() },
        Event::DryRunClaimed { run, runner } => {
            Command::ClaimDryRun { run: run.clone(), runner: runner.clone() }
        }
        // The clock's to end, which is derived.
        Event::DryRunStopped { cause: StopCause::Expired, .. } => return None,
        Event::DryRunStopped { run, cause } => Command::StopDryRun { run: run.clone(), cause: cause.clone() },
        _ => return None,
    })
}
