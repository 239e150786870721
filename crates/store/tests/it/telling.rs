//! Notices and mails: kept once, joined by case, forgotten with their person.

use crate::databases::each_database;
use crate::desk::{create, id, must, tenant};
use domain::{Actor, Moment, NoticeKind, Span};
use store::{
    AddressChange, AddressCode, Append, CONFIRMING, MailAddress, MailPutOff, NewNotice, NoticeChoice,
    RecordWrite, Store, Verdict, WebhookLease,
};

/// Who sends mails here.
const HERE: &str = "here";

fn notice(name: &str, kind: NoticeKind, at: Moment, mail_at: Option<Moment>) -> NewNotice {
    let case = Some(id("A"));
    let (person, notice) = (id("ada"), name.to_owned());
    NewNotice { person, notice, kind, case, at, in_desk: true, mail_at, by_webhook: true }
}

/// Tells somebody of contoso's something, in the desk, by mail and by webhook.
pub(crate) async fn tell_ada(store: &Store, now: Moment) {
    let (address, language) = ("ada@contoso.example".to_owned(), "en".to_owned());
    let address = MailAddress { address, language, is_confirmed: false };
    let code = AddressCode { code: b"sealed".to_vec(), asked_at: now };
    let mail = format!("{CONFIRMING}1");
    let ask = AddressChange::Ask { address, code, mail };
    let choice = NoticeChoice { kind: NoticeKind::Locked, in_desk: true, by_mail: false, by_webhook: true };
    store.put_notice_settings(&tenant(), &id("ada"), &ask, &[choice]).await.unwrap();
    confirm_ada(store, now).await;
    store.put_notice_webhook(&tenant(), &id("ada"), "https://hook.example", b"sealed").await.unwrap();
    let told = [notice("n1", NoticeKind::ConsentGiven, now, Some(now))];
    assert!(store.tell(&tenant(), None, 1, &told, &[], now).await.unwrap());
}

/// She followed the link that was mailed to her.
async fn confirm_ada(store: &Store, now: Moment) {
    let mails = store.due_mails(&tenant(), HERE, now).await.unwrap();
    assert_eq!(mails.len(), 1);
    store.mail_sent(&tenant(), &mails[0]).await.unwrap();
    let code = store.address_code(&tenant(), &id("ada")).await.unwrap().unwrap();
    let other = AddressCode { code: b"another".to_vec(), ..code.clone() };
    assert!(!store.confirm_address(&tenant(), &id("ada"), &other).await.unwrap());
    assert!(store.confirm_address(&tenant(), &id("ada"), &code).await.unwrap());
    assert!(!store.confirm_address(&tenant(), &id("ada"), &code).await.unwrap(), "once");
}

#[test]
fn what_is_old_is_forgotten_but_for_what_waits_to_be_told() {
    each_database(|opened| async move {
        let (store, now) = (&opened.store, opened.clock.now());
        must(store, &tenant(), create()).await;
        tell_ada(store, now).await;
        let later = now.plus(Span::from_hours(24));
        let listed = async || store.notices(&tenant(), &id("ada"), 9).await.unwrap().len();
        assert_eq!(store.forget_notices(&tenant(), now).await.unwrap(), 0, "nothing is as old");
        let asked = store.asked_to_confirm(&tenant(), &id("ada"), now).await.unwrap();
        assert_eq!(asked, 1);
        assert_eq!(
            store.forget_notices(&tenant(), later).await.unwrap(),
            1,
            "the mail that asked for the code"
        );
        assert_eq!(store.asked_to_confirm(&tenant(), &id("ada"), now).await.unwrap(), 0);
        assert_eq!(listed().await, 1, "a mail and a webhook wait to tell it");
        let due = store.due_mails(&tenant(), HERE, now).await.unwrap();
        store.mail_sent(&tenant(), &due[0]).await.unwrap();
        store.forget_notices(&tenant(), later).await.unwrap();
        assert_eq!(listed().await, 1, "a webhook still does");
        let lease = WebhookLease { tenant: tenant(), person: id("ada"), holder: HERE.to_owned() };
        assert!(store.lease_webhook(&lease, now, later).await.unwrap());
        assert!(store.webhook_took(&lease, "n1", later).await.unwrap());
        assert_eq!(store.forget_notices(&tenant(), later).await.unwrap(), 1);
        assert_eq!(listed().await, 0);
    });
}

#[test]
fn a_notice_is_kept_once_and_joins_the_digest_of_its_case() {
    each_database(|opened| async move {
        let (store, now) = (&opened.store, opened.clock.now());
        must(store, &tenant(), create()).await;
        tell_ada(store, now).await;
        assert!(
            !store.tell(&tenant(), None, 1, &[], &[], now).await.unwrap(),
            "the position is there already"
        );
        assert!(!store.tell(&tenant(), Some(0), 2, &[], &[], now).await.unwrap(), "and it is another");
        let later = now.plus(Span::from_hours(24));
        let more = [
            notice("n1", NoticeKind::ConsentGiven, now, Some(later)),
            notice("n2", NoticeKind::RunFinished, now, Some(later)),
            notice("n3", NoticeKind::UnusualUse, now, Some(now)),
        ];
        assert!(store.tell(&tenant(), Some(1), 2, &more, &[], now).await.unwrap());
        assert_eq!(store.notices(&tenant(), &id("ada"), 9).await.unwrap().len(), 3);
        let due = store.due_mails(&tenant(), HERE, now).await.unwrap();
        assert_eq!(due.iter().map(|mail| mail.mail.as_str()).collect::<Vec<_>>(), ["n1", "n3"]);
        let lines = store.mail_lines(&tenant(), &id("ada"), "n1").await.unwrap();
        assert_eq!(lines.len(), 2, "the digest took the second, and the urgent one went alone");

        assert!(store.take_mail(&tenant(), &due[0], HERE, now, later).await.unwrap());
        assert!(
            !store.take_mail(&tenant(), &due[0], HERE, now, later).await.unwrap(),
            "another replica has it"
        );
        let after = [notice("n4", NoticeKind::RunFinished, now, Some(later))];
        assert!(store.tell(&tenant(), Some(2), 3, &after, &[], now).await.unwrap());
        let lines = store.mail_lines(&tenant(), &id("ada"), "n1").await.unwrap();
        assert_eq!(lines.len(), 2, "nothing joins a mail that is under way");
        assert_eq!(store.due_mails(&tenant(), HERE, now).await.unwrap().len(), 1, "the digest waits");
        assert!(store.tell(&tenant(), Some(3), 4, &[], &[id("A")], now).await.unwrap());
        assert_eq!(store.due_mails(&tenant(), HERE, now).await.unwrap().len(), 2, "until its case is closed");

        store.mail_sent(&tenant(), &due[0]).await.unwrap();
        let put_off = MailPutOff { next_try_at: None, fault: "refused".to_owned() };
        store.put_mail_off(&tenant(), &due[1], &put_off).await.unwrap();
        let due = store.due_mails(&tenant(), HERE, Moment::MAX).await.unwrap();
        assert_eq!(due.iter().map(|mail| mail.mail.as_str()).collect::<Vec<_>>(), ["n4"]);
    });
}

#[test]
fn a_mail_that_a_dead_process_had_under_way_is_due_at_once_where_no_other_is_alive() {
    each_database(|opened| async move {
        let (store, now) = (&opened.store, opened.clock.now());
        must(store, &tenant(), create()).await;
        tell_ada(store, now).await;
        let due = store.due_mails(&tenant(), HERE, now).await.unwrap();
        let until = now.plus(Span::from_hours(1));
        assert!(store.take_mail(&tenant(), &due[0], HERE, now, until).await.unwrap());
        assert_eq!(store.due_mails(&tenant(), HERE, now).await.unwrap(), [], "it is under way");
        let next = store.due_mails(&tenant(), "the next process", now).await.unwrap();
        let may_have_replicas = matches!(opened.location, store::Location::Postgres(_));
        assert_eq!(next.len(), usize::from(!may_have_replicas));
        assert_eq!(store.due_mails(&tenant(), HERE, until).await.unwrap().len(), 1, "it counts as lost");
    });
}

#[test]
fn what_was_read_is_kept_and_a_removed_person_is_forgotten() {
    each_database(|opened| async move {
        let (store, now) = (&opened.store, opened.clock.now());
        must(store, &tenant(), create()).await;
        tell_ada(store, now).await;
        store.read_notices(&tenant(), &id("ada"), now, now).await.unwrap();
        assert_eq!(store.notices(&tenant(), &id("ada"), 9).await.unwrap()[0].read_at, Some(now));
        let append = Append {
            by: Actor::System,
            events: Vec::new(),
            records: vec![RecordWrite::RemovePerson { person: id("ada") }],
        };
        let verdict = Verdict::Append { append, answer: Vec::new() };
        store.append(&tenant(), None, Box::new(move |_, _| verdict.clone())).await.unwrap();
        assert_eq!(store.notices(&tenant(), &id("ada"), 9).await.unwrap(), []);
        assert_eq!(store.mail_addresses(&tenant()).await.unwrap(), []);
        assert_eq!(store.notice_choices(&tenant()).await.unwrap(), []);
        assert_eq!(store.due_mails(&tenant(), HERE, Moment::MAX).await.unwrap(), []);
        assert_eq!(store.notice_webhooks(&tenant()).await.unwrap(), []);
        assert_eq!(store.waiting_notices(&tenant(), &id("ada"), 9).await.unwrap(), []);
        assert_eq!(store.tenants_with_destinations().await.unwrap(), []);
    });
}
