//! What an operator may count.

use crate::databases::each_database;
use domain::Level;
use operations::{Refusal, close_case, count_tenants, lock, withdraw_consent};

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
fn nobody_but_an_operator_counts() {
    each_database(|scene| async move {
        for caller in [&scene.contoso.owner, &scene.staff.engineer] {
            let refused = count_tenants(&scene.desk, caller).await.unwrap_err();
            assert!(matches!(refused, Refusal::NotAllowed { .. }), "{refused}");
        }
    });
}
