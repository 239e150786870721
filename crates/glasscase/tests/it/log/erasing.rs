//! An owner erases what is kept of somebody who left.

use super::{Desk, sound};
use serde_json::Value;

#[test]
fn an_owner_erases_a_person_and_exports_stay_sound() {
    let desk = Desk::open();
    let roles = ["--name", "Zoe Quill", "--roles", "author", "--json"];
    let added = desk.ask(&[&["user", "add", "zoe@contoso.example"], &roles[..]].concat());
    let added: Value = serde_json::from_str(&added.out).unwrap();
    let person = added["person"].as_str().unwrap();
    let before = desk.export("before");

    let early = desk.ask(&["user", "erase", person]);
    assert!(early.code == Some(1) && early.err.contains("remove them first"), "{}", early.err);
    assert_eq!(desk.ask(&["user", "remove", person]).code, Some(0));
    let erased = desk.ask(&["user", "erase", person]);
    assert!(
        erased.out.starts_with(&format!("2 names and texts of {person} were erased, of 1 events.")),
        "{erased:?}"
    );
    let after = desk.export("after");
    for (export, is_there) in [(&before, true), (&after, false)] {
        let text = std::fs::read_to_string(export).unwrap();
        assert_eq!(text.contains("Zoe Quill"), is_there);
        assert!(text.contains(person));
        sound(&[export, "--key", &desk.key().key]);
    }
    let again = desk.ask(&["user", "erase", person]);
    assert!(again.code == Some(1) && again.err.contains("there is no personal data of"), "{}", again.err);
}
