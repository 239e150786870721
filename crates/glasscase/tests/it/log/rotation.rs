//! The key that signs the logs is changed, and whoever kept any of its keys goes on verifying.

use super::{Desk, on, sound, verify};
use serde_json::Value;

#[test]
fn any_key_that_was_kept_verifies_what_follows() {
    let mut desk = Desk::open();
    let data = desk.folder.path().join("data");
    let (before, mut keys) = (desk.export("before"), vec![desk.key()]);
    for _ in 0..2 {
        desk.end();
        let told: Value = serde_json::from_str(&on(&data, &["log", "rotate-key", "--json"]).out).unwrap();
        assert!(told["statement"].as_str().unwrap().starts_with("glasscase/log-key-rotation/v1\n"), "{told}");
        desk.start("data", &[]);
        keys.push(desk.key());
        desk.say(2);
    }
    let after = desk.export("after");
    let receipt = desk.ask(&["audit", "receipt", "1"]).out;
    std::fs::write(desk.path("receipt"), receipt).unwrap();
    assert_eq!(keys.iter().map(|key| key.rotations.len()).collect::<Vec<_>>(), [0, 1, 2]);
    for key in &keys {
        sound(&[&after, "--key", &key.key]);
    }
    sound(&[&after]);
    sound(&[&before, "--key", &keys[0].key]);
    sound(&["--receipt", &desk.path("receipt"), "--key", &keys[2].key]);
    let statements = desk.path("keys.json");
    std::fs::write(&statements, desk.ask(&["audit", "key", "--json"]).out).unwrap();
    let receipt = desk.path("receipt");
    for key in &keys {
        sound(&["--receipt", &receipt, "--key", &key.key, "--rotations", &statements]);
    }
    let (code, said) = verify(&["--receipt", &receipt, "--key", &keys[0].key]);
    assert_eq!(code, Some(3), "{said}");
    // A statement that was tampered with leads nowhere.
    let forged = std::fs::read_to_string(&statements).unwrap().replacen("old ", "old 0", 1);
    std::fs::write(&statements, forged).unwrap();
    let (code, said) = verify(&["--receipt", &receipt, "--key", &keys[0].key, "--rotations", &statements]);
    assert!(code == Some(2) && said.contains("statement 1"), "{said}");
    // Without the statement, nothing leads from a new key to an old export.
    let (code, said) = verify(&[&before, "--key", &keys[2].key]);
    assert!(code == Some(3) && said.contains("which is not the key you gave"), "{said}");
}
