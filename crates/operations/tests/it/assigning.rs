//! Engineers take cases and hand them over; that opens nothing.

use crate::databases::each_database;
use domain::{Action, Actor, Event, Refusal as Rule, Role};
use operations::{
    AddPerson, Page, Refusal, add_person, assign_case, close_case, list_engineers, list_queue, show_case,
};

#[test]
fn an_engineer_takes_a_case_and_hands_it_over_within_the_team() {
    each_database(|scene| async move {
        let (desk, engineer) = (&scene.desk, &scene.staff.engineer);
        let case = scene.open(None).await;
        let mine = async |who| list_queue(desk, who, true, Page::first(9)).await.unwrap().len();
        let worked_by = async || show_case(desk, &scene.contoso.author, &case).await.unwrap().engineer;
        assert_eq!((mine(engineer).await, worked_by().await), (0, None));

        assign_case(desk, engineer, None, &case, None).await.unwrap();
        assert_eq!(mine(engineer).await, 1);
        let again = assign_case(desk, engineer, None, &case, None).await.unwrap_err();
        assert!(matches!(again, Refusal::Rule { rule: Rule::AssignedAlready }), "{again}");

        let ada = AddPerson {
            name: "Ada".to_owned(),
            upn: "ada@support.example".to_owned(),
            roles: [Role::Engineer].into(),
            teams: engineer.teams.clone(),
        };
        let ada = add_person(desk, &scene.staff.operator, None, ada).await.unwrap();
        let can_work = list_engineers(desk, engineer, &case).await.unwrap();
        assert!(can_work.iter().any(|one| one.person == ada && one.name == "Ada"), "{can_work:?}");
        assert!(can_work.iter().all(|one| one.person != scene.staff.stranger.person), "{can_work:?}");
        assign_case(desk, engineer, None, &case, Some(&ada)).await.unwrap();
        assert_eq!((mine(engineer).await, worked_by().await.as_deref()), (0, Some("Ada")));
        let queue = list_queue(desk, engineer, false, Page::first(9)).await.unwrap();
        assert_eq!(queue[0].engineer.as_deref(), Some("Ada"));

        let log = scene.log(&scene.contoso.tenant).await;
        let assigned = log.iter().filter(|record| matches!(record.event, Event::CaseAssigned { .. }));
        assert!(assigned.clone().all(|record| matches!(record.by, Actor::Vendor(_))));
        assert_eq!(assigned.count(), 2, "the customer reads both");
    });
}

#[test]
fn nobody_else_is_given_a_case() {
    each_database(|scene| async move {
        let (desk, staff, contoso) = (&scene.desk, &scene.staff, &scene.contoso);
        let case = scene.open(None).await;
        for somebody in [&staff.stranger.person, &staff.operator.person, &contoso.author.person] {
            let refused = assign_case(desk, &staff.engineer, None, &case, Some(somebody)).await.unwrap_err();
            assert!(matches!(refused, Refusal::NotFound { .. }), "{somebody}: {refused}");
        }
        let foreign = assign_case(desk, &staff.stranger, None, &case, None).await.unwrap_err();
        assert!(matches!(foreign, Refusal::NotFound { .. }), "{foreign}");
        let customer = assign_case(desk, &contoso.consenter, None, &case, None).await.unwrap_err();
        assert!(matches!(customer, Refusal::NotAllowed { action: Action::AssignCase }), "{customer}");
        close_case(desk, &contoso.author, None, &case).await.unwrap();
        let closed = assign_case(desk, &staff.engineer, None, &case, None).await.unwrap_err();
        assert!(matches!(closed, Refusal::Rule { rule: Rule::CaseIsClosed }), "{closed}");
    });
}
