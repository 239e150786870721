//! The answer to a repeated request is the first answer, and nothing is done twice.

use crate::asked::{Things, operations};
use crate::databases::each_database;
use crate::runner::Runner;
use crate::scene::Scene;
use domain::{Level, Span, StopCause};
use operations::{Refusal, RequestKey, claim_run, enrol_runner, invite_runner, stopped_run};

fn key(name: &str, body: &str) -> RequestKey {
    RequestKey::of(name, "POST", "/", body.as_bytes())
}

/// How long all logs are together.
async fn sizes(scene: &Scene) -> u64 {
    let mut size = 0;
    for tenant in scene.store.tenants().await.unwrap() {
        size += scene.store.head(&tenant).await.unwrap().unwrap().size;
    }
    size
}

#[test]
fn every_repeated_request_gets_the_first_answer_and_another_one_under_its_key_is_refused() {
    each_database(|scene| async move {
        let things = Things::furnish(&scene).await;
        for operation in operations() {
            let (name, caller) = (operation.name, operation.able(&scene));
            let first_key = key(name, "this");
            let first = operation.run(&scene, caller, Some(&first_key), &things).await;
            if !operation.keyed {
                continue;
            }
            let (first, size) = (first.unwrap_or_else(|why| panic!("{name}: {why}")), sizes(&scene).await);
            // Less than the hour after which an engineer comes anew, which would be another event.
            scene.forward(Span::from_seconds(59 * 60));
            let again = operation.run(&scene, caller, Some(&first_key), &things).await;
            assert_eq!(again.as_ref(), Ok(&first), "{name}");
            let other = operation.run(&scene, caller, Some(&key(name, "that")), &things).await;
            assert_eq!(other, Err(Refusal::KeyReused), "{name}");
            assert_eq!(sizes(&scene).await, size, "{name} was done once");
        }
    });
}

#[test]
fn keys_of_different_people_have_nothing_to_do_with_each_other() {
    each_database(|scene| async move {
        let (desk, key) = (&scene.desk, key("k", "this"));
        operations::lock(desk, &scene.contoso.auditor, Some(&key)).await.unwrap();
        let other = operations::lock(desk, &scene.contoso.author, Some(&key)).await;
        assert_eq!(other.unwrap_err(), domain::Refusal::Locked.into());
    });
}

#[test]
fn a_refusal_is_an_answer_that_is_kept_too() {
    each_database(|scene| async move {
        let (desk, consenter, key) = (&scene.desk, &scene.contoso.consenter, key("k", "this"));
        let refused = operations::unlock(desk, consenter, Some(&key)).await.unwrap_err();
        operations::lock(desk, consenter, None).await.unwrap();
        assert_eq!(operations::unlock(desk, consenter, Some(&key)).await.unwrap_err(), refused);
    });
}

#[test]
fn a_runner_s_requests_can_be_repeated_too() {
    each_database(|scene| async move {
        let (desk, contoso) = (&scene.desk, &scene.contoso);
        let invitation = invite_runner(desk, &contoso.owner, None).await.unwrap();
        let public = consent::RunnerKey::from_seed(&[5; 32]).unwrap().public_base64();
        let enrol = async |body: &str| {
            let key = key("enrol", body);
            enrol_runner(desk, Some(&key), &invitation.code, "paris-1", &public)
                .await
                .map(|enrolled| enrolled.secret)
        };
        let secret = enrol("this").await.unwrap();
        assert_eq!(enrol("this").await, Ok(secret));
        assert_eq!(enrol("that").await, Err(Refusal::KeyReused));
        let used =
            enrol_runner(desk, None, &invitation.code, "paris-2", &public).await.map(|_| ()).unwrap_err();
        assert_eq!(used, domain::Refusal::InvitationOver.into());

        let runner = Runner::enrol(desk, contoso, 1).await;
        let run = scene.run(&scene.open(Some(Level::Standard)).await).await;
        let claim = async |body: &str| claim_run(desk, &runner.caller, Some(&key("claim", body)), &run).await;
        let claimed = claim("this").await.unwrap();
        assert_eq!(claim("this").await, Ok(claimed));
        assert_eq!(claim("that").await, Err(Refusal::KeyReused));
        let stop = async |body: &str| {
            stopped_run(desk, &runner.caller, Some(&key("stop", body)), &run, StopCause::LeaseLost).await
        };
        let stopped = stop("this").await.unwrap();
        assert_eq!(stop("this").await, Ok(stopped));
        assert_eq!(stop("that").await, Err(Refusal::KeyReused));
    });
}

#[test]
fn an_invitation_is_redeemed_once_by_whoever_comes_first() {
    each_database(|scene| async move {
        let desk = &scene.desk;
        let code = operations::invite_operator(desk).await.unwrap().code;
        let redeem = async |key: Option<&RequestKey>| {
            operations::redeem_invitation(desk, key, &code).await.map(|token| token.secret)
        };
        let key = key("redeem", "this");
        let secret = redeem(Some(&key)).await.unwrap();
        assert_eq!(redeem(Some(&key)).await, Ok(secret));
        assert_eq!(redeem(None).await, Err(domain::Refusal::InvitationOver.into()));
    });
}
