//! Case text opens for its tenant and place alone.

use crate::scene::{Scene, files};
use vault::VaultError;

#[test]
fn sealed_text_opens_again_and_never_looks_the_same() {
    let vault = &Scene::new().vault;
    for text in [&b""[..], b"Mailbox does not open"] {
        let sealed = vault.seal_text("contoso", text, b"case-1/title").unwrap();
        assert_eq!(vault.open_text("contoso", &sealed, b"case-1/title").unwrap(), text);
        assert_eq!(sealed.len(), text.len() + 29);
        assert_ne!(vault.seal_text("contoso", text, b"case-1/title").unwrap(), sealed);
    }
}

#[test]
fn text_of_another_tenant_or_place_is_refused() {
    let vault = &Scene::new().vault;
    let sealed = vault.seal_text("contoso", b"text", b"case-1/title").unwrap();
    vault.seal_text("fabrikam", b"text", b"").unwrap();
    for (tenant, context) in
        [("contoso", &b"case-2/title"[..]), ("contoso", b""), ("fabrikam", b"case-1/title")]
    {
        let opened = vault.open_text(tenant, &sealed, context);
        assert!(matches!(opened, Err(VaultError::TextRefused { .. })), "{tenant} {context:?}: {opened:?}");
    }
}

#[test]
fn changed_or_cut_text_is_refused() {
    let vault = &Scene::new().vault;
    let sealed = vault.seal_text("contoso", b"text", b"").unwrap();
    for place in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[place] ^= 1;
        for bad in [&changed[..], &sealed[..place]] {
            assert!(
                matches!(vault.open_text("contoso", bad, b""), Err(VaultError::TextRefused { .. })),
                "{place}"
            );
        }
    }
}

#[test]
fn text_is_gone_with_the_tenants_key() {
    let scene = Scene::new();
    let sealed = scene.vault.seal_text("contoso", b"text", b"").unwrap();
    scene.vault.destroy_tenant_key("contoso").unwrap();
    scene.vault.destroy_tenant_key("contoso").unwrap();
    assert!(files(&scene.keyring()).is_empty());
    let gone = scene.vault.open_text("contoso", &sealed, b"");
    assert!(matches!(gone, Err(VaultError::TextKeyDestroyed { .. })), "{gone:?}");
    assert!(files(&scene.keyring()).is_empty(), "opening makes no key");
}
