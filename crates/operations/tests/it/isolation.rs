//! What is somebody else's is answered like what does not exist, whatever the caller may do at home.

use crate::asked::{Things, operations};
use crate::cases::problem;
use crate::databases::each_database;
use crate::runner::Runner;
use consent::SigningKey;
use domain::StopCause;
use operations::{
    CaseFilter, OpenCase, Refusal, accept_part, claim_run, enrol_consent_key, list_cases, list_queue,
    list_tokens, open_case, revoke_consent_key, revoke_token, stopped_run,
};

#[test]
fn every_operation_on_a_thing_of_another_tenant_or_team_finds_nothing() {
    each_database(|scene| async move {
        let things = Things::furnish(&scene).await;
        let fabrikam = scene.join("fabrikam").await;
        let before = scene.store.projections(&scene.contoso.tenant).await.unwrap();
        for operation in operations().into_iter().filter(|operation| operation.names_a_thing) {
            let mut asked = 0;
            for stranger in [&fabrikam.everybody, &scene.staff.stranger, &scene.staff.operator] {
                let answer = operation.run(&scene, stranger, None, &things).await;
                let name = operation.name;
                match answer {
                    Err(Refusal::NotFound { .. }) if operation.is_permitted(stranger) => asked += 1,
                    Err(Refusal::NotAllowed { .. }) if !operation.is_permitted(stranger) => {}
                    other => panic!("{name} by {:?} of {}: {other:?}", stranger.roles, stranger.tenant),
                }
            }
            assert!(asked > 0, "some stranger may do {} at home", operation.name);
        }
        assert_eq!(scene.store.projections(&scene.contoso.tenant).await.unwrap(), before);
        for operation in operations() {
            let done = operation.run(&scene, operation.able(&scene), None, &things).await;
            let ended = operation.name == "remove_partner";
            assert!(done.is_ok() || ended, "{} of one's own is done: {done:?}", operation.name);
        }
    });
}

#[test]
fn lists_hold_nothing_of_another_tenant_or_team() {
    each_database(|scene| async move {
        Things::furnish(&scene).await;
        let (desk, fabrikam) = (&scene.desk, scene.join("fabrikam").await);
        let first = operations::Page::first;
        let cases =
            async |caller| list_cases(desk, caller, CaseFilter::default(), first(9)).await.unwrap().len();
        assert_eq!((cases(&scene.contoso.author).await, cases(&fabrikam.author).await), (2, 0));
        let queue =
            async |caller| list_queue(desk, caller, false, operations::Page::first(9)).await.unwrap().len();
        let queues = (queue(&scene.staff.engineer).await, queue(&scene.staff.stranger).await);
        assert_eq!(queues, (1, 0), "of the two cases one is open");
        let tokens = list_tokens(desk, &scene.contoso.author).await.unwrap();
        assert_eq!(tokens.len(), 1, "who manages no people sees their own");
        let of_owner = &scene.contoso.owner.token;
        let refused = revoke_token(desk, &scene.contoso.author, of_owner).await.unwrap_err();
        assert!(matches!(refused, Refusal::NotFound { .. }), "{refused}");
    });
}

#[test]
fn a_case_names_one_s_own_subscriptions_only() {
    each_database(|scene| async move {
        let (desk, fabrikam) = (&scene.desk, scene.join("fabrikam").await);
        let foreign = problem(&scene.contoso, None);
        let refused = open_case(desk, &fabrikam.author, None, foreign.clone()).await.unwrap_err();
        assert!(matches!(&refused, Refusal::NotFound { what, .. } if what == "subscription"), "{refused}");
        let for_fabrikam = OpenCase { tenant: Some(fabrikam.tenant.clone()), ..foreign };
        let refused = open_case(desk, &scene.staff.engineer, None, for_fabrikam.clone()).await.unwrap_err();
        assert!(matches!(refused, Refusal::NotFound { .. }), "{refused}");
        let by_customer = open_case(desk, &scene.contoso.author, None, for_fabrikam).await.unwrap_err();
        assert!(matches!(&by_customer, Refusal::Invalid { field, .. } if field == "tenant"), "{by_customer}");
        let taken =
            operations::add_subscription(desk, &fabrikam.owner, None, scene.contoso.subscription.clone());
        assert!(matches!(taken.await, Err(Refusal::Rule { .. })), "a subscription belongs to one tenant");
    });
}

#[test]
fn a_consent_key_is_revoked_by_its_own_organisation_alone() {
    each_database(|scene| async move {
        let (desk, owner, fabrikam) = (&scene.desk, &scene.contoso.owner, scene.join("fabrikam").await);
        let public = SigningKey::from_seed(&[8; 32]).unwrap().public();
        let key = enrol_consent_key(desk, owner, None, "ed25519", &public.text(), "safe").await.unwrap();
        let refused = revoke_consent_key(desk, &fabrikam.owner, &key).await.unwrap_err();
        assert!(matches!(refused, Refusal::NotFound { .. }), "{refused}");
        assert!(scene.state(&scene.contoso.tenant).await.signs_consents());
        revoke_consent_key(desk, owner, &key).await.unwrap();
    });
}

#[test]
fn a_runner_reaches_nothing_of_another_tenant() {
    each_database(|scene| async move {
        let (desk, things) = (&scene.desk, Things::furnish(&scene).await);
        let fabrikam = scene.join("fabrikam").await;
        let stranger = Runner::enrol(desk, &fabrikam, 1).await;
        let own = Runner::enrol(desk, &scene.contoso, 2).await;
        let refused = claim_run(desk, &stranger.caller, None, &things.run).await.unwrap_err();
        assert!(matches!(refused, Refusal::NotFound { .. }), "{refused}");
        let claimed = own.claim(desk, &things.run).await.unwrap();
        let part = accept_part(desk, &stranger.caller, &things.run, 0, vec![1]).await.unwrap_err();
        assert_eq!(part, Refusal::RunStopped);
        let sealed = own.ship(desk, &claimed).await.unwrap();
        assert_eq!(stranger.finish(desk, &claimed, &sealed).await.unwrap_err(), Refusal::RunStopped);
        let stop =
            stopped_run(desk, &stranger.caller, None, &things.run, StopCause::LeaseLost).await.unwrap_err();
        assert!(matches!(stop, Refusal::NotFound { .. }), "{stop}");
        own.finish(desk, &claimed, &sealed).await.unwrap();
    });
}
