//! What an operator may count.

use crate::databases::each_database;
use crate::runner::Runner;
use domain::Level;
use operations::{Day, Refusal, close_case, count_days, count_tenants, lock, withdraw_consent};

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
