//! The table of rights (design.md, *Roles and rights*), through the operations themselves.

use crate::asked::{Things, operations};
use crate::databases::each_database;
use domain::{Action, Role};
use operations::Refusal;

#[test]
fn each_operation_is_refused_to_every_role_but_those_of_the_table() {
    each_database(|scene| async move {
        let things = Things::furnish(&scene).await;
        let (contoso, staff) = (&scene.contoso, &scene.staff);
        let callers = [
            &contoso.owner,
            &contoso.author,
            &contoso.consenter,
            &contoso.auditor,
            &staff.engineer,
            &staff.lead,
            &staff.operator,
        ];
        assert_eq!(callers.map(|caller| *caller.roles.first().unwrap()), Role::ALL);
        for operation in operations() {
            for caller in callers {
                let answer = operation.run(&scene, caller, None, &things).await;
                let refused = matches!(answer, Err(Refusal::NotAllowed { .. }));
                let permitted = operation.is_permitted(caller);
                assert_eq!(refused, !permitted, "{} by {:?}: {answer:?}", operation.name, caller.roles);
            }
        }
    });
}

#[test]
fn every_action_of_the_table_is_some_operation_s() {
    let needed = operations().into_iter().flat_map(|operation| operation.actions()).collect::<Vec<_>>();
    for action in Action::ALL {
        assert!(needed.contains(action), "{action:?} guards nothing that is tested here");
    }
}

#[test]
fn a_token_can_do_no_more_than_its_roles_and_its_person_s() {
    each_database(|scene| async move {
        let (desk, everybody) = (&scene.desk, &scene.contoso.everybody);
        let new = operations::NewToken {
            person: None,
            label: "audits".to_owned(),
            roles: Some([Role::Auditor].into()),
            days: 1,
        };
        let secret = operations::issue_token(desk, everybody, None, new.clone()).await.unwrap().secret;
        let narrow = desk.authenticate(&secret).await.unwrap();
        assert_eq!(narrow.roles, [Role::Auditor].into());
        let wider = operations::NewToken { roles: Some([Role::Owner].into()), ..new };
        let refused = operations::issue_token(desk, &narrow, None, wider).await.map(|_| ()).unwrap_err();
        assert!(matches!(refused, Refusal::Rule { .. }), "{refused}");

        scene.forward_days(1);
        assert_eq!(desk.authenticate(&secret).await.unwrap_err(), Refusal::SignIn, "a token ends");
        for nonsense in ["", "glc_contoso_00", &secret[1..]] {
            assert_eq!(desk.authenticate(nonsense).await.unwrap_err(), Refusal::SignIn);
        }
    });
}

#[test]
fn who_was_removed_is_not_let_in_any_more() {
    each_database(|scene| async move {
        let (desk, owner) = (&scene.desk, &scene.contoso.owner);
        let person = Some(scene.contoso.author.person.clone());
        let new = operations::NewToken { person, label: "desk".to_owned(), roles: None, days: 9 };
        let secret = operations::issue_token(desk, owner, None, new).await.unwrap().secret;
        desk.authenticate(&secret).await.unwrap();
        operations::remove_person(desk, owner, &scene.contoso.author.person).await.unwrap();
        assert_eq!(desk.authenticate(&secret).await.unwrap_err(), Refusal::SignIn);
    });
}

#[test]
fn a_token_is_ended_by_its_own_person_or_by_who_manages_people() {
    each_database(|scene| async move {
        let (desk, contoso, fabrikam) = (&scene.desk, &scene.contoso, scene.join("fabrikam").await);
        let issue = async || {
            let label = "mine".to_owned();
            let new = operations::NewToken { person: None, label, roles: None, days: 9 };
            operations::issue_token(desk, &contoso.author, None, new).await.unwrap()
        };
        let (first, second) = (issue().await, issue().await);
        for nobody in [&contoso.consenter, &fabrikam.everybody, &scene.staff.operator] {
            let refused = operations::revoke_token(desk, nobody, &first.token).await.unwrap_err();
            assert!(matches!(refused, Refusal::NotFound { .. }), "{refused}");
        }
        operations::revoke_token(desk, &contoso.author, &first.token).await.unwrap();
        operations::revoke_token(desk, &contoso.owner, &second.token).await.unwrap();
        for ended in [first, second] {
            assert_eq!(desk.authenticate(&ended.secret).await.unwrap_err(), Refusal::SignIn);
        }
    });
}
