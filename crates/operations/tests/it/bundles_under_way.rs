//! Bundles on their way: part by part, begun again, given up, forgotten.

use crate::bundles::{begin, finish, screened, send, sha256};
use crate::databases::each_database;
use crate::runner::{Runner, seal};
use crate::scene::Scene;
use domain::{Level, Refusal as Rule, Settings};
use operations::{
    BUNDLE_BYTES_MAX, Refusal, abandon_bundle, accept_bundle_part, begin_bundle, change_settings,
    finish_bundle, list_evidence, tidy,
};

/// A bundle of random text, so that it is as large packed as it looks.
fn large() -> Vec<u8> {
    let line =
        |n: u32| format!("{{\"item\":\"a\",\"text\":\"{}\",\"labels\":[]}}\n", sha256(&n.to_be_bytes()));
    (0..40_000).map(line).collect::<String>().into_bytes()
}

async fn is_listed(scene: &Scene, case: &domain::CaseId) -> bool {
    !list_evidence(&scene.desk, &scene.contoso.author, case).await.unwrap().is_empty()
}

#[test]
fn parts_may_be_repeated_and_nothing_is_seen_before_the_end() {
    each_database(|scene| async move {
        let case = scene.open(None).await;
        let begun = begin(&scene, &case).await;
        let sealed = seal(&begun.recipient, &large());
        let before = scene.size().await;
        let mut offset = 0;
        for part in sealed.chunks(1 << 20) {
            for _ in 0..2 {
                let received = send(&scene, &begun, offset, part).await.unwrap();
                assert_eq!(received, offset + part.len() as u64);
            }
            offset += part.len() as u64;
            assert!(!is_listed(&scene, &case).await);
        }
        assert_eq!(scene.size().await, before, "parts are no events");
        let author = &scene.contoso.author;
        let (one, other) =
            tokio::join!(finish(&scene, author, &begun, &sealed), finish(&scene, author, &begun, &sealed));
        let attached = one.unwrap();
        assert_eq!(Ok(&attached), other.as_ref());
        assert_eq!(finish(&scene, author, &begun, &sealed).await, Ok(attached), "as if its answer was lost");
        assert_eq!(scene.size().await, before + 1, "one event");
        let listed = list_evidence(&scene.desk, author, &case).await.unwrap();
        assert_eq!((listed[0].row.bytes, &listed[0].row.sha256), (sealed.len() as u64, &sha256(&sealed)));
        let refused = send(&scene, &begun, offset, b"more").await.unwrap_err();
        assert!(matches!(refused, Refusal::NotFound { .. }), "{refused}");
    });
}

#[test]
fn what_does_not_fit_is_refused_and_the_upload_goes_on() {
    each_database(|scene| async move {
        let (case, author) = (scene.open(None).await, &scene.contoso.author);
        let begun = begin(&scene, &case).await;
        let sealed = seal(&begun.recipient, &screened());
        let invalid = |refused: Refusal| assert!(matches!(&refused, Refusal::Invalid { .. }), "{refused}");
        invalid(send(&scene, &begun, 10, &sealed).await.unwrap_err());
        invalid(send(&scene, &begun, 2 * BUNDLE_BYTES_MAX, &sealed).await.unwrap_err());
        send(&scene, &begun, 0, &sealed[..9]).await.unwrap();
        invalid(finish(&scene, author, &begun, &sealed).await.unwrap_err());
        invalid(finish_bundle(&scene.desk, author, &begun.collection, 9, "no digest").await.unwrap_err());
        send(&scene, &begun, 0, &sealed).await.unwrap();
        let (length, digest) = (sealed.len() as u64, sha256(b"other"));
        let other = finish_bundle(&scene.desk, author, &begun.collection, length, &digest);
        invalid(other.await.unwrap_err());
        finish(&scene, author, &begun, &sealed).await.unwrap();
        // Sealed to nobody who is known here.
        let begun = begin(&scene, &case).await;
        let foreign = seal(&begin(&scene, &case).await.recipient, &screened());
        send(&scene, &begun, 0, &foreign).await.unwrap();
        invalid(finish(&scene, author, &begun, &foreign).await.unwrap_err());
    });
}

#[test]
fn what_nobody_sends_any_more_is_destroyed_and_what_goes_on_is_not() {
    each_database(|scene| async move {
        let case = scene.open(None).await;
        let (left, slow) = (begin(&scene, &case).await, begin(&scene, &case).await);
        let sealed = seal(&slow.recipient, &screened());
        send(&scene, &left, 0, b"half").await.unwrap();
        for hour in 0..4 {
            send(&scene, &slow, hour, &sealed[usize::try_from(hour).unwrap()..][..1]).await.unwrap();
            scene.forward_hours(1);
            tidy(&scene.desk).await.unwrap();
            assert_eq!(scene.kept(), if hour == 0 { 2 } else { 1 }, "{hour}");
        }
        let refused = send(&scene, &left, 4, b"more").await.unwrap_err();
        assert!(matches!(refused, Refusal::NotFound { .. }), "{refused}");
        send(&scene, &slow, 4, &sealed[4..]).await.unwrap();
        finish(&scene, &scene.contoso.author, &slow, &sealed).await.unwrap();
    });
}

#[test]
fn a_bundle_that_is_given_up_or_whose_case_closes_is_destroyed_at_once() {
    each_database(|scene| async move {
        let (desk, author) = (&scene.desk, &scene.contoso.author);
        let case = scene.open(None).await;
        let (first, second) = (begin(&scene, &case).await, begin(&scene, &case).await);
        abandon_bundle(desk, author, &first.collection).await.unwrap();
        assert_eq!(scene.kept(), 1);
        let sealed = seal(&second.recipient, &screened());
        send(&scene, &second, 0, &sealed).await.unwrap();
        scene.close(&case).await.unwrap();
        let refused = finish(&scene, author, &second, &sealed).await.unwrap_err();
        assert_eq!((refused, scene.kept()), (Refusal::Rule { rule: Rule::CaseIsClosed }, 0));
    });
}

#[test]
fn only_so_many_are_under_way_at_once() {
    each_database(|scene| async move {
        let (desk, author) = (&scene.desk, &scene.contoso.author);
        let case = scene.open(None).await;
        let first = begin(&scene, &case).await;
        for _ in 0..7 {
            begin(&scene, &case).await;
        }
        let refused = begin_bundle(desk, author, None, &case).await.unwrap_err();
        assert_eq!(refused, Refusal::TooManyBundles);
        abandon_bundle(desk, author, &first.collection).await.unwrap();
        begin(&scene, &case).await;
    });
}

#[test]
fn what_a_run_ships_or_somebody_else_sends_is_no_bundle_of_the_callers() {
    each_database(|scene| async move {
        let (desk, contoso) = (&scene.desk, &scene.contoso);
        let case = scene.open(Some(Level::Advanced)).await;
        let runner = Runner::enrol(desk, contoso, 9).await;
        let claimed = runner.claim(desk, &scene.run(&case).await).await.unwrap();
        let stranger = scene.join("fabrikam").await;
        let begun = begin(&scene, &case).await;
        for (caller, id) in [
            (&contoso.author, &claimed.collection),
            (&stranger.author, &begun.collection),
            (&stranger.author, &claimed.collection),
        ] {
            let refusals = [
                accept_bundle_part(desk, caller, id, 0, b"x".to_vec()).await.map(drop),
                finish_bundle(desk, caller, id, 1, &sha256(b"x")).await.map(drop),
                abandon_bundle(desk, caller, id).await.map(drop),
            ];
            for refused in refusals {
                assert!(matches!(refused, Err(Refusal::NotFound { .. })), "{refused:?}");
            }
        }
        let sealed = runner.ship(desk, &claimed).await.unwrap();
        runner.finish(desk, &claimed, &sealed).await.unwrap();
    });
}

#[test]
fn a_retention_that_was_shortened_meanwhile_is_kept() {
    each_database(|scene| async move {
        let (desk, contoso) = (&scene.desk, &scene.contoso);
        let case = scene.open(None).await;
        let begun = begin(&scene, &case).await;
        let sealed = seal(&begun.recipient, &screened());
        send(&scene, &begun, 0, &sealed).await.unwrap();
        let shorter = Settings { retention_days: 1, ..Settings::default() };
        change_settings(desk, &contoso.owner, shorter).await.unwrap();
        let refused = finish(&scene, &contoso.author, &begun, &sealed).await.unwrap_err();
        assert!(refused.to_string().contains("shortened meanwhile"), "{refused}");
        assert_eq!(scene.kept(), 0);
    });
}
