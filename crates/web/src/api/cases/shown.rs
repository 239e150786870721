//! Cases as they cross HTTP.

use domain::ConsentState as State;
use operations::{ConsentOutcome as Outcome, FollowedCase};
use wire::{Case, Consent, ConsentOutcome, ConsentState, Grant, Message};

pub(super) fn outcome(outcome: Outcome) -> ConsentOutcome {
    match outcome {
        Outcome::Given => ConsentOutcome::Given,
        Outcome::Asked => ConsentOutcome::Asked,
        Outcome::None => ConsentOutcome::None,
    }
}

pub(super) fn case(found: FollowedCase) -> Case {
    let consent = consent(&found);
    let FollowedCase { tenant, row, title, state, engineer, .. } = found;
    Case {
        case: row.case,
        tenant,
        title,
        open: state.open,
        severity: state.severity,
        service: state.service,
        nature: state.nature,
        team: state.team,
        engineer,
        subscriptions: state.subscriptions,
        opened_at: row.opened_at,
        closed_at: row.closed_at,
        consent,
        messages: Vec::new(),
    }
}

/// Where the consent stands at this instant. One whose deadline has come is lapsed, whether or not that is recorded.
fn consent(found: &FollowedCase) -> Consent {
    let in_force = found.state.consent.in_force().filter(|_| found.until.is_some());
    let state = match &found.state.consent {
        State::Never => ConsentState::None,
        State::InForce(_) if in_force.is_some() => ConsentState::InForce,
        State::InForce(_) | State::Lapsed => ConsentState::Lapsed,
        State::Withdrawn => ConsentState::Withdrawn,
    };
    let grants = in_force.into_iter().flat_map(|consent| &consent.grants);
    Consent {
        state,
        level: in_force.map(|consent| consent.level),
        categories: in_force.map(|consent| consent.categories).unwrap_or_default(),
        given_at: in_force.map(|consent| consent.anchor),
        until: found.until,
        signed_by: in_force.and_then(|consent| match &consent.proof {
            domain::Proof::Key { key, .. } => Some(key.clone()),
            domain::Proof::Server => None,
        }),
        grants: grants
            .filter(|(_, grant)| found.now < grant.until)
            .map(|(request, grant)| Grant {
                request: request.clone(),
                categories: grant.categories,
                until: grant.until,
            })
            .collect(),
    }
}

pub(super) fn message(message: operations::Message) -> Message {
    let operations::Message { message, at, by, name, text, .. } = message;
    let (from_vendor, id) = match &by {
        domain::Actor::Vendor(person) => (true, person.to_string()),
        domain::Actor::Person(person) => (false, person.to_string()),
        domain::Actor::Runner(runner) => (false, runner.to_string()),
        domain::Actor::System => (false, "system".to_owned()),
    };
    Message { message, at, by: name.unwrap_or(id), from_vendor, text }
}
