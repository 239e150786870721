//! What happened, as a sentence.

use domain::{Actor, DeleteCause, Event, Proof, RunOrder, StopCause, WithdrawCause};
use wire::AuditEntry;

/// Who caused an entry.
pub(crate) fn author(entry: &AuditEntry) -> String {
    let id = match &entry.by {
        Actor::Person(id) => id.to_string(),
        Actor::Vendor(id) => format!("the vendor's {id}"),
        Actor::Runner(id) => format!("the runner {id}"),
        Actor::System => "the clock".to_owned(),
    };
    match &entry.by_name {
        Some(name) if matches!(entry.by, Actor::Vendor(_)) => format!("{name} (vendor)"),
        Some(name) => name.clone(),
        None => id,
    }
}

/// What an entry says happened; of an event that this program doesn't know, its JSON.
pub(crate) fn sentence(entry: &AuditEntry) -> String {
    let event = serde_json::from_value::<Event>(entry.event.clone()).ok();
    event.as_ref().and_then(describe).unwrap_or_else(|| entry.event.to_string())
}

fn describe(event: &Event) -> Option<String> {
    of_tenant(event)
        .or_else(|| of_directory(event))
        .or_else(|| of_case(event))
        .or_else(|| of_request(event))
        .or_else(|| of_run(event))
        .or_else(|| of_dry_run(event))
}

fn of_tenant(event: &Event) -> Option<String> {
    Some(match event {
        Event::TenantCreated { .. } => "the organisation was created".to_owned(),
        Event::SettingsChanged { .. } => "settings were changed".to_owned(),
        Event::Locked => "all access was locked".to_owned(),
        Event::Unlocked => "access was unlocked".to_owned(),
        Event::PartnerAdded => "the vendor's support tenant became a partner".to_owned(),
        Event::PartnerRemoved => "the vendor's support tenant is no partner any more".to_owned(),
        Event::CrossTenantPartnerAdded { partner, .. } => format!("the partner {partner} was listed"),
        Event::CrossTenantPartnerChanged { partner, .. } => {
            format!("what is set for the partner {partner} was changed")
        }
        Event::CrossTenantPartnerRemoved { partner, .. } => {
            format!("the partner {partner} was taken off the list")
        }
        Event::PersonalDataErased { sequence, fields } => {
            format!("{} of event {sequence} was erased", fields.join(", "))
        }
        _ => return None,
    })
}

fn of_directory(event: &Event) -> Option<String> {
    Some(match event {
        Event::SubscriptionAdded { subscription } => format!("the subscription {subscription} was named"),
        Event::PersonAdded { person, roles, .. } => format!("{person} was added as {}", names(roles)),
        Event::PersonChanged { person, roles, .. } => format!("{person} is now {}", names(roles)),
        Event::PersonRemoved { person } => format!("{person} was removed"),
        Event::TokenIssued { token, person, .. } => format!("the token {token} was made for {person}"),
        Event::TokenRevoked { token } => format!("the token {token} was revoked"),
        Event::PersonInvited { person, .. } => format!("{person} was invited to sign in again"),
        Event::SignInKeyEnrolled { key, person, algorithm, .. } => {
            format!("the passkey {key} ({algorithm}) signs {person} in from now on")
        }
        Event::SignInKeyRevoked { key } => format!("the passkey {key} signs nobody in any more"),
        Event::ConsentKeyEnrolled { key, algorithm, .. } => {
            format!("the consent key {key} ({algorithm}) was enrolled")
        }
        Event::ConsentKeyRevoked { key } => format!("the consent key {key} was revoked"),
        Event::RunnerInvited { runner, .. } => format!("the runner {runner} was invited"),
        Event::RunnerEnrolled { runner, .. } => format!("the runner {runner} enrolled"),
        Event::DestinationAdded { destination, .. } => {
            format!("entries of this log are sent to {destination} from here on")
        }
        Event::DestinationChanged { destination } => format!("the destination {destination} was changed"),
        Event::DestinationRemoved { destination } => {
            format!("nothing is sent to {destination} any more")
        }
        Event::RunnerRemoved { runner } => format!("the runner {runner} was removed"),
        _ => return None,
    })
}

fn names(roles: &domain::Roles) -> String {
    roles.iter().map(|role| role.name()).collect::<Vec<_>>().join(", ")
}

fn of_case(event: &Event) -> Option<String> {
    Some(match event {
        Event::CaseOpened { case, severity, service, nature, .. } => {
            format!("the case {case} was opened: {service}, {nature}, {}", crate::output::word(severity))
        }
        Event::CaseChanged { case, severity } => {
            format!("the case {case} was changed; it is {}", crate::output::word(severity))
        }
        Event::CaseSaid { case, .. } => format!("a message was written in {case}"),
        Event::CaseClosed { case } => format!("the case {case} was closed"),
        Event::CaseReopened { case } => format!("the case {case} was reopened, without consent"),
        Event::CaseAssigned { case, engineer } => {
            format!("the case {case} is worked by {engineer} from now on")
        }
        Event::ConsentAsked { case, level, categories } => {
            format!("{level} consent was asked for in {case}: {categories}")
        }
        Event::ConsentGiven { case, level, categories, consent, proof, .. } => {
            format!(
                "{level} consent number {consent} was given for {case} ({categories}), {}",
                backing(proof)
            )
        }
        Event::ConsentWithdrawn { case, cause } => {
            let why = match cause {
                WithdrawCause::Asked => "",
                WithdrawCause::PartnerRemoved => ", since the partner was removed",
                WithdrawCause::KeyRevoked => ", since its key was revoked",
                WithdrawCause::KeyEnrolled => ", since nobody had signed it and a consent key was enrolled",
            };
            format!("the consent for {case} was withdrawn{why}")
        }
        Event::EngineerSignedIn { case } => format!("came to the case {case}"),
        Event::ConsentLapsed { case } => format!("the time of the consent for {case} is over"),
        _ => return None,
    })
}

fn backing(proof: &Proof) -> String {
    match proof {
        Proof::Server => "attested by the server alone".to_owned(),
        Proof::Key { key, .. } => format!("signed by {key}"),
    }
}

fn of_request(event: &Event) -> Option<String> {
    Some(match event {
        Event::AccessRequested { request, case, categories, seconds, .. } => {
            let span = crate::output::moment::length(*seconds);
            format!("{request}: {categories} was asked for in {case}, for {span}")
        }
        Event::AccessEndorsed { request } => format!("{request} was endorsed by a lead"),
        Event::AccessApproved { request, categories, proof, .. } => {
            format!("{request} was approved: {categories}, {}", backing(proof))
        }
        Event::AccessDenied { request } => format!("{request} was denied"),
        Event::AccessRequestExpired { request } => format!("{request} expired unanswered"),
        Event::AccessGrantEnded { request } => format!("the time of {request} is over"),
        _ => return None,
    })
}

fn of_run(event: &Event) -> Option<String> {
    Some(match event {
        Event::RunRequested { order } => format!("{} was asked for", order_text(order)),
        Event::RunDenied { order, reason, missing } => {
            let lacking = if missing.is_empty() { String::new() } else { format!(" ({missing})") };
            format!("{} was denied: {reason}{lacking}", order_text(order))
        }
        Event::RunClaimed { run, runner, .. } => format!("the run {run} was taken by {runner}"),
        Event::RunStopped { run, cause } => {
            format!("the run {run} ended without evidence: {}", ending(cause))
        }
        Event::EvidenceStored { run, collection, bytes, .. } => {
            format!("the run {run} stored {collection}, {bytes} bytes")
        }
        Event::BundleAttached { collection, bytes, .. } => {
            format!("a support bundle was attached as {collection}, {bytes} bytes")
        }
        Event::EvidenceRead { collection, shown, masked, .. } => {
            let hidden = if masked.is_empty() { String::new() } else { format!(", masked {masked}") };
            format!("{collection} was read: shown {shown}{hidden}")
        }
        Event::EvidenceDeleted { collection, cause, .. } => {
            let why = match cause {
                DeleteCause::Due => "its hour came",
                DeleteCause::Asked => "it was asked for",
                DeleteCause::Retention => "the retention was shortened",
                DeleteCause::Lost => "its key was lost",
            };
            format!("{collection} was destroyed: {why}")
        }
        _ => return None,
    })
}

fn order_text(order: &RunOrder) -> String {
    format!("the run {} of {} on {}", order.run, order.diagnostic, order.subscription)
}

fn of_dry_run(event: &Event) -> Option<String> {
    Some(match event {
        Event::DryRunRequested { order } => {
            format!(
                "the dry run {} of {} on {} was asked for",
                order.run, order.diagnostic, order.subscription
            )
        }
        Event::DryRunClaimed { run, runner } => format!("the dry run {run} was taken by {runner}"),
        Event::DryRunCounted { run, counts } => {
            format!("the dry run {run} counted {} items, {} bytes", counts.items, counts.bytes)
        }
        Event::DryRunStopped { run, cause } => {
            format!("the dry run {run} ended without counts: {}", ending(cause))
        }
        _ => return None,
    })
}

fn ending(cause: &StopCause) -> String {
    match cause {
        StopCause::AccessEnded { reason } => format!("access ended ({reason})"),
        StopCause::Asked => "it was stopped".to_owned(),
        StopCause::Expired => "no runner ended it within a day".to_owned(),
        StopCause::Refused { code } => format!("the runner refused it ({code})"),
        StopCause::LeaseLost => "the runner lost the server".to_owned(),
        StopCause::Failed { code } => format!("it failed ({code})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn check(by: &Value, name: Option<&str>, event: &Value) -> String {
        let entry = serde_json::from_value(json!({
            "sequence": 3, "at": "2026-01-01T00:00:00Z", "recorded_at": "2026-01-01T00:00:00Z",
            "by": by, "by_name": name, "event": event,
        }));
        let entry = entry.unwrap();
        format!("{}: {}", author(&entry), sentence(&entry))
    }

    #[test]
    fn an_event_is_told_in_a_sentence() {
        let order = json!({
            "run": "c1-r1", "case": "c1", "subscription": "s", "diagnostic": "log-search", "version": 1,
            "digest": "", "level": "standard", "categories": ["oii"],
        });
        for (by, name, event, words) in [
            (
                json!("system"),
                None,
                json!({ "type": "consent_lapsed", "case": "c1" }),
                "the clock: the time of",
            ),
            (
                json!({ "person": "p1" }),
                Some("Ann"),
                json!({ "type": "locked" }),
                "Ann: all access was locked",
            ),
            (
                json!({ "vendor": "v1" }),
                Some("Bob"),
                json!({
                    "type": "run_denied", "order": order, "reason": "category_not_granted", "missing": ["oii"],
                }),
                "Bob (vendor): the run c1-r1 of log-search on s was denied: category_not_granted (oii)",
            ),
            (
                json!({ "runner": "r1" }),
                None,
                json!({ "type": "run_stopped", "run": "c1-r1", "cause": { "why": "access_ended", "reason": "locked" } }),
                "the runner r1: the run c1-r1 ended without evidence: access ended (locked)",
            ),
        ] {
            let told = check(&by, name, &event);
            assert!(told.starts_with(words), "{told}");
        }
    }

    #[test]
    fn an_event_of_a_newer_server_is_shown_as_it_is() {
        let told = check(&json!("system"), None, &json!({ "type": "moon_landed" }));
        assert_eq!(told, "the clock: {\"type\":\"moon_landed\"}");
    }
}
