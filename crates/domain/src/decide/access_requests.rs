//! Asking for more categories, and answering (access.md, rule 8).

use super::Decided;
use crate::access_request::{AccessRequest, RequestState};
use crate::category::Categories;
use crate::event::{Event, Proof};
use crate::ids::{CaseId, RequestId};
use crate::refusal::Refusal;
use crate::tenant::Tenant;

impl Tenant {
    pub(super) fn request_access(
        &self,
        request: &RequestId,
        case: &CaseId,
        categories: Categories,
        seconds: u32,
    ) -> Decided {
        if self.request(request).is_some() {
            return Err(Refusal::exists("access request", request));
        }
        self.open_one(case)?;
        if categories.is_empty() || seconds == 0 {
            return Err(Refusal::EmptyRequest);
        }
        self.check_offered(categories)?;
        Ok(vec![Event::AccessRequested {
            request: request.clone(),
            case: case.clone(),
            categories,
            seconds,
            for_lead: self.settings.lead_approval,
        }])
    }

    pub(super) fn endorse(&self, request: &RequestId) -> Decided {
        match self.waiting_request(request)?.state {
            RequestState::AwaitingLead => Ok(vec![Event::AccessEndorsed { request: request.clone() }]),
            _ => Err(Refusal::RequestNotWaiting),
        }
    }

    pub(super) fn approve(
        &self,
        request: &RequestId,
        categories: Option<Categories>,
        document: &str,
        proof: &Proof,
    ) -> Decided {
        let asked = self.waiting_request(request)?;
        if asked.state == RequestState::AwaitingLead {
            return Err(Refusal::AwaitsLead);
        }
        if self.case(&asked.case).is_none_or(|case| case.consent.in_force().is_none()) {
            return Err(Refusal::NoConsentInForce);
        }
        let approved = categories.map_or(asked.categories, |some| some.intersection(asked.categories));
        if approved.is_empty() {
            return Err(Refusal::NothingApproved { asked: asked.categories });
        }
        self.check_offered(approved)?;
        self.check_proof(proof)?;
        Ok(vec![Event::AccessApproved {
            request: request.clone(),
            categories: approved,
            document: document.to_owned(),
            proof: proof.clone(),
        }])
    }

    pub(super) fn deny(&self, request: &RequestId) -> Decided {
        self.waiting_request(request)?;
        Ok(vec![Event::AccessDenied { request: request.clone() }])
    }

    fn waiting_request(&self, id: &RequestId) -> Result<&AccessRequest, Refusal> {
        let request = self.request(id).ok_or_else(|| Refusal::unknown("access request", id))?;
        if request.state.is_waiting() { Ok(request) } else { Err(Refusal::RequestNotWaiting) }
    }
}
