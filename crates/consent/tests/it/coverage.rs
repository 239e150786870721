//! What a runner finds by itself.

use crate::samples::{approval, categories, consent, day};
use consent::{ApprovalDocument, ConsentDocument, Document as _, NotCovered, Papers, RunAsk, check_run};
use domain::{AccessLifetime, CaseId, Categories, Category, Level, Moment, Span, SubscriptionId, TenantId};

/// A run on `sub-1` of case A of contoso at level standard that reads system metadata at noon of day 1.
#[derive(Clone, Copy)]
struct Ask {
    tenant: &'static str,
    case: &'static str,
    subscription: &'static str,
    level: Level,
    categories: Categories,
    at: Moment,
}

fn ask() -> Ask {
    Ask {
        tenant: "contoso",
        case: "A",
        subscription: "sub-1",
        level: Level::Standard,
        categories: categories(&[Category::SystemMetadata]),
        at: day(1),
    }
}

fn check(
    ask: Ask,
    consent: &ConsentDocument,
    approvals: &[ApprovalDocument],
    others: &[ConsentDocument],
) -> Result<Categories, &'static str> {
    let (tenant, case): (TenantId, CaseId) = (ask.tenant.parse().unwrap(), ask.case.parse().unwrap());
    let subscription: SubscriptionId = ask.subscription.parse().unwrap();
    let Ask { level, categories, at, .. } = ask;
    let ask = RunAsk { tenant: &tenant, case: &case, subscription: &subscription, level, categories, at };
    check_run(&Papers { consent, approvals, others }, &ask).map_err(|why| NotCovered::code(&why))
}

#[test]
fn a_run_within_the_consent_is_covered() {
    assert_eq!(check(ask(), &consent(), &[], &[]), Ok(consent().categories));
}

#[test]
fn each_thing_that_the_consent_does_not_name_is_refused() {
    let refused = |ask: Ask| check(ask, &consent(), &[], &[]);
    assert_eq!(refused(Ask { tenant: "fabrikam", ..ask() }), Err("other_tenant"));
    assert_eq!(refused(Ask { case: "B", ..ask() }), Err("other_case"));
    assert_eq!(refused(Ask { subscription: "sub-3", ..ask() }), Err("subscription_not_in_case"));
    assert_eq!(refused(Ask { level: Level::Advanced, ..ask() }), Err("advanced_consent_required"));
    assert_eq!(refused(Ask { categories: Categories::ALL, ..ask() }), Err("category_not_granted"));
}

#[test]
fn the_deadline_itself_is_too_late() {
    let before = Span::from_micros(1);
    assert!(check(Ask { at: day(30).minus(before), ..ask() }, &consent(), &[], &[]).is_ok());
    assert_eq!(check(Ask { at: day(30), ..ask() }, &consent(), &[], &[]), Err("lapsed"));
}

#[test]
fn a_clock_a_little_behind_is_no_obstacle_and_one_far_behind_is() {
    let at = |seconds| Ask { at: day(0).minus(Span::from_seconds(seconds)), ..ask() };
    assert!(check(at(300), &consent(), &[], &[]).is_ok());
    assert_eq!(check(at(301), &consent(), &[], &[]), Err("not_yet_given"));
}

/// A consent of another case given at noon of `given` that prolongs those of `prolongs`.
fn other(case: &str, given: u32, prolongs: &[&str]) -> ConsentDocument {
    let prolongs = consent::Prolonged::Cases(prolongs.iter().map(|case| case.parse().unwrap()).collect());
    ConsentDocument { case: case.parse().unwrap(), given_at: day(given), prolongs, ..consent() }
}

#[test]
fn another_consent_that_names_the_case_prolongs_it() {
    let at = |days| Ask { at: day(days), ..ask() };
    let b = other("B", 20, &["A"]);
    assert!(check(at(49), &consent(), &[], std::slice::from_ref(&b)).is_ok());
    assert_eq!(check(at(50), &consent(), &[], std::slice::from_ref(&b)), Err("lapsed"));
    // And one that names both prolongs it further.
    assert!(check(at(69), &consent(), &[], &[other("C", 40, &["A", "B"]), b]).is_ok());
}

#[test]
fn a_consent_is_prolonged_by_the_days_of_the_one_that_prolongs_it() {
    let at = |days| Ask { at: day(days), ..ask() };
    let brief = ConsentDocument { access_days: 1, ..consent() };
    assert_eq!(check(at(1), &brief, &[], &[]), Err("lapsed"));
    let long = ConsentDocument { given_at: day(0).plus(Span::from_hours(1)), ..other("B", 0, &["A"]) };
    assert!(check(at(29), &brief, &[], std::slice::from_ref(&long)).is_ok());
    // One given before it prolongs nothing, however long it lasts.
    let short = ConsentDocument { given_at: day(1), ..brief };
    assert_eq!(check(at(2), &short, &[], &[long]), Err("lapsed"));
}

#[test]
fn what_lapsed_is_prolonged_by_nothing() {
    let at = |days| Ask { at: day(days), ..ask() };
    for (why, others) in [
        ("given after the deadline", vec![other("B", 30, &["A"])]),
        ("the bridge is missing", vec![other("C", 40, &["A", "B"])]),
        ("it names another case", vec![other("B", 29, &["C"])]),
        (
            "another organisation",
            vec![ConsentDocument { tenant: "fabrikam".parse().unwrap(), ..other("B", 29, &["A"]) }],
        ),
    ] {
        assert_eq!(check(at(45), &consent(), &[], &others), Err("lapsed"), "{why}");
    }
    let alone = ConsentDocument { access_lifetime: AccessLifetime::PerCase, ..consent() };
    assert_eq!(check(at(45), &alone, &[], &[other("B", 29, &["A"])]), Err("lapsed"));
}

#[test]
fn an_approval_widens_the_consent_until_its_own_end() {
    let asks = |at| Ask { categories: categories(&[Category::Euii]), at, ..ask() };
    let end = day(1).plus(Span::from_seconds(7_200));
    let covered = consent().categories.with(Category::Euii);
    assert_eq!(check(asks(day(1)), &consent(), &[approval()], &[]), Ok(covered));
    assert_eq!(check(asks(end), &consent(), &[approval()], &[]), Err("category_not_granted"));
    let other_case = ApprovalDocument { case: "B".parse().unwrap(), ..approval() };
    assert_eq!(check(asks(day(1)), &consent(), &[other_case], &[]), Err("category_not_granted"));
    let to_come = ApprovalDocument { given_at: day(2), ..approval() };
    assert_eq!(check(asks(day(1)), &consent(), &[to_come], &[]), Err("category_not_granted"));
}

#[test]
fn an_approval_survives_a_renewed_consent() {
    let previous = Some(consent::Previous { number: 1, sha256: consent().challenge() });
    let renewed = ConsentDocument { number: 2, previous, given_at: day(1), ..consent() };
    let ask = Ask { categories: categories(&[Category::Euii]), ..ask() };
    assert!(check(ask, &renewed, &[approval()], &[]).is_ok());
}

#[test]
fn a_consent_that_prolongs_every_case_reaches_only_those_given_before_it() {
    let every = consent::Prolonged::All(consent::Every::Every);
    let b = ConsentDocument { prolongs: every, ..other("B", 20, &[]) };
    let at = |days| Ask { at: day(days), ..ask() };
    assert!(check(at(49), &consent(), &[], std::slice::from_ref(&b)).is_ok());
    let given_after = ConsentDocument { given_at: day(21), access_days: 1, ..consent() };
    assert_eq!(check(at(23), &given_after, &[], &[b]), Err("lapsed"));
}
