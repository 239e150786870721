//! The clock alone: how often somebody looks changes nothing.

use super::commands::{Step, play, steps, wait};
use domain::{Ask, CaseId, Categories, Category, Level, Moment, Span, SubscriptionId, Tenant};
use proptest::prelude::*;

proptest! {
    #[test]
    fn many_small_steps_of_the_clock_are_one_large_step(steps in steps(), waits in prop::collection::vec(wait(), 1..12)) {
        let (mut often, mut now) = (quiet(&steps), Moment::default());
        let (mut once, mut recorded) = (often.clone(), Vec::new());
        now = now.max(often.last_at());
        for wait in waits {
            now = now.plus(wait);
            recorded.extend(often.advance(now));
        }
        prop_assert_eq!(recorded, once.advance(now));
        prop_assert_eq!(often, once);
    }

    #[test]
    fn every_answer_is_the_same_before_and_after_what_fell_due_is_recorded(steps in steps(), wait in wait()) {
        let before = quiet(&steps);
        let now = before.last_at().plus(wait);
        let mut after = before.clone();
        after.advance(now);
        prop_assert_eq!(answers(&before, now), answers(&after, now));
    }

    #[test]
    fn nothing_happens_before_the_instant_that_is_named_next(steps in steps()) {
        let tenant = quiet(&steps);
        let Some(next) = tenant.next_due_at() else {
            prop_assert_eq!(tenant.next_due(Moment::MAX), None);
            prop_assert!(tenant.collections().is_empty());
            return Ok(());
        };
        let retention = tenant.settings().retention_span();
        let is_over = |now: Moment| {
            tenant
                .collections()
                .values()
                .any(|kept| now.unix_hours() >= kept.due_hour || now >= kept.collected_at.plus(retention))
        };
        let before = next.minus(Span::from_micros(1));
        prop_assert_eq!(tenant.next_due(before), None);
        prop_assert!(!is_over(before));
        prop_assert!(tenant.next_due(next).is_some() || is_over(next));
    }
}

/// The tenant after these commands.
fn quiet(steps: &[Step]) -> Tenant {
    play(steps).tenant
}

/// Every answer that a tenant gives about access at an instant.
fn answers(tenant: &Tenant, now: Moment) -> Vec<String> {
    let mut answers = vec![
        format!("partner {}, until {:?}", tenant.has_partner(now), tenant.access_until(now)),
        format!("in force {:?}", tenant.in_force(now).collect::<Vec<_>>()),
        format!("advanced {:?}", tenant.in_force_advanced(now).collect::<Vec<_>>()),
    ];
    for case in ["A", "AA", "B", "a", "nobody's"] {
        let case: CaseId = case.parse().unwrap();
        let own = (tenant.case_deadline(&case, now), tenant.is_advanced(&case, now));
        answers.push(format!("{case}: {:?}, {own:?}", tenant.readable(&case, now)));
        answers.extend(asks(&case).map(|(subscription, level, categories)| {
            let ask = Ask { case: &case, subscription: &subscription, level, categories };
            format!("{ask:?}: {:?}", tenant.decision(&ask, now))
        }));
    }
    answers
}

fn asks(case: &CaseId) -> impl Iterator<Item = (SubscriptionId, Level, Categories)> {
    let _ = case;
    let sets = Category::ALL.map(|category| Categories::NONE.with(category));
    ["s1", "s2"].into_iter().flat_map(move |subscription| {
        [Level::Standard, Level::Advanced].into_iter().flat_map(move |level| {
            sets.into_iter().map(move |set| (subscription.parse().unwrap(), level, set))
        })
    })
}
