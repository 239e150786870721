//! Commands that meet the state they come to: random names rarely do, and most rules are about what was there before.

use super::desk::Desk;
use domain::{CaseId, Categories, Command, Proof, RequestId, Run, RunId};
use proptest::sample::Index;

/// The command, about one of the things that it can be about in this state, if there is one.
pub(super) fn fitted(desk: &Desk, mut command: Command, about: Index) -> Command {
    match &mut command {
        Command::OpenCase { consent: Some(consent), .. } => fit_proof(desk, &mut consent.proof, about),
        Command::GiveConsent { case, consent } => {
            fit(case, cases(desk, true), about);
            fit_proof(desk, &mut consent.proof, about);
        }
        Command::ReopenCase { case } => fit(case, cases(desk, false), about),
        Command::WithdrawConsent { case } | Command::RequestAccess { case, .. } => {
            fit(case, consented(desk), about);
        }
        Command::ApproveRequest { request, proof, .. } => {
            fit(request, waiting(desk), about);
            fit_proof(desk, proof, about);
        }
        Command::EndorseRequest { request } | Command::DenyRequest { request } => {
            fit(request, waiting(desk), about);
        }
        Command::RequestRun { order } => {
            fit(&mut order.case, consented(desk), about);
            let covered = desk.tenant.readable(&order.case, desk.now).unwrap_or(Categories::ALL);
            order.categories = order.categories.intersection(covered);
            order.level = desk.tenant.consent_level(&order.case).unwrap_or(order.level);
        }
        Command::ClaimRun { run, .. } => fit(run, runs(desk, |run| run.claim.is_none()), about),
        Command::ContinueRun { run, runner } | Command::StoreEvidence { run, runner, .. } => {
            fit(run, runs(desk, |run| run.claim.is_some()), about);
            let claim = desk.tenant.run(run).and_then(|run| run.claim.as_ref());
            fit(runner, claim.map(|claim| &claim.runner), about);
        }
        Command::ClaimDryRun { run, .. } => {
            let waiting = desk.tenant.dry_runs().iter().filter(|(_, dry_run)| dry_run.runner.is_none());
            fit(run, waiting.map(|(id, _)| id), about);
        }
        Command::CountDryRun { run, runner, .. } => {
            let taken = desk.tenant.dry_runs().iter().filter(|(_, dry_run)| dry_run.runner.is_some());
            fit(run, taken.map(|(id, _)| id), about);
            let taken = desk.tenant.dry_runs().get(run).and_then(|dry_run| dry_run.runner.as_ref());
            fit(runner, taken, about);
        }
        Command::ReadEvidence { collection, .. } | Command::DeleteEvidence { collection, .. } => {
            fit(collection, desk.tenant.collections().keys(), about);
        }
        Command::ChangePerson { person, .. } | Command::RemovePerson { person } => {
            fit(person, desk.tenant.people().keys(), about);
        }
        Command::IssueToken { person, roles, .. } => {
            fit(person, desk.tenant.people().keys(), about);
            fit(roles, desk.tenant.people().get(person).map(|person| &person.roles), about);
        }
        _ => {}
    }
    command
}

fn fit<'a, I: Clone + 'a>(id: &mut I, of: impl IntoIterator<Item = &'a I>, about: Index) {
    let found: Vec<&I> = of.into_iter().collect();
    if !found.is_empty() {
        id.clone_from(found[about.index(found.len())]);
    }
}

/// A signature where the tenant wants one, by a key that it has.
fn fit_proof(desk: &Desk, proof: &mut Proof, about: Index) {
    let keys = desk.tenant.consent_keys().iter().filter(|(_, key)| !key.revoked);
    let signed = keys.map(|(key, _)| Proof::Key { key: key.clone(), signature: String::new() });
    let signed: Vec<Proof> = signed.collect();
    *proof = Proof::Server;
    fit(proof, &signed, about);
}

fn cases(desk: &Desk, open: bool) -> impl Iterator<Item = &CaseId> {
    desk.tenant.cases().iter().filter(move |(_, case)| case.open == open).map(|(id, _)| id)
}

fn consented(desk: &Desk) -> impl Iterator<Item = &CaseId> {
    desk.tenant.in_force(desk.now).map(|(case, _)| case)
}

fn waiting(desk: &Desk) -> impl Iterator<Item = &RequestId> {
    desk.tenant.requests().iter().filter(|(_, request)| request.state.is_waiting()).map(|(id, _)| id)
}

fn runs(desk: &Desk, which: impl Fn(&Run) -> bool) -> impl Iterator<Item = &RunId> {
    desk.tenant.runs().iter().filter(move |(_, run)| which(run)).map(|(id, _)| id)
}
