//! What was sealed is opened, and nothing else passes for it.

use crate::scene::{DUE, Scene, seal};
use std::fs;
use std::io::Read as _;
use std::str::FromStr as _;
use vault::{DueHour, VaultError};

#[test]
fn sealed_evidence_opens_again() {
    let scene = Scene::new();
    let evidence = [&b"line\n".repeat(40_000)[..], b"end"].concat();
    scene.keep("contoso", "c1", DUE, &evidence);
    assert_eq!(scene.read("contoso", "c1").unwrap(), evidence);
}

#[test]
fn a_collection_asked_for_again_has_the_same_recipient() {
    let vault = &Scene::new().vault;
    let first = vault.create_collection("contoso", "c1", DUE).unwrap();
    assert!(first.starts_with("age1"));
    assert_eq!(vault.create_collection("contoso", "c1", DUE).unwrap(), first);
    assert_ne!(vault.create_collection("contoso", "c2", DUE).unwrap(), first);
    let later = vault.create_collection("contoso", "c1", DueHour(DUE.0 + 1));
    assert!(matches!(later, Err(VaultError::Exists { due: DUE, .. })), "{later:?}");
}

#[test]
fn callers_at_the_same_time_get_one_recipient() {
    let scene = Scene::new();
    let vault = &scene.vault;
    let recipients: Vec<String> = std::thread::scope(|scope| {
        let ask = || vault.create_collection("contoso", "c1", DUE).unwrap();
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(recipients.iter().all(|recipient| *recipient == recipients[0]), "{recipients:?}");
}

#[test]
fn the_object_is_a_plain_age_file() {
    let scene = Scene::new();
    scene.keep("contoso", "c1", DUE, b"evidence");
    // Unwrap the identity by hand, from the documented form, and open the object with the age library alone.
    let envelope = fs::read(scene.objects().join("contoso/c1/identity")).unwrap();
    assert_eq!(envelope[..13], [&b"GCID\x01"[..], &DUE.0.to_be_bytes()].concat());
    let key = fs::read(scene.hour_key("contoso", DUE)).unwrap();
    let identity = unwrap(&key, &envelope[13..]).unwrap();
    let object = fs::read(scene.object("contoso", "c1")).unwrap();
    assert_eq!(age::decrypt(&identity, &object).unwrap(), b"evidence");
}

pub(crate) fn unwrap(key: &[u8], wrapped: &[u8]) -> Option<age::x25519::Identity> {
    use aws_lc_rs::key_wrap::{AES_256, AesKek, KeyWrapPadded as _};
    let mut text = vec![0; wrapped.len()];
    let text = AesKek::new(&AES_256, key).ok()?.unwrap_with_padding(wrapped, &mut text).ok()?;
    age::x25519::Identity::from_str(std::str::from_utf8(text).unwrap()).ok()
}

#[test]
fn a_collection_that_is_not_complete_cannot_be_read() {
    let scene = Scene::new();
    assert!(matches!(scene.read("contoso", "c1"), Err(VaultError::NoCollection { .. })));
    scene.vault.create_collection("contoso", "c1", DUE).unwrap();
    scene.vault.append_part("contoso", "c1", 0, b"some").unwrap();
    assert!(matches!(scene.read("contoso", "c1"), Err(VaultError::NotCommitted { .. })));
}

/// Reads all; whether an error comes before the end.
fn refuses(scene: &Scene) -> bool {
    match scene.vault.open_collection("contoso", "c1") {
        Ok(mut reader) => reader.read_to_end(&mut Vec::new()).is_err() && reader.read(&mut [0]).is_err(),
        Err(error) => matches!(error, VaultError::Damaged { .. }),
    }
}

#[test]
fn a_changed_or_cut_object_is_refused() {
    let scene = Scene::new();
    scene.keep("contoso", "c1", DUE, &vec![3; 150_000]);
    let path = scene.object("contoso", "c1");
    let good = fs::read(&path).unwrap();
    for place in [0, 30, 100, 200, 70_000, good.len() - 1] {
        let mut changed = good.clone();
        changed[place] ^= 1;
        fs::write(&path, changed).unwrap();
        assert!(refuses(&scene), "byte {place}");
    }
    for length in [0, 10, 200, 70_000, good.len() - 1] {
        fs::write(&path, &good[..length]).unwrap();
        assert!(refuses(&scene), "cut at {length}");
    }
    fs::write(&path, [&good[..], b"x"].concat()).unwrap();
    assert!(refuses(&scene), "one byte more");
    fs::write(&path, seal(&age::x25519::Identity::generate().to_public().to_string(), b"x")).unwrap();
    assert!(refuses(&scene), "sealed to another");
    fs::write(&path, good).unwrap();
    assert!(!refuses(&scene), "as it was");
}

#[test]
fn another_tenants_or_hours_key_opens_nothing() {
    let scene = Scene::new();
    scene.keep("contoso", "c1", DUE, b"evidence");
    let other_hour = DueHour(DUE.0 + 1);
    for (tenant, due) in [("fabrikam", DUE), ("contoso", other_hour)] {
        scene.keep(tenant, "c2", due, b"other");
        let own = fs::read(scene.hour_key("contoso", DUE)).unwrap();
        fs::copy(scene.hour_key(tenant, due), scene.hour_key("contoso", DUE)).unwrap();
        assert!(refuses(&scene), "{tenant}, {due}");
        fs::write(scene.hour_key("contoso", DUE), own).unwrap();
    }
    assert_eq!(scene.read("contoso", "c1").unwrap(), b"evidence");
}

#[test]
fn a_damaged_identity_or_key_is_named() {
    let scene = Scene::new();
    scene.keep("contoso", "c1", DUE, b"evidence");
    let identity = scene.objects().join("contoso/c1/identity");
    let good = fs::read(&identity).unwrap();
    for bad in [&b""[..], b"GCID\x02abcdefgh", &good[..good.len() - 1], &[&good[..20], &[0; 66]].concat()] {
        fs::write(&identity, bad).unwrap();
        assert!(refuses(&scene), "{bad:?}");
    }
    fs::write(&identity, good).unwrap();
    fs::write(scene.hour_key("contoso", DUE), b"short").unwrap();
    assert!(refuses(&scene));
}
