use super::case::{Case, Outcome};
use super::ldap_server::LdapServer;
use super::postgres_server::{PASSWORD, free_port, password_file};
use super::tls_server::{Authority, self_signed};
use serde_json::{Value, json};
use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

/// Who has signed in may read.
const READ: &str = "access to * by users read by anonymous auth";
const NAME: &str = "server_name: ldap.test";

fn look(authority: &Authority, area: &str, more: Value) -> Outcome {
    let mut inputs = more;
    inputs["directory"] = json!("staff");
    let area = format!("{area}\nauthorities: [{}]", authority.file.path().display());
    let outcome = Case::new("ldap-bind", &area).run(&inputs);
    let told = outcome.items.iter().map(|(_, text)| text.as_str()).collect::<String>();
    assert!(!told.contains(PASSWORD), "the password was handed over");
    outcome
}

#[test]
fn a_healthy_directory_passes_under_both_kinds_of_tls() {
    let authority = Authority::new();
    let server = LdapServer::start(Some(&authority.issue("ldap.test", -10, 100)), READ);
    for (port, tls) in [(server.tls_port, "tls: required"), (server.port, "tls: starttls")] {
        let outcome = look(&authority, &server.area(port, &format!("{NAME}, {tls}")), json!({}));
        outcome.assert_faults(&[]);
        let facts = &outcome.facts["ldap"];
        assert_eq!((&facts["trees"], &facts["versions"]), (&json!(["dc=contoso,dc=com"]), &json!(["3"])));
        assert_eq!((&facts["certificate"]["days_left"], &facts["encrypted"]), (&json!(100), &json!(true)));
    }
}

#[test]
fn certificates_that_applications_refuse_are_found() {
    let authority = Authority::new();
    let issue = |name: &str, from, until| authority.issue(name, from, until);
    for (identity, faults) in [
        (issue("ldap.test", -100, 10), ["certificate-expiring"]),
        (issue("ldap.test", -100, -1), ["tls-refused"]),
        (issue("other.test", -10, 100), ["tls-refused"]),
        (self_signed("ldap.test"), ["tls-refused"]),
    ] {
        let server = LdapServer::start(Some(&identity), READ);
        look(&authority, &server.area(server.tls_port, NAME), json!({})).assert_faults(&faults);
    }
    let server = LdapServer::start(None, READ);
    let outcome = look(&authority, &server.area(server.port, "tls: starttls"), json!({}));
    outcome.assert_faults(&["tls-refused"]);
    let error = outcome.facts["ldap"]["error"].as_str().unwrap();
    assert!(error.contains("refuses StartTLS"), "{error}");
}

#[test]
fn an_account_that_is_refused_or_sees_nothing_is_found() {
    let authority = Authority::new();
    let identity = authority.issue("ldap.test", -10, 100);
    let mut server = LdapServer::start(Some(&identity), "access to * by * auth");
    let area = server.area(server.tls_port, NAME);
    let outcome = look(&authority, &area, json!({}));
    outcome.assert_faults(&["trees-unseen"]);
    assert_eq!(outcome.facts["ldap"]["unseen_trees"], json!(["dc=contoso,dc=com"]));

    let folder = TempDir::new().unwrap();
    let wrong = password_file(folder.path(), "wrong");
    let (front, back) = area.split_once("password_file: ").unwrap();
    let (_, back) = back.split_once(',').unwrap();
    let refused = look(&authority, &format!("{front}password_file: {},{back}", wrong.display()), json!({}));
    refused.assert_faults(&["bind-refused"]);
    assert_eq!(refused.facts["ldap"]["error_code"], "49");

    server.halt();
    look(&authority, &server.area(free_port(), NAME), json!({})).assert_faults(&["unreachable"]);
}

#[test]
fn a_directory_in_clear_is_found_and_gets_no_password() {
    let authority = Authority::new();
    let server = LdapServer::start(None, "access to * by * read");
    let nobody = format!("directories: {{staff: {{host: 127.0.0.1, port: {}, tls: off}}}}", server.port);
    let outcome = look(&authority, &nobody, json!({}));
    outcome.assert_faults(&["in-clear"]);
    assert_eq!(outcome.facts["ldap"]["anonymous"], true);

    let case = Case::new("ldap-bind", &server.area(server.port, "tls: off"));
    let refusal = case.refusal(&json!({"directory": "staff"}));
    assert!(refusal.contains("would be sent in clear") && refusal.contains("`staff`"), "{refusal}");
    let refusal = case.refusal(&json!({"directory": "partners"}));
    assert!(refusal.contains("add `partners: {host: …}` to `directories`"), "{refusal}");
}

/// A network that takes so long each way.
fn slow_way(to: u16, delay: Duration) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let carry = move |mut from: TcpStream, mut to: TcpStream| {
        thread::spawn(move || -> io::Result<()> {
            let mut buffer = [0; 4_096];
            loop {
                let read = from.read(&mut buffer)?;
                thread::sleep(delay);
                to.write_all(&buffer[..read])?;
                if read == 0 {
                    return Ok(());
                }
            }
        });
    };
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let server = TcpStream::connect(("127.0.0.1", to)).unwrap();
            carry(client.try_clone().unwrap(), server.try_clone().unwrap());
            carry(server, client);
        }
    });
    port
}

#[test]
fn a_slow_sign_in_is_found() {
    let authority = Authority::new();
    let server = LdapServer::start(Some(&authority.issue("ldap.test", -10, 100)), READ);
    let port = slow_way(server.tls_port, Duration::from_millis(60));
    let outcome = look(&authority, &server.area(port, NAME), json!({"slow_ms": 100}));
    outcome.assert_faults(&["slow-bind"]);
}

/// A server that says `answer` to whoever says something.
fn hostile(answer: &[u8]) -> Outcome {
    let answer = answer.to_vec();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut buffer = [0; 4_096];
        while stream.read(&mut buffer).is_ok_and(|read| read > 0) && stream.write_all(&answer).is_ok() {}
    });
    let area = format!("directories: {{staff: {{host: 127.0.0.1, port: {port}, tls: off}}}}");
    let outcome = look(&Authority::new(), &area, json!({}));
    server.join().unwrap();
    outcome
}

#[test]
fn a_directory_that_speaks_nonsense_is_told_and_does_no_harm() {
    hostile(b"HTTP/1.1 400 Bad Request\r\n\r\n").assert_faults(&["bind-refused"]);
    hostile(b"\x30\x84\xff\xff\xff\xff").assert_faults(&["bind-refused"]);
    hostile(b"\x30\x03\x02\x01\x02").assert_faults(&["bind-refused"]);
    // It signs in, and then gives entries without an end.
    let endless = b"\x30\x05\x02\x01\x03\x64\0".repeat(200);
    let signed_in: &[u8] = b"\x30\x0c\x02\x01\x02\x61\x07\x0a\x01\0\x04\0\x04\0";
    hostile(&[signed_in, &endless].concat()).assert_faults(&["no-answer"]);
    // It ends the session by itself.
    let end: &[u8] = b"\x30\x0c\x02\x01\0\x78\x07\x0a\x01\x34\x04\0\x04\0";
    hostile(&[signed_in, end].concat()).assert_faults(&["no-answer"]);
}
