//! Notices on their way to a person's own webhook: each at least once, in order, signed, under one id.

use crate::cases::{ask, terms};
use crate::databases::{each_database, on_postgres, on_sqlite};
use crate::receiver::{Attempt, Receiver};
use crate::runner::Runner;
use crate::scene::Scene;
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{Level, NoticeKind, Span};
use operations::{
    Caller, Courier, Fault, NoticeChoice, NoticeSettings, NoticeWebhook, Outgoing, Refusal, Teller, Why,
    list_notices, lock, notice_webhook, remove_notice_webhook, renew_notice_webhook, set_notice_settings,
    set_notice_webhook, unlock,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// From here on somebody's notices are received; the secret is that of their webhook.
async fn receive(scene: &Scene, who: &Caller) -> (Receiver, String) {
    scene.desk.settle_outgoing(Outgoing { allow_private: true, ..Outgoing::default() });
    let receiver = Receiver::start().await;
    let secret = set_notice_webhook(&scene.desk, who, &receiver.address).await.unwrap();
    (receiver, secret)
}

async fn round(scene: &Scene) {
    Teller::new(scene.desk.clone(), false).round().await.unwrap();
    Courier::new(scene.desk.clone()).unwrap().round().await.unwrap();
}

fn body(attempt: &Attempt) -> Value {
    serde_json::from_slice(&attempt.body).unwrap()
}

fn kinds(attempts: &[Attempt]) -> Vec<String> {
    attempts.iter().map(|one| body(one)["data"]["kind"].as_str().unwrap().to_owned()).collect()
}

fn signature(secret: &str, attempt: &Attempt) -> String {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let signed = [attempt.id.as_bytes(), attempt.seconds.to_string().as_bytes(), &attempt.body].join(&b'.');
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), &signed);
    format!("v1,{}", STANDARD.encode(tag))
}

async fn happen(scene: &Scene) {
    lock(&scene.desk, &scene.contoso.owner, None).await.unwrap();
    unlock(&scene.desk, &scene.contoso.owner, None).await.unwrap();
}

async fn kept(scene: &Scene) -> NoticeWebhook {
    notice_webhook(&scene.desk, &scene.contoso.owner).await.unwrap().unwrap()
}

#[test]
fn each_notice_comes_once_signed_and_says_kind_case_and_time_alone() {
    each_database(|scene| async move {
        let (receiver, secret) = receive(&scene, &scene.contoso.owner).await;
        let (other, _) = receive(&scene, &scene.contoso.author).await;
        let case = scene.open(Some(Level::Advanced)).await;
        happen(&scene).await;
        round(&scene).await;
        round(&scene).await;
        let attempts = receiver.take();
        let told: Vec<_> = list_notices(&scene.desk, &scene.contoso.owner).await.unwrap();
        assert_eq!(attempts.len(), told.len(), "{:?}", kinds(&attempts));
        let ids: BTreeSet<_> = attempts.iter().chain(&other.take()).map(|one| one.id.clone()).collect();
        assert_eq!(ids.len(), 2 * told.len(), "an id is of one notice of one person");
        for attempt in &attempts {
            assert_eq!(attempt.signatures, [signature(&secret, attempt)]);
            let body = body(attempt);
            let mut members: Vec<_> = body["data"].as_object().unwrap().keys().collect();
            members.sort_unstable();
            assert_eq!(members, ["at", "case", "id", "kind"], "nothing of a customer's");
            assert_eq!(body["data"]["id"], attempt.id.as_str());
            let word = body["data"]["kind"].as_str().unwrap();
            assert_eq!(body["type"], format!("notice.{word}"));
            let expected = word.starts_with("consent").then(|| case.to_string());
            assert_eq!(body["data"]["case"].as_str(), expected.as_deref(), "{word}");
        }
    });
}

#[test]
fn what_no_entry_of_the_log_tells_comes_by_webhook_too() {
    on_sqlite(|scene| async move {
        let (receiver, _) = receive(&scene, &scene.contoso.owner).await;
        let case = scene.open(Some(Level::Advanced)).await;
        for _ in 0..11 {
            ask(&scene.desk, &scene.staff.engineer, &case, "host-health").await.unwrap();
        }
        round(&scene).await;
        scene.forward_days(23);
        scene.sweep().await;
        round(&scene).await;
        let kinds = kinds(&receiver.take());
        for word in ["unusual_use", "consent_lapsing"] {
            assert_eq!(kinds.iter().filter(|kind| *kind == word).count(), 1, "{word} of {kinds:?}");
        }
    });
}

#[test]
fn the_first_use_of_each_consent_is_told_however_late() {
    on_sqlite(|scene| async move {
        let (receiver, _) = receive(&scene, &scene.contoso.owner).await;
        let runner = Runner::enrol(&scene.desk, &scene.contoso, 1).await;
        let case = scene.open(Some(Level::Advanced)).await;
        // Nobody tells anything until both consents were used, the first of them twice.
        for runs in [2, 1] {
            for _ in 0..runs {
                let ran = ask(&scene.desk, &scene.staff.engineer, &case, "host-health").await.unwrap();
                runner.claim(&scene.desk, &ran.run).await.unwrap();
                scene.forward(Span::from_seconds(60));
            }
            scene.consent(&case, terms(Level::Advanced)).await.unwrap();
        }
        round(&scene).await;
        let kinds = kinds(&receiver.take());
        assert_eq!(kinds.iter().filter(|kind| *kind == "first_use").count(), 2, "{kinds:?}");
        let told = list_notices(&scene.desk, &scene.contoso.owner).await.unwrap();
        let told: BTreeSet<_> =
            told.into_iter().filter(|one| one.kind == NoticeKind::FirstUse).map(|one| one.notice).collect();
        let expected = [1, 2].map(|consent| format!("first_use-{case}-{consent}"));
        assert_eq!(told, BTreeSet::from(expected));
    });
}

#[test]
fn kinds_are_chosen_for_the_webhook_alone_too() {
    on_sqlite(|scene| async move {
        let owner = &scene.contoso.owner;
        let (receiver, _) = receive(&scene, owner).await;
        let choice =
            |kind, by_webhook: bool| NoticeChoice { kind, in_desk: !by_webhook, by_mail: false, by_webhook };
        let choices = vec![choice(NoticeKind::Locked, true), choice(NoticeKind::Unlocked, false)];
        set_notice_settings(&scene.desk, owner, NoticeSettings { mail: None, choices }).await.unwrap();
        happen(&scene).await;
        round(&scene).await;
        assert_eq!(kinds(&receiver.take()), ["locked"]);
        let told = list_notices(&scene.desk, owner).await.unwrap();
        assert_eq!(told.iter().map(|one| one.kind).collect::<Vec<_>>(), [NoticeKind::Unlocked]);
        remove_notice_webhook(&scene.desk, owner).await.unwrap();
        happen(&scene).await;
        round(&scene).await;
        assert_eq!(receiver.take(), []);
        assert_eq!(notice_webhook(&scene.desk, owner).await.unwrap(), None);
    });
}

#[test]
fn what_is_refused_comes_again_in_order_under_its_id_and_is_given_up_after_a_day() {
    each_database(|scene| async move {
        let (receiver, secret) = receive(&scene, &scene.contoso.owner).await;
        receiver.answer(500);
        happen(&scene).await;
        round(&scene).await;
        round(&scene).await;
        let first = receiver.take();
        assert_eq!(kinds(&first), ["locked"], "the second waits, and the pause is not over");
        let waiting = kept(&scene).await;
        assert_eq!((waiting.waiting, waiting.attempts), (2, 1));
        assert_eq!(waiting.fault.as_deref(), Some("the endpoint answered 500"));

        receiver.answer(204);
        let renewed = renew_notice_webhook(&scene.desk, &scene.contoso.owner).await.unwrap();
        round(&scene).await;
        let again = receiver.take();
        assert_eq!(kinds(&again), ["locked", "unlocked"]);
        assert_eq!((&again[0].id, &again[0].body), (&first[0].id, &first[0].body));
        let both = [signature(&renewed.secret, &again[0]), signature(&secret, &again[0])];
        assert_eq!(again[0].signatures, both, "the previous secret signs too for a day");

        receiver.answer(302);
        happen(&scene).await;
        for _ in 0..20 {
            round(&scene).await;
            scene.forward_hours(2);
        }
        let gone = kept(&scene).await;
        assert_eq!((gone.waiting, gone.given_up), (0, 2));
        let tried = receiver.take();
        assert!(tried.len() > 10 && tried.iter().all(|one| one.id == tried[0].id), "{}", tried.len());
    });
}

#[test]
fn replicas_send_no_notice_twice() {
    on_postgres(|scene| async move {
        let (receiver, _) = receive(&scene, &scene.contoso.owner).await;
        let other = scene.another_desk().await;
        other.settle_outgoing(Outgoing { allow_private: true, ..Outgoing::default() });
        let couriers = [Courier::new(scene.desk.clone()).unwrap(), Courier::new(other).unwrap()];
        for _ in 0..5 {
            happen(&scene).await;
            Teller::new(scene.desk.clone(), false).round().await.unwrap();
            let (one, two) = tokio::join!(couriers[0].round(), couriers[1].round());
            one.and(two).unwrap();
        }
        couriers[0].round().await.unwrap();
        let attempts = receiver.take();
        let ids: BTreeSet<_> = attempts.iter().map(|one| &one.id).collect();
        assert_eq!((attempts.len(), ids.len()), (10, 10));
    });
}

#[test]
fn an_address_that_leads_inside_or_makes_no_sense_is_refused() {
    on_sqlite(|scene| async move {
        let owner = &scene.contoso.owner;
        for (address, expected) in [
            ("hooks.contoso.example", Fault::NoWebhookAddress),
            ("http://203.0.113.5/", Fault::NoWebhookAddress),
            ("https://user:password@203.0.113.5/", Fault::NoWebhookAddress),
            ("https://127.0.0.1/", Fault::WebhookOutOfReach),
            ("https://[::ffff:10.0.0.1]/", Fault::WebhookOutOfReach),
            ("https://169.254.169.254/latest", Fault::WebhookOutOfReach),
        ] {
            let refused = set_notice_webhook(&scene.desk, owner, address).await.unwrap_err();
            let Refusal::Invalid { field, why: Why::Fault(why) } = refused else { panic!("{refused}") };
            assert_eq!((field.as_str(), why), ("address", expected), "{address}");
        }
        assert_eq!(notice_webhook(&scene.desk, owner).await.unwrap(), None);
        let refused = set_notice_webhook(&scene.desk, &scene.staff.engineer, "https://203.0.113.5/").await;
        assert!(
            matches!(refused, Err(Refusal::NotAllowed { .. })),
            "nobody of the vendor's is told anything"
        );
    });
}
