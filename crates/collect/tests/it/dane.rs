//! DANE for mail: signed TLSA records of a zone on loopback, and the certificate of a mail server there.

use super::case::{Case, Outcome};
use super::dns_server::{DnsServer, Line, Zone, serve_at};
use super::dns_signer::Signer;
use super::smtp_server::{HEALTHY, Script, serve};
use super::tls_server::{Authority, Identity};
use aws_lc_rs::digest::{SHA256, SHA512, digest};
use rustls::pki_types::CertificateDer;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::net::Ipv4Addr;
use x509_parser::prelude::{FromDer as _, X509Certificate};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// The record's value for a certificate.
fn record(usage: u8, selector: u8, matching: u8, certificate: &CertificateDer) -> String {
    let (_, parsed) = X509Certificate::from_der(certificate).unwrap();
    let selected = if selector == 0 { certificate.as_ref() } else { parsed.public_key().raw };
    let data = match matching {
        0 => hex(selected),
        1 => hex(digest(&SHA256, selected).as_ref()),
        _ => hex(digest(&SHA512, selected).as_ref()),
    };
    format!("{usage} {selector} {matching} {data}")
}

/// How far the zone's signatures hold.
#[derive(Clone, Copy)]
enum Signed {
    /// Up to the zone above.
    Well,
    /// By a key that the zone above does not name.
    WithoutDs,
    /// By a key other than the one that the zone above names.
    ByAnother,
    /// Until yesterday.
    Before,
    Not,
}

fn zone(port: u16, records: &[String], dnssec: Signed) -> DnsServer {
    let name: &'static str = format!("_{port}._tcp.mx.mail.test").leak();
    let mut lines: Vec<Line> = vec![("mx.mail.test", "A", "127.0.0.1".to_owned())];
    lines.extend(records.iter().map(|record| (name, "TLSA", record.clone())));
    let until = if matches!(dnssec, Signed::Before) { -1 } else { 30 };
    let signer = Signer::new("mail.test", -30, until);
    let ds = match dnssec {
        Signed::Well | Signed::Before => Some(signer.ds()),
        Signed::ByAnother => Some(Signer::new("mail.test", -30, 30).ds()),
        Signed::WithoutDs | Signed::Not => None,
    };
    // One server for both zones: what a resolver that does not validate would say of them.
    if let Some(ds) = ds {
        lines.push(("mail.test", "DS", ds));
    }
    let signer = (!matches!(dnssec, Signed::Not)).then_some(&signer);
    serve_at(Ipv4Addr::LOCALHOST, &[Zone { origin: "mail.test", serial: 1, lines: &lines, signer }])
}

fn look(script: Script, identity: Option<Identity>, records: &[String], signed: Signed) -> Outcome {
    let server = serve(script, identity);
    let port = server.address.port();
    let dns = zone(port, records, signed);
    let area = format!(
        "hosts: ['mx.mail.test:{port}', '127.0.0.1:{port}']\ndns: {{servers: ['{}'], domains: [mail.test]}}",
        dns.address
    );
    let outcome = Case::new("mail-dane", &area).run(&json!({"host": "MX.mail.test", "port": port}));
    let harmless = |command: &String| matches!(command.as_str(), "EHLO [127.0.0.1]" | "STARTTLS" | "QUIT");
    assert!(server.heard().iter().all(harmless), "{:?}", server.heard());
    outcome
}

/// Exactly `faults` are found of a server with this certificate and these records.
fn check(identity: Identity, records: &[String], signed: Signed, faults: &[&str]) -> Value {
    let outcome = look(HEALTHY, Some(identity), records, signed);
    outcome.assert_faults(faults);
    outcome.facts["dane"].clone()
}

#[test]
fn every_form_of_record_that_names_the_certificate_passes() {
    let authority = Authority::new();
    for (usage, selector, matching) in [
        (3, 1, 1),
        (3, 0, 1),
        (3, 1, 2),
        (3, 0, 2),
        (3, 0, 0),
        (3, 1, 0),
        (2, 0, 1),
        (2, 1, 1),
        (2, 1, 2),
        (2, 0, 0),
    ] {
        let identity = authority.issue("mx.mail.test", -10, 100);
        let meant = &identity.chain[usize::from(usage == 2)];
        let records = [record(usage, selector, matching, meant)];
        let facts = check(identity, &records, Signed::Well, &[]);
        assert_eq!((&facts["linked"], &facts["matching"]), (&json!(true), &json!(1)));
    }
}

#[test]
fn a_certificate_that_was_rolled_over_without_its_record_is_found() {
    let authority = Authority::new();
    let old = authority.issue("mx.mail.test", -100, 1);
    let new = authority.issue("mx.mail.test", -10, 100);
    let (old, next) = (record(3, 1, 1, &old.chain[0]), record(3, 1, 1, &new.chain[0]));
    let expected = next.rsplit_once(' ').unwrap().1.to_owned();
    let outcome = look(HEALTHY, Some(new), std::slice::from_ref(&old), Signed::Well);
    outcome.assert_faults(&["no-match"]);
    assert_eq!(outcome.facts["dane"]["presented_sha256"], expected);
    // Who publishes the next record first is never without one that fits.
    let new = authority.issue("mx.mail.test", -10, 100);
    let next = record(3, 1, 1, &new.chain[0]);
    check(new, &[old, next], Signed::Well, &[]);
}

#[test]
fn for_its_own_certificate_name_and_time_do_not_matter_and_for_an_authority_they_do() {
    let authority = Authority::new();
    for (name, from, until) in [("other.test", -10, 100), ("mx.mail.test", -100, -1)] {
        let identity = authority.issue(name, from, until);
        let own = record(3, 1, 1, &identity.chain[0]);
        check(identity, &[own], Signed::Well, &[]);
        let identity = authority.issue(name, from, until);
        let above = record(2, 1, 1, &identity.chain[1]);
        check(identity, &[above], Signed::Well, &["no-match"]);
    }
    // An authority that is presented and has signed nothing.
    let mut identity = authority.issue("mx.mail.test", -10, 100);
    identity.chain[1] = Authority::new().issue("mx.mail.test", -10, 100).chain[1].clone();
    let above = record(2, 1, 1, &identity.chain[1]);
    check(identity, &[above], Signed::Well, &["no-match"]);
}

#[test]
fn records_without_dnssec_are_nothing() {
    let authority = Authority::new();
    for signed in [Signed::Not, Signed::WithoutDs, Signed::ByAnother, Signed::Before] {
        let identity = authority.issue("mx.mail.test", -10, 100);
        let records = [record(3, 1, 1, &identity.chain[0])];
        let facts = check(identity, &records, signed, &["not-secure"]);
        assert!(facts["insecure_because"].is_string(), "{facts}");
    }
}

#[test]
fn records_that_cannot_be_used_are_found() {
    let authority = Authority::new();
    for unusable in ["1 1 1", "0 1 1", "3 2 1", "3 1 3"].map(|form| format!("{form} {}", "ab".repeat(32))) {
        let identity = authority.issue("mx.mail.test", -10, 100);
        let good = record(3, 1, 1, &identity.chain[0]);
        check(identity, &[unusable.clone(), good], Signed::Well, &["some-unusable"]);
        let identity = authority.issue("mx.mail.test", -10, 100);
        check(identity, &[unusable], Signed::Well, &["none-usable"]);
    }
    let identity = authority.issue("mx.mail.test", -10, 100);
    check(identity, &["3 1 1 abcd".to_owned()], Signed::Well, &["none-usable"]);
}

#[test]
fn no_records_no_answer_and_no_certificate_are_told_apart() {
    let authority = Authority::new();
    check(authority.issue("mx.mail.test", -10, 100), &[], Signed::Well, &["no-records"]);
    let some = [format!("3 1 1 {}", "ab".repeat(32))];
    let script = Script { ehlo: "250 mail.test\r\n", ..HEALTHY };
    look(script, None, &some, Signed::Well).assert_faults(&["no-certificate"]);
    let server = serve(HEALTHY, Some(authority.issue("mx.mail.test", -10, 100)));
    let port = server.address.port();
    let lines = [("mx.mail.test", "A", "127.0.0.1".to_owned())];
    let elsewhere = Zone { origin: "mx.mail.test", serial: 1, lines: &lines, signer: None };
    let dns = serve_at(Ipv4Addr::LOCALHOST, &[elsewhere]);
    let silent = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let area = format!(
        "hosts: ['mx.mail.test:{port}', '127.0.0.1:{port}']\n\
         dns: {{servers: ['{}', '{}'], domains: [mail.test]}}",
        dns.address,
        silent.local_addr().unwrap()
    );
    let asked =
        json!({"host": "mx.mail.test", "port": port, "dns_server": silent.local_addr().unwrap().to_string()});
    Case::new("mail-dane", &area).run(&asked).assert_faults(&["no-answer"]);
}
