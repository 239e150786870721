//! What was agreed to is not stretched by settings that change afterwards (access.md, rule 11).

use domain::{
    AccessLifetime, CaseId, Categories, Event, Level, Moment, Proof, Settings, Severity, Span, Tenant,
};

const SHARED: AccessLifetime = AccessLifetime::Shared;
const PER_CASE: AccessLifetime = AccessLifetime::PerCase;

fn day(days: u32) -> Moment {
    Moment::default().plus(Span::from_days(days))
}

fn case(id: &str) -> CaseId {
    id.parse().unwrap()
}

/// A tenant with cases A and B, without consent.
fn tenant() -> Tenant {
    let mut tenant = Tenant::default();
    tenant.apply(day(0), &Event::TenantCreated { settings: Settings::default() });
    for id in ["A", "B"] {
        let opened = Event::CaseOpened {
            case: case(id),
            subscriptions: vec!["s1".parse().unwrap()],
            service: "mail".parse().unwrap(),
            nature: "delay".parse().unwrap(),
            severity: Severity::Minimal,
            team: "messaging".parse().unwrap(),
        };
        tenant.apply(day(0), &opened);
    }
    tenant
}

fn set(tenant: &mut Tenant, at: u32, access_days: u8, access_lifetime: AccessLifetime) {
    let settings = Settings { access_days, access_lifetime, ..Settings::default() };
    tenant.apply(day(at), &Event::SettingsChanged { settings });
}

/// Consent whose document states these terms.
fn give(tenant: &mut Tenant, at: u32, id: &str, days: u8, lifetime: &str) {
    let given = Event::ConsentGiven {
        case: case(id),
        level: Level::Standard,
        categories: Categories::NONE,
        consent: 1,
        document: format!(r#"{{"access_days":{days},"access_lifetime":"{lifetime}","number":1}}"#),
        proof: Proof::Server,
    };
    tenant.apply(day(at), &given);
}

fn check(tenant: &Tenant, deadlines: [(&str, u32); 2]) {
    for (id, days) in deadlines {
        assert_eq!(tenant.case_deadline(&case(id), tenant.last_at()), Some(day(days)), "case {id}");
    }
    let first = deadlines.iter().map(|(_, days)| day(*days)).min();
    assert_eq!(tenant.next_due_at(), first);
    let last = deadlines.iter().map(|(_, days)| day(*days)).max();
    assert_eq!(tenant.access_until(tenant.last_at()), last);
}

#[test]
fn a_consent_to_few_days_is_not_stretched_by_a_later_setting() {
    let mut tenant = tenant();
    set(&mut tenant, 0, 2, SHARED);
    give(&mut tenant, 0, "A", 2, "shared");
    give(&mut tenant, 1, "B", 2, "shared");
    set(&mut tenant, 1, 30, SHARED);
    check(&tenant, [("A", 3), ("B", 3)]);
    assert_eq!(tenant.advance(day(3)).len(), 2);
}

#[test]
fn a_stricter_setting_shortens_what_was_agreed_to_until_it_is_taken_back() {
    let mut tenant = tenant();
    give(&mut tenant, 0, "A", 30, "shared");
    give(&mut tenant, 1, "B", 30, "shared");
    set(&mut tenant, 2, 10, SHARED);
    check(&tenant, [("A", 11), ("B", 11)]);
    set(&mut tenant, 3, 30, SHARED);
    check(&tenant, [("A", 31), ("B", 31)]);
    assert!(tenant.advance(day(30)).is_empty());
}

#[test]
fn the_latest_consent_that_shares_lends_its_own_days_to_the_others() {
    let mut tenant = tenant();
    set(&mut tenant, 0, 5, SHARED);
    give(&mut tenant, 0, "A", 5, "shared");
    set(&mut tenant, 1, 30, SHARED);
    check_one(&tenant, "A", 5);
    give(&mut tenant, 2, "B", 30, "shared");
    check(&tenant, [("A", 32), ("B", 32)]);
    assert_eq!(tenant.prolonging(&case("A")).len(), 1);
    tenant.apply(day(3), &Event::CaseClosed { case: case("B") });
    check_one(&tenant, "A", 5);
}

#[test]
fn a_consent_is_not_stretched_by_one_that_was_given_before_it() {
    let mut tenant = tenant();
    give(&mut tenant, 0, "A", 30, "shared");
    set(&mut tenant, 1, 2, SHARED);
    give(&mut tenant, 1, "B", 2, "shared");
    check(&tenant, [("A", 3), ("B", 3)]);
    set(&mut tenant, 2, 30, SHARED);
    check(&tenant, [("A", 30), ("B", 3)]);
    assert!(tenant.prolonging(&case("B")).is_empty());
    let lapses: Vec<Moment> = tenant.advance(day(30)).iter().map(|due| due.at).collect();
    assert_eq!(lapses, [day(3), day(30)]);
}

fn check_one(tenant: &Tenant, id: &str, days: u32) {
    assert_eq!(tenant.case_deadline(&case(id), tenant.last_at()), Some(day(days)), "case {id}");
    assert_eq!(tenant.next_due_at(), Some(day(days)));
}

#[test]
fn a_consent_that_stands_alone_is_prolonged_by_none_and_prolongs_none() {
    let mut alone = tenant();
    set(&mut alone, 0, 30, PER_CASE);
    give(&mut alone, 0, "A", 30, "per_case");
    set(&mut alone, 1, 30, SHARED);
    give(&mut alone, 2, "B", 30, "shared");
    check(&alone, [("A", 30), ("B", 32)]);
    assert_eq!(alone.sharing(day(2)).collect::<Vec<_>>(), [&case("B")]);
    let mut alone = tenant();
    give(&mut alone, 0, "A", 30, "shared");
    set(&mut alone, 1, 30, PER_CASE);
    give(&mut alone, 2, "B", 30, "per_case");
    set(&mut alone, 3, 30, SHARED);
    check(&alone, [("A", 30), ("B", 32)]);
}
