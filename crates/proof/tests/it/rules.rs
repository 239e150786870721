//! Tampering with what happened: logs with a right tree and right signatures, written past the rules.

use crate::desk::Desk;
use crate::reports::{check_by, check_named, check_only, report};
use crate::sample::{
    approve, ask, claim, collection, consent, engineer, open, order, owner, read, request, story,
    with_evidence,
};
use domain::{
    Actor, Categories, Category, Command, DRY_RUN_LIFE, DryRunOrder, Event, Level, Reason, Settings,
    StopCause,
};

/// Forces an event onto a desk by the engineer, and expects that it alone is named.
fn check(desk: Desk, event: Event, words: &str) {
    check_by(desk, engineer(), event, words);
}

#[test]
fn a_run_that_no_consent_covered_is_named() {
    let mut desk = with_evidence();
    open(&mut desk, "B");
    for (case, categories, words) in [
        ("B", &[Category::SystemMetadata][..], "of run `run-9` in case `B`"),
        ("B", &[Category::SystemMetadata], "no consent covered it: no_consent"),
        ("A", &[Category::Euii], "no consent covered it: category_not_granted (euii)"),
    ] {
        // The state stops such a run at once; whoever hides it does not record that either.
        let order = order("run-9", case, categories);
        let mut forged = desk.clone();
        let sequence = forged.next();
        forged.force(engineer(), Event::RunRequested { order });
        let cause = StopCause::AccessEnded { reason: Reason::NoConsent };
        forged.force(Actor::System, Event::RunStopped { run: "run-9".parse().unwrap(), cause });
        forged.seal();
        check_named(&forged.export(), sequence, words);
        assert_eq!(report(&forged.export()).figures.runs.uncovered, 1);
    }
}

#[test]
fn a_read_after_withdrawal_is_named() {
    let mut desk = with_evidence();
    desk.run(&owner(), &Command::WithdrawConsent { case: "A".parse().unwrap() });
    let seen = Event::EvidenceRead {
        collection: collection("run-1"),
        case: "A".parse().unwrap(),
        ranges: vec![],
        shown: Categories::NONE.with(Category::SystemMetadata),
        masked: Categories::NONE,
    };
    check(desk.clone(), seen.clone(), "`evidence_read` of evidence `c-run-1` in case `A`");
    check(desk.clone(), seen.clone(), "no consent covered it: withdrawn");
    let sequence = desk.next();
    desk.force(Actor::Person("p-nobody".parse().unwrap()), seen);
    desk.seal();
    check_only(&desk, sequence, "the person `p-nobody` may not read evidence");
}

#[test]
fn a_read_of_a_category_that_was_to_be_masked_is_named() {
    let desk = with_evidence();
    let seen = Event::EvidenceRead {
        collection: collection("run-1"),
        case: "A".parse().unwrap(),
        ranges: vec![],
        shown: Categories::ALL,
        masked: Categories::NONE,
    };
    check(desk, seen, "category_not_granted (account_data, euii, eupi)");
}

#[test]
fn an_event_that_hides_a_lapse_is_named() {
    let mut desk = with_evidence();
    desk.later(30 * 86_400);
    let before = desk.next();
    // The command is recorded without what fell due before it.
    let events = desk.tenant.decide(&Command::Lock, desk.now).unwrap();
    for event in events {
        desk.force(owner(), event);
    }
    desk.seal();
    check_named(&desk.export(), before, "a lapse fell due, and is not recorded before this");
}

#[test]
fn a_lapse_that_was_not_due_is_named() {
    let desk = with_evidence();
    let event = Event::ConsentLapsed { case: "A".parse().unwrap() };
    let mut desk = desk;
    let sequence = desk.next();
    desk.force(Actor::System, event);
    desk.sweep();
    desk.seal();
    check_only(&desk, sequence, "the rules derive no such lapse here");
}

#[test]
fn an_event_that_goes_back_in_time_is_named() {
    let mut desk = with_evidence();
    let sequence = desk.next();
    desk.force(owner(), Event::Locked);
    desk.entry(sequence).record.at = domain::Moment::MIN;
    desk.seal();
    check_named(&desk.export(), sequence, "before the event in front of it");
}

#[test]
fn a_denial_that_the_rules_do_not_give_is_named() {
    let denied = Event::RunDenied {
        order: order("run-9", "A", &[Category::SystemMetadata]),
        reason: Reason::Locked,
        missing: Categories::NONE,
    };
    check(with_evidence(), denied, "the rules give another answer to this run");
}

#[test]
fn what_is_reserved_to_the_customer_is_not_the_vendors() {
    let mut desk = with_evidence();
    desk.run(&owner(), &Command::Lock);
    check(desk, Event::Unlocked, "the vendor's `v-engineer` may not unlock");
    let settings = Settings { retention_days: 27, ..Settings::default() };
    check(with_evidence(), Event::SettingsChanged { settings }, "may not change settings");
}

#[test]
fn what_names_nothing_is_named() {
    let of = |words: &str, event: Event| check(with_evidence(), event, words);
    let id = "nothing";
    of("no such run under way", Event::RunStopped { run: id.parse().unwrap(), cause: StopCause::Asked });
    of("no such access request", Event::AccessDenied { request: id.parse().unwrap() });
    of(
        "there is no case `nothing`",
        Event::CaseSaid { case: id.parse().unwrap(), message: id.parse().unwrap() },
    );
    let withdrawn =
        Event::ConsentWithdrawn { case: id.parse().unwrap(), cause: domain::WithdrawCause::Asked };
    check_by(with_evidence(), owner(), withdrawn, "there is no case `nothing`");
}

#[test]
fn looser_settings_than_the_rules_allow_are_named() {
    let mut desk = with_evidence();
    let sequence = desk.next();
    let settings = Settings { access_days: 60, ..Settings::default() };
    desk.force(owner(), Event::SettingsChanged { settings });
    desk.seal();
    check_only(&desk, sequence, "a setting is looser than the rules allow");
}

#[test]
fn a_claim_by_a_runner_that_never_enrolled_is_named() {
    let mut desk = with_evidence();
    request(&mut desk, "run-2", "A", &[Category::SystemMetadata]);
    let covered = desk.tenant.readable(&"A".parse().unwrap(), desk.now).unwrap();
    let due_hour = desk.now.unix_hours();
    let (run, runner) = ("run-2".parse().unwrap(), "runner-9".parse().unwrap());
    let claimed = Event::RunClaimed { run, runner, collection: collection("run-2"), covered, due_hour };
    let stranger = Actor::Runner("runner-9".parse().unwrap());
    check_by(desk, stranger, claimed, "the runner that took the run is not enrolled");
}

#[test]
fn a_claim_of_more_than_was_granted_is_named() {
    let mut desk = with_evidence();
    request(&mut desk, "run-2", "A", &[Category::SystemMetadata]);
    let due_hour = desk.now.unix_hours();
    let (run, runner) = ("run-2".parse().unwrap(), "runner-1".parse().unwrap());
    let collection = collection("run-2");
    let claimed = Event::RunClaimed { run, runner, collection, covered: Categories::ALL, due_hour };
    let sequence = desk.next();
    desk.force(engineer(), claimed);
    desk.seal();
    check_named(&desk.export(), sequence, "no consent covered it: it claims support_data, account_data");
}

#[test]
fn an_approval_of_more_than_was_asked_for_is_named() {
    let mut desk = with_evidence();
    ask(&mut desk, "R", "A", &[Category::Euii]);
    approve(&mut desk, "R");
    desk.seal();
    let sequence = desk.next() - 1;
    assert!(report(&desk.export()).is_sound());
    let Event::AccessApproved { categories, .. } = &mut desk.entry(sequence).record.event else {
        unreachable!("another event")
    };
    *categories = Categories::ALL;
    check_named(&desk.export(), sequence, "other categories were approved than were asked for");
    check_named(&desk.export(), sequence, "access request `R` in case `A`");
}

#[test]
fn an_answer_to_an_expired_request_is_named() {
    let mut desk = with_evidence();
    ask(&mut desk, "R", "A", &[Category::Euii]);
    desk.later(12 * 3_600);
    desk.sweep();
    let sequence = desk.next();
    desk.force(owner(), Event::AccessDenied { request: "R".parse().unwrap() });
    desk.seal();
    check_only(&desk, sequence, "the access request waited for no answer");
}

#[test]
fn a_case_with_somebody_elses_subscription_is_named() {
    let mut desk = with_evidence();
    open(&mut desk, "B");
    desk.seal();
    let sequence = desk.next() - 1;
    let Event::CaseOpened { subscriptions, .. } = &mut desk.entry(sequence).record.event else {
        unreachable!("another event")
    };
    *subscriptions = vec!["sub-9".parse().unwrap()];
    check_only(&desk, sequence, "the case names a subscription that is not the organisation's");
}

#[test]
fn a_case_that_names_no_subscription_is_no_fault() {
    let mut desk = with_evidence();
    open(&mut desk, "B");
    let sequence = desk.next() - 1;
    let Event::CaseOpened { subscriptions, .. } = &mut desk.entry(sequence).record.event else {
        unreachable!("another event")
    };
    subscriptions.clear();
    desk.seal();
    let report = report(&desk.export());
    assert!(report.is_sound(), "{report}");
}

#[test]
fn every_event_of_the_story_is_missed_when_it_is_left_out() {
    // Rewritten from the start with a right tree and signatures, by whoever holds the log's key: only the rules, the
    // documents and the parts can tell. What they cannot tell is listed.
    let story = story();
    for left_out in 0..story.log.len() {
        let mut forged = story.clone();
        let event = forged.log.remove(left_out).record.event;
        for (sequence, entry) in forged.log.iter_mut().enumerate() {
            entry.record.sequence = u64::try_from(sequence).unwrap();
            if let Event::PersonalDataErased { sequence, .. } = &mut entry.record.event {
                *sequence -= u64::from(usize::try_from(*sequence).unwrap() > left_out);
            }
        }
        forged.seals.iter_mut().for_each(|(size, _)| *size -= usize::from(*size > left_out));
        // Nothing follows from a denial or a read, and nothing follows an ending at the end.
        let is_last = left_out == forged.log.len();
        let untold = is_last || matches!(event, Event::RunDenied { .. } | Event::EvidenceRead { .. });
        let sound = report(&forged.export()).is_sound();
        assert!(!sound || untold, "{event:?} was left out, and nobody noticed");
    }
}

#[test]
fn a_stop_that_the_rules_derive_cannot_be_left_out() {
    let mut desk = with_evidence();
    request(&mut desk, "run-2", "A", &[Category::SystemMetadata]);
    claim(&mut desk, "run-2");
    desk.run(&owner(), &Command::Lock);
    let stopped = desk.find(|event| matches!(event, Event::RunStopped { .. }));
    desk.seal();
    assert!(report(&desk.export()).is_sound());
    desk.log.pop();
    assert_eq!(stopped, desk.next());
    desk.run(&owner(), &Command::Unlock);
    desk.seals = vec![(desk.log.len(), desk.now)];
    check_named(&desk.export(), stopped, "the stop of a run fell due");
}

#[test]
fn two_cases_prolong_each_other_and_the_log_stays_sound() {
    let mut desk = with_evidence();
    open(&mut desk, "B");
    desk.later(20 * 86_400);
    consent(&mut desk, "B", Level::Standard, &[Category::SystemMetadata]);
    desk.later(20 * 86_400);
    // Past its own 30 days, and within those of case B; the evidence of run-1 is deleted in time.
    request(&mut desk, "run-2", "A", &[Category::SystemMetadata]);
    claim(&mut desk, "run-2");
    crate::sample::store(&mut desk, "run-2");
    read(&mut desk, &engineer(), "run-2");
    desk.seal();
    let report = report(&desk.export());
    assert_eq!(report.faults.len(), 1, "{report}");
    assert!(report.faults[0].what.contains("`c-run-1` was due"), "{report}");
}

#[test]
fn a_consent_for_a_day_is_not_stretched_by_a_setting_that_nobody_signed() {
    let mut desk = crate::sample::begun();
    crate::sample::enrol_key(&mut desk);
    let settings = |access_days| Settings { access_days, ..Settings::default() };
    desk.run(&owner(), &Command::ChangeSettings { settings: settings(1) });
    open(&mut desk, "A");
    consent(&mut desk, "A", Level::Standard, &[Category::SystemMetadata]);
    desk.later(3_600);
    desk.run(&owner(), &Command::ChangeSettings { settings: settings(30) });
    let lapse = desk.tenant.next_due_at();
    assert_eq!(lapse, desk.log.first().map(|first| first.record.at.plus(domain::Span::from_days(1))));
    // Written past the rules: as if the consent lasted as long as the setting says.
    desk.later(2 * 86_400);
    let sequence = desk.next();
    desk.force(engineer(), Event::RunRequested { order: order("run-1", "A", &[Category::SystemMetadata]) });
    desk.seal();
    check_named(&desk.export(), sequence, "a lapse fell due, and is not recorded before this");
}

#[test]
fn a_dry_run_ends_when_its_time_is_over_and_not_before() {
    let mut desk = crate::sample::begun();
    let order = DryRunOrder {
        run: "dry-1".parse().unwrap(),
        subscription: "sub-1".parse().unwrap(),
        diagnostic: "host-health".parse().unwrap(),
        version: 1,
        digest: String::new(),
    };
    desk.run(&owner(), &Command::RequestDryRun { order });
    let expired = Event::DryRunStopped { run: "dry-1".parse().unwrap(), cause: StopCause::Expired };
    check_by(desk.clone(), Actor::System, expired.clone(), "the rules derive no such stop here");
    desk.now = desk.now.plus(DRY_RUN_LIFE);
    let mut honest = desk.clone();
    honest.run(&owner(), &Command::Lock);
    honest.seal();
    assert!(report(&honest.export()).is_sound());
    assert!(honest.log.iter().any(|entry| entry.record.event == expired));
    let sequence = desk.next();
    desk.force(owner(), Event::Locked);
    desk.seal();
    check_named(
        &desk.export(),
        sequence,
        "the expiry of a dry run fell due, and is not recorded before this",
    );
}

#[test]
fn an_order_that_asks_for_less_than_the_same_diagnostic_did_before_is_named() {
    let honest = || order("run-2", "A", &[Category::SystemMetadata]);
    check(
        with_evidence(),
        Event::RunRequested { order: domain::RunOrder { categories: Categories::NONE, ..honest() } },
        "an earlier run of the same text of the diagnostic has another set of categories",
    );
    check(
        with_evidence(),
        Event::RunRequested { order: domain::RunOrder { level: Level::Advanced, ..honest() } },
        "an earlier run of the same text of the diagnostic has another level",
    );
    check(
        with_evidence(),
        Event::RunRequested { order: domain::RunOrder { version: 9, ..honest() } },
        "an earlier run of the same text of the diagnostic has another version",
    );
}

/// Case A with a consent that the server alone attested; then a consent key is enrolled, and nothing else is recorded.
fn unsigned_then_enrolled() -> Desk {
    let mut desk = crate::sample::begun();
    open(&mut desk, "A");
    consent(&mut desk, "A", Level::Standard, &[Category::SystemMetadata]);
    desk.later(60);
    crate::sample::enrol_key(&mut desk);
    desk
}

#[test]
fn a_consent_that_nobody_signed_ends_when_a_key_is_enrolled() {
    let mut desk = unsigned_then_enrolled();
    desk.seal();
    let sound = report(&desk.export());
    assert_eq!(sound.faults, []);
    assert_eq!((sound.figures.consents.attested, sound.figures.consents.withdrawn), (1, 1));
    // The end is left out, and the consent used.
    let withdrawn = desk.find(|event| matches!(event, Event::ConsentWithdrawn { .. }));
    desk.log.truncate(usize::try_from(withdrawn).unwrap());
    desk.force(engineer(), Event::RunRequested { order: order("run-1", "A", &[Category::SystemMetadata]) });
    desk.seals = vec![(desk.log.len(), desk.now)];
    check_named(&desk.export(), withdrawn, "the withdrawal of a consent that nobody signed fell due");
}

#[test]
fn a_run_on_a_consent_that_nobody_signed_is_named_once_a_key_is_enrolled() {
    let mut desk = unsigned_then_enrolled();
    desk.force(engineer(), Event::RunRequested { order: order("run-1", "A", &[Category::SystemMetadata]) });
    let sequence = desk.next() - 1;
    desk.sweep();
    desk.seal();
    check_named(&desk.export(), sequence, "no consent covered it: withdrawn");
}
