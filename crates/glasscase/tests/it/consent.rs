//! `glasscase consent keygen` and `glasscase consent sign`: the way to sign without a network.

use crate::program::{Ended, run};
use consent::{Agreement as _, ConsentDocument, Document as _, Language, PublicKey, Shown};
use domain::{AccessLifetime, Categories, Category, Level, Moment, Proof};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use wire::GiveConsent;

fn document() -> ConsentDocument {
    ConsentDocument {
        tenant: "contoso".parse().unwrap(),
        case: "c7h2k9w3xq1m4".parse().unwrap(),
        subscriptions: vec!["mail-servers".parse().unwrap()],
        level: Level::Standard,
        categories: Categories::NONE.with(Category::SupportData).with(Category::Oii),
        shown: Shown::in_language(Language::En),
        given_at: Moment::default(),
        access_days: 30,
        access_lifetime: AccessLifetime::Shared,
        prolongs: consent::Prolonged::NONE,
        number: 1,
        previous: None,
        nonce: "0123456789abcdef0123456789abcdef".to_owned(),
    }
    .showing(Language::En)
}

/// A folder with a key in the file `key`; its public half.
fn keygen(folder: &Path) -> PublicKey {
    let ended = run(&["consent", "keygen", folder.join("key").to_str().unwrap(), "--json"], b"");
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let made: Value = serde_json::from_str(&ended.out).unwrap();
    PublicKey::parse(made["algorithm"].as_str().unwrap(), made["public_key"].as_str().unwrap()).unwrap()
}

fn sign(folder: &Path, draft: &str, more: &[&str]) -> Ended {
    let (file, key) = (folder.join("draft"), folder.join("key"));
    fs::write(&file, draft).unwrap();
    let arguments = ["consent", "sign", file.to_str().unwrap(), "--key", key.to_str().unwrap()];
    run(&[&arguments, more].concat(), b"")
}

#[test]
fn a_draft_is_shown_and_signed() {
    let folder = tempfile::tempdir().unwrap();
    let (public, document) = (keygen(folder.path()), document());
    let text = document.canonical();
    let drafted = json!({ "document": text, "text": "something else", "challenge": "" }).to_string();
    for draft in [drafted, format!("{text}\n")] {
        let ended = sign(folder.path(), &draft, &["--yes"]);
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        assert!(ended.err.contains("mail-servers") && !ended.err.contains("something else"), "{}", ended.err);
        let give: GiveConsent = serde_json::from_str(&ended.out).unwrap();
        let signed = give.signed.unwrap();
        assert_eq!(signed.document, text);
        let proof = Proof::Key { key: signed.key, signature: signed.signature };
        consent::verify(&document.challenge(), &proof, &|id| (*id == public.id()).then(|| public.clone()))
            .unwrap();
    }
}

#[test]
fn nothing_is_signed_when_nobody_can_be_asked() {
    let folder = tempfile::tempdir().unwrap();
    keygen(folder.path());
    let ended = sign(folder.path(), &document().canonical(), &[]);
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""));
    assert!(ended.err.contains("mail-servers") && ended.err.contains("--yes"), "{}", ended.err);
}

#[test]
fn a_draft_that_shows_one_thing_and_says_another_is_not_signed() {
    let folder = tempfile::tempdir().unwrap();
    keygen(folder.path());
    let mut document = document();
    document.categories = Categories::ALL;
    for (draft, words) in
        [(document.canonical(), "do not sign it"), ("{}".to_owned(), "draft"), ("hello".to_owned(), "draft")]
    {
        let ended = sign(folder.path(), &draft, &["--yes"]);
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{draft}");
        assert!(ended.err.contains(words), "{}", ended.err);
    }
}

#[test]
fn a_secret_key_stays_in_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    let ended = run(&["consent", "keygen", file.to_str().unwrap()], b"");
    let secret = fs::read_to_string(&file).unwrap();
    let seed = secret.trim().rsplit(' ').next().unwrap();
    assert_eq!(ended.code, Some(0));
    assert!(!(ended.out + &ended.err).contains(seed));
    let again = run(&["consent", "keygen", file.to_str().unwrap()], b"");
    assert_eq!(again.code, Some(2));
    assert_eq!(fs::read_to_string(&file).unwrap(), secret);
}
