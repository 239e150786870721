//! What is destroyed is gone, in copies too, and destroying may be repeated.

use crate::opening::unwrap;
use crate::scene::{DUE, Scene, copy, files, read};
use std::fs;
use vault::{DueHour, Vault, VaultError};

const BEFORE: DueHour = DueHour(DUE.0 - 1);
const AFTER: DueHour = DueHour(DUE.0 + 1);

#[test]
fn what_is_due_is_gone_and_the_rest_stays() {
    let scene = Scene::new();
    for (tenant, collection, due) in
        [("contoso", "c1", BEFORE), ("contoso", "c2", DUE), ("contoso", "c3", AFTER), ("fabrikam", "c1", DUE)]
    {
        scene.keep(tenant, collection, due, b"evidence");
    }
    let destroyed = scene.vault.destroy_due(DUE).unwrap();
    let expected = [("contoso", BEFORE), ("contoso", DUE), ("fabrikam", DUE)];
    assert_eq!(destroyed.hours, expected.map(|(tenant, due)| (tenant.to_owned(), due)));
    assert!(destroyed.failed.is_empty());
    assert!(scene.vault.destroy_due(DUE).unwrap().hours.is_empty(), "once is enough");
    for (tenant, collection, due) in
        [("contoso", "c1", BEFORE), ("contoso", "c2", DUE), ("fabrikam", "c1", DUE)]
    {
        let gone = scene.read(tenant, collection);
        assert!(matches!(gone, Err(VaultError::KeyDestroyed { due: at, .. }) if at == due), "{gone:?}");
    }
    assert_eq!(scene.read("contoso", "c3").unwrap(), b"evidence");
}

#[test]
fn a_copy_of_the_objects_is_unreadable_after_the_hour() {
    let scene = Scene::new();
    scene.keep("contoso", "c1", DUE, b"evidence");
    let stolen = tempfile::tempdir().unwrap();
    copy(&scene.objects(), &stolen.path().join("objects"));
    let with_copy = || Vault::open(&stolen.path().join("objects"), &scene.keyring()).unwrap();
    assert_eq!(read(&with_copy(), "contoso", "c1").unwrap(), b"evidence");

    let key = fs::read(scene.hour_key("contoso", DUE)).unwrap();
    scene.vault.destroy_hour("contoso", DUE).unwrap();
    let gone = read(&with_copy(), "contoso", "c1");
    assert!(matches!(gone, Err(VaultError::KeyDestroyed { .. })), "{gone:?}");

    // A new key for the same hour opens nothing old, and only the old key would.
    scene.keep("contoso", "c2", DUE, b"later");
    let gone = read(&with_copy(), "contoso", "c1");
    assert!(matches!(gone, Err(VaultError::Damaged { .. })), "{gone:?}");
    let envelope = fs::read(stolen.path().join("objects/contoso/c1/identity")).unwrap();
    assert!(unwrap(&key, &envelope[13..]).is_some());
    assert!(unwrap(&fs::read(scene.hour_key("contoso", DUE)).unwrap(), &envelope[13..]).is_none());
}

#[test]
fn nothing_of_a_destroyed_key_stays_in_the_keyring() {
    let scene = Scene::new();
    scene.keep("contoso", "c1", DUE, b"evidence");
    scene.keep("contoso", "c2", AFTER, b"evidence");
    let key = fs::read(scene.hour_key("contoso", DUE)).unwrap();
    // What a crash in the middle of making and of destroying the key leaves.
    for ending in ["0123456789abcdef.new", "dying"] {
        fs::write(format!("{}.{ending}", scene.hour_key("contoso", DUE).display()), &key).unwrap();
    }
    scene.vault.destroy_due(DUE).unwrap();
    assert_eq!(files(&scene.keyring()), [scene.hour_key("contoso", AFTER)]);
}

#[test]
fn an_interrupted_destruction_is_finished_by_the_next_sweep() {
    let scene = Scene::new();
    scene.keep("contoso", "c1", DUE, b"evidence");
    let key = scene.hour_key("contoso", DUE);
    fs::rename(&key, format!("{}.dying", key.display())).unwrap();
    assert!(matches!(scene.read("contoso", "c1"), Err(VaultError::KeyDestroyed { .. })));
    assert_eq!(scene.vault.destroy_due(DUE).unwrap().hours, [("contoso".to_owned(), DUE)]);
    assert_eq!(files(&scene.keyring()), [""; 0].map(std::path::PathBuf::from));
}

#[test]
fn a_collection_destroyed_early_takes_nothing_else_along() {
    let scene = Scene::new();
    scene.keep("contoso", "c1", DUE, b"evidence");
    scene.keep("contoso", "c2", DUE, b"other");
    scene.vault.create_collection("contoso", "c3", DUE).unwrap();
    scene.vault.append_part("contoso", "c3", 0, b"begun").unwrap();
    for collection in ["c1", "c1", "c3", "never-made"] {
        scene.vault.destroy_collection("contoso", collection).unwrap();
        assert!(matches!(scene.read("contoso", collection), Err(VaultError::NoCollection { .. })));
    }
    assert_eq!(scene.vault.list_collections("contoso").unwrap(), ["c2"]);
    assert_eq!(scene.read("contoso", "c2").unwrap(), b"other");
}

#[test]
fn an_interrupted_removal_of_a_collection_is_finished() {
    let scene = Scene::new();
    scene.keep("contoso", "c1", DUE, b"evidence");
    let identity = scene.objects().join("contoso/c1/identity");
    fs::rename(&identity, identity.with_extension("dying")).unwrap();
    scene.vault.destroy_collection("contoso", "c1").unwrap();
    assert_eq!(files(&scene.objects()), [""; 0].map(std::path::PathBuf::from));
    assert!(scene.vault.list_collections("contoso").unwrap().is_empty());
}

#[test]
fn objects_are_swept_once_due_and_unreadable() {
    let scene = Scene::new();
    scene.keep("contoso", "c1", DUE, b"evidence");
    scene.keep("contoso", "c2", AFTER, b"evidence");
    scene.keep("fabrikam", "c1", DUE, b"evidence");
    let sweep = |now| scene.vault.sweep_objects(now).unwrap();
    assert!(sweep(AFTER).collections.is_empty(), "the keys are there");
    scene.vault.destroy_due(DUE).unwrap();
    assert!(sweep(BEFORE).collections.is_empty(), "not due");
    let removed = sweep(DUE).collections;
    assert_eq!(removed, [("contoso", "c1"), ("fabrikam", "c1")].map(|(t, c)| (t.to_owned(), c.to_owned())));
    assert!(sweep(DUE).collections.is_empty());
    assert_eq!(scene.read("contoso", "c2").unwrap(), b"evidence");
}

#[test]
fn a_lost_keyring_removes_nothing_that_is_not_due() {
    let scene = Scene::new();
    scene.keep("contoso", "c1", DUE, b"evidence");
    fs::rename(scene.keyring(), scene.keyring().with_extension("away")).unwrap();
    assert!(scene.vault.sweep_objects(BEFORE).unwrap().collections.is_empty());
    fs::rename(scene.keyring().with_extension("away"), scene.keyring()).unwrap();
    assert_eq!(scene.read("contoso", "c1").unwrap(), b"evidence");
}

#[test]
fn one_damaged_collection_does_not_stop_the_sweep() {
    let scene = Scene::new();
    scene.keep("contoso", "c1", DUE, b"evidence");
    scene.keep("contoso", "c2", DUE, b"evidence");
    scene.vault.destroy_due(DUE).unwrap();
    fs::write(scene.objects().join("contoso/c1/identity"), b"junk").unwrap();
    let removed = scene.vault.sweep_objects(DUE).unwrap();
    assert_eq!(removed.collections, [("contoso".to_owned(), "c2".to_owned())]);
    assert!(
        matches!(&removed.failed[..], [(_, c1, VaultError::Damaged { .. })] if c1 == "c1"),
        "{removed:?}"
    );
}

#[test]
fn a_collection_cannot_be_made_anew_in_a_dead_hour() {
    let scene = Scene::new();
    scene.keep("contoso", "c1", DUE, b"evidence");
    scene.vault.destroy_due(DUE).unwrap();
    let again = scene.vault.create_collection("contoso", "c1", DUE);
    assert!(matches!(again, Err(VaultError::KeyDestroyed { .. })), "{again:?}");
}
