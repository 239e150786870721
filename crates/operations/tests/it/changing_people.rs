//! Somebody's roles and teams are changed, and their tokens follow at once.

use crate::databases::each_database;
use crate::people::appoint;
use domain::{PersonId, Role, Roles, TeamId};
use operations::{Caller, ChangePerson, NewToken, Refusal, change_person, issue_token, list_queue};

fn roles(roles: &[Role]) -> ChangePerson {
    ChangePerson { roles: Some(roles.iter().copied().collect::<Roles>()), teams: None }
}

async fn refused(by: &Caller, desk: &operations::Desk, person: &PersonId, change: ChangePerson) -> Refusal {
    change_person(desk, by, None, person, change).await.unwrap_err()
}

#[test]
fn a_token_loses_what_its_person_may_no_longer_do() {
    each_database(|scene| async move {
        let (desk, owner) = (&scene.desk, &scene.contoso.owner);
        let ada = appoint(desk, owner, "ada", &[Role::Author, Role::Consenter], &[]).await;
        let token =
            NewToken { person: Some(ada.person.clone()), label: "t".to_owned(), roles: None, days: 9 };
        let secret = issue_token(desk, owner, None, token).await.unwrap().secret;
        change_person(desk, owner, None, &ada.person, roles(&[Role::Author, Role::Auditor])).await.unwrap();
        // What the token was not made for does not come to it, and what they lost goes.
        assert_eq!(desk.authenticate(&secret).await.unwrap().roles, Roles::from([Role::Author]));
        change_person(desk, owner, None, &ada.person, roles(&[Role::Auditor])).await.unwrap();
        let left = desk.authenticate(&secret).await.map(|caller| caller.roles);
        assert!(left.as_ref().map_or(true, Roles::is_empty), "{left:?}");
    });
}

#[test]
fn a_change_that_changes_nothing_is_no_event() {
    each_database(|scene| async move {
        let (desk, owner) = (&scene.desk, &scene.contoso.owner);
        let events = scene.log(&scene.contoso.tenant).await.len();
        let author = &scene.contoso.author.person;
        change_person(desk, owner, None, author, roles(&[Role::Author])).await.unwrap();
        assert_eq!(scene.log(&scene.contoso.tenant).await.len(), events);
    });
}

#[test]
fn somebody_always_manages_the_people() {
    each_database(|scene| async move {
        let (desk, staff, contoso) = (&scene.desk, &scene.staff, &scene.contoso);
        let both = [&contoso.owner.person, &contoso.everybody.person];
        change_person(desk, &contoso.owner, None, both[1], roles(&[Role::Author])).await.unwrap();
        let last = refused(&contoso.owner, desk, both[0], roles(&[Role::Author])).await;
        assert!(last.to_string().contains("nobody else is owner"), "{last}");
        let last = refused(&staff.operator, desk, &staff.operator.person, roles(&[Role::Lead])).await;
        assert!(last.to_string().contains("nobody else is operator"), "{last}");
        let last =
            operations::remove_person(desk, &staff.operator, &staff.operator.person).await.unwrap_err();
        assert!(last.to_string().contains("nobody else is operator"), "{last}");
    });
}

#[test]
fn what_makes_no_sense_of_a_person_is_refused_with_the_field() {
    each_database(|scene| async move {
        let (desk, owner, author) = (&scene.desk, &scene.contoso.owner, &scene.contoso.author.person);
        let teams = Some(vec!["support".parse::<TeamId>().unwrap()]);
        for (change, words) in [
            (ChangePerson::default(), "`roles`"),
            (roles(&[]), "at least one role"),
            (roles(&[Role::Engineer]), "of the other side"),
            (ChangePerson { roles: None, teams }, "only the vendor's"),
        ] {
            let told = refused(owner, desk, author, change).await.to_string();
            assert!(told.contains(words), "{told}");
        }
        let unknown = refused(owner, desk, &"p-nobody".parse().unwrap(), roles(&[Role::Author])).await;
        assert!(matches!(unknown, Refusal::NotFound { .. }), "{unknown}");
    });
}

#[test]
fn an_engineer_who_changes_teams_sees_the_other_queue() {
    each_database(|scene| async move {
        let (desk, staff) = (&scene.desk, &scene.staff);
        let seen = async |who: &Caller| {
            list_queue(desk, who, false, operations::Page::first(9)).await.unwrap().len()
        };
        scene.open(None).await;
        let person = staff.stranger.person.clone();
        let token = NewToken { person: Some(person.clone()), label: "t".to_owned(), roles: None, days: 9 };
        let secret = issue_token(desk, &staff.operator, None, token).await.unwrap().secret;
        assert_eq!(seen(&desk.authenticate(&secret).await.unwrap()).await, 0);
        let teams = Some(vec!["support".parse::<TeamId>().unwrap()]);
        let change = ChangePerson { roles: None, teams };
        change_person(desk, &staff.operator, None, &person, change).await.unwrap();
        assert_eq!(seen(&desk.authenticate(&secret).await.unwrap()).await, 1);
    });
}
