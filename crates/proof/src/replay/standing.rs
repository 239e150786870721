//! Whether what an event names is there, in a state that admits the event. The rules of access themselves are replayed
//! by `domain`; this is what they take for granted.

use super::consents::Trusted;
use super::decided;
use crate::breach::Breach;
use consent::PublicKey;
use domain::{
    Actor, CaseId, Categories, Category, DeleteCause, Event, Moment, Proof, Record, RequestState, Roles,
    RunId, Settings, Tenant,
};

const SUPPORT_DATA: Categories = Categories::NONE.with(Category::SupportData);

/// Checks an event against the state before it.
pub(super) fn check(tenant: &Tenant, record: &Record, trusted: &Trusted) -> Result<(), Breach> {
    let at = record.at;
    match &record.event {
        Event::TenantCreated { settings } | Event::SettingsChanged { settings } => {
            settings_are_lawful(tenant, settings)
        }
        Event::PersonAdded { roles, .. } | Event::PersonChanged { roles, .. } => {
            must(is_of_one_side(tenant, roles), "the person has a role of the other side")?;
            decided::check(tenant, record)
        }
        Event::ConsentKeyEnrolled { key, algorithm, public_key } => {
            must(!tenant.consent_keys().contains_key(key), "a consent key with this id was enrolled before")?;
            let Ok(public) = PublicKey::parse(algorithm, public_key) else {
                return Err(Breach::Impossible("the consent key cannot be used to check signatures"));
            };
            must(public.id() == *key, "the consent key has the id of another one")
        }
        Event::ConsentKeyRevoked { key } => {
            let enrolled = tenant.consent_keys().get(key).is_some_and(|key| !key.revoked);
            must(enrolled, "no such consent key was in use")
        }
        Event::RunnerEnrolled { runner, .. } => {
            let invited = tenant.runners().get(runner);
            let waits =
                invited.is_some_and(|runner| runner.public_key.is_none() && at < runner.invited_until);
            must(waits, "the runner was not invited, its invitation was over, or it had enrolled already")
        }
        Event::CaseOpened { subscriptions, .. } => {
            // One that names none can be asked about, and nothing can be diagnosed through it.
            let own = subscriptions.iter().all(|s| tenant.subscriptions().contains(s));
            must(own, "the case names a subscription that is not the organisation's")
        }
        Event::ConsentWithdrawn { case, .. } => {
            let is_known = tenant.case(case).is_some();
            must(!is_known || tenant.consent_level(case).is_some(), "no consent was in force on the case")
        }
        Event::Locked => must(!tenant.is_locked(), "access was locked already"),
        Event::Unlocked => must(tenant.is_locked(), "access was not locked"),
        Event::AccessEndorsed { .. } | Event::AccessApproved { .. } | Event::AccessDenied { .. } => {
            request_admits(tenant, &record.event)
        }
        event => {
            decided::check(tenant, record)?;
            check_run(tenant, event, record, trusted)
        }
    }
}

/// Whether all the roles are of the side on which the organisation's people stand.
fn is_of_one_side(tenant: &Tenant, roles: &Roles) -> bool {
    let of_others = tenant.people().values().flat_map(|person| &person.roles);
    let mut sides = of_others.chain(roles).map(|role| role.side());
    let first = sides.next();
    sides.all(|side| Some(side) == first)
}

fn must(holds: bool, otherwise: &'static str) -> Result<(), Breach> {
    if holds { Ok(()) } else { Err(Breach::Impossible(otherwise)) }
}

fn settings_are_lawful(tenant: &Tenant, settings: &Settings) -> Result<(), Breach> {
    must(
        tenant.check_settings(settings).is_ok(),
        "a setting is looser than the rules allow, or names somebody who cannot consent",
    )
}

/// Requests are answered once, while they wait, and no more is approved than was asked for.
fn request_admits(tenant: &Tenant, event: &Event) -> Result<(), Breach> {
    let (Event::AccessEndorsed { request }
    | Event::AccessApproved { request, .. }
    | Event::AccessDenied { request }) = event
    else {
        return Ok(());
    };
    let Some(asked) = tenant.request(request) else {
        return Err(Breach::Impossible("there was no such access request"));
    };
    match event {
        Event::AccessEndorsed { .. } => {
            must(asked.state == RequestState::AwaitingLead, "the access request waited for no lead")
        }
        Event::AccessApproved { categories, .. } => {
            must(
                asked.state == RequestState::Pending,
                "the access request did not wait for the customer's answer",
            )?;
            let within = !categories.is_empty() && categories.is_subset_of(asked.categories);
            must(within, "other categories were approved than were asked for")
        }
        _ => must(asked.state.is_waiting(), "the access request waited for no answer"),
    }
}

fn check_run(tenant: &Tenant, event: &Event, record: &Record, trusted: &Trusted) -> Result<(), Breach> {
    match event {
        Event::RunRequested { order } => {
            must(tenant.run(&order.run).is_none(), "a run with this id is under way")?;
            key_still_holds(tenant, &order.case, trusted)
        }
        Event::RunClaimed { run, runner, due_hour, .. } => {
            let enrolled = tenant.runners().get(runner).is_some_and(|runner| runner.public_key.is_some());
            must(enrolled, "the runner that took the run is not enrolled")?;
            let unclaimed = tenant.run(run).is_none_or(|run| run.claim.is_none());
            must(unclaimed, "another runner had taken the run")?;
            due_in_time(tenant, *due_hour, record.at)?;
            key_of_run_holds(tenant, run, trusted)
        }
        Event::RunStopped { run, .. } => must(tenant.run(run).is_some(), "there was no such run under way"),
        Event::EvidenceStored { run, .. } => key_of_run_holds(tenant, run, trusted),
        Event::BundleAttached { collection, due_hour, .. } => {
            must(tenant.collection(collection).is_none(), "evidence with this id was stored before")?;
            due_in_time(tenant, *due_hour, record.at)
        }
        Event::EvidenceRead { case, collection, shown, .. } if !matches!(record.by, Actor::Person(_)) => {
            // What the customer attached may be read without a consent, as far as it is support data.
            let attached = tenant.collection(collection).is_some_and(|kept| kept.run.is_none());
            let rests_on_consent = !(attached && shown.is_subset_of(SUPPORT_DATA));
            if rests_on_consent { key_still_holds(tenant, case, trusted) } else { Ok(()) }
        }
        Event::EvidenceDeleted { collection, cause, sha256, bytes, .. } => {
            let Some(kept) = tenant.collection(collection) else {
                return Err(Breach::Impossible("there was no such evidence"));
            };
            must(
                kept.sha256 == *sha256 && kept.bytes == *bytes,
                "the receipt is of other bytes than were stored",
            )?;
            let is_early = *cause == DeleteCause::Due && record.at.unix_hours() < kept.due_hour;
            must(!is_early, "the evidence was not due")
        }
        _ => Ok(()),
    }
}

/// The hour is at most the collection's and the tenant's retention, rounded down (design.md, idea 5).
fn due_in_time(tenant: &Tenant, due_hour: i64, at: Moment) -> Result<(), Breach> {
    let settings = tenant.settings();
    if due_hour <= at.plus(settings.retention_span()).unix_hours() {
        Ok(())
    } else {
        Err(Breach::KeptTooLong { due_hour, days: settings.retention_days })
    }
}

fn key_of_run_holds(tenant: &Tenant, run: &RunId, trusted: &Trusted) -> Result<(), Breach> {
    tenant.run(run).map_or(Ok(()), |run| key_still_holds(tenant, &run.order.case, trusted))
}

/// A consent whose key was revoked has ended, also when its withdrawal was not recorded; and one that was signed by none
/// of the keys that count is none.
fn key_still_holds(tenant: &Tenant, case: &CaseId, trusted: &Trusted) -> Result<(), Breach> {
    let Some(consent) = tenant.case(case).and_then(|case| case.consent.in_force()) else { return Ok(()) };
    if let Proof::Key { key, .. } = &consent.proof
        && tenant.consent_keys().get(key).is_none_or(|enrolled| enrolled.revoked)
    {
        return Err(Breach::RevokedKey { key: key.to_string() });
    }
    if trusted.counts(tenant, &consent.proof) { Ok(()) } else { Err(Breach::ForeignConsent) }
}
