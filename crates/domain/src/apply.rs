//! The fold: an event gives the next state. Total, so that any log can be replayed; whether an event was lawful is
//! asked elsewhere ([`crate::lawful`]).

mod directory;
mod runs;

use crate::access_request::{AccessRequest, RequestState};
use crate::case::Case;
use crate::category::Categories;
use crate::consent::{Consent, ConsentState, Grant};
use crate::deadlines::Terms;
use crate::event::{Event, Proof};
use crate::ids::{CaseId, RequestId};
use crate::level::Level;
use crate::moment::{Moment, Span};
use crate::tenant::Tenant;
use std::collections::BTreeMap;

impl Tenant {
    /// The state after `event`, which took effect at `at`.
    pub fn apply(&mut self, at: Moment, event: &Event) {
        self.last_at = self.last_at.max(at);
        match event {
            Event::TenantCreated { settings } => {
                self.created = true;
                self.settings = settings.clone();
            }
            Event::SettingsChanged { settings } => self.settings = settings.clone(),
            Event::Locked => self.locked = true,
            Event::Unlocked => self.locked = false,
            Event::PartnerAdded => {
                self.partner = true;
                self.partner_since = Some(at);
            }
            Event::PartnerRemoved => {
                self.partner = false;
                self.partner_since = None;
            }
            Event::CaseSaid { .. }
            | Event::EngineerSignedIn { .. }
            | Event::ConsentAsked { .. }
            | Event::RunDenied { .. }
            | Event::EvidenceRead { .. }
            | Event::PersonalDataErased { .. } => {}
            _ => {
                let _ = self.apply_to_directory(event)
                    || self.apply_to_case(at, event)
                    || self.apply_to_request(at, event)
                    || self.apply_to_run(at, event)
                    || self.apply_to_dry_run(at, event);
            }
        }
    }

    /// Events of cases and their consents. Says whether it was one.
    fn apply_to_case(&mut self, at: Moment, event: &Event) -> bool {
        match event {
            Event::CaseOpened { case, subscriptions, service, nature, severity, team } => {
                let opened = Case {
                    subscriptions: subscriptions.clone(),
                    service: service.clone(),
                    nature: nature.clone(),
                    severity: *severity,
                    team: team.clone(),
                    engineer: None,
                    opened_at: at,
                    open: true,
                    consent: ConsentState::Never,
                    consents: 0,
                    ended_document: None,
                };
                // No rule opens a case twice, but any log can be folded: nothing of the first one may stay behind.
                if self.cases.contains_key(case) {
                    self.close_case(case);
                }
                self.cases.insert(case.clone(), opened);
            }
            Event::CaseChanged { case, severity } => {
                if let Some(case) = self.cases.get_mut(case) {
                    case.severity = *severity;
                }
            }
            Event::CaseClosed { case } => self.close_case(case),
            Event::CaseReopened { case } => {
                if let Some(case) = self.cases.get_mut(case) {
                    case.open = true;
                }
            }
            Event::CaseAssigned { case, engineer } => {
                if let Some(case) = self.cases.get_mut(case) {
                    case.engineer = Some(engineer.clone());
                }
            }
            Event::ConsentGiven { case, level, categories, consent: number, document, proof } => {
                let given = Consent {
                    level: *level,
                    categories: *categories,
                    anchor: at,
                    terms: Terms::of(document, &self.settings),
                    number: *number,
                    document: document.clone(),
                    proof: proof.clone(),
                    grants: BTreeMap::new(),
                };
                self.give_consent(case, given);
            }
            Event::ConsentWithdrawn { case, .. } => self.end_consent(case, ConsentState::Withdrawn),
            Event::ConsentLapsed { case } => self.end_consent(case, ConsentState::Lapsed),
            _ => return false,
        }
        true
    }

    fn close_case(&mut self, case: &CaseId) {
        self.end_consent(case, ConsentState::Never);
        let requests = &mut self.requests;
        self.waiting.retain(|(_, id)| match requests.get_mut(id) {
            Some(request) if request.case == *case => {
                request.state = RequestState::Withdrawn;
                false
            }
            _ => true,
        });
        if let Some(case) = self.cases.get_mut(case) {
            case.open = false;
        }
    }

    /// Replaces what the case had; grants survive a renewed consent (access.md, rule 8).
    fn give_consent(&mut self, id: &CaseId, mut given: Consent) {
        let Some(case) = self.cases.get_mut(id) else { return };
        if let Some(old) = case.consent.in_force_mut() {
            self.anchors.remove(old, id);
            self.attested.remove(id);
            self.advanced.remove(&(old.anchor, id.clone()));
            given.grants = std::mem::take(&mut old.grants);
        }
        self.anchors.insert(&given, id);
        self.consented.insert(id.clone());
        if given.proof == Proof::Server {
            self.attested.insert(id.clone());
        }
        if given.level == Level::Advanced {
            self.advanced.insert((given.anchor, id.clone()));
        }
        case.consents = given.number;
        case.consent = ConsentState::InForce(given);
    }

    /// Ends the case's consent, if one is in force, and the grants that stood on it. Closing leaves `Never`: after
    /// reopening, consent was not given yet.
    fn end_consent(&mut self, id: &CaseId, end: ConsentState) {
        let Some(case) = self.cases.get_mut(id) else { return };
        let was_in_force = case.consent.in_force().is_some();
        if was_in_force || end == ConsentState::Never {
            let ended = std::mem::replace(&mut case.consent, end);
            if let ConsentState::InForce(consent) = ended {
                self.anchors.remove(&consent, id);
                self.attested.remove(id);
                self.advanced.remove(&(consent.anchor, id.clone()));
                self.consented.remove(id);
                case.ended_document = Some(consent.document);
                for (request, grant) in consent.grants {
                    self.grants.remove(&(grant.until, request));
                }
            }
        }
    }

    /// Events of access requests. Says whether it was one.
    fn apply_to_request(&mut self, at: Moment, event: &Event) -> bool {
        match event {
            Event::AccessRequested { request, case, categories, seconds, for_lead } => {
                let state = if *for_lead { RequestState::AwaitingLead } else { RequestState::Pending };
                let asked = AccessRequest {
                    case: case.clone(),
                    categories: *categories,
                    span: Span::from_seconds(*seconds),
                    asked_at: at,
                    state,
                };
                self.end_grant(request);
                self.answer_request(request, RequestState::Withdrawn);
                self.waiting.insert((asked.expires_at(), request.clone()));
                self.requests.insert(request.clone(), asked);
            }
            Event::AccessEndorsed { request } => {
                if let Some(request) = self.requests.get_mut(request).filter(|found| found.state.is_waiting())
                {
                    request.state = RequestState::Pending;
                }
            }
            Event::AccessApproved { request, categories, document, proof } => {
                self.answer_request(request, RequestState::Approved);
                self.end_grant(request);
                self.grant(at, request, *categories, document, proof);
            }
            Event::AccessDenied { request } => self.answer_request(request, RequestState::Denied),
            Event::AccessRequestExpired { request } => self.answer_request(request, RequestState::Expired),
            Event::AccessGrantEnded { request } => self.end_grant(request),
            _ => return false,
        }
        true
    }

    fn answer_request(&mut self, id: &RequestId, answer: RequestState) {
        if let Some(request) = self.requests.get_mut(id) {
            self.waiting.remove(&(request.expires_at(), id.clone()));
            request.state = answer;
        }
    }

    fn grant(&mut self, at: Moment, id: &RequestId, categories: Categories, document: &str, proof: &Proof) {
        let Some(request) = self.requests.get(id) else { return };
        let Some(case) = self.cases.get_mut(&request.case) else { return };
        let Some(consent) = case.consent.in_force_mut() else { return };
        let until = at.plus(request.span);
        let grant = Grant { categories, until, document: document.to_owned(), proof: proof.clone() };
        consent.grants.insert(id.clone(), grant);
        self.grants.insert((until, id.clone()));
    }

    fn end_grant(&mut self, id: &RequestId) {
        let Some(request) = self.requests.get(id) else { return };
        let Some(case) = self.cases.get_mut(&request.case) else { return };
        let Some(consent) = case.consent.in_force_mut() else { return };
        if let Some(grant) = consent.grants.remove(id) {
            self.grants.remove(&(grant.until, id.clone()));
        }
    }
}
