//! Notices and mails: kept once, joined by case, forgotten with their person.

use crate::databases::each_database;
use crate::desk::{create, id, must, tenant};
use domain::{Actor, Moment, NoticeKind, Span};
use store::{Append, MailAddress, MailPutOff, NewNotice, NoticeChoice, RecordWrite, Store, Verdict};

fn notice(name: &str, kind: NoticeKind, at: Moment, mail_at: Option<Moment>) -> NewNotice {
    let case = Some(id("A"));
    NewNotice { person: id("ada"), notice: name.to_owned(), kind, case, at, in_desk: true, mail_at }
}

/// Tells somebody of contoso's something, in the desk and by mail.
pub(crate) async fn tell_ada(store: &Store, now: Moment) {
    let address = MailAddress { address: "ada@contoso.example".to_owned(), language: "en".to_owned() };
    let choice = NoticeChoice { kind: NoticeKind::Locked, in_desk: true, by_mail: false };
    store.put_notice_settings(&tenant(), &id("ada"), Some(&address), &[choice]).await.unwrap();
    let told = [notice("n1", NoticeKind::ConsentGiven, now, Some(now))];
    assert!(store.tell(&tenant(), None, 1, &told).await.unwrap());
}

#[test]
fn a_notice_is_kept_once_and_joins_the_digest_of_its_case() {
    each_database(|opened| async move {
        let (store, now) = (&opened.store, opened.clock.now());
        must(store, &tenant(), create()).await;
        tell_ada(store, now).await;
        assert!(!store.tell(&tenant(), None, 1, &[]).await.unwrap(), "the position is there already");
        assert!(!store.tell(&tenant(), Some(0), 2, &[]).await.unwrap(), "and it is another");
        let later = now.plus(Span::from_hours(24));
        let more = [
            notice("n1", NoticeKind::ConsentGiven, now, Some(later)),
            notice("n2", NoticeKind::RunFinished, now, Some(later)),
            notice("n3", NoticeKind::UnusualUse, now, Some(now)),
        ];
        assert!(store.tell(&tenant(), Some(1), 2, &more).await.unwrap());
        assert_eq!(store.notices(&tenant(), &id("ada"), 9).await.unwrap().len(), 3);
        let due = store.due_mails(&tenant(), now).await.unwrap();
        assert_eq!(due.iter().map(|mail| mail.mail.as_str()).collect::<Vec<_>>(), ["n1", "n3"]);
        let lines = store.mail_lines(&tenant(), &id("ada"), "n1").await.unwrap();
        assert_eq!(lines.len(), 2, "the digest took the second, and the urgent one went alone");

        assert!(store.take_mail(&tenant(), &due[0], now, later).await.unwrap());
        assert!(!store.take_mail(&tenant(), &due[0], now, later).await.unwrap(), "another replica has it");
        let after = [notice("n4", NoticeKind::RunFinished, now, Some(later))];
        assert!(store.tell(&tenant(), Some(2), 3, &after).await.unwrap());
        let lines = store.mail_lines(&tenant(), &id("ada"), "n1").await.unwrap();
        assert_eq!(lines.len(), 2, "nothing joins a mail that is under way");
        assert_eq!(store.hasten_digests(&tenant(), &id("A"), now).await.unwrap(), 1);

        store.mail_sent(&tenant(), &due[0]).await.unwrap();
        let put_off = MailPutOff { next_try_at: None, fault: "refused".to_owned() };
        store.put_mail_off(&tenant(), &due[1], &put_off).await.unwrap();
        let due = store.due_mails(&tenant(), Moment::MAX).await.unwrap();
        assert_eq!(due.iter().map(|mail| mail.mail.as_str()).collect::<Vec<_>>(), ["n4"]);
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
        assert_eq!(store.due_mails(&tenant(), Moment::MAX).await.unwrap(), []);
    });
}
