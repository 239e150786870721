//! The diagnostic of a DNS server.

use super::case::{Case, Outcome};
use super::dns_server::serve;
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::thread;
use std::time::Duration;

fn look(address: SocketAddr, more: &Value) -> Outcome {
    let area = format!("dns: {{servers: ['{address}'], domains: [test, contoso.com]}}");
    // The machine may be busy; what counts as slow is what the tests of slow answers say.
    let mut inputs = json!({"name": "www.test", "slow_ms": 10_000});
    inputs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Case::new("dns-server", &area).run(&inputs)
}

fn healthy() -> super::dns_server::DnsServer {
    serve(&[("www.test", "A", "192.0.2.7".to_owned()), ("www.test", "AAAA", "2001:db8::7".to_owned())])
}

/// Stands between a client and a server: passes on what comes over UDP, after `delay`, and over TCP, each to its server if
/// it has one. Ends with the test.
fn between(udp: Option<SocketAddr>, tcp: Option<SocketAddr>, delay: Duration) -> SocketAddr {
    let (socket, listener) = (0..20)
        .find_map(|_| {
            let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            let listener = TcpListener::bind(socket.local_addr().unwrap()).ok()?;
            Some((socket, listener))
        })
        .expect("a port is free for both");
    let address = socket.local_addr().unwrap();
    if let Some(server) = udp {
        thread::spawn(move || {
            loop {
                let mut question = [0; 4_096];
                let (length, client) = socket.recv_from(&mut question).unwrap();
                thread::sleep(delay);
                let behind = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
                behind.send_to(&question[..length], server).unwrap();
                let mut answer = [0; 4_096];
                let length = behind.recv(&mut answer).unwrap();
                socket.send_to(&answer[..length], client).unwrap();
            }
        });
    } else {
        drop(socket);
    }
    if let Some(server) = tcp {
        thread::spawn(move || {
            for client in listener.incoming() {
                let mut client = client.unwrap();
                thread::spawn(move || {
                    let mut behind = TcpStream::connect(server).unwrap();
                    behind.write_all(&message(&mut client)).unwrap();
                    // It ends when either side has enough.
                    std::io::copy(&mut behind, &mut client)
                });
            }
        });
    } else {
        drop(listener);
    }
    address
}

/// A message over TCP with the length before it.
fn message(stream: &mut TcpStream) -> Vec<u8> {
    let mut length = [0; 2];
    stream.read_exact(&mut length).unwrap();
    let mut message = vec![0; u16::from_be_bytes(length).into()];
    stream.read_exact(&mut message).unwrap();
    [length.to_vec(), message].concat()
}

#[test]
fn a_server_that_answers_over_both_transports_passes() {
    let server = healthy();
    let outcome = look(server.address, &json!({}));
    outcome.assert_faults(&[]);
    assert_eq!(outcome.facts["udp"]["answers"][0]["transport"], "udp");
    assert_eq!(outcome.facts["tcp"]["answers"][0]["transport"], "tcp");
    assert_eq!(outcome.facts["tcp"]["server"], json!(server.address));
    let passed_on = between(Some(server.address), Some(server.address), Duration::ZERO);
    look(passed_on, &json!({})).assert_faults(&[]);
}

#[test]
fn a_transport_that_does_not_pass_is_found() {
    let server = healthy();
    look(between(Some(server.address), None, Duration::ZERO), &json!({})).assert_faults(&["no-tcp"]);
    look(between(None, Some(server.address), Duration::ZERO), &json!({})).assert_faults(&["no-udp"]);
    look(between(None, None, Duration::ZERO), &json!({})).assert_faults(&["no-answer"]);
}

#[test]
fn a_server_that_refuses_or_knows_no_address_is_found() {
    let server = healthy();
    look(server.address, &json!({"name": "www.contoso.com"})).assert_faults(&["refused"]);
    look(server.address, &json!({"name": "gone.test"})).assert_faults(&["name-missing"]);
}

#[test]
fn a_slow_server_is_found() {
    let server = healthy();
    let slow = between(Some(server.address), Some(server.address), Duration::from_millis(120));
    look(slow, &json!({"slow_ms": 100})).assert_faults(&["slow"]);
}

#[test]
fn transports_that_answer_differently_are_found() {
    let (one, other) = (healthy(), serve(&[("www.test", "A", "192.0.2.8".to_owned())]));
    let address = between(Some(one.address), Some(other.address), Duration::ZERO);
    look(address, &json!({})).assert_faults(&["transports-differ"]);
}

/// Answers UDP as `answers` says for each question, and nothing over TCP. Ends with the test.
fn answering(answers: fn(&[u8]) -> Vec<Vec<u8>>) -> SocketAddr {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = socket.local_addr().unwrap();
    thread::spawn(move || {
        loop {
            let mut question = [0; 4_096];
            let (length, client) = socket.recv_from(&mut question).unwrap();
            for answer in answers(&question[..length]) {
                socket.send_to(&answer, client).unwrap();
            }
        }
    });
    address
}

/// The question as an answer without records.
fn empty_answer(question: &[u8]) -> Vec<u8> {
    let mut answer = question.to_vec();
    answer[2] |= 0x80;
    answer
}

#[test]
fn what_does_not_answer_the_question_is_passed_over() {
    let address = answering(|question| {
        let mut forged = empty_answer(question);
        forged[0] ^= 1;
        let mut of_another_name = empty_answer(question);
        of_another_name[13] = b'x';
        let cut = question[..7].to_vec();
        vec![
            forged,
            of_another_name,
            cut,
            Vec::new(),
            vec![0xff; 2_000],
            question.to_vec(),
            empty_answer(question),
        ]
    });
    let outcome = look(address, &json!({}));
    outcome.assert_faults(&["no-tcp", "name-missing"]);
    assert_eq!(outcome.facts["udp"]["unanswered"], json!([]));
}

#[test]
fn nonsense_over_tcp_is_found() {
    let server = healthy();
    for nonsense in [&b""[..], b"\x00", b"\x00\x05abc", b"\x00\x03abc", b"HTTP/1.1 400 Bad Request\r\n\r\n"] {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let behind = listener.local_addr().unwrap();
        thread::spawn(move || {
            for client in listener.incoming() {
                let mut client = client.unwrap();
                message(&mut client);
                client.write_all(nonsense).unwrap();
            }
        });
        look(between(Some(server.address), Some(behind), Duration::ZERO), &json!({}))
            .assert_faults(&["no-tcp"]);
    }
}

#[test]
fn a_server_that_is_silent_is_found_within_the_limits() {
    let address = answering(|_| Vec::new());
    let outcome = look(address, &json!({}));
    outcome.assert_faults(&["no-answer"]);
    assert_eq!(outcome.facts["tcp"]["limits_reached"], json!([]));
}
