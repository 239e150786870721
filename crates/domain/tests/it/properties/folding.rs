//! The fold: from events, from a kept text, and from events that no rule would have let happen.

use super::commands::{play, steps};
use domain::{AccessLifetime, CaseId, Consent, Moment, Proof, REQUEST_LIFE, Span, Tenant};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

proptest! {
    #[test]
    fn a_tenant_is_rebuilt_from_its_events_and_from_its_kept_text(steps in steps()) {
        let desk = play(&steps);
        let mut refolded = Tenant::default();
        for record in &desk.log {
            refolded.apply(record.at, &record.event);
        }
        prop_assert_eq!(&refolded, &desk.tenant);
        let kept = serde_json::to_string(&desk.tenant).unwrap();
        let read: Tenant = serde_json::from_str(&kept).unwrap();
        prop_assert_eq!(&read, &desk.tenant);
        prop_assert_eq!(indexes(&desk.tenant), derived(&desk.tenant));
    }

    #[test]
    fn events_in_any_order_keep_the_indexes_and_the_clock_comes_to_rest(
        steps in steps(),
        places in prop::collection::vec(any::<prop::sample::Index>(), 0..80),
    ) {
        let log = play(&steps).log;
        let mut tenant = Tenant::default();
        for place in places {
            let record = place.get(&log);
            tenant.apply(record.at, &record.event);
            prop_assert_eq!(indexes(&tenant), derived(&tenant), "after {:?}", record.event);
        }
        let mut endings = 0;
        while let Some(due) = tenant.next_due(Moment::MAX) {
            tenant.apply(due.at, &due.event);
            endings += 1;
            prop_assert!(endings < 1_000, "the clock never rests: {:?}", due);
        }
    }
}

proptest! {
    #[test]
    fn events_that_happen_again_an_hour_later_keep_the_indexes(steps in steps()) {
        let mut tenant = Tenant::default();
        for record in &play(&steps).log {
            for at in [record.at, record.at.plus(Span::from_hours(1))] {
                tenant.apply(at, &record.event);
                prop_assert_eq!(indexes(&tenant), derived(&tenant), "after {:?}", record.event);
            }
        }
    }
}

const INDEXES: [&str; 6] = ["anchors", "consented", "attested", "advanced", "waiting", "grants"];

/// The indexes as they are kept.
fn indexes(tenant: &Tenant) -> Value {
    let mut kept = serde_json::to_value(tenant).unwrap();
    INDEXES.into_iter().map(|name| (name.to_owned(), kept[name].take())).collect()
}

/// The indexes as they follow from cases and requests.
fn derived(tenant: &Tenant) -> Value {
    let in_force = || tenant.cases().iter().filter_map(|(id, case)| Some((id, case.consent.in_force()?)));
    let anchors = json!({
        "shared": groups(in_force().filter(|(_, consent)| shares(consent))),
        "per_case": groups(in_force().filter(|(_, consent)| !shares(consent))),
        "sharing": in_force().filter(|(_, consent)| shares(consent)).map(|(id, _)| id).collect::<Vec<_>>(),
    });
    let consented: BTreeSet<_> = in_force().map(|(id, _)| id).collect();
    let attested: BTreeSet<_> =
        in_force().filter(|(_, consent)| consent.proof == Proof::Server).map(|(id, _)| id).collect();
    let is_advanced = |consent: &Consent| consent.level == domain::Level::Advanced;
    let advanced: BTreeSet<_> =
        in_force().filter(|(_, c)| is_advanced(c)).map(|(id, consent)| (consent.anchor, id)).collect();
    let grants: BTreeSet<_> =
        in_force().flat_map(|(_, consent)| &consent.grants).map(|(id, grant)| (grant.until, id)).collect();
    let waits = tenant.requests().iter().filter(|(_, request)| request.state.is_waiting());
    let waiting: BTreeSet<_> = waits.map(|(id, request)| (request.asked_at.plus(REQUEST_LIFE), id)).collect();
    json!({
        "anchors": anchors, "consented": consented, "attested": attested, "advanced": advanced, "waiting": waiting,
        "grants": grants,
    })
}

fn shares(consent: &Consent) -> bool {
    consent.terms.lifetime == AccessLifetime::Shared
}

/// Anchors and cases by days.
fn groups<'a>(consents: impl Iterator<Item = (&'a CaseId, &'a Consent)>) -> Value {
    let mut groups: BTreeMap<u8, BTreeSet<(Moment, &CaseId)>> = BTreeMap::new();
    for (case, consent) in consents {
        groups.entry(consent.terms.days).or_default().insert((consent.anchor, case));
    }
    json!(groups)
}
