use super::case::{Case, Outcome};
use super::dns_server;
use diagnostics::Diagnostic;
use rustix::net::sockopt::set_socket_linger;
use serde_json::{Value, json};
use socket2::{Domain, SockAddr, Socket, Type};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

const LOOPBACK: &str = "hosts: ['127.0.0.1:*']";

/// A listener whose connections the kernel accepts by itself.
fn listening() -> (TcpListener, String) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let text = listener.local_addr().unwrap().to_string();
    (listener, text)
}

/// An endpoint at which nothing listens.
fn closed() -> String {
    listening().1
}

fn look(endpoints: &[&str], more: &Value) -> Outcome {
    let mut inputs = json!({ "endpoints": endpoints });
    inputs.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Case::new("endpoint-matrix", LOOPBACK).run(&inputs)
}

/// Accepts connections and treats each one.
fn accepting(mut treat: impl FnMut(TcpStream) + Send + 'static) -> String {
    let (listener, text) = listening();
    std::thread::spawn(move || {
        while let Ok((stream, _)) = listener.accept() {
            treat(stream);
        }
    });
    text
}

#[test]
fn endpoints_that_answer_pass() {
    let ((_one, one), (_two, two)) = (listening(), listening());
    let outcome = look(&[&one, &two], &json!({}));
    outcome.assert_faults(&[]);
    let facts = &outcome.facts["tcp"];
    assert_eq!((&facts["count"], &facts["reached"]), (&json!(2), &json!(2)));
    assert_eq!(facts["endpoints"][1]["endpoint"], two.as_str());
    assert!(facts["endpoints"][0]["mss"].as_u64().unwrap() > 500, "{facts}");
}

/// Loopback is never slow, so the fact is set.
#[test]
fn slow_endpoints_are_named() {
    let (_open, open) = listening();
    let inputs = json!({ "endpoints": [open] });
    let case = Case::new("endpoint-matrix", LOOPBACK);
    let mut facts = case.run(&inputs).facts;
    facts["tcp"]["slow"] = json!([open]);
    case.judge(&inputs, facts).assert_faults(&["slow"]);
}

#[test]
fn a_closed_port_among_open_ones_is_named() {
    let (_open, open) = listening();
    let closed = closed();
    let outcome = look(&[&open, &closed], &json!({}));
    outcome.assert_faults(&["refused"]);
    assert_eq!(outcome.facts["tcp"]["refused"], json!([closed]));
}

#[test]
fn a_connection_that_is_broken_off_at_once_is_told_from_a_refusal() {
    let reset = accepting(|stream| set_socket_linger(&stream, Some(Duration::ZERO)).unwrap());
    let closing = accepting(drop);
    for (endpoint, failure) in [(&reset, "reset"), (&closing, "closed")] {
        let outcome = look(&[endpoint], &json!({"tries": 1}));
        outcome.assert_faults(&["broken-off"]);
        assert_eq!(outcome.facts["tcp"]["endpoints"][0]["failure"], failure);
    }
}

/// An endpoint that does not answer: the kernel drops what comes once the queue of waiting connections is full.
struct Silent {
    text: String,
    _socket: Socket,
    _waiting: Vec<TcpStream>,
}

impl Silent {
    fn new() -> Self {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        socket.bind(&SockAddr::from(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))).unwrap();
        socket.listen(0).unwrap();
        let address = socket.local_addr().unwrap().as_socket().unwrap();
        let connect = |_| TcpStream::connect_timeout(&address, Duration::from_millis(300)).ok();
        let waiting = (0..2).filter_map(connect).collect();
        Self { text: address.to_string(), _socket: socket, _waiting: waiting }
    }
}

#[test]
fn an_endpoint_that_stays_silent_is_found() {
    let silent = Silent::new();
    look(&[&silent.text], &json!({})).assert_faults(&["silent"]);
}

#[test]
fn endpoints_that_time_did_not_suffice_for_are_told() {
    let ((_open, open), silent) = (listening(), Silent::new());
    let mut case = Case::new("endpoint-matrix", LOOPBACK);
    let mut form = serde_json::to_value(case.diagnostic.form()).unwrap();
    form["limits"]["seconds"] = json!(2);
    case.diagnostic = Diagnostic::parse(&form.to_string()).unwrap();
    let outcome = case.run(&json!({"endpoints": [open, silent.text, open]}));
    outcome.assert_faults(&["not-all-looked-at"]);
    assert_eq!(outcome.facts["tcp"]["looked_at"], 1);
}

#[test]
fn an_endpoint_without_a_way_there_is_found() {
    // No connection can be made to a group, nor to a local address without its network card.
    for (endpoint, fault) in [("224.0.0.1:80", "silent"), ("[fe80::1]:80", "not-connected")] {
        let case = Case::new("endpoint-matrix", "hosts: ['224.0.0.1:80', '[fe80::1]:80']");
        case.run(&json!({"endpoints": [endpoint]})).assert_faults(&[fault]);
    }
}

#[test]
fn an_endpoint_that_answers_only_at_times_is_found() {
    // The first is watched and broken off; the next ones stay.
    let (mut first, mut kept) = (true, Vec::new());
    let unsteady = accepting(move |stream| {
        if !std::mem::take(&mut first) {
            kept.push(stream);
        }
    });
    look(&[&unsteady], &json!({})).assert_faults(&["unsteady"]);
}

#[test]
fn a_name_that_does_not_resolve_is_found() {
    let dns = dns_server::serve(&[("web.test", "A", "127.0.0.1".to_owned())]);
    let (_open, open) = listening();
    let port = open.rsplit_once(':').unwrap().1;
    let area = format!(
        "hosts: ['web.test:{port}', 'gone.test:{port}', '127.0.0.1:{port}']\ndns: {{servers: ['{}']}}",
        dns.address
    );
    let case = Case::new("endpoint-matrix", &area);
    let [web, gone] = [format!("web.test:{port}"), format!("gone.test:{port}")];
    let outcome = case.run(&json!({"endpoints": [web, gone]}));
    outcome.assert_faults(&["names-unresolved"]);
    assert_eq!(outcome.facts["tcp"]["unresolved"], json!([gone]));
}

#[test]
fn what_the_scope_does_not_list_is_not_tried() {
    let (_open, open) = listening();
    let refusal =
        Case::new("endpoint-matrix", LOOPBACK).refusal(&json!({"endpoints": [open, "192.0.2.1:443"]}));
    assert!(refusal.contains("not_in_scope"), "{refusal}");
    let refusal = Case::new("endpoint-matrix", LOOPBACK).refusal(&json!({"endpoints": ["127.0.0.1:99999"]}));
    assert!(refusal.contains("cannot be used here"), "{refusal}");
}

#[test]
fn a_path_that_takes_small_packets_alone_is_found() {
    let case = Case::new("path-mtu", LOOPBACK);
    let (_wide, wide) = listening();
    case.run(&json!({"endpoints": [wide]})).assert_faults(&[]);

    // What a tunnel's router does to the handshake, the listener does itself: it announces small segments.
    let (listener, narrow) = listening();
    socket2::SockRef::from(&listener).set_tcp_mss(536).unwrap();
    let outcome = case.run(&json!({"endpoints": [wide, narrow]}));
    outcome.assert_faults(&["narrow"]);
    let told = outcome.facts["tcp"]["narrow"][0].as_str().unwrap().to_owned();
    assert!(told.starts_with(&narrow), "{told}");

    case.run(&json!({"endpoints": [closed()]})).assert_faults(&["unreachable"]);
}
