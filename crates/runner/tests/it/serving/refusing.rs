use super::listener::Listener;
use super::papers::{
    approval, claimed, consent, given_before, key, line, now, numbered, signed, signed_approval,
};
use super::world::World;
use consent::{Agreement as _, ConsentDocument, Document as _, Prolonged, SigningKey};
use domain::{AccessLifetime, Categories, Category, Level, Span};
use serde_json::{Map, json};
use wire::{Claimed, SignedDocument};

/// A lie of the server's: its name, the word with which the runner refuses, and how the honest answer is changed.
type Lie = (&'static str, &'static str, fn(&mut Claimed));
/// A change to a consent.
type Change = fn(&mut ConsentDocument);

/// Fails unless the runner refuses the changed answer with `code` and ships nothing of it.
pub(super) async fn check(
    world: &World,
    run: &str,
    honest: &Claimed,
    lie: impl FnOnce(&mut Claimed),
    code: &str,
) {
    let mut changed = Claimed { run: run.parse().unwrap(), ..honest.clone() };
    let offered = changed.clone();
    lie(&mut changed);
    world.desk.offer_as(&offered, &changed);
    assert_eq!(world.end_of(run).await, Some(("refused".to_owned(), code.to_owned())), "{run}");
    assert!(!world.desk.read(|book| book.objects.contains_key(run)), "{run} was shipped");
}

/// Fails unless the run is shipped.
pub(super) async fn check_shipped(world: &World, run: &str, claimed: &Claimed) {
    let claimed = Claimed { run: run.parse().unwrap(), ..claimed.clone() };
    assert_eq!(world.outcome(&claimed).await, None, "{run}");
}

pub(super) fn unsigned(document: ConsentDocument) -> SignedDocument {
    signed(document, None)
}

fn support_data() -> Categories {
    Categories::NONE.with(Category::SupportData)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_that_is_not_what_it_should_be_is_refused() {
    let lies: &[Lie] = &[
        ("other-run", "other_run", |claimed| claimed.run = "another".parse().unwrap()),
        ("other-tenant", "other_tenant", |claimed| claimed.tenant = "fabrikam".parse().unwrap()),
        ("other-subscription", "not_in_scope", |claimed| claimed.subscription = "other".parse().unwrap()),
        ("unknown-diagnostic", "unknown_diagnostic", |claimed| claimed.diagnostic = "shell".parse().unwrap()),
        ("other-version", "other_diagnostic", |claimed| claimed.version += 1),
        ("other-digest", "other_diagnostic", |claimed| claimed.digest = "0".repeat(64)),
        ("other-level", "other_diagnostic", |claimed| claimed.level = Level::Standard),
        ("other-categories", "other_diagnostic", |claimed| claimed.categories = support_data()),
        ("unknown-input", "inputs", |claimed| drop(claimed.inputs.insert("command".into(), "id".into()))),
        ("missing-input", "inputs", |claimed| claimed.inputs = Map::new()),
        ("clock-ahead", "clock", |claimed| claimed.at = now().plus(Span::from_hours(1))),
        ("clock-behind", "clock", |claimed| claimed.at = now().minus(Span::from_hours(1))),
        ("no-recipient", "recipient", |claimed| claimed.recipient = "age1nobody".to_owned()),
    ];
    let world = World::working("").await;
    world.log("app.log", &line("one"));
    let honest = world.search_run("honest", unsigned(consent()));
    for (name, code, lie) in lies {
        check(&world, name, &honest, lie, code).await;
    }
    check_shipped(&world, "honest", &honest).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_that_does_not_cover_the_run_is_refused() {
    let world = World::working("").await;
    world.log("app.log", &line("one"));
    // Each for a case of its own, since a consent that was seen once is not exchanged for another of its number.
    let honest = |case: &str| {
        let document = ConsentDocument { case: case.parse().unwrap(), ..consent() };
        world.search_run("honest", unsigned(document))
    };
    let changes: [(&str, &str, Change); 8] = [
        ("of-another-organisation", "other_tenant", |document| document.tenant = "fabrikam".parse().unwrap()),
        ("of-another-case", "other_case", |document| document.case = "case-2".parse().unwrap()),
        ("of-the-future", "not_yet_given", |document| document.given_at = now().plus(Span::from_hours(1))),
        ("for-another-subscription", "subscription_not_in_case", |document| {
            document.subscriptions = vec!["other".parse().unwrap()];
        }),
        ("standard", "advanced_consent_required", |document| document.level = Level::Standard),
        ("narrow", "category_not_granted", |document| document.categories = support_data()),
        ("thirty-days-old", "lapsed", |document| {
            document.given_at = document.given_at.minus(Span::from_days(30));
        }),
        ("a-day-long", "lapsed", |document| {
            (document.access_days, document.given_at) = (1, document.given_at.minus(Span::from_hours(23)));
        }),
    ];
    for (name, code, change) in changes {
        let mut document = ConsentDocument { case: name.parse().unwrap(), ..consent() };
        change(&mut document);
        let lie = |claimed: &mut Claimed| claimed.consent = unsigned(document);
        check(&world, name, &honest(name), lie, code).await;
    }
    check(
        &world,
        "no-document",
        &honest("n"),
        |claimed| claimed.consent.document.push(' '),
        "consent_document",
    )
    .await;
    let shown_otherwise = |claimed: &mut Claimed| {
        let mut document = ConsentDocument::parse(&claimed.consent.document).unwrap();
        document.level = Level::Standard;
        claimed.consent.document = document.canonical();
    };
    check(&world, "shown-otherwise", &honest("s"), shown_otherwise, "consent_not_shown").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn once_a_key_is_pinned_nobody_elses_word_counts() {
    let (ours, stranger) = (key(1), key(2));
    let world = World::trusting(&ours).await;
    world.log("app.log", &line("one"));
    let honest = world.search_run("honest", signed(consent(), Some(&ours)));
    for (name, paper) in [
        ("unsigned", signed(consent(), None)),
        ("of-a-stranger", signed(consent(), Some(&stranger))),
        ("in-our-name", {
            let other = ConsentDocument { level: Level::Standard, ..consent() };
            SignedDocument { proof: signed(other, Some(&ours)).proof, ..signed(consent(), None) }
        }),
    ] {
        check(&world, name, &honest, |claimed| claimed.consent = paper, "signature").await;
    }
    check_shipped(&world, "signed", &honest).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_pinned_while_the_runner_works_counts_at_once() {
    let world = World::working("").await;
    world.log("app.log", &line("one"));
    let honest = world.search_run("honest", unsigned(consent()));
    check_shipped(&world, "before", &honest).await;
    world.data().trust(&key(1).public().text()).unwrap();
    check(&world, "after", &honest, |_| (), "signature").await;
    world.data().distrust(&key(1).id()).unwrap();
    check_shipped(&world, "again", &honest).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approval_counts_if_it_is_signed_like_the_consent() {
    let ours = key(1);
    let world = World::trusting(&ours).await;
    world.log("app.log", &line("one"));
    let narrow = ConsentDocument { categories: support_data(), ..consent() };
    let narrow = world.search_run("narrow", signed(narrow, Some(&ours)));
    let with = |approval| Claimed { approvals: vec![approval], ..narrow.clone() };
    let all = || approval(Categories::ALL);
    let unsigned = with(signed_approval(all(), None));
    check(&world, "unsigned", &unsigned, |_| (), "category_not_granted").await;
    let mut old = all();
    old.given_at = old.given_at.minus(Span::from_hours(1));
    let over = with(signed_approval(old, Some(&ours)));
    check(&world, "over", &over, |_| (), "category_not_granted").await;
    check_shipped(&world, "signed", &with(signed_approval(all(), Some(&ours)))).await;
}

/// A run under a consent that is 31 days old, and a consent for the case `other` that may prolong it.
fn prolonged(world: &World, other: &str, by: Option<&SigningKey>, change: Change) -> Claimed {
    let own = given_before("case-1", Span::from_days(31));
    let mut other = given_before(other, Span::from_days(20));
    other.prolongs = Prolonged::of(["case-1".parse().unwrap()]);
    change(&mut other);
    let honest = world.search_run("prolonged", signed(own, Some(&key(1))));
    Claimed { others: vec![signed(other, by)], ..honest }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lapsed_consent_is_prolonged_only_by_a_valid_one_that_names_its_case() {
    let ours = key(1);
    let world = World::trusting(&ours).await;
    world.log("app.log", &line("one"));
    let changes: [(&str, Option<&SigningKey>, Change); 6] = [
        ("unsigned", None, |_| ()),
        ("of-a-stranger", Some(&key(2)), |_| ()),
        ("names-others", Some(&ours), |other| other.prolongs = Prolonged::of(["case-3".parse().unwrap()])),
        ("names-none", Some(&ours), |other| other.prolongs = Prolonged::NONE),
        ("on-its-own", Some(&ours), |other| {
            (other.access_lifetime, other.prolongs) = (AccessLifetime::PerCase, Prolonged::NONE);
        }),
        ("too-late", Some(&ours), |other| other.given_at = other.given_at.plus(Span::from_days(19))),
    ];
    for (name, by, change) in changes {
        check(&world, name, &prolonged(&world, name, by, change), |_| (), "lapsed").await;
    }
    let own = ConsentDocument {
        access_lifetime: AccessLifetime::PerCase,
        ..given_before("alone", Span::from_days(31))
    };
    let alone = world.search_run("alone", signed(own, Some(&ours)));
    let others = prolonged(&world, "case-3", Some(&ours), |other| {
        other.prolongs = Prolonged::of(["alone".parse().unwrap()]);
    });
    let alone = Claimed { others: others.others, ..alone };
    check(&world, "per-case", &alone, |_| (), "lapsed").await;
    check_shipped(&world, "named", &prolonged(&world, "case-2", Some(&ours), |_| ())).await;
    // Its case went on, so it prolongs nothing any more.
    let next = prolonged(&world, "case-2", Some(&ours), |other| {
        (other.number, other.previous) = (2, numbered(2).previous);
        other.prolongs = Prolonged::NONE;
    });
    check(&world, "next", &next, |_| (), "lapsed").await;
    let replayed = prolonged(&world, "case-2", Some(&ours), |_| ());
    check(&world, "replayed", &replayed, |_| (), "lapsed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_that_the_case_left_behind_is_refused_even_after_a_restart() {
    let mut world = World::working("").await;
    world.log("app.log", &line("one"));
    let first = world.search_run("first", unsigned(consent()));
    check_shipped(&world, "first", &first).await;
    let second = ConsentDocument { level: Level::Standard, ..numbered(2) };
    let second = world.search_run("second", unsigned(second));
    // It does not cover the run, and it is known from here on all the same.
    check(&world, "second", &second, |_| (), "advanced_consent_required").await;
    check(&world, "first-again", &first, |_| (), "consent_replayed").await;
    world.shut_down();
    world.ended().await.unwrap();
    world.run().await;
    check(&world, "after-restart", &first, |_| (), "consent_replayed").await;
    let another_second = world.search_run("another", unsigned(numbered(2)));
    check(&world, "another-second", &another_second, |_| (), "consent_replayed").await;
    check_shipped(&world, "third", &world.search_run("third", unsigned(numbered(3)))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_that_is_shown_for_another_case_does_not_become_its_latest() {
    let world = World::working("").await;
    world.log("app.log", &line("one"));
    let honest = world.search_run("honest", unsigned(consent()));
    let ninth = ConsentDocument { case: "case-9".parse().unwrap(), ..numbered(9) };
    let of_fabrikam = ConsentDocument { tenant: "fabrikam".parse().unwrap(), ..numbered(9) };
    for (name, document, code) in [("case", ninth, "other_case"), ("tenant", of_fabrikam, "other_tenant")] {
        check(&world, name, &honest, |claimed| claimed.consent = unsigned(document), code).await;
    }
    let first = ConsentDocument { case: "case-9".parse().unwrap(), ..consent() };
    check_shipped(&world, "first", &world.search_run("first", unsigned(first))).await;
    check_shipped(&world, "own", &honest).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_that_lapses_while_the_run_is_under_way_lets_nothing_leave() {
    let (world, listener) = (World::working("").await, Listener::start());
    let mut short = consent();
    (short.access_days, short.given_at) = (1, now().minus(Span::from_days(1)).plus(Span::from_seconds(2)));
    let deadline = short.deadline();
    let inputs = json!({"host": "127.0.0.1", "port": listener.port, "tls": false});
    let lapsing = claimed("run", "endpoint-connectivity", inputs, unsigned(short));
    world.desk.offer(&lapsing);
    let connection = listener.asked();
    world.desk.until("the consent lapsed", |_| now() > deadline).await;
    connection.shutdown(std::net::Shutdown::Both).unwrap();
    assert_eq!(world.end_of("run").await, Some(("refused".to_owned(), "lapsed".to_owned())));
    assert!(world.desk.read(|book| !book.objects.contains_key("run")));
}
