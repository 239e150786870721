//! Events that one command brings about: the command is decided once more, in the state that the event meets.

use crate::breach::Breach;
use domain::{Command, Event, Record, Tenant};

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

fn command(event: &Event) -> Option<Command> {
    Some(match event.clone() {
        Event::SubscriptionAdded { subscription } => Command::AddSubscription { subscription },
        Event::PersonAdded { person, roles, teams } => Command::AddPerson { person, roles, teams },
        Event::PersonChanged { person, roles, teams } => {
            Command::ChangePerson { person, roles: Some(roles), teams: Some(teams) }
        }
        Event::PersonRemoved { person } => Command::RemovePerson { person },
        Event::TokenIssued { token, person, roles, expires_at } => {
            Command::IssueToken { token, person, roles, expires_at }
        }
        Event::TokenRevoked { token } => Command::RevokeToken { token },
        Event::RunnerInvited { runner, expires_at } => Command::InviteRunner { runner, expires_at },
        Event::RunnerRemoved { runner } => Command::RemoveRunner { runner },
        Event::AccessRequested { request, case, categories, seconds, .. } => {
            Command::RequestAccess { request, case, categories, seconds }
        }
        Event::DryRunRequested { order } => Command::RequestDryRun { order },
        Event::DryRunClaimed { run, runner } => Command::ClaimDryRun { run, runner },
        Event::DryRunStopped { run, cause } => Command::StopDryRun { run, cause },
        _ => return None,
    })
}
