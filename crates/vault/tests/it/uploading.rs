//! Parts may come twice; what does not fit is refused.

use crate::scene::{DUE, Scene, seal, sha256};
use vault::VaultError;

fn evidence() -> Vec<u8> {
    vec![5; 300_000]
}

/// A scene with an empty collection, and its sealed evidence.
fn begin() -> (Scene, Vec<u8>) {
    let scene = Scene::new();
    let sealed = seal(&scene.vault.create_collection("contoso", "c1", DUE).unwrap(), &evidence());
    (scene, sealed)
}

fn part(scene: &Scene, sealed: &[u8], from: usize, to: usize) -> Result<u64, VaultError> {
    scene.vault.append_part("contoso", "c1", u64::try_from(from).unwrap(), &sealed[from..to])
}

#[test]
fn parts_may_be_repeated_and_overlap() {
    let (scene, sealed) = begin();
    let all = sealed.len();
    for (from, to, have) in [
        (0, 100_000, 100_000),
        (0, 100_000, 100_000),
        (50_000, 150_000, 150_000),
        (0, 10, 150_000),
        (150_000, 150_000, 150_000),
        (150_000, all, u64::try_from(all).unwrap()),
        (0, all, u64::try_from(all).unwrap()),
    ] {
        assert_eq!(part(&scene, &sealed, from, to).unwrap(), have, "{from}..{to}");
        assert_eq!(scene.vault.uploaded_bytes("contoso", "c1").unwrap(), have);
    }
    scene.commit("contoso", "c1", &sealed).unwrap();
    assert_eq!(scene.read("contoso", "c1").unwrap(), evidence());
}

#[test]
fn a_part_after_a_gap_is_told_where_to_go_on() {
    let (scene, sealed) = begin();
    part(&scene, &sealed, 0, 10).unwrap();
    let gap = part(&scene, &sealed, 11, 20);
    assert!(matches!(gap, Err(VaultError::Gap { offset: 11, have: 10, .. })), "{gap:?}");
    assert_eq!(scene.vault.uploaded_bytes("contoso", "c1").unwrap(), 10);
}

#[test]
fn a_repeated_part_with_other_bytes_is_refused_until_discarded() {
    let (scene, sealed) = begin();
    scene.vault.append_part("contoso", "c1", 0, b"something else").unwrap();
    assert!(matches!(part(&scene, &sealed, 0, 100), Err(VaultError::OtherBytes { offset: 0, .. })));
    scene.vault.discard("contoso", "c1").unwrap();
    scene.vault.discard("contoso", "c1").unwrap();
    assert_eq!(part(&scene, &sealed, 0, 100).unwrap(), 100);
}

#[test]
fn a_commit_may_be_repeated_and_nothing_is_added_after_it() {
    let (scene, sealed) = begin();
    part(&scene, &sealed, 0, sealed.len()).unwrap();
    scene.commit("contoso", "c1", &sealed).unwrap();
    scene.commit("contoso", "c1", &sealed).unwrap();
    assert_eq!(part(&scene, &sealed, 7, 99).unwrap(), u64::try_from(sealed.len()).unwrap());
    let longer = scene.vault.append_part("contoso", "c1", u64::try_from(sealed.len()).unwrap(), b"more");
    assert!(matches!(longer, Err(VaultError::OtherBytes { .. })), "{longer:?}");
    scene.vault.discard("contoso", "c1").unwrap();
    assert_eq!(scene.read("contoso", "c1").unwrap(), evidence());
}

#[test]
fn what_was_not_announced_is_not_committed() {
    let (scene, sealed) = begin();
    let length = u64::try_from(sealed.len()).unwrap();
    let commit = |length, digest| scene.vault.commit("contoso", "c1", length, &digest);
    assert!(matches!(commit(length, sha256(&sealed)), Err(VaultError::NotCommitted { .. })));
    part(&scene, &sealed, 0, sealed.len()).unwrap();
    assert!(matches!(commit(length - 1, sha256(&sealed)), Err(VaultError::OtherLength { .. })));
    assert!(matches!(commit(length, [0; 32]), Err(VaultError::OtherDigest { .. })));
    assert!(matches!(scene.read("contoso", "c1"), Err(VaultError::NotCommitted { .. })));
    commit(length, sha256(&sealed)).unwrap();
    assert!(matches!(commit(length, [0; 32]), Err(VaultError::OtherDigest { .. })));
}

#[test]
fn what_is_sealed_to_somebody_else_is_not_committed() {
    let (scene, _) = begin();
    let other = seal(&age::x25519::Identity::generate().to_public().to_string(), b"evidence");
    for upload in [&other[..], b"in clear"] {
        scene.vault.append_part("contoso", "c1", 0, upload).unwrap();
        let refused = scene.commit("contoso", "c1", upload);
        assert!(matches!(refused, Err(VaultError::OtherRecipient { .. })), "{refused:?}");
        scene.vault.discard("contoso", "c1").unwrap();
    }
}

#[test]
fn a_collection_that_was_never_made_takes_no_parts() {
    let refused = Scene::new().vault.append_part("contoso", "c1", 0, b"x");
    assert!(matches!(refused, Err(VaultError::NoCollection { .. })), "{refused:?}");
}

#[test]
fn one_part_delivered_many_times_at_once_arrives_once() {
    let (scene, sealed) = begin();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for (from, to) in [(0, 100_000), (100_000, 200_000), (200_000, sealed.len())] {
                    part(&scene, &sealed, from, to).unwrap();
                }
                scene.commit("contoso", "c1", &sealed).unwrap();
            });
        }
    });
    assert_eq!(scene.read("contoso", "c1").unwrap(), evidence());
}
