//! Nobody is on record twice.

use crate::databases::each_database;
use domain::{Role, Roles};
use operations::{AddPerson, Refusal, add_person, list_people, remove_person};

fn ada(upn: &str) -> AddPerson {
    AddPerson {
        name: "Ada".to_owned(),
        upn: upn.to_owned(),
        roles: Roles::from([Role::Auditor]),
        teams: Vec::new(),
    }
}

#[test]
fn somebody_who_is_on_record_is_not_added_again_until_they_were_removed() {
    each_database(|scene| async move {
        let (desk, owner) = (&scene.desk, &scene.contoso.owner);
        let first = add_person(desk, owner, None, ada("ada@contoso.example")).await.unwrap();
        let count = list_people(desk, owner).await.unwrap().len();
        for upn in ["ada@contoso.example", " Ada@Contoso.example "] {
            let again = add_person(desk, owner, None, ada(upn)).await;
            let Err(Refusal::Invalid { field, .. }) = &again else { panic!("{again:?}") };
            assert_eq!(field, "upn");
        }
        assert_eq!(list_people(desk, owner).await.unwrap().len(), count);
        remove_person(desk, owner, &first).await.unwrap();
        add_person(desk, owner, None, ada("ada@contoso.example")).await.unwrap();
    });
}
