//! What an operator may count.

use crate::cases::terms;
use crate::databases::each_database;
use crate::runner::Runner;
use domain::{Level, Span};
use operations::{
    Day, Refusal, SealingKeys, Stop, ask_consent, close_case, count_days, count_runners, count_tenants,
    halted_run, list_stops, lock, show_keys, tidy, unlock, withdraw_consent,
};

#[test]
fn an_operator_counts_and_sees_nothing_of_what() {
    each_database(|scene| async move {
        let (desk, consenter) = (&scene.desk, &scene.contoso.consenter);
        let [withdrawn, closed, _kept, _never] = [
            scene.open(Some(Level::Advanced)).await,
            scene.open(Some(Level::Advanced)).await,
            scene.open(Some(Level::Standard)).await,
            scene.open(None).await,
        ];
        withdraw_consent(desk, consenter, None, &withdrawn).await.unwrap();
        close_case(desk, &scene.contoso.owner, None, &closed).await.unwrap();
        lock(desk, &scene.contoso.owner, None).await.unwrap();
        let (counted, _) = count_tenants(desk, &scene.staff.operator).await.unwrap();
        let contoso = counted.iter().find(|one| one.tenant == scene.contoso.tenant).unwrap();
        let numbers = &contoso.numbers;
        assert_eq!((numbers.open_cases, numbers.cases, numbers.given), (3, 4, 3));
        assert_eq!((numbers.in_force, numbers.withdrawn, numbers.lapsed), (1, 1, 0));
        assert_eq!(numbers.in_force + numbers.withdrawn + numbers.lapsed + numbers.never, numbers.cases);
        assert!(numbers.locked && numbers.overdue == 0);

        scene.forward_days(31);
        let (counted, _) = count_tenants(desk, &scene.staff.operator).await.unwrap();
        let contoso = counted.iter().find(|one| one.tenant == scene.contoso.tenant).unwrap();
        // Whether or not a sweep recorded it.
        assert_eq!((contoso.numbers.in_force, contoso.numbers.lapsed), (0, 1));
    });
}

#[test]
fn days_are_counted_once_and_forgotten_after_thirty() {
    each_database(|scene| async move {
        let (desk, consenter) = (&scene.desk, &scene.contoso.consenter);
        let days = async || count_days(desk, &scene.staff.operator).await.unwrap();
        let of = |days: &[Day], ago: usize| days[days.len() - 1 - ago].clone();
        let case = scene.open(Some(Level::Advanced)).await;
        let runner = Runner::enrol(desk, &scene.contoso, 1).await;
        runner.deliver(desk, &scene.run(&case).await).await;
        let first = of(&days().await, 0);
        assert_eq!((first.opened, first.given, first.runs, first.withdrawn), (1, 1, 1, 0));
        assert_eq!(first, of(&days().await, 0), "nothing is counted twice");

        scene.forward_days(2);
        withdraw_consent(desk, consenter, None, &case).await.unwrap();
        let later = days().await;
        assert_eq!((of(&later, 0).withdrawn, of(&later, 0).opened), (1, 0));
        assert_eq!(of(&later, 2), first);
        // Another server, which counted nothing yet, says the same.
        assert_eq!(count_days(&scene.another_desk().await, &scene.staff.operator).await.unwrap(), later);

        scene.forward_days(29);
        scene.sweep().await;
        let last = days().await;
        assert!(last.iter().all(|day| day.opened == 0), "its day is over");
        assert_eq!(last.iter().map(|day| (day.destroyed, day.late)).max(), Some((1, 1)), "swept a day late");
    });
}

#[test]
fn nobody_but_an_operator_counts() {
    each_database(|scene| async move {
        for caller in [&scene.contoso.owner, &scene.staff.engineer] {
            let refused = count_tenants(&scene.desk, caller).await.unwrap_err();
            assert!(matches!(refused, Refusal::NotAllowed { .. }), "{refused}");
        }
    });
}

#[test]
fn a_consent_that_was_asked_for_counts_until_it_is_given() {
    each_database(|scene| async move {
        let desk = &scene.desk;
        let asked = async || {
            let days = count_days(desk, &scene.staff.operator).await.unwrap();
            [0, 2].map(|ago| days[days.len() - 1 - ago].unanswered)
        };
        let (first, second) = (scene.open(None).await, scene.open(None).await);
        for case in [&first, &first, &second] {
            ask_consent(desk, &scene.contoso.author, None, case, Level::Standard, None).await.unwrap();
        }
        assert_eq!(asked().await, [2, 0], "asking twice is one question");
        scene.forward_days(2);
        scene.consent(&first, terms(Level::Standard)).await.unwrap();
        assert_eq!(asked().await, [0, 1], "it counts on the day on which it was asked");
        close_case(desk, &scene.contoso.owner, None, &second).await.unwrap();
        assert_eq!(asked().await, [0, 1], "closing a case gives no answer");
    });
}

#[test]
fn a_stop_lasts_until_the_last_runner_let_go_and_a_lapse_is_none() {
    each_database(|scene| async move {
        let (desk, operator) = (&scene.desk, &scene.staff.operator);
        let runner = Runner::enrol(desk, &scene.contoso, 1).await;
        let other = Runner::enrol(desk, &scene.contoso, 2).await;
        let case = scene.open(Some(Level::Standard)).await;
        let runs = [scene.run(&case).await, scene.run(&case).await];
        runner.claim(desk, &runs[0]).await.unwrap();
        other.claim(desk, &runs[1]).await.unwrap();
        scene.forward_days(2);
        lock(desk, &scene.contoso.owner, None).await.unwrap();
        let pressed = scene.now();
        scene.forward(Span::from_micros(38_400));
        halted_run(desk, &runner.caller, &runs[0]).await.unwrap();
        let not_its_own = halted_run(desk, &runner.caller, &runs[1]).await.unwrap_err();
        assert!(matches!(not_its_own, Refusal::NotFound { .. }), "{not_its_own}");
        scene.forward(Span::from_micros(20_000));
        halted_run(desk, &other.caller, &runs[1]).await.unwrap();
        // What is said again changes nothing.
        scene.forward_days(1);
        halted_run(desk, &runner.caller, &runs[0]).await.unwrap();
        let stop = Stop { at: pressed, runs: 2, millis: 58 };
        assert_eq!(list_stops(desk, operator).await.unwrap(), [stop]);

        unlock(desk, &scene.contoso.owner, None).await.unwrap();
        let lapsing = scene.run(&case).await;
        runner.claim(desk, &lapsing).await.unwrap();
        scene.forward_days(28);
        scene.sweep().await;
        halted_run(desk, &runner.caller, &lapsing).await.unwrap();
        assert_eq!(list_stops(desk, operator).await.unwrap(), [stop], "nobody pressed anything");
        scene.forward_days(2);
        assert_eq!(list_stops(desk, operator).await.unwrap(), [], "its days are over");
    });
}

#[test]
fn an_operator_sees_the_state_of_keys_and_runners() {
    each_database(|scene| async move {
        let (desk, operator) = (&scene.desk, &scene.staff.operator);
        let runner = Runner::enrol(desk, &scene.contoso, 1).await;
        let case = scene.open(Some(Level::Standard)).await;
        let before = show_keys(desk, operator).await.unwrap();
        assert_eq!((before.log.rotations.len(), before.sealing), (0, SealingKeys::default()));
        assert!(before.log.since.is_some_and(|since| since <= scene.now()));
        let run = scene.run(&case).await;
        runner.claim(desk, &run).await.unwrap();
        let listed = count_runners(desk, operator).await.unwrap();
        assert_eq!(listed.len(), 1);
        let key = consent::PublicKey::parse("ed25519", &runner.key.public_base64()).unwrap().id();
        assert_eq!((listed[0].runs, listed[0].key.as_ref()), (1, Some(&key)));
        let after = show_keys(desk, operator).await.unwrap().sealing;
        assert_eq!((after.standing, after.overdue, after.next), (1, 0, after.last));
        scene.forward_days(29);
        assert_eq!(show_keys(desk, operator).await.unwrap().sealing.overdue, 1);
        tidy(desk).await.unwrap();
        assert_eq!(show_keys(desk, operator).await.unwrap().sealing, SealingKeys::default());
        for refused in [
            show_keys(desk, &scene.contoso.owner).await.err(),
            count_runners(desk, &scene.staff.engineer).await.err(),
            list_stops(desk, &scene.contoso.owner).await.err(),
        ] {
            assert!(matches!(refused, Some(Refusal::NotAllowed { .. })), "{refused:?}");
        }
    });
}
