//! The rules held against the simple fold.

use super::desk::Desk;
use super::random::{timeline, wider_timeline};
use crate::naive::{Op, Probe, Settings, Timeline};
use domain::{
    Ask, Categories, Command, Decision, Event, Level, Moment, NewCase, NewConsent, Proof, Severity, Tenant,
    timeline as domain_timeline,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

proptest! {
    #![proptest_config(ProptestConfig { cases: 2 * ProptestConfig::default().cases, ..ProptestConfig::default() })]

    #[test]
    fn every_timeline_is_answered_as_the_simple_fold_does(timeline in timeline()) {
        let line = serde_json::to_string(&timeline).unwrap();
        let got = serde_json::to_value(domain_timeline::answer(&line).unwrap()).unwrap();
        prop_assert_eq!(got, timeline.outcome());
    }

    #[test]
    fn settings_leads_and_clock_steps_are_followed_as_the_simple_fold_does(timeline in wider_timeline()) {
        let forward = timeline.forward();
        for probe in &timeline.probes {
            let happened = forward.events.iter().filter(|event| event.t <= probe.t).count();
            let desk = play(&timeline, happened);
            prop_assert_eq!(answer(&desk, probe), forward.answer(probe), "{:?}", probe);
        }
        let mut desk = play(&timeline, timeline.events.len());
        let end = timeline.probes.iter().map(|probe| probe.t).max().unwrap_or_default();
        desk.pass(moment(end));
        prop_assert_eq!(json!(endings(&desk)), forward.outcome()["log"].take());
    }
}

/// A desk at which the first so many of the timeline's commands were given, each when the wall clock said so.
fn play(timeline: &Timeline, commands: usize) -> Desk {
    let mut desk = Desk::default();
    let created = Command::CreateTenant { settings: settings(&timeline.settings, false) };
    desk.now = moment(timeline.events.first().map_or(0, |event| event.t));
    desk.run(&created).unwrap();
    for subscription in ["s1", "s2"] {
        desk.run(&Command::AddSubscription { subscription: subscription.parse().unwrap() }).unwrap();
    }
    for event in &timeline.events[..commands] {
        desk.pass(moment(event.t));
        // A refusal changes nothing, as the rules say of an operation that makes no sense.
        let _ = desk.run(&command(&desk, &event.op));
    }
    desk
}

/// What the desk's log says about access ending and the partner changing, in the words of the timeline format.
fn endings(desk: &Desk) -> Vec<Value> {
    let mut tenant = Tenant::default();
    let mut endings = Vec::new();
    for record in &desk.log {
        let ending = match &record.event {
            Event::ConsentLapsed { case } => Some(("lapsed", Some(case))),
            Event::ConsentWithdrawn { case, .. } => Some(("withdrawn", Some(case))),
            Event::CaseClosed { case } => tenant.consent_level(case).map(|_| ("closed", Some(case))),
            Event::PartnerAdded => Some(("partner_added", None)),
            Event::PartnerRemoved => Some(("partner_removed", None)),
            _ => None,
        };
        tenant.apply(record.at, &record.event);
        let Some((word, case)) = ending else { continue };
        let mut entry = json!({ "t": record.at.unix_seconds(), "event": word });
        if let Some(case) = case {
            entry["case"] = json!(case);
        }
        endings.push(entry);
    }
    endings
}

fn answer(desk: &Desk, probe: &Probe) -> Value {
    let now = moment(probe.t);
    let (case, subscription) = (probe.case.parse().unwrap(), probe.subscription.parse().unwrap());
    let (level, categories) = (level(&probe.level), categories(&probe.categories));
    let ask = Ask { case: &case, subscription: &subscription, level, categories };
    let decision = desk.tenant.decision(&ask, now);
    let until = desk.tenant.access_until(now).map(Moment::unix_seconds);
    let mut answer = json!({ "t": probe.t, "partner": desk.tenant.has_partner(now), "access_until": until });
    answer["allowed"] = json!(decision.is_allowed());
    if let Decision::Denied { reason, missing } = decision {
        answer["reason"] = json!(reason);
        if !missing.is_empty() {
            answer["missing"] = json!(missing);
        }
    }
    answer
}

fn command(desk: &Desk, op: &Op) -> Command {
    let server = || Proof::Server;
    match op {
        Op::Open { case, subscriptions, consent, categories } => Command::OpenCase {
            case: NewCase {
                case: case.parse().unwrap(),
                subscriptions: subscriptions.iter().map(|one| one.parse().unwrap()).collect(),
                service: "mail".parse().unwrap(),
                nature: "delay".parse().unwrap(),
                severity: Severity::Moderate,
                team: "messaging".parse().unwrap(),
            },
            consent: consent.as_ref().map(|level| consented(1, level, categories)),
        },
        Op::Consent { case, level, categories } => {
            let case = case.parse().unwrap();
            let number = desk.tenant.case(&case).map_or(1, |case| case.consents + 1);
            Command::GiveConsent { case, consent: consented(number, level, categories) }
        }
        Op::Withdraw { case } => Command::WithdrawConsent { case: case.parse().unwrap() },
        Op::Close { case } => Command::CloseCase { case: case.parse().unwrap() },
        Op::Reopen { case } => Command::ReopenCase { case: case.parse().unwrap() },
        Op::RemovePartner => Command::RemovePartner,
        Op::Lock => Command::Lock,
        Op::Unlock => Command::Unlock,
        Op::Request { id, case, categories: asked, duration } => Command::RequestAccess {
            request: id.parse().unwrap(),
            case: case.parse().unwrap(),
            categories: categories(asked),
            seconds: u32::try_from(*duration).unwrap(),
        },
        Op::Approve { id, categories: some } => Command::ApproveRequest {
            request: id.parse().unwrap(),
            categories: some.as_ref().map(categories),
            document: String::new(),
            proof: server(),
        },
        Op::Deny { id } => Command::DenyRequest { request: id.parse().unwrap() },
        Op::Settings(new) => {
            Command::ChangeSettings { settings: settings(new, desk.tenant.settings().lead_approval) }
        }
        Op::Leads { needed } => {
            let settings = domain::Settings { lead_approval: *needed, ..desk.tenant.settings().clone() };
            Command::ChangeSettings { settings }
        }
        Op::Endorse { id } => Command::EndorseRequest { request: id.parse().unwrap() },
    }
}

fn consented(number: u64, level: &str, some: &BTreeSet<String>) -> NewConsent {
    let (level, categories) = (self::level(level), categories(some));
    NewConsent { level, categories, number, document: format!("consent {number}"), proof: Proof::Server }
}

fn settings(new: &Settings, lead_approval: bool) -> domain::Settings {
    let access_lifetime = serde_json::from_value(json!(new.access_lifetime)).unwrap();
    let access_days = u8::try_from(new.access_days).unwrap();
    let never_offered = categories(&new.never_offered);
    domain::Settings {
        access_days,
        access_lifetime,
        lead_approval,
        never_offered,
        ..domain::Settings::default()
    }
}

fn moment(t: i64) -> Moment {
    Moment::from_unix_seconds(t).unwrap()
}

fn level(word: &str) -> Level {
    word.parse().unwrap()
}

fn categories(words: &BTreeSet<String>) -> Categories {
    words.iter().map(|word| word.parse::<domain::Category>().unwrap()).collect()
}
