//! What people are told, in the desk and by mail through a real mail server.

use crate::databases::{each_database, on_postgres, on_sqlite};
use crate::mail_server::MailServer;
use crate::scene::Scene;
use domain::{CaseId, Level, Moment, NoticeKind};
use operations::{
    Caller, MailAddress, NoticeChoice, NoticeSettings, Postman, Teller, ask_to_confirm_again, close_case,
    confirm_address, list_notices, lock, notice_settings, read_notices, set_notice_settings, unlock,
};
use std::collections::BTreeSet;
use store::MailPutOff;

async fn told(scene: &Scene, who: &Caller) -> Vec<NoticeKind> {
    list_notices(&scene.desk, who).await.unwrap().into_iter().map(|notice| notice.kind).collect()
}

async fn round(scene: &Scene) {
    Teller::new(scene.desk.clone(), true).round().await.unwrap();
}

/// Somebody's wish to get mail.
fn by_mail(address: &str, language: &str) -> NoticeSettings {
    let (address, language) = (address.to_owned(), language.to_owned());
    let mail = Some(MailAddress { address, language, is_confirmed: false });
    NoticeSettings { mail, choices: Vec::new() }
}

/// From here on somebody gets mail: they took the code that was mailed to them.
async fn subscribe(scene: &Scene, server: &MailServer, who: &Caller, address: &str, language: &str) {
    set_notice_settings(&scene.desk, who, by_mail(address, language)).await.unwrap();
    Postman::new(scene.desk.clone(), server.link("pass%3Aword", true)).unwrap().round().await.unwrap();
    confirm_address(&scene.desk, who, &server.take_code()).await.unwrap();
}

async fn open_case(scene: &Scene) -> CaseId {
    scene.open(Some(Level::Advanced)).await
}

#[test]
fn everybody_is_told_once_and_says_what_they_read() {
    each_database(|scene| async move {
        open_case(&scene).await;
        lock(&scene.desk, &scene.contoso.owner, None).await.unwrap();
        round(&scene).await;
        round(&scene).await;
        for who in [&scene.contoso.owner, &scene.contoso.author, &scene.contoso.auditor] {
            let kinds: BTreeSet<_> = told(&scene, who).await.into_iter().collect();
            let expected = [
                NoticeKind::PartnerAdded,
                NoticeKind::PartnerRemoved,
                NoticeKind::ConsentGiven,
                NoticeKind::Locked,
            ];
            assert_eq!(kinds, BTreeSet::from(expected));
            assert_eq!(told(&scene, who).await.len(), 4, "each once");
        }
        let owner = &scene.contoso.owner;
        read_notices(&scene.desk, owner, scene.now()).await.unwrap();
        assert!(
            list_notices(&scene.desk, owner).await.unwrap().iter().all(|notice| notice.read_at.is_some())
        );
        let others = list_notices(&scene.desk, &scene.contoso.author).await.unwrap();
        assert!(others.iter().all(|notice| notice.read_at.is_none()));
        assert_eq!(told(&scene, &scene.staff.engineer).await, []);
        let fabrikam = scene.join("fabrikam").await;
        assert_eq!(told(&scene, &fabrikam.owner).await, []);
    });
}

#[test]
fn a_consent_that_ends_is_told_of_a_week_a_day_and_an_hour_before() {
    each_database(|scene| async move {
        let case = open_case(&scene).await;
        let owner = &scene.contoso.owner;
        let teller = Teller::new(scene.desk.clone(), false);
        let mut counts = Vec::new();
        // Day by day to the last one, and then hour by hour.
        for hours in std::iter::repeat_n(24, 29).chain(std::iter::repeat_n(1, 25)) {
            scene.forward_hours(hours);
            scene.sweep().await;
            teller.round().await.unwrap();
            let lapsing = told(&scene, owner).await;
            counts.push(lapsing.iter().filter(|kind| **kind == NoticeKind::ConsentLapsing).count());
        }
        assert_eq!((counts[21], counts[22]), (0, 1), "{counts:?}");
        assert_eq!((counts[27], counts[28]), (1, 2), "{counts:?}");
        assert_eq!(counts.last(), Some(&3), "{counts:?}");
        let notices = list_notices(&scene.desk, owner).await.unwrap();
        assert!(
            notices
                .iter()
                .any(|notice| notice.kind == NoticeKind::ConsentLapsed && notice.case == Some(case.clone()))
        );
    });
}

#[test]
fn replicas_tell_nobody_twice() {
    on_postgres(|scene| async move {
        open_case(&scene).await;
        let other = scene.another_desk().await;
        let tellers = [Teller::new(scene.desk.clone(), false), Teller::new(other, false)];
        for _ in 0..5 {
            lock(&scene.desk, &scene.contoso.owner, None).await.unwrap();
            unlock(&scene.desk, &scene.contoso.owner, None).await.unwrap();
            let (one, two) = tokio::join!(tellers[0].round(), tellers[1].round());
            one.and(two).unwrap();
        }
        tellers[0].round().await.unwrap();
        let kinds = told(&scene, &scene.contoso.owner).await;
        let locked = kinds.iter().filter(|kind| **kind == NoticeKind::Locked).count();
        assert_eq!(locked, 5, "{kinds:?}");
    });
}

#[test]
fn people_choose_by_kind_and_place() {
    each_database(|scene| async move {
        let owner = &scene.contoso.owner;
        let choices = vec![NoticeChoice {
            kind: NoticeKind::Locked,
            in_desk: false,
            by_mail: false,
            by_webhook: false,
        }];
        let settings = NoticeSettings { mail: None, choices };
        set_notice_settings(&scene.desk, owner, settings).await.unwrap();
        lock(&scene.desk, owner, None).await.unwrap();
        unlock(&scene.desk, owner, None).await.unwrap();
        round(&scene).await;
        assert_eq!(told(&scene, owner).await, [NoticeKind::Unlocked]);
        assert_eq!(told(&scene, &scene.contoso.author).await.len(), 2);
        let shown = notice_settings(&scene.desk, owner).await.unwrap();
        assert_eq!(shown.choices.len(), NoticeKind::ALL.len());
        for bad in ["", "nobody", "a@b\r\nBcc: c@d.example", "two@a.example, b@c.example"] {
            let refused = set_notice_settings(&scene.desk, owner, by_mail(bad, "en")).await;
            assert!(refused.is_err(), "{bad:?}");
        }
    });
}

#[test]
fn urgent_mails_go_at_once_and_the_rest_in_one_digest_for_each_case() {
    on_sqlite(|scene| async move {
        let server = MailServer::start();
        let postman = Postman::new(scene.desk.clone(), server.link("pass%3Aword", true)).unwrap();
        subscribe(&scene, &server, &scene.contoso.owner, "olga@contoso.example", "fr").await;
        let case = open_case(&scene).await;
        lock(&scene.desk, &scene.contoso.owner, None).await.unwrap();
        round(&scene).await;
        postman.round().await.unwrap();
        let mails = server.mails();
        assert_eq!(mails.len(), 1, "the lock alone: {mails:?}");
        assert_eq!(mails[0]["subject"], "Glasscase\u{a0}: tous les accès ont été arrêtés");
        assert_eq!(mails[0]["to"][0], "olga@contoso.example");

        close_case(&scene.desk, &scene.contoso.owner, None, &case).await.unwrap();
        round(&scene).await;
        postman.round().await.unwrap();
        let mails = server.mails();
        assert_eq!(mails.len(), 2, "closing the case sends its digest");
        scene.forward_hours(24);
        round(&scene).await;
        postman.round().await.unwrap();
        for mail in server.mails() {
            for part in ["text", "html"] {
                let part = mail[part].as_str().unwrap();
                assert!(part.contains("https://desk.example"), "{part}");
                for secret in ["Nobody can sign", "olga", "approve?", "/consent"] {
                    assert!(!part.contains(secret), "{secret}: {part}");
                }
            }
            assert!(mail["html"].as_str().unwrap().contains("<html lang=\"fr\">"));
        }
    });
}

#[test]
fn nothing_is_mailed_to_an_address_before_its_code_was_shown() {
    on_sqlite(|scene| async move {
        let (server, owner) = (MailServer::start(), &scene.contoso.owner);
        let postman = Postman::new(scene.desk.clone(), server.link("pass%3Aword", true)).unwrap();
        let happen = async || {
            lock(&scene.desk, owner, None).await.unwrap();
            unlock(&scene.desk, owner, None).await.unwrap();
            round(&scene).await;
            postman.round().await.unwrap();
        };
        set_notice_settings(&scene.desk, owner, by_mail("olga@contoso.example", "fr")).await.unwrap();
        happen().await;
        let mails = server.mails();
        assert_eq!(mails.len(), 1, "the code alone: {mails:?}");
        assert!(!mails[0]["text"].as_str().unwrap().contains("contoso"), "{mails:?}");
        let code = server.take_code();
        let confirm = async |who: &Caller, code: &str| confirm_address(&scene.desk, who, code).await;
        assert!(confirm(&scene.contoso.author, &code).await.is_err(), "a code is one person's");
        assert!(confirm(owner, "0").await.is_err());
        confirm(owner, &code).await.unwrap();
        assert!(confirm(owner, &code).await.is_err(), "once");
        happen().await;
        assert_eq!(server.mails().len(), 2);
        assert!(notice_settings(&scene.desk, owner).await.unwrap().mail.unwrap().is_confirmed);

        // The same address in another language stays; another address is asked for first, and is soon asked for too often.
        set_notice_settings(&scene.desk, owner, by_mail("olga@contoso.example", "en")).await.unwrap();
        assert!(notice_settings(&scene.desk, owner).await.unwrap().mail.unwrap().is_confirmed);
        set_notice_settings(&scene.desk, owner, by_mail("other@contoso.example", "en")).await.unwrap();
        happen().await;
        assert_eq!(server.mails().len(), 3, "its code");
        let code = server.take_code();
        for _ in 0..3 {
            ask_to_confirm_again(&scene.desk, owner).await.unwrap();
        }
        assert!(ask_to_confirm_again(&scene.desk, owner).await.is_err(), "five a day");
        assert!(confirm(owner, &code).await.is_err(), "the last one counts");
        postman.round().await.unwrap();
        let code = server.take_code();
        scene.forward_days(7);
        assert!(confirm(owner, &code).await.is_err(), "seven days at most");
    });
}

#[test]
fn a_mail_that_is_refused_is_sent_again_under_the_same_id() {
    on_sqlite(|scene| async move {
        let server = MailServer::start();
        subscribe(&scene, &server, &scene.contoso.owner, "olga@contoso.example", "en").await;
        lock(&scene.desk, &scene.contoso.owner, None).await.unwrap();
        round(&scene).await;
        for link in [server.link("wrong", true), server.link("pass%3Aword", false)] {
            Postman::new(scene.desk.clone(), link).unwrap().round().await.unwrap();
            assert_eq!(
                server.mails().len(),
                0,
                "no mail without the password, or to a server that is not trusted"
            );
            scene.forward_hours(1);
        }
        let postman = Postman::new(scene.desk.clone(), server.link("pass%3Aword", true)).unwrap();
        server.refuse(true);
        postman.round().await.unwrap();
        server.refuse(false);
        postman.round().await.unwrap();
        assert_eq!(server.mails().len(), 0, "the pause is not over");
        scene.forward_hours(1);
        let tenant = &scene.contoso.tenant;
        let row = scene.store.due_mails(tenant, "", Moment::MAX).await.unwrap().remove(0);
        postman.round().await.unwrap();
        postman.round().await.unwrap();
        let mails = server.mails();
        assert_eq!(mails.len(), 1);
        assert!(mails[0]["id"].as_str().unwrap().ends_with("@desk.example>"));
        assert_eq!(mails[0]["from"], "desk@desk.example");
        // As after a crash behind the server's answer, which leaves the mail waiting.
        let waiting = MailPutOff { next_try_at: Some(scene.now()), fault: String::new() };
        scene.store.put_mail_off(tenant, &row, &waiting).await.unwrap();
        postman.round().await.unwrap();
        let mails = server.mails();
        assert_eq!((mails.len(), &mails[0]["id"]), (2, &mails[1]["id"]));
    });
}

#[test]
fn a_server_that_begins_in_clear_gets_mails_behind_starttls_alone() {
    on_sqlite(|scene| async move {
        let server = MailServer::start_in_clear();
        subscribe(&scene, &server, &scene.contoso.owner, "olga@contoso.example", "en").await;
        lock(&scene.desk, &scene.contoso.owner, None).await.unwrap();
        round(&scene).await;
        for (trusts, expected) in [(false, 0), (true, 1)] {
            let link = server.link("pass%3Aword", trusts);
            Postman::new(scene.desk.clone(), link).unwrap().round().await.unwrap();
            assert_eq!(server.mails().len(), expected, "it is trusted: {trusts}");
            scene.forward_hours(1);
        }
    });
}
