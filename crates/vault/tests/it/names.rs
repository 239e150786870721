//! No name leads outside its folder.

use crate::scene::{DUE, Scene, files};
use vault::VaultError;

const BAD: [&str; 12] = ["", ".", "..", "../x", "a/b", "/etc", "a\\b", "a b", "a\0b", "a.key", "é", "a\n"];

fn check(what: &str, result: &Result<(), VaultError>) {
    assert!(matches!(result, Err(VaultError::BadName { .. })), "{what}: {result:?}");
}

#[test]
fn a_name_that_is_no_plain_word_is_refused_everywhere() {
    let scene = Scene::new();
    let vault = &scene.vault;
    for bad in BAD.into_iter().chain([&*"x".repeat(129)]) {
        for (tenant, collection) in [(bad, "c1"), ("contoso", bad)] {
            check("create", &vault.create_collection(tenant, collection, DUE).map(drop));
            check("append", &vault.append_part(tenant, collection, 0, b"x").map(drop));
            check("uploaded", &vault.uploaded_bytes(tenant, collection).map(drop));
            check("commit", &vault.commit(tenant, collection, 0, &[0; 32]));
            check("discard", &vault.discard(tenant, collection));
            check("open", &vault.open_collection(tenant, collection).map(drop));
            check("destroy", &vault.destroy_collection(tenant, collection));
        }
        check("list", &vault.list_collections(bad).map(drop));
        check("hour", &vault.destroy_hour(bad, DUE));
        check("seal", &vault.seal_text(bad, b"x", b"").map(drop));
        check("open text", &vault.open_text(bad, b"x", b"").map(drop));
        check("destroy key", &vault.destroy_tenant_key(bad));
    }
    assert!(files(&scene.objects()).is_empty());
    assert!(files(&scene.keyring()).is_empty());
}

#[test]
fn the_longest_name_is_taken() {
    let longest = "x".repeat(128);
    Scene::new().vault.create_collection(&longest, &longest, DUE).unwrap();
}
