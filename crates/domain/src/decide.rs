//! Deciding: a command met by a state gives events, or a refusal. Nothing is changed here.
//!
//! What the events bring about by themselves (lapses, the partner, stopped runs) is added by
//! [`Tenant::advance`], so no decision can forget it.

mod access_requests;
mod cases;
mod consents;
mod cross_tenant;
mod directory;
mod dry_runs;
mod runs;

use crate::case::Case;
use crate::command::Command;
use crate::event::Event;
use crate::ids::CaseId;
use crate::moment::Moment;
use crate::refusal::Refusal;
use crate::tenant::Tenant;

/// Events, or why there are none.
pub type Decided = Result<Vec<Event>, Refusal>;

impl Tenant {
    /// The events that `command` yields at `now`.
    ///
    /// INVARIANT: all that fell due up to `now` was applied ([`Tenant::advance`]).
    ///
    /// # Errors
    /// A [`Refusal`] if the command makes no sense in this state, or a rule stands against it.
    pub fn decide(&self, command: &Command, now: Moment) -> Decided {
        match command {
            Command::CreateTenant { settings } => self.create(settings),
            Command::ChangeSettings { settings } => self.change_settings(settings),
            Command::AddSubscription { subscription } => self.add_subscription(subscription),
            Command::AddPerson { person, roles, teams } => self.add_person(person, roles, teams),
            Command::ChangePerson { person, roles, teams } => {
                self.change_person(person, roles.as_ref(), teams.as_deref())
            }
            Command::RemovePerson { person } => self.remove_person(person),
            Command::IssueToken { token, person, roles, expires_at } => {
                self.issue_token(token, person, roles, *expires_at)
            }
            Command::RevokeToken { token } => self.revoke_token(token),
            Command::InvitePerson { person, expires_at } => self.invite_person(person, *expires_at),
            Command::EnrolSignInKey { key, person, algorithm, public_key } => {
                self.enrol_sign_in_key(key, person, algorithm, public_key)
            }
            Command::RevokeSignInKey { key } => self.revoke_sign_in_key(key),
            Command::EnrolConsentKey { key, algorithm, public_key } => {
                self.enrol_consent_key(key, algorithm, public_key)
            }
            Command::RevokeConsentKey { key } => self.revoke_consent_key(key),
            Command::AddDestination { destination, form } => {
                Ok(vec![Event::DestinationAdded { destination: destination.clone(), form: *form }])
            }
            Command::ChangeDestination { destination } => {
                Ok(vec![Event::DestinationChanged { destination: destination.clone() }])
            }
            Command::RemoveDestination { destination } => {
                Ok(vec![Event::DestinationRemoved { destination: destination.clone() }])
            }
            Command::InviteRunner { runner, expires_at } => self.invite_runner(runner, *expires_at),
            Command::EnrolRunner { runner, public_key } => self.enrol_runner(runner, public_key, now),
            Command::RemoveRunner { runner } => self.remove_runner(runner),
            Command::OpenCase { case, consent } => self.open_case(case, consent.as_ref()),
            Command::OpenQuestion { case } => self.open_question(case),
            Command::ChangeCase { case, severity } => self.change_case(case, *severity),
            Command::Say { case, message } => self.say(case, message),
            Command::CloseCase { case } => self.close(case),
            Command::ReopenCase { case } => self.reopen(case),
            Command::AssignCase { case, engineer } => self.assign(case, engineer),
            Command::AskConsent { case, level, categories } => self.ask_consent(case, *level, *categories),
            Command::GiveConsent { case, consent } => self.consent(case, consent),
            Command::WithdrawConsent { case } => self.withdraw(case),
            Command::RemovePartner => self.remove_partner(),
            Command::AddCrossTenantPartner { partner, settings } => {
                self.add_cross_tenant_partner(partner, settings)
            }
            Command::ChangeCrossTenantPartner { partner, settings } => {
                self.change_cross_tenant_partner(partner, settings)
            }
            Command::RemoveCrossTenantPartner { partner } => self.remove_cross_tenant_partner(partner),
            Command::SignInEngineer { case } => {
                self.known_case(case)?;
                Ok(vec![Event::EngineerSignedIn { case: case.clone() }])
            }
            Command::Lock => self.lock(),
            Command::Unlock => self.unlock(),
            Command::RequestAccess { request, case, categories, seconds } => {
                self.request_access(request, case, *categories, *seconds)
            }
            Command::EndorseRequest { request } => self.endorse(request),
            Command::ApproveRequest { request, categories, document, proof } => {
                self.approve(request, *categories, document, proof)
            }
            Command::DenyRequest { request } => self.deny(request),
            Command::RequestRun { order } => self.request_run(order, now),
            Command::ClaimRun { run, runner, collection, due_hour } => {
                self.claim_run(run, runner, collection, *due_hour, now)
            }
            Command::ContinueRun { run, runner } => self.continue_run(run, runner),
            Command::RequestDryRun { order } => self.request_dry_run(order),
            Command::ClaimDryRun { run, runner } => self.claim_dry_run(run, runner),
            Command::CountDryRun { run, runner, counts } => self.count_dry_run(run, runner, counts),
            Command::StopDryRun { run, cause } => self.stop_dry_run(run, cause),
            Command::StopRun { run, cause } => self.stop_run(run, cause),
            Command::StoreEvidence { run, runner, evidence } => self.store_evidence(run, runner, evidence),
            Command::AttachBundle { case, bundle } => self.attach_bundle(case, bundle),
            Command::ReadEvidence { collection, ranges, present, own } => {
                let covered = self.covered_for_reading(collection, *own, now)?;
                self.read_evidence(collection, ranges, *present, covered)
            }
            Command::DeleteEvidence { collection, cause, key } => {
                self.delete_evidence(collection, *cause, key)
            }
            Command::ErasePersonalData { sequence, fields } => {
                Ok(vec![Event::PersonalDataErased { sequence: *sequence, fields: fields.clone() }])
            }
        }
    }

    fn known_case(&self, case: &CaseId) -> Result<&Case, Refusal> {
        self.case(case).ok_or_else(|| Refusal::unknown("case", case))
    }

    fn open_one(&self, case: &CaseId) -> Result<&Case, Refusal> {
        let found = self.known_case(case)?;
        if found.open { Ok(found) } else { Err(Refusal::CaseIsClosed) }
    }
}
