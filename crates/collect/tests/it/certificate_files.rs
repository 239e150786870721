use super::case::{Case, Outcome};
use super::openssl_server::{issue_rsa, pem};
use super::tls_server::{Authority, Identity};
use serde_json::json;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use tempfile::TempDir;

fn chain(identity: &Identity) -> String {
    identity.chain.iter().map(|der| pem("CERTIFICATE", der)).collect()
}

fn key(identity: &Identity) -> String {
    pem("PRIVATE KEY", identity.key.secret_der())
}

/// Writes files readable by everybody and looks at all of them.
fn look(files: &[(&str, &[u8])]) -> Outcome {
    let folder = TempDir::new().unwrap();
    for (name, content) in files {
        write(folder.path(), name, content, 0o644);
    }
    look_at(folder.path())
}

fn write(folder: &Path, name: &str, content: &[u8], mode: u32) {
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
}

fn look_at(folder: &Path) -> Outcome {
    let case = Case::new("certificate-files", &format!("folders: [{}]", folder.display()));
    case.run(&json!({"files": format!("{}/**/*", folder.display())}))
}

#[test]
fn good_certificates_in_pem_and_der_pass_and_keys_are_only_counted() {
    let authority = Authority::new();
    let (one, two) = (authority.issue("mail.test", -10, 100), authority.issue("web.test", -10, 60));
    let folder = TempDir::new().unwrap();
    write(folder.path(), "mail.pem", (chain(&one) + &key(&one)).as_bytes(), 0o640);
    write(folder.path(), "web.der", &two.chain[0], 0o644);
    write(folder.path(), "root.pem", &fs::read(authority.file.path()).unwrap(), 0o644);
    let outcome = look_at(folder.path());
    outcome.assert_faults(&[]);
    let facts = &outcome.facts["files"];
    assert_eq!((&facts["count"], &facts["private_keys"]), (&json!(4), &json!(1)));
    assert_eq!(facts["soonest_days"], 60);
    let told = outcome.item("facts.json");
    let secret = pem("", one.key.secret_der());
    let line = secret.lines().nth(1).unwrap();
    assert!(!told.contains(line) && !told.contains("PRIVATE KEY"), "{told}");
}

#[test]
fn certificates_that_have_ended_will_end_or_have_not_begun_are_told_apart() {
    let authority = Authority::new();
    for ((from, until), faults) in [
        ((-100, -1), ["expired"]),
        ((-100, 0), ["expiring"]),
        ((-100, 29), ["expiring"]),
        ((1, 100), ["not-yet-valid"]),
    ] {
        look(&[("a.pem", chain(&authority.issue("mail.test", from, until)).as_bytes())])
            .assert_faults(&faults);
    }
    look(&[("a.pem", chain(&authority.issue("mail.test", -100, 30)).as_bytes())]).assert_faults(&[]);
}

#[test]
fn weak_keys_and_signatures_are_found() {
    for (bits, digest, faults) in [(1_024, "sha256", ["weak-key"]), (2_048, "sha1", ["weak-signature"])] {
        let folder = TempDir::new().unwrap();
        issue_rsa(folder.path(), bits, digest);
        fs::create_dir(folder.path().join("out")).unwrap();
        fs::copy(folder.path().join("chain.pem"), folder.path().join("out/weak.pem")).unwrap();
        let outcome = look_at(&folder.path().join("out"));
        // The machine's own clock dates what OpenSSL makes, and the tests' time may be before it.
        let found: Vec<&str> = outcome.faults().into_iter().filter(|id| *id != "not-yet-valid").collect();
        assert_eq!(found, faults);
    }
}

#[test]
fn a_chain_out_of_order_is_found_and_a_bundle_of_authorities_has_none() {
    let authority = Authority::new();
    let mut identity = authority.issue("mail.test", -10, 100);
    identity.chain.reverse();
    look(&[("a.pem", chain(&identity).as_bytes())]).assert_faults(&["chain-disordered"]);
    identity.chain.insert(0, Authority::new().issue("web.test", -10, 100).chain.remove(0));
    look(&[("a.pem", chain(&identity).as_bytes())]).assert_faults(&["chain-disordered"]);
    let bundle = [Authority::new(), authority].map(|one| fs::read(one.file.path()).unwrap()).concat();
    look(&[("bundle.pem", &bundle)]).assert_faults(&[]);
}

#[test]
fn a_private_key_that_everybody_may_read_is_found() {
    let identity = Authority::new().issue("mail.test", -10, 100);
    let outcome = look(&[("a.pem", chain(&identity).as_bytes()), ("a.key", key(&identity).as_bytes())]);
    outcome.assert_faults(&["private-key-open"]);
    assert!(outcome.facts["files"]["open_keys"]["names"][0].as_str().unwrap().ends_with("/a.key"));
}

#[test]
fn what_is_broken_or_no_certificate_is_found_or_passed_over() {
    let good = chain(&Authority::new().issue("mail.test", -10, 100));
    let with = |name: &str, content: &[u8]| look(&[("good.pem", good.as_bytes()), (name, content)]);
    with("readme.txt", b"nothing to see").assert_faults(&[]);
    with("empty", b"").assert_faults(&[]);
    with("cut.pem", &good.as_bytes()[..good.len() / 3]).assert_faults(&["unreadable"]);
    with("not.pem", pem("CERTIFICATE", b"not a certificate").as_bytes()).assert_faults(&["unreadable"]);
    with("large.pem", &vec![b'x'; 2 << 20]).assert_faults(&["unreadable"]);
    look(&[("readme.txt", b"nothing to see")]).assert_faults(&["none-found"]);
}
