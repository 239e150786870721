//! A log that a server wrote is admitted, and one that was written past the rules is not.

use super::commands::{id, play, steps};
use super::desk::Desk;
use domain::{Actor, Categories, Event, Record, Span, Tenant};
use proptest::prelude::*;
use proptest::sample::Index;

proptest! {
    #[test]
    fn every_log_of_decided_commands_is_admitted(steps in steps()) {
        let desk = play(&steps);
        let mut replayed = Tenant::default();
        for record in &desk.log {
            prop_assert_eq!(replayed.replay(record), Ok(()), "{:?}", record);
        }
        prop_assert_eq!(replayed, desk.tenant);
    }

    #[test]
    fn an_ending_that_is_left_out_is_missed(steps in steps(), which in any::<Index>()) {
        let desk = play(&steps);
        let Some(place) = ending(&desk, which) else { return Ok(()) };
        // What is left out at the end is missed as soon as anything else is recorded.
        let log = desk.log.iter().enumerate().filter(|(at, _)| *at != place).map(|(_, record)| record.clone());
        let next = Record { at: desk.now, recorded_at: desk.now, event: later(), ..desk.log[0].clone() };
        prop_assert!(faults(log.chain([next])) > 0, "{:?}", desk.log[place]);
    }

    #[test]
    fn an_ending_at_another_instant_is_named(steps in steps(), which in any::<Index>(), late in any::<bool>()) {
        let mut desk = play(&steps);
        let Some(place) = ending(&desk, which) else { return Ok(()) };
        let record = &mut desk.log[place];
        let micro = Span::from_micros(1);
        record.at = if late { record.at.plus(micro) } else { record.at.minus(micro) };
        record.recorded_at = record.recorded_at.max(record.at);
        prop_assert!(faults(desk.log.iter().cloned()) > 0, "{:?}", desk.log[place]);
    }

    #[test]
    fn an_ending_that_is_recorded_twice_is_named(steps in steps(), which in any::<Index>()) {
        let mut desk = play(&steps);
        let Some(place) = ending(&desk, which) else { return Ok(()) };
        let again = desk.log[place].clone();
        desk.log.insert(place + 1, again);
        prop_assert!(faults(desk.log.iter().cloned()) > 0, "{:?}", desk.log[place]);
    }

    #[test]
    fn what_was_not_granted_is_named(steps in steps(), which in any::<Index>()) {
        let mut desk = play(&steps);
        let wider: Vec<(usize, Event)> =
            desk.log.iter().enumerate().filter_map(|(place, record)| Some((place, widened(&record.event)?))).collect();
        if wider.is_empty() {
            return Ok(());
        }
        let (place, event) = which.get(&wider).clone();
        desk.log[place].event = event;
        let mut tenant = Tenant::default();
        let verdicts: Vec<_> = desk.log.iter().map(|record| tenant.replay(record)).collect();
        prop_assert!(verdicts[place].is_err(), "{:?}", desk.log[place]);
    }
}

/// One of the endings that the clock brought, or that followed from another event.
fn ending(desk: &Desk, which: Index) -> Option<usize> {
    let by_clock = |(place, record): (usize, &Record)| (record.by == Actor::System).then_some(place);
    let endings: Vec<usize> = desk.log.iter().enumerate().filter_map(by_clock).collect();
    (!endings.is_empty()).then(|| *which.get(&endings))
}

fn later() -> Event {
    Event::SubscriptionAdded { subscription: id("s3") }
}

fn faults(log: impl Iterator<Item = Record>) -> usize {
    let mut tenant = Tenant::default();
    log.filter(|record| tenant.replay(record).is_err()).count()
}

/// The event with more than the rules gave, if there is a way to have more.
fn widened(event: &Event) -> Option<Event> {
    let mut event = event.clone();
    match &mut event {
        Event::RunDenied { order, .. } => return Some(Event::RunRequested { order: order.clone() }),
        Event::RunClaimed { covered, .. } if *covered != Categories::ALL => *covered = Categories::ALL,
        Event::EvidenceRead { shown, masked, .. } if !masked.is_empty() => *shown = shown.union(*masked),
        Event::ConsentGiven { consent, .. } => *consent += 1,
        _ => return None,
    }
    Some(event)
}
