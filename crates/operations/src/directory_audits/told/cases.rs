//! Cases, consents and access requests.

use super::{Told, set};
use crate::directory_audits::entry::{AuditResult, AuditTarget, Modified};
use crate::directory_audits::view::{View, thing};
use crate::mint;
use domain::{Categories, Event, Level, Proof, RequestId};

pub(super) fn told(view: &View, event: &Event) -> Option<Told> {
    let told = of_consent(view, event).or_else(|| of_request(view, event));
    told.or_else(|| of_case(view, event))
}

fn of_case(view: &View, event: &Event) -> Option<Told> {
    let case = event.case()?;
    let told = Told::about(view.case(case)).detail("case", case);
    Some(match event {
        Event::CaseOpened { subscriptions, service, nature, severity, .. } => {
            let on_subscriptions =
                subscriptions.iter().map(|subscription| thing(subscription.as_str(), "Subscription"));
            let mut told = told
                .detail("service", service)
                .detail("nature", nature)
                .detail("severity", super::text(severity).unwrap_or_default().trim_matches('"'));
            told.targets.extend(on_subscriptions);
            told
        }
        Event::CaseChanged { severity, .. } => {
            told.detail("severity", super::text(severity).unwrap_or_default().trim_matches('"'))
        }
        Event::CaseAssigned { engineer, .. } => told.detail("engineerId", engineer),
        Event::CaseSaid { message, .. } => told.detail("message", message),
        Event::CaseClosed { .. } | Event::CaseReopened { .. } | Event::EngineerSignedIn { .. } => told,
        _ => return None,
    })
}

fn of_consent(view: &View, event: &Event) -> Option<Told> {
    let case = event.case()?;
    let with = |modified| {
        let target = AuditTarget { modified, ..view.case(case) };
        Told::about(target).detail("case", case)
    };
    Some(match event {
        Event::ConsentAsked { level, categories, .. } => {
            with(Vec::new()).detail("level", level).detail("categories", categories)
        }
        Event::ConsentGiven { level, categories, consent, document, proof, .. } => {
            with(consented(*level, *categories))
                .detail("consent", consent)
                .detail("level", level)
                .detail("categories", categories)
                .detail("documentSha256", hex::encode(mint::sha256(document.as_bytes())))
                .detail("signedBy", backing(proof))
        }
        Event::ConsentWithdrawn { cause, .. } => {
            let why = super::text(cause).unwrap_or_default();
            with(vec![set("consent", "ended")]).detail("cause", why.trim_matches('"'))
        }
        Event::ConsentLapsed { .. } => with(vec![set("consent", "ended")]).detail("cause", "lapsed"),
        _ => return None,
    })
}

fn consented(level: Level, categories: Categories) -> Vec<Modified> {
    vec![
        set("advancedDiagnosticConsent", if level == Level::Advanced { "Yes" } else { "No" }),
        set("categories", &categories),
    ]
}

fn backing(proof: &Proof) -> String {
    match proof {
        Proof::Server => "the server alone".to_owned(),
        Proof::Key { key, .. } => key.to_string(),
    }
}

fn of_request(view: &View, event: &Event) -> Option<Told> {
    let about = |request: &RequestId, state: &str| {
        let target = AuditTarget { modified: vec![set("state", state)], ..view.case_of(request.as_str()) };
        let told = Told::about(target);
        let told = match mint::case_of(request.as_str()) {
            Some(case) => told.detail("case", case),
            None => told,
        };
        told.detail("accessRequest", request)
    };
    Some(match event {
        Event::AccessRequested { request, categories, seconds, .. } => {
            about(request, "pending").detail("categories", categories).detail("seconds", seconds)
        }
        Event::AccessEndorsed { request } => about(request, "endorsed"),
        Event::AccessApproved { request, categories, proof, .. } => {
            about(request, "approved").detail("categories", categories).detail("signedBy", backing(proof))
        }
        Event::AccessDenied { request } => about(request, "denied"),
        Event::AccessRequestExpired { request } => {
            let why = "nobody answered within 12 hours".to_owned();
            about(request, "expired").ended(AuditResult::Timeout(why))
        }
        Event::AccessGrantEnded { request } => about(request, "ended"),
        _ => return None,
    })
}
