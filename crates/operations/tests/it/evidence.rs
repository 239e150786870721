//! Evidence: read with masks, each read in the log; deleted with a receipt; destroyed at its hour.

use crate::cases::{open, terms, terms_of};
use crate::databases::each_database;
use crate::runner::{Runner, piece};
use crate::scene::Scene;
use domain::{
    Actor, Categories, Category, CollectionId, DeleteCause, Event, Level, Reason, Refusal as Rule, Settings,
    Span,
};
use operations::{
    Caller, Piece, Refusal, change_settings, delete_evidence, list_evidence, lock, read_evidence,
    show_evidence, show_run, unlock,
};
use std::fs;
use std::path::Path;

/// What `caller` is shown of a collection.
async fn read(scene: &Scene, caller: &Caller, collection: &CollectionId) -> Result<Vec<Piece>, Refusal> {
    let mut reading = read_evidence(&scene.desk, caller, collection).await?;
    let mut pieces = Vec::new();
    while let Some(more) = reading.next().await? {
        pieces.extend(more);
    }
    Ok(pieces)
}

/// What `caller` is shown of what was found in a collection.
async fn findings(scene: &Scene, caller: &Caller, collection: &CollectionId) -> Option<serde_json::Value> {
    let run = show_evidence(&scene.desk, caller, collection).await.unwrap().row.run.unwrap();
    show_run(&scene.desk, caller, &run).await.unwrap().findings
}

/// A collection of contoso's, under a standard consent to all but account data.
async fn collected(scene: &Scene) -> CollectionId {
    let runner = Runner::enrol(&scene.desk, &scene.contoso, 1).await;
    let run = scene.run(&scene.open(Some(Level::Standard)).await).await;
    runner.deliver(&scene.desk, &run).await
}

fn case_of(collection: &CollectionId) -> domain::CaseId {
    crate::scene::id(collection.as_str().split_once('-').unwrap().0)
}

#[test]
fn the_vendor_reads_what_the_consent_covers_and_the_customer_everything() {
    each_database(|scene| async move {
        let collection = collected(&scene).await;
        let vendor = read(&scene, &scene.staff.engineer, &collection).await.unwrap();
        assert_eq!(vendor[0].text, "joe at srv1 has licence «account:licence»\n");
        let own = read(&scene, &scene.contoso.auditor, &collection).await.unwrap();
        assert_eq!(own, [piece()]);
        scene.consent(&case_of(&collection), terms_of(Level::Standard, &[Category::Oii])).await.unwrap();
        let narrower = read(&scene, &scene.staff.lead, &collection).await.unwrap();
        assert_eq!(narrower[0].text, "«euii:username» at srv1 has licence «account:licence»\n");
        assert_eq!(
            narrower[0].labels.iter().map(|label| label.masked).collect::<Vec<_>>(),
            [true, false, true]
        );
    });
}

#[test]
fn each_read_is_in_the_log_with_who_what_was_shown_and_what_was_masked() {
    each_database(|scene| async move {
        let collection = collected(&scene).await;
        for caller in [&scene.staff.engineer, &scene.contoso.auditor] {
            read(&scene, caller, &collection).await.unwrap();
        }
        let log = scene.log(&scene.contoso.tenant).await;
        let [by_vendor, by_own] = &log[log.len() - 2..] else { panic!("two reads") };
        let account = Categories::NONE.with(Category::AccountData);
        let user_and_host = Categories::NONE.with(Category::Euii).with(Category::Oii);
        let check = |record: &domain::Record, by: Actor, shows: Categories, masks: Categories| {
            let Event::EvidenceRead { shown, masked, ranges, .. } = &record.event else {
                panic!("{record:?}")
            };
            assert_eq!((&record.by, *shown, *masked, ranges.len()), (&by, shows, masks, 1));
            assert!(ranges[0].start == 0 && ranges[0].end > 30);
        };
        check(by_vendor, Actor::Vendor(scene.staff.engineer.person.clone()), user_and_host, account);
        let all = user_and_host.union(account);
        check(by_own, Actor::Person(scene.contoso.auditor.person.clone()), all, Categories::NONE);
    });
}

#[test]
fn reads_of_one_person_within_a_minute_are_one_event_unless_they_show_more() {
    each_database(|scene| async move {
        let collection = collected(&scene).await;
        let (engineer, lead) = (&scene.staff.engineer, &scene.staff.lead);
        // Both have come to the case already.
        for who in [engineer, lead] {
            list_evidence(&scene.desk, who, &case_of(&collection)).await.unwrap();
        }
        let size = scene.size().await;
        let events = async |reader: &Caller| {
            read(&scene, reader, &collection).await.unwrap();
            scene.size().await - size
        };
        assert_eq!(events(engineer).await, 1);
        scene.forward(Span::from_seconds(59));
        assert_eq!(events(engineer).await, 1);
        assert_eq!(events(lead).await, 2, "another person's is another");
        scene.forward(Span::from_seconds(1));
        assert_eq!(events(engineer).await, 3, "a minute has passed");
        let all: Vec<Category> = Category::ALL.to_vec();
        scene.consent(&case_of(&collection), terms_of(Level::Standard, &all)).await.unwrap();
        assert_eq!(events(engineer).await, 5, "the consent, and a read that shows more");
    });
}

#[test]
fn the_vendor_reads_nothing_without_a_consent_in_force_and_the_customer_still_does() {
    each_database(|scene| async move {
        let collection = collected(&scene).await;
        let case = case_of(&collection);
        let denied = async |expected: Reason| {
            let missing = Categories::NONE;
            let refused = read(&scene, &scene.staff.engineer, &collection).await.unwrap_err();
            assert_eq!(refused, Rule::Denied { reason: expected, missing }.into());
            read(&scene, &scene.contoso.author, &collection).await.unwrap();
            assert_eq!(
                findings(&scene, &scene.staff.engineer, &collection).await,
                None,
                "they are drawn from it"
            );
            assert!(findings(&scene, &scene.contoso.author, &collection).await.is_some());
        };
        assert!(findings(&scene, &scene.staff.engineer, &collection).await.is_some());
        let (desk, consenter) = (&scene.desk, &scene.contoso.consenter);
        let mut reading = read_evidence(desk, &scene.staff.engineer, &collection).await.unwrap();
        lock(desk, consenter, None).await.unwrap();
        assert!(reading.next().await.is_err(), "what was opened before is decided again");
        denied(Reason::Locked).await;
        unlock(desk, consenter, None).await.unwrap();
        operations::withdraw_consent(desk, consenter, None, &case).await.unwrap();
        denied(Reason::Withdrawn).await;
        scene.close(&case).await.unwrap();
        denied(Reason::Closed).await;
    });
}

#[test]
fn deleting_evidence_leaves_its_receipt_and_nothing_else() {
    each_database(|scene| async move {
        let collection = collected(&scene).await;
        let (desk, contoso) = (&scene.desk, &scene.contoso);
        let kept = show_evidence(desk, &contoso.auditor, &collection).await.unwrap().row;
        delete_evidence(desk, &contoso.consenter, &collection).await.unwrap();
        let receipt = Event::EvidenceDeleted {
            collection: collection.clone(),
            cause: DeleteCause::Asked,
            sha256: kept.sha256,
            bytes: kept.bytes,
            key: format!("collection {collection}"),
        };
        assert!(scene.since(0).await.contains(&receipt));
        assert_eq!(files(&scene.folder.join("objects")), [""; 0]);
        for caller in [&scene.staff.engineer, &contoso.auditor] {
            assert_eq!(read(&scene, caller, &collection).await.unwrap_err(), Refusal::Destroyed);
        }
        let twice = delete_evidence(desk, &contoso.consenter, &collection).await.unwrap_err();
        assert_eq!(twice, Refusal::Destroyed);
        let row = &list_evidence(desk, &scene.staff.engineer, &case_of(&collection)).await.unwrap()[0].row;
        assert_eq!((row.deleted_at, row.delete_cause), (Some(scene.now()), Some(DeleteCause::Asked)));
        let run = show_run(desk, &contoso.auditor, row.run.as_ref().unwrap()).await.unwrap();
        assert_eq!(run.findings, None, "what was found in it goes with it");
    });
}

#[test]
fn at_its_hour_the_sweep_destroys_evidence_in_copies_too() {
    each_database(|scene| async move {
        scene.forward(Span::from_micros(1_799_999_999));
        let collection = collected(&scene).await;
        let backup = tempfile::tempdir().unwrap();
        copy(&scene.folder.join("objects"), backup.path());
        scene.consent(&case_of(&collection), terms(Level::Standard)).await.unwrap();
        let row = show_evidence(&scene.desk, &scene.contoso.auditor, &collection).await.unwrap().row;
        let hour = operations::hour_start(row.due_hour);
        assert!(hour <= scene.now().plus(Span::from_days(28)), "rounded down");

        scene.clock.set(hour.minus(Span::from_micros(1)));
        assert_eq!(scene.sweep().await.deleted, 0);
        read(&scene, &scene.staff.engineer, &collection).await.unwrap();
        scene.clock.set(hour);
        assert_eq!(scene.sweep().await.deleted, 1);
        let due = |event: &Event| {
            matches!(event, Event::EvidenceDeleted { cause: DeleteCause::Due, key, .. }
                if *key == format!("hour {}", row.due_hour))
        };
        assert_eq!(scene.since(0).await.iter().filter(|event| due(event)).count(), 1);
        assert_eq!(files(&scene.folder.join("objects")), [""; 0]);
        assert_eq!(scene.sweep().await.deleted, 0, "once");

        copy(backup.path(), &scene.folder.join("objects"));
        let vault = vault::Vault::open(&scene.folder.join("objects"), &scene.folder.join("keyring")).unwrap();
        let opened = vault.open_collection("contoso", collection.as_str());
        assert!(matches!(opened, Err(vault::VaultError::KeyDestroyed { .. })), "{:?}", opened.err());
        assert_eq!(read(&scene, &scene.contoso.owner, &collection).await.unwrap_err(), Refusal::Destroyed);
    });
}

#[test]
fn a_retention_that_is_shortened_wakes_the_sweep_for_what_is_older() {
    each_database(|scene| async move {
        let collection = collected(&scene).await;
        scene.forward_days(3);
        let younger = scene.run(&case_of(&collection)).await;
        let younger =
            Runner::enrol(&scene.desk, &scene.contoso, 2).await.deliver(&scene.desk, &younger).await;
        assert_eq!(scene.sweep().await.deleted, 0);
        let settings = Settings { retention_days: 5, ..Settings::default() };
        change_settings(&scene.desk, &scene.contoso.owner, settings).await.unwrap();
        assert_eq!(scene.sweep().await.deleted, 0, "nothing is five days old");
        scene.forward_days(2);
        assert_eq!(scene.sweep().await.deleted, 1);
        let evidence =
            list_evidence(&scene.desk, &scene.contoso.auditor, &case_of(&collection)).await.unwrap();
        let causes = evidence.into_iter().map(|shown| (shown.row.collection, shown.row.delete_cause));
        assert_eq!(causes.collect::<Vec<_>>(), [(younger, None), (collection, Some(DeleteCause::Retention))]);
    });
}

#[test]
fn trouble_with_one_tenant_s_evidence_keeps_no_other_s_alive() {
    each_database(|scene| async move {
        let collection = collected(&scene).await;
        let fabrikam = scene.join("fabrikam").await;
        let case = open(&scene.desk, &fabrikam.consenter, &fabrikam, Some(Level::Standard)).await.case;
        let run = scene.run(&case).await;
        let theirs = Runner::enrol(&scene.desk, &fabrikam, 2).await.deliver(&scene.desk, &run).await;
        // What is no file of the vault's keeps it from removing the collection's folder.
        let stray = scene.folder.join("objects/contoso").join(collection.as_str()).join("stray");
        fs::write(&stray, "").unwrap();
        scene.forward_days(28);
        assert!(operations::sweep(&scene.desk).await.is_err(), "the operator hears of it");
        let row = show_evidence(&scene.desk, &fabrikam.auditor, &theirs).await.unwrap().row;
        assert_eq!(row.delete_cause, Some(DeleteCause::Due));
        let kept = show_evidence(&scene.desk, &scene.contoso.auditor, &collection).await.unwrap().row;
        assert_eq!(kept.deleted_at, None, "no receipt without a deletion");
        fs::remove_file(&stray).unwrap();
        assert_eq!(scene.sweep().await.deleted, 1, "it is tried again");
    });
}

#[test]
fn what_a_crash_left_half_shipped_is_destroyed_by_the_second_pass_that_sees_it() {
    each_database(|scene| async move {
        let collection = collected(&scene).await;
        let vault = vault::Vault::open(&scene.folder.join("objects"), &scene.folder.join("keyring")).unwrap();
        vault.create_collection("contoso", "c1-e1", vault::DueHour(500_000)).unwrap();
        for left in [2, 1] {
            operations::tidy(&scene.desk).await.unwrap();
            assert_eq!(vault.list_collections("contoso").unwrap().len(), left);
        }
        read(&scene, &scene.contoso.author, &collection).await.unwrap();
    });
}

/// The files below a folder, by name.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path.display().to_string()) }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, target) = entry.map(|entry| (entry.path(), to.join(entry.file_name()))).unwrap();
        if path.is_dir() { copy(&path, &target) } else { fs::copy(&path, &target).map(|_| ()).unwrap() }
    }
}
