use crate::sample::{TEXT, with};
use diagnostics::{Pack, PackError, PublisherKey, Trusted};

fn key(name: &str) -> PublisherKey {
    PublisherKey::from_seed(name, &[7; 32]).unwrap()
}

fn pack() -> String {
    let other = with("id: clock-skew", "id: another");
    Pack::sign(&key("acme.example/diagnostics"), 3, [("one", TEXT), ("two", other.trim_end())]).unwrap()
}

fn trusted() -> Vec<Trusted> {
    vec![key("acme.example/diagnostics").public()]
}

#[test]
fn what_was_signed_is_read_again() {
    let pack = Pack::open(pack().as_bytes(), &trusted()).unwrap();
    assert_eq!((pack.publisher(), pack.version()), ("acme.example/diagnostics", 3));
    let ids: Vec<_> = pack.catalogue().iter().map(|one| one.form().id.to_string()).collect();
    assert_eq!(ids, ["another", "clock-skew"]);
    let alone = diagnostics::Diagnostic::parse(TEXT).unwrap();
    assert_eq!(pack.catalogue().get(&alone.form().id).unwrap().digest(), alone.digest());
}

#[test]
fn keys_survive_their_text_and_do_not_show_their_secret() {
    let key = key("acme.example");
    let again = PublisherKey::from_secret(&format!("{}\n", *key.to_secret())).unwrap();
    assert_eq!(again.public(), key.public());
    assert_eq!(key.public().to_string().parse::<Trusted>().unwrap(), key.public());
    assert!(!format!("{key:?}").contains('7'), "{key:?}");
    for nonsense in ["", "PRIVATE+KEY+", "PRIVATE+KEY+a+b", "PRIVATE+KEY+a+00000000+AAAA", "x"] {
        assert!(PublisherKey::from_secret(nonsense).is_err(), "{nonsense}");
        assert!(nonsense.parse::<Trusted>().is_err(), "{nonsense}");
    }
    assert!(PublisherKey::from_seed("two words", &[7; 32]).is_err());
}

#[test]
fn changed_and_missing_bytes_are_found() {
    let pack = pack().into_bytes();
    for place in (0..pack.len()).step_by(7) {
        let mut changed = pack.clone();
        changed[place] ^= 1;
        assert!(Pack::open(&changed, &trusted()).is_err(), "byte {place}");
    }
    for length in (0..pack.len()).step_by(11) {
        assert!(Pack::open(&pack[..length], &trusted()).is_err(), "the first {length} bytes");
    }
}

#[test]
fn a_pack_of_nobody_who_is_trusted_is_refused_with_their_name() {
    let stranger = PublisherKey::from_seed("acme.example/diagnostics", &[8; 32]).unwrap();
    let other = PublisherKey::from_seed("other.example", &[9; 32]).unwrap();
    let pack = pack();
    for trusted in [vec![], vec![other.public()], vec![stranger.public()]] {
        let refused = Pack::open(pack.as_bytes(), &trusted).unwrap_err();
        assert!(
            matches!(&refused, PackError::Unsigned { publisher } if publisher == "acme.example/diagnostics")
        );
    }
    let forged = pack.replace("version: 3", "version: 4");
    assert!(matches!(Pack::open(forged.as_bytes(), &trusted()), Err(PackError::Forged { .. })));
}

#[test]
fn a_trusted_publisher_cannot_sign_in_the_name_of_another() {
    let other = PublisherKey::from_seed("other.example", &[9; 32]).unwrap();
    let theirs = Pack::sign(&other, 1, [("one", TEXT)]).unwrap();
    let (text, signature) = theirs.rsplit_once("\n\n").unwrap();
    let claimed = format!("{}\n\n{signature}", text.replace("other.example", "acme.example/diagnostics"));
    let both = [trusted(), vec![other.public()]].concat();
    assert!(Pack::open(claimed.as_bytes(), &both).is_err());
}

#[test]
fn what_is_no_diagnostic_is_not_signed() {
    let refused = Pack::sign(&key("acme.example"), 1, [("mine", "id: x\n")]).unwrap_err();
    assert!(refused.to_string().starts_with("diagnostic `mine`: line"), "{refused}");
    let twice = Pack::sign(&key("acme.example"), 1, [("one", TEXT), ("two", TEXT)]).unwrap_err();
    assert!(twice.to_string().contains("`clock-skew` is there already"), "{twice}");
}
