//! Key files are for their owner alone.

use crate::scene::{DUE, Scene, files};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use vault::{Vault, VaultError};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn files_are_for_their_owner_alone() {
    let scene = Scene::new();
    scene.keep("contoso", "c1", DUE, b"evidence");
    scene.vault.seal_text("contoso", b"text", b"").unwrap();
    let found = [files(&scene.keyring()), files(&scene.objects())].concat();
    assert_eq!(found.len(), 4, "{found:?}");
    for path in found {
        assert_eq!(mode(&path), 0o600, "{path:?}");
        assert_eq!(mode(path.parent().unwrap()), 0o700, "{path:?}");
    }
    assert_eq!(mode(&scene.keyring()), 0o700);
    assert_eq!(mode(&scene.objects()), 0o700);
}

#[test]
fn one_hour_of_one_tenant_has_one_key() {
    let scene = Scene::new();
    scene.keep("contoso", "c1", DUE, b"evidence");
    let key = fs::read(scene.hour_key("contoso", DUE)).unwrap();
    scene.keep("contoso", "c2", DUE, b"evidence");
    scene.keep("fabrikam", "c1", DUE, b"evidence");
    assert_eq!(fs::read(scene.hour_key("contoso", DUE)).unwrap(), key);
    assert_ne!(fs::read(scene.hour_key("fabrikam", DUE)).unwrap(), key);
    assert_eq!(files(&scene.keyring()).len(), 2);
}

#[test]
fn the_folders_must_lie_apart() {
    let root = tempfile::tempdir().unwrap();
    let (outer, inner) = (root.path().join("a"), root.path().join("a/b"));
    for (objects, keyring) in [(&outer, &inner), (&inner, &outer), (&outer, &outer)] {
        let opened = Vault::open(objects, keyring);
        assert!(matches!(opened, Err(VaultError::Nested { .. })), "{opened:?}");
    }
}
