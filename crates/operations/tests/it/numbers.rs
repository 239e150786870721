//! What an operator may count.

use crate::cases::terms;
use crate::databases::each_database;
use crate::runner::Runner;
use domain::{Level, Span};
use operations::{
    AllNumbers, Caller, Day, Desk, Refusal, SealingKeys, Stop, ask_consent, close_case, halted_run,
    keep_runner_seen, lock, remove_runner, runners_seen, show_numbers, tidy, unlock, withdraw_consent,
};

async fn shown(desk: &Desk, operator: &Caller) -> AllNumbers {
    show_numbers(desk, operator).await.unwrap()
}

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
        let counted = shown(desk, &scene.staff.operator).await.tenants;
        let contoso = counted.iter().find(|one| one.tenant == scene.contoso.tenant).unwrap();
        let numbers = &contoso.numbers;
        assert_eq!((numbers.open_cases, numbers.cases, numbers.given), (3, 4, 3));
        assert_eq!((numbers.in_force, numbers.withdrawn, numbers.lapsed), (1, 1, 0));
        assert_eq!(numbers.in_force + numbers.withdrawn + numbers.lapsed + numbers.never, numbers.cases);
        assert!(numbers.locked && numbers.overdue == 0);

        scene.forward_days(31);
        let counted = shown(desk, &scene.staff.operator).await.tenants;
        let contoso = counted.iter().find(|one| one.tenant == scene.contoso.tenant).unwrap();
        // Whether or not a sweep recorded it.
        assert_eq!((contoso.numbers.in_force, contoso.numbers.lapsed), (0, 1));
    });
}

#[test]
fn days_are_counted_once_and_forgotten_after_thirty() {
    each_database(|scene| async move {
        let (desk, consenter) = (&scene.desk, &scene.contoso.consenter);
        let days = async || shown(desk, &scene.staff.operator).await.days;
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
        assert_eq!(shown(&scene.another_desk().await, &scene.staff.operator).await.days, later);

        scene.forward_days(29);
        scene.sweep().await;
        let last = days().await;
        assert!(last.iter().all(|day| day.opened == 0), "its day is over");
        assert_eq!(last.iter().map(|day| (day.destroyed, day.late)).max(), Some((1, 1)), "swept a day late");
    });
}

#[test]
fn what_was_counted_is_not_counted_again_after_a_start() {
    each_database(|scene| async move {
        let (desk, operator, tenant) = (&scene.desk, &scene.staff.operator, &scene.contoso.tenant);
        let case = scene.open(Some(Level::Standard)).await;
        let before = scene.size().await;
        scene.come_and_go(&case, 256).await;
        tidy(desk).await.unwrap();
        // An event that was counted and is read no more: only what came since is.
        let counted = scene.store.counted(tenant, 1).await.unwrap().unwrap();
        assert_eq!(counted.position, before + 256);
        let told =
            store::CountedRow { counts: counted.counts.replace("\"opened\":1", "\"opened\":7"), ..counted };
        scene.store.keep_counted(tenant, 1, &told).await.unwrap();
        scene.open(None).await;
        let today = shown(&scene.another_desk().await, operator).await.days.pop().unwrap();
        assert_eq!((today.opened, today.given), (8, 1));
        // What cannot be read is counted anew.
        let torn = store::CountedRow { counts: "{".to_owned(), ..told };
        scene.store.keep_counted(tenant, 1, &torn).await.unwrap();
        let today = shown(&scene.another_desk().await, operator).await.days.pop().unwrap();
        assert_eq!((today.opened, today.given), (2, 1));
    });
}

#[test]
fn when_a_runner_was_seen_is_known_after_a_start_until_it_is_removed() {
    each_database(|scene| async move {
        let (desk, owner) = (&scene.desk, &scene.contoso.owner);
        let runner = Runner::enrol(desk, &scene.contoso, 1).await;
        let first = scene.now();
        let keep = async |program, at| keep_runner_seen(desk, &runner.caller, program, at).await.unwrap();
        keep("glasscase/2", first.plus(Span::from_hours(1))).await;
        keep("glasscase/1", first).await;
        let other = scene.another_desk().await;
        let seen = runners_seen(&other, owner).await.unwrap().remove(&runner.caller.runner).unwrap();
        assert_eq!((seen.program.as_str(), seen.at), ("glasscase/2", first.plus(Span::from_hours(1))));
        let counted = shown(&other, &scene.staff.operator).await.runners;
        assert_eq!(counted[0].seen.as_ref(), Some(&seen));
        remove_runner(desk, owner, &runner.caller.runner).await.unwrap();
        assert!(runners_seen(&other, owner).await.unwrap().is_empty());
    });
}

#[test]
fn a_consent_that_was_asked_for_counts_until_it_is_given() {
    each_database(|scene| async move {
        let desk = &scene.desk;
        let asked = async || {
            let days = shown(desk, &scene.staff.operator).await.days;
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
        assert_eq!(shown(desk, operator).await.stops, [stop]);

        unlock(desk, &scene.contoso.owner, None).await.unwrap();
        let lapsing = scene.run(&case).await;
        runner.claim(desk, &lapsing).await.unwrap();
        scene.forward_days(28);
        scene.sweep().await;
        halted_run(desk, &runner.caller, &lapsing).await.unwrap();
        assert_eq!(shown(desk, operator).await.stops, [stop], "nobody pressed anything");
        scene.forward_days(2);
        assert_eq!(shown(desk, operator).await.stops, [], "its days are over");
    });
}

#[test]
fn an_operator_sees_the_state_of_keys_and_runners() {
    each_database(|scene| async move {
        let (desk, operator) = (&scene.desk, &scene.staff.operator);
        let runner = Runner::enrol(desk, &scene.contoso, 1).await;
        let case = scene.open(Some(Level::Standard)).await;
        let before = shown(desk, operator).await.keys;
        assert_eq!((before.log.rotations.len(), before.sealing), (0, SealingKeys::default()));
        assert!(before.log.since.is_some_and(|since| since <= scene.now()));
        let run = scene.run(&case).await;
        runner.claim(desk, &run).await.unwrap();
        let listed = shown(desk, operator).await.runners;
        assert_eq!(listed.len(), 1);
        let key = consent::PublicKey::parse("ed25519", &runner.key.public_base64()).unwrap().id();
        assert_eq!((listed[0].runs, listed[0].key.as_ref()), (1, Some(&key)));
        let after = shown(desk, operator).await.keys.sealing;
        assert_eq!((after.standing, after.overdue, after.next), (1, 0, after.last));
        scene.forward_days(29);
        assert_eq!(shown(desk, operator).await.keys.sealing.overdue, 1);
        tidy(desk).await.unwrap();
        assert_eq!(shown(desk, operator).await.keys.sealing, SealingKeys::default());
    });
}
