//! A text sealed to a collection opens with it alone, and dies with it.

use crate::scene::{DUE, Scene, copy};
use vault::{Vault, VaultError};

const FOUND: &[u8] = b"the disk is full";

#[test]
fn a_text_beside_a_collection_opens_until_its_hour_in_copies_too() {
    let scene = Scene::new();
    scene.keep("contoso", "c1", DUE, b"evidence");
    scene.keep("contoso", "c2", DUE, b"evidence");
    let sealed = scene.vault.seal_beside("contoso", "c1", FOUND).unwrap();
    assert_eq!(scene.vault.open_beside("contoso", "c1", &sealed).unwrap(), FOUND);
    let other = scene.vault.open_beside("contoso", "c2", &sealed);
    assert!(matches!(other, Err(VaultError::TextRefused { .. })), "{other:?}");
    let backup = tempfile::tempdir().unwrap();
    copy(&scene.objects(), &backup.path().join("objects"));
    scene.vault.destroy_due(DUE).unwrap();
    for vault in [&scene.vault, &Vault::open(&backup.path().join("objects"), &scene.keyring()).unwrap()] {
        let gone = vault.open_beside("contoso", "c1", &sealed);
        assert!(matches!(gone, Err(VaultError::KeyDestroyed { .. })), "{gone:?}");
    }
}

#[test]
fn a_text_goes_with_a_collection_that_is_destroyed_early() {
    let scene = Scene::new();
    scene.keep("contoso", "c1", DUE, b"evidence");
    let sealed = scene.vault.seal_beside("contoso", "c1", FOUND).unwrap();
    scene.vault.destroy_collection("contoso", "c1").unwrap();
    let gone = scene.vault.open_beside("contoso", "c1", &sealed);
    assert!(matches!(gone, Err(VaultError::NoCollection { .. })), "{gone:?}");
}
