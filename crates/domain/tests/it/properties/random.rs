//! Random timelines.

use crate::naive::{CATEGORIES, DAY, HOUR, Op, Probe, Settings, Timed, Timeline};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::collections::BTreeSet;

fn name(names: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(names).prop_map(str::to_owned)
}

/// Names whose order by bytes is not that of the alphabet.
pub(super) fn case() -> impl Strategy<Value = String> {
    name(&["A", "AA", "B", "a", "é"])
}

fn subscription() -> impl Strategy<Value = String> {
    name(&["s1", "s2"])
}

fn level() -> impl Strategy<Value = String> {
    name(&["standard", "advanced"])
}

fn request() -> impl Strategy<Value = String> {
    name(&["r1", "r2", "r3"])
}

fn categories(least: usize) -> impl Strategy<Value = BTreeSet<String>> {
    subsequence(CATEGORIES.to_vec(), least..=CATEGORIES.len())
        .prop_map(|some| some.into_iter().map(str::to_owned).collect())
}

/// Instants on a coarse grid of access days and half days, give or take a second, so that many lie exactly on a
/// deadline, just before it or just after it, and many are equal.
fn instant(access_days: i64) -> impl Strategy<Value = i64> {
    let second = prop_oneof![6 => Just(0), 1 => Just(-1), 1 => Just(1)];
    (0..4_i64, 0..3_i64, 0..2_i64, second).prop_map(move |(spans, days, halves, second)| {
        (spans * access_days + days) * DAY + halves * 12 * HOUR + second
    })
}

fn duration(access_days: i64) -> impl Strategy<Value = i64> {
    select(vec![1, 12 * HOUR - 1, 12 * HOUR, DAY, access_days * DAY, 60 * DAY])
}

fn operation(access_days: i64) -> impl Strategy<Value = Op> {
    let open = (case(), subsequence(vec!["s1", "s2"], 0..=2), prop::option::of(level()), categories(0))
        .prop_map(|(case, subscriptions, consent, categories)| Op::Open {
            case,
            subscriptions: subscriptions.into_iter().map(str::to_owned).collect(),
            consent,
            categories,
        });
    let consent = (case(), level(), categories(0)).prop_map(|(case, level, categories)| Op::Consent {
        case,
        level,
        categories,
    });
    let ask = (request(), case(), categories(1), duration(access_days))
        .prop_map(|(id, case, categories, duration)| Op::Request { id, case, categories, duration });
    let approve = (request(), prop::option::of(categories(0)))
        .prop_map(|(id, categories)| Op::Approve { id, categories });
    prop_oneof![
        6 => open,
        5 => consent,
        2 => case().prop_map(|case| Op::Withdraw { case }),
        3 => case().prop_map(|case| Op::Close { case }),
        2 => case().prop_map(|case| Op::Reopen { case }),
        1 => Just(Op::RemovePartner),
        1 => Just(Op::Lock),
        2 => Just(Op::Unlock),
        3 => ask,
        3 => approve,
        1 => request().prop_map(|id| Op::Deny { id }),
    ]
}

fn settings() -> impl Strategy<Value = Settings> {
    let days = prop_oneof![3 => Just(30), 2 => Just(1), 2 => 2..=29_i64];
    let lifetime = name(&["shared", "per_case"]);
    (days, lifetime).prop_map(|(access_days, access_lifetime)| Settings {
        access_days,
        access_lifetime,
        ..Settings::default()
    })
}

/// Settings that may withhold what can be withheld.
fn withholding() -> impl Strategy<Value = Settings> {
    let withheld = subsequence(CATEGORIES[1..].to_vec(), 0..=2);
    (settings(), withheld).prop_map(|(settings, withheld)| Settings {
        never_offered: withheld.into_iter().map(str::to_owned).collect(),
        ..settings
    })
}

/// What the timeline format has no word for: settings that change, and leads.
fn beyond(access_days: i64) -> impl Strategy<Value = Op> {
    prop_oneof![
        6 => operation(access_days),
        1 => withholding().prop_map(Op::Settings),
        1 => any::<bool>().prop_map(|needed| Op::Leads { needed }),
        1 => request().prop_map(|id| Op::Endorse { id }),
    ]
}

fn probe(access_days: i64) -> impl Strategy<Value = Probe> {
    (instant(access_days), case(), subscription(), level(), categories(0)).prop_map(
        |(t, case, subscription, level, categories)| Probe { t, case, subscription, level, categories },
    )
}

/// A request for more on a case that has a consent, what happens to the case meanwhile, an answer about when the request
/// expires, and a question about when the answer ends.
fn asked(access_days: i64) -> impl Strategy<Value = (Vec<Timed>, Probe)> {
    let delay = prop_oneof![Just(0), Just(HOUR), Just(12 * HOUR - 1), Just(12 * HOUR), Just(12 * HOUR + 1)];
    let case = (case(), subscription(), level(), request(), 0..6_usize, prop::option::of(categories(0)));
    (instant(access_days), case, categories(1), duration(access_days), delay, -1..=1_i64).prop_map(
        |(t, (case, subscription, level, id, meanwhile, some), categories, duration, delay, second)| {
            let probe = Probe {
                t: t + delay + duration + second,
                case: case.clone(),
                subscription,
                level: "standard".to_owned(),
                categories: some.clone().unwrap_or_else(|| categories.clone()),
            };
            let subscriptions = ["s1", "s2"].map(str::to_owned).to_vec();
            let (none, named) = (BTreeSet::new(), || case.clone());
            let open = Op::Open { case: named(), subscriptions, consent: None, categories: none.clone() };
            let consent = Op::Consent { case: named(), level, categories: none };
            let meanwhile = match meanwhile {
                0 => vec![Op::Close { case: named() }, Op::Reopen { case: named() }, consent.clone()],
                1 => vec![Op::Withdraw { case: named() }, consent.clone()],
                2 => vec![consent.clone()],
                _ => Vec::new(),
            };
            let approve = Op::Approve { id: id.clone(), categories: some };
            let request = Op::Request { id, case, categories, duration };
            let first = [open, consent, request].into_iter().chain(meanwhile).map(|op| Timed { t, op });
            (first.chain([Timed { t: t + delay, op: approve }]).collect(), probe)
        },
    )
}

fn built<O: Strategy<Value = Op> + 'static>(operation: fn(i64) -> O) -> impl Strategy<Value = Timeline> {
    settings().prop_flat_map(move |settings| {
        let days = settings.access_days;
        let event = (instant(days), operation(days)).prop_map(|(t, op)| Timed { t, op });
        let events = (prop::collection::vec(event, 0..40), prop::collection::vec(asked(days), 0..4));
        (events, prop::collection::vec(probe(days), 1..8)).prop_map(move |((events, asked), mut probes)| {
            let (asked, about): (Vec<_>, Vec<_>) = asked.into_iter().unzip();
            probes.extend(about);
            let events = asked.into_iter().flatten().chain(events).collect();
            Timeline { name: "random".to_owned(), settings: settings.clone(), events, probes }
        })
    })
}

/// Timelines in the format of access.md, their events in no order.
pub(super) fn timeline() -> impl Strategy<Value = Timeline> {
    built(operation)
}

/// Timelines whose settings change, and in which leads endorse requests. Their events are in the order in which they
/// happen; some are told by a wall clock that steps back between them, or by one that jumps far ahead and returns.
pub(super) fn wider_timeline() -> impl Strategy<Value = Timeline> {
    (built(beyond), 0..3_usize, any::<prop::sample::Index>()).prop_map(|(mut timeline, steps, place)| {
        timeline.events.sort_by_key(|event| event.t);
        // A tenant's clock begins in 1970.
        timeline.events.iter_mut().for_each(|event| event.t += DAY);
        timeline.probes.iter_mut().for_each(|probe| probe.t += DAY);
        for step in 0..steps.min(timeline.events.len()) {
            let (from, to) = (place.index(timeline.events.len()), step * 7 % timeline.events.len());
            timeline.events.swap(from, to);
        }
        timeline
    })
}
