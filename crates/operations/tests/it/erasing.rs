//! What is kept of a person can be erased, and what was proven before stays proven.

use crate::cases::problem;
use crate::databases::each_database;
use crate::people::appoint;
use crate::scene::{Scene, id};
use domain::{Event, Role};
use operations::{Caller, OpenCase, ReceiptOf, Refusal, RequestKey};

async fn export(scene: &Scene) -> Vec<u8> {
    operations::export_tenant(&scene.desk, &scene.contoso.tenant, Vec::new()).await.unwrap()
}

fn sound(scene: &Scene, file: &[u8]) {
    let key = Some(operations::log_key(&scene.desk, &scene.contoso.tenant).unwrap());
    let report = proof::verify(file, &proof::Options { key, ..proof::Options::default() }).unwrap();
    assert_eq!(report.faults, []);
}

/// Somebody who opened a case, wrote in it, and left.
async fn left(scene: &Scene) -> Caller {
    let zoe = appoint(&scene.desk, &scene.contoso.owner, "zoe-quill", &[Role::Author], &[]).await;
    let (title, text) = ("Zoe cannot print".to_owned(), "Nothing comes out.".to_owned());
    let new = OpenCase { title, text, ..problem(&scene.contoso, None) };
    let case = operations::open_case(&scene.desk, &zoe, None, new).await.unwrap().case;
    let said = "Call me, Zoe, at home";
    operations::say(&scene.desk, &zoe, None, &case, said).await.unwrap();
    operations::say(&scene.desk, &scene.contoso.author, None, &case, "Zoe is out today").await.unwrap();
    operations::remove_person(&scene.desk, &scene.contoso.owner, &zoe.person).await.unwrap();
    zoe
}

#[test]
fn all_that_is_kept_of_a_person_goes_and_older_proofs_hold() {
    each_database(|scene| async move {
        let zoe = left(&scene).await;
        let before = export(&scene).await;
        let receipts = receipts(&scene).await;
        let (owner, size) = (&scene.contoso.owner, scene.size().await);
        let erased = operations::erase_person(&scene.desk, owner, None, &zoe.person).await.unwrap();
        // Name and address, the label of a token, a title, two texts.
        assert_eq!((erased.events, erased.parts), (5, 6));
        let events = scene.since(size).await;
        assert!(events.iter().all(|event| matches!(event, Event::PersonalDataErased { .. })), "{events:?}");
        assert_eq!(events.len(), 5);

        let after = export(&scene).await;
        sound(&scene, &before);
        sound(&scene, &after);
        let text = String::from_utf8(after.clone()).unwrap();
        for gone in ["zoe-quill", "Zoe cannot print", "Call me, Zoe"] {
            assert!(String::from_utf8_lossy(&before).contains(gone), "{gone} was there");
            assert!(!text.contains(gone), "{gone}");
        }
        assert!(text.contains("Zoe is out today"), "what others wrote stays theirs");
        assert!(text.contains(zoe.person.as_str()), "the opaque id stays");
        let leaves = |file: &[u8]| {
            let lines = String::from_utf8(file.to_vec()).unwrap();
            lines.lines().filter(|line| line.starts_with("event ")).map(str::to_owned).collect::<Vec<_>>()
        };
        assert!(leaves(&after).starts_with(&leaves(&before)), "no leaf changed");
        let key = operations::log_key(&scene.desk, &scene.contoso.tenant).unwrap();
        for receipt in receipts {
            ledger::Receipt::from_text(&receipt).unwrap().verify(std::slice::from_ref(&key)).unwrap();
        }
        scene.store.rebuild(None).await.unwrap();
        sound(&scene, &export(&scene).await);
    });
}

async fn receipts(scene: &Scene) -> Vec<String> {
    let mut receipts = Vec::new();
    for event in 0..scene.size().await {
        let of = ReceiptOf::Event(event);
        receipts.push(operations::receipt(&scene.desk, &scene.contoso.auditor, &of).await.unwrap());
    }
    receipts
}

#[test]
fn only_owners_erase_and_only_who_left() {
    each_database(|scene| async move {
        let (desk, contoso) = (&scene.desk, &scene.contoso);
        let refused = operations::erase_person(desk, &contoso.owner, None, &contoso.author.person).await;
        assert!(
            matches!(&refused, Err(Refusal::Invalid { why, .. }) if why.to_string().contains("remove them first"))
        );
        let zoe = left(&scene).await;
        for by in [&contoso.author, &contoso.consenter, &contoso.auditor, &scene.staff.operator] {
            let refused = operations::erase_person(desk, by, None, &zoe.person).await;
            assert!(matches!(refused, Err(Refusal::NotAllowed { .. })), "{refused:?}");
        }
        let fabrikam = scene.join("fabrikam").await;
        let refused = operations::erase_person(desk, &fabrikam.owner, None, &zoe.person).await;
        assert!(matches!(refused, Err(Refusal::NotFound { .. })), "{refused:?}");
        let refused = operations::erase_person(desk, &contoso.owner, None, &id("nobody")).await;
        assert!(matches!(refused, Err(Refusal::NotFound { .. })), "{refused:?}");
    });
}

#[test]
fn a_repeated_request_gets_the_first_answer() {
    each_database(|scene| async move {
        let zoe = left(&scene).await;
        let key = RequestKey::of("again", "POST", "/erase", b"{}");
        let (desk, owner) = (&scene.desk, &scene.contoso.owner);
        let first = operations::erase_person(desk, owner, Some(&key), &zoe.person).await.unwrap();
        let size = scene.size().await;
        assert_eq!(operations::erase_person(desk, owner, Some(&key), &zoe.person).await.unwrap(), first);
        assert_eq!(scene.size().await, size);
    });
}
