//! Support bundles that the customer attaches: screened, read without a consent, deleted like everything collected.

use crate::cases::terms_of;
use crate::databases::each_database;
use crate::runner::{piece, seal};
use crate::scene::Scene;
use domain::{CaseId, Categories, Category, DeleteCause, Event, Level, Reason, Refusal as Rule};
use operations::{
    Attached, BundleBegun, Caller, Label, Piece, Refusal, accept_bundle_part, begin_bundle, delete_evidence,
    export_tenant, finish_bundle, list_evidence, lock, log_key, read_evidence, show_evidence, unlock,
};

/// A bundle in which everything is replaced: a line of text with a token in it.
pub(crate) fn screened() -> Vec<u8> {
    let label =
        Label { start: 10, end: 33, category: "euii".to_owned(), entity: "email".to_owned(), masked: true };
    let text = "error for «euii:email-0123abcd»\n".to_owned();
    line(&Piece { item: "b/app.log".to_owned(), text, labels: vec![label] })
}

fn line(piece: &Piece) -> Vec<u8> {
    [serde_json::to_vec(piece).unwrap(), b"\n".to_vec()].concat()
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    consent::Digest::of(bytes).to_string()
}

pub(crate) async fn begin(scene: &Scene, case: &CaseId) -> BundleBegun {
    begin_bundle(&scene.desk, &scene.contoso.author, None, case).await.unwrap()
}

pub(crate) async fn send(
    scene: &Scene,
    begun: &BundleBegun,
    offset: u64,
    part: &[u8],
) -> Result<u64, Refusal> {
    let (desk, author) = (&scene.desk, &scene.contoso.author);
    accept_bundle_part(desk, author, &begun.collection, offset, part.to_vec()).await
}

pub(crate) async fn finish(
    scene: &Scene,
    caller: &Caller,
    begun: &BundleBegun,
    sealed: &[u8],
) -> Result<Attached, Refusal> {
    finish_bundle(&scene.desk, caller, &begun.collection, sealed.len() as u64, &sha256(sealed)).await
}

/// Attaches what is given, sealed and in two parts.
async fn attach(scene: &Scene, caller: &Caller, case: &CaseId, bytes: Vec<u8>) -> Result<Attached, Refusal> {
    let begun = begin_bundle(&scene.desk, caller, None, case).await?;
    let sealed = seal(&begun.recipient, &bytes);
    let (first, second) = sealed.split_at(sealed.len() / 2);
    let received = accept_bundle_part(&scene.desk, caller, &begun.collection, 0, first.to_vec()).await?;
    accept_bundle_part(&scene.desk, caller, &begun.collection, received, second.to_vec()).await?;
    finish(scene, caller, &begun, &sealed).await
}

async fn read(scene: &Scene, caller: &Caller, attached: &Attached) -> Result<String, Refusal> {
    let mut reading = read_evidence(&scene.desk, caller, &attached.collection).await?;
    let mut text = String::new();
    while let Some(pieces) = reading.next().await? {
        text.extend(pieces.into_iter().map(|piece| piece.text));
    }
    Ok(text)
}

#[test]
fn engineers_read_what_was_attached_without_a_consent_and_each_read_is_in_the_log() {
    each_database(|scene| async move {
        let case = scene.open(None).await;
        let attached = attach(&scene, &scene.contoso.author, &case, screened()).await.unwrap();
        list_evidence(&scene.desk, &scene.staff.engineer, &case).await.unwrap();
        let before = scene.size().await;
        for caller in [&scene.staff.engineer, &scene.contoso.auditor] {
            assert_eq!(read(&scene, caller, &attached).await.unwrap(), "error for «euii:email-0123abcd»\n");
        }
        let reads = scene.since(before).await;
        assert!(reads.len() == 2 && reads.iter().all(|event| matches!(event, Event::EvidenceRead { .. })));
        let listed = list_evidence(&scene.desk, &scene.staff.engineer, &case).await.unwrap();
        assert_eq!((listed.len(), &listed[0].row.run, &listed[0].diagnostic), (1, &None, &None));
        assert_eq!(listed[0].row.spans["euii"], 1);
        assert_eq!(listed[0].row.case, case);
        let rebuilt = scene.store.projections(&scene.contoso.tenant).await.unwrap();
        scene.store.rebuild(Some(&scene.contoso.tenant)).await.unwrap();
        assert_eq!(scene.store.projections(&scene.contoso.tenant).await.unwrap(), rebuilt);
    });
}

#[test]
fn a_lock_and_a_closed_case_end_the_vendors_reading_and_a_withdrawn_consent_does_not() {
    each_database(|scene| async move {
        let (desk, contoso) = (&scene.desk, &scene.contoso);
        let case = scene.open(Some(Level::Standard)).await;
        let attached = attach(&scene, &contoso.owner, &case, screened()).await.unwrap();
        scene.consent(&case, terms_of(Level::Standard, &[Category::Oii])).await.unwrap();
        read(&scene, &scene.staff.engineer, &attached).await.unwrap();
        operations::withdraw_consent(desk, &contoso.consenter, None, &case).await.unwrap();
        read(&scene, &scene.staff.lead, &attached).await.unwrap();
        let denied = async |reason: Reason| {
            let missing = Categories::NONE;
            let refused = read(&scene, &scene.staff.engineer, &attached).await.unwrap_err();
            assert_eq!(refused, Rule::Denied { reason, missing }.into());
            read(&scene, &contoso.auditor, &attached).await.unwrap();
        };
        lock(desk, &contoso.consenter, None).await.unwrap();
        denied(Reason::Locked).await;
        unlock(desk, &contoso.consenter, None).await.unwrap();
        scene.close(&case).await.unwrap();
        denied(Reason::Closed).await;
        let refused = attach(&scene, &contoso.owner, &case, screened()).await.unwrap_err();
        assert_eq!(refused, Refusal::Rule { rule: Rule::CaseIsClosed });
    });
}

#[test]
fn what_was_attached_is_destroyed_at_its_hour_or_when_asked_and_the_log_proves_it() {
    each_database(|scene| async move {
        let (desk, contoso) = (&scene.desk, &scene.contoso);
        let case = scene.open(None).await;
        let first = attach(&scene, &contoso.author, &case, screened()).await.unwrap();
        read(&scene, &scene.staff.engineer, &first).await.unwrap();
        delete_evidence(desk, &contoso.consenter, &first.collection).await.unwrap();
        assert_eq!(read(&scene, &contoso.auditor, &first).await.unwrap_err(), Refusal::Destroyed);
        let other = [screened(), screened()].concat();
        let second = attach(&scene, &contoso.author, &case, other).await.unwrap();
        assert!(second.due_at <= second.at.plus(domain::Span::from_hours(28 * 24)));
        scene.forward_days(29);
        scene.sweep().await;
        let row = show_evidence(desk, &contoso.auditor, &second.collection).await.unwrap().row;
        assert_eq!(row.delete_cause, Some(DeleteCause::Due));
        let tenant = &contoso.tenant;
        let file = export_tenant(desk, tenant, Vec::new()).await.unwrap();
        let key = Some(log_key(desk, tenant).unwrap());
        let report = proof::verify(&file[..], &proof::Options { key, ..proof::Options::default() }).unwrap();
        assert_eq!(report.faults, []);
        let evidence = report.figures.evidence;
        assert_eq!((evidence.stored, evidence.deleted, evidence.kept), (2, 2, 0));
    });
}

#[test]
fn what_is_not_screened_is_refused_and_leaves_nothing() {
    each_database(|scene| async move {
        let case = scene.open(None).await;
        let before = scene.size().await;
        let author = &scene.contoso.author;
        for bytes in [line(&piece()), b"hello\n".to_vec(), Vec::new(), vec![0x1f, 0x8b, 8, 0]] {
            let refused = attach(&scene, author, &case, bytes).await.unwrap_err();
            assert!(matches!(&refused, Refusal::Invalid { field, .. } if field == "bundle"), "{refused}");
        }
        assert_eq!(scene.kept(), 0, "what was refused is destroyed at once");
        for caller in [&scene.contoso.auditor, &scene.staff.engineer] {
            let refused = attach(&scene, caller, &case, screened()).await.unwrap_err();
            assert!(matches!(refused, Refusal::NotAllowed { .. }), "{refused}");
        }
        assert_eq!(scene.size().await, before);
        assert!(list_evidence(&scene.desk, author, &case).await.unwrap().is_empty());
    });
}
