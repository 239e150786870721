use super::case::{Case, NOW, Outcome};
use domain::Moment;
use serde_json::{Value, json};
use std::net::UdpSocket;
use std::time::Instant;

/// Seconds between the start of NTP's era and Unix's.
const EPOCH: i64 = 2_208_988_800;

/// How a time server answers.
#[derive(Clone, Copy)]
struct Server {
    /// Milliseconds that its clock is ahead of the tests' time.
    ahead: i64,
    /// Leap indicator and stratum.
    leap: u8,
    stratum: u8,
    reference: [u8; 4],
    answers: Answers,
}

#[derive(Clone, Copy)]
enum Answers {
    Well,
    /// What it sends answers another question.
    Forged,
    Cut,
    Garbage,
    Not,
}

impl Server {
    fn ahead(ahead: i64) -> Self {
        Self { ahead, leap: 0, stratum: 2, reference: [127, 0, 0, 1], answers: Answers::Well }
    }

    /// Answers on loopback until the test program ends; its clock begins with the first question.
    fn serve(self) -> u16 {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let port = socket.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let (mut question, mut begun) = ([0; 100], None);
            while let Ok((length, from)) = socket.recv_from(&mut question) {
                let begun = *begun.get_or_insert_with(Instant::now);
                if let Some(answer) = self.answer(&question[..length], begun) {
                    socket.send_to(&answer, from).unwrap();
                }
            }
        });
        port
    }

    fn answer(self, question: &[u8], begun: Instant) -> Option<Vec<u8>> {
        assert_eq!(question.len(), 48);
        assert_eq!(question[0], 0b00_100_011, "version 4, from a client");
        let now: Moment = NOW.parse().unwrap();
        let micros =
            now.unix_micros() + self.ahead * 1_000 + i64::try_from(begun.elapsed().as_micros()).unwrap();
        let seconds = u64::try_from(micros.div_euclid(1_000_000) + EPOCH).unwrap();
        let fraction = (u64::try_from(micros.rem_euclid(1_000_000)).unwrap() << 32) / 1_000_000;
        let time = ((seconds << 32) | fraction).to_be_bytes();
        let mut packet = vec![0; 48];
        packet[0] = (self.leap << 6) | 0b00_100_100;
        packet[1] = self.stratum;
        packet[12..16].copy_from_slice(&self.reference);
        packet[24..32].copy_from_slice(&question[40..48]);
        packet[32..40].copy_from_slice(&time);
        packet[40..48].copy_from_slice(&time);
        match self.answers {
            Answers::Well => {}
            Answers::Forged => packet[24] ^= 1,
            Answers::Cut => packet.truncate(47),
            Answers::Garbage => packet = b"220 mail.test ESMTP".to_vec(),
            Answers::Not => return None,
        }
        Some(packet)
    }
}

fn ask(port: u16, more: &Value) -> Outcome {
    let mut inputs = json!({"host": "127.0.0.1", "port": port});
    inputs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Case::new("clock-offset", &format!("hosts: ['127.0.0.1:{port}']")).run(&inputs)
}

fn check(server: Server, faults: &[&str]) -> Value {
    let outcome = ask(server.serve(), &json!({}));
    outcome.assert_faults(faults);
    outcome.facts["clock"].clone()
}

#[test]
fn a_clock_that_is_right_passes() {
    let facts = check(Server::ahead(0), &[]);
    assert_eq!((&facts["stratum"], &facts["samples"]), (&json!(2), &json!(4)));
    check(Server::ahead(500), &[]);
    check(Server::ahead(-500), &[]);
}

#[test]
fn a_clock_that_is_off_is_found_whichever_way() {
    for (ahead, faults) in [
        (600_000, ["clock-wrong"]),
        (-600_000, ["clock-wrong"]),
        (400_000_000_000, ["clock-wrong"]),
        (10_000, ["clock-drifts"]),
        (-10_000, ["clock-drifts"]),
    ] {
        let facts = check(Server::ahead(ahead), &faults);
        let told = facts["offset_ms"].as_i64().unwrap();
        assert!((told - ahead).abs() < 1_500, "{told} instead of {ahead}");
    }
}

#[test]
fn how_far_a_clock_may_be_off_is_an_input() {
    let port = Server::ahead(10_000).serve();
    ask(port, &json!({"fail_ms": 5_000})).assert_faults(&["clock-wrong"]);
    let port = Server::ahead(10_000).serve();
    ask(port, &json!({"warn_ms": 60_000})).assert_faults(&[]);
}

#[test]
fn a_server_that_does_not_know_the_time_is_not_believed() {
    check(Server { leap: 3, ..Server::ahead(900_000) }, &["server-unsynchronised"]);
    check(Server { stratum: 16, ..Server::ahead(900_000) }, &["server-unsynchronised"]);
}

#[test]
fn a_server_that_refuses_is_asked_no_more() {
    let facts = check(Server { stratum: 0, reference: *b"RATE", ..Server::ahead(0) }, &["refuses"]);
    assert_eq!(facts["refusal"], "RATE");
}

#[test]
fn a_server_that_answers_nothing_sensible_is_found() {
    // Each takes seconds, so they are waited for together.
    std::thread::scope(|threads| {
        for answers in [Answers::Forged, Answers::Cut, Answers::Garbage, Answers::Not] {
            threads.spawn(move || check(Server { answers, ..Server::ahead(0) }, &["no-answer"]));
        }
    });
}

#[test]
fn a_closed_port_is_found() {
    let port = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    ask(port, &json!({})).assert_faults(&["no-answer"]);
}

#[test]
fn a_time_server_that_is_not_listed_is_not_asked() {
    let refusal = Case::new("clock-offset", "hosts: ['127.0.0.1:1']").refusal(&json!({"host": "127.0.0.1"}));
    assert!(refusal.contains("add `127.0.0.1:123` to `hosts`"), "{refusal}");
}
