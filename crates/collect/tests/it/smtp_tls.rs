use super::case::{Case, Outcome};
use super::smtp_server::{HEALTHY, Script, serve};
use super::tls_server::{Authority, Identity, self_signed};
use serde_json::{Value, json};
use std::net::SocketAddr;

fn look(authority: &Authority, address: SocketAddr) -> Outcome {
    let area = format!("hosts: ['127.0.0.1:*']\nauthorities: [{}]", authority.file.path().display());
    let inputs = json!({"host": "127.0.0.1", "port": address.port(), "server_name": "mail.test"});
    Case::new("smtp-tls", &area).run(&inputs)
}

/// Serves `script`, and `identity` under TLS; exactly `faults` are found, and nothing is said that could send mail.
fn check(authority: &Authority, script: Script, identity: Option<Identity>, faults: &[&str]) -> Value {
    let server = serve(script, identity);
    let outcome = look(authority, server.address);
    outcome.assert_faults(faults);
    let harmless = |command: &String| matches!(command.as_str(), "EHLO [127.0.0.1]" | "STARTTLS" | "QUIT");
    assert!(server.heard().iter().all(harmless), "{:?}", server.heard());
    outcome.facts["smtp"].clone()
}

#[test]
fn a_healthy_mail_server_passes() {
    let authority = Authority::new();
    let facts = check(&authority, HEALTHY, Some(authority.issue("mail.test", -10, 100)), &[]);
    assert_eq!(facts["greeting"], "mail.test ESMTP ready");
    assert_eq!(facts["extensions"], json!(["PIPELINING", "SIZE", "STARTTLS", "8BITMIME"]));
    assert_eq!(facts["size_max"], 52_428_800);
    assert_eq!((&facts["tls"]["protocol"], &facts["tls"]["days_left"]), (&json!("TLSv1_3"), &json!(100)));
}

#[test]
fn faults_of_the_certificate_are_found() {
    let authority = Authority::new();
    let tls = |identity, faults: &[&str]| check(&authority, HEALTHY, Some(identity), faults);
    tls(authority.issue("mail.test", -100, -1), &["expired"]);
    tls(authority.issue("mail.test", -100, 20), &["expiring"]);
    tls(authority.issue("mail.test", 1, 100), &["not-yet-valid"]);
    tls(authority.issue("mx.test", -10, 100), &["wrong-name"]);
    tls(self_signed("mail.test"), &["untrusted-chain"]);
    let mut garbled = authority.issue("mail.test", -10, 100);
    garbled.chain.push(b"no certificate".as_slice().into());
    tls(garbled, &["unreadable-certificate"]);
    tls(Authority::new().issue("mail.test", -10, 100), &["untrusted-chain"]);
}

#[test]
fn faults_of_the_conversation_are_told_apart() {
    let authority = Authority::new();
    let say = |script, faults: &[&str]| check(&authority, script, None, faults);
    say(Script { greeting: "554 no service for you\r\n", ..HEALTHY }, &["no-greeting"]);
    say(Script { greeting: "421-too\r\n421 busy\r\n", ..HEALTHY }, &["no-greeting"]);
    say(Script { greeting: "HTTP/1.1 400 Bad Request\r\n\r\n", ..HEALTHY }, &["no-greeting"]);
    say(Script { greeting: "\u{0}\u{1}\u{2}\n", ..HEALTHY }, &["no-greeting"]);
    say(Script { ehlo: "550 5.7.1 who are you\r\n", ..HEALTHY }, &["greeting-refused"]);
    say(Script { ehlo: "250-cut\r\n250-off\r\nHELLO\r\n", ..HEALTHY }, &["greeting-refused"]);
    say(Script { ehlo: "250 mail.test\r\n", ..HEALTHY }, &["no-starttls"]);
    say(Script { ehlo: "250-mail.test\r\n250-XXXXXXXA\r\n250 SIZE\r\n", ..HEALTHY }, &["no-starttls"]);
    say(Script { starttls: "454 4.7.0 TLS not available\r\n", ..HEALTHY }, &["starttls-refused"]);
    say(HEALTHY, &["no-handshake"]);
}

#[test]
fn words_in_clear_behind_the_agreement_to_tls_are_found() {
    let script = Script { starttls: "220 go ahead\r\n250 injected\r\n", ..HEALTHY };
    let facts = check(&Authority::new(), script, None, &["starttls-refused"]);
    assert!(facts["error"].as_str().unwrap().contains("goes on in clear"), "{facts}");
}

#[test]
fn passwords_in_clear_are_found() {
    let authority = Authority::new();
    for ehlo in
        ["250-mail.test\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n", "250-m\r\n250-AUTH=LOGIN\r\n250 starttls\r\n"]
    {
        let identity = authority.issue("mail.test", -10, 100);
        check(&authority, Script { ehlo, ..HEALTHY }, Some(identity), &["sign-in-in-clear"]);
    }
}

#[test]
fn a_reply_without_an_end_is_cut() {
    let lines: String = (0..200).map(|_| "220-and more\r\n").collect();
    let long = format!("220 {}\r\n", "x".repeat(100_000));
    for greeting in [lines, long] {
        let script = Script { greeting: greeting.leak(), ..HEALTHY };
        let facts = check(&Authority::new(), script, None, &["no-greeting"]);
        assert!(facts["error"].as_str().unwrap().contains("more than"), "{facts}");
    }
}

#[test]
fn a_server_that_hangs_up_or_is_not_there_is_found() {
    let authority = Authority::new();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = std::thread::spawn(move || drop(listener.accept().unwrap()));
    look(&authority, address).assert_faults(&["no-greeting"]);
    server.join().unwrap();
    look(&authority, address).assert_faults(&["unreachable"]);
}

#[test]
fn a_server_that_says_nothing_is_found_within_the_limits() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let outcome = look(&Authority::new(), listener.local_addr().unwrap());
    outcome.assert_faults(&["no-greeting"]);
    assert_eq!(outcome.facts["smtp"]["limits_reached"], json!([]));
}
