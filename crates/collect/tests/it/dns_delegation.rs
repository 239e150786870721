use super::case::{Case, Outcome};
use super::dns_server::{DnsServer, Line, Zone, serve_at};
use super::dns_signer::Signer;
use serde_json::{Value, json};
use std::net::Ipv4Addr;

const RESOLVER: Ipv4Addr = Ipv4Addr::LOCALHOST;
const PARENT: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 21);
const FIRST: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 11);
const SECOND: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 12);

/// What each server says of `mail.test`.
struct Planted {
    parent: Vec<Line>,
    zone: Vec<Line>,
    second_zone: Vec<Line>,
    second_serial: u32,
    signer: Option<Signer>,
}

fn line(name: &'static str, kind: &'static str, value: &str) -> Line {
    (name, kind, value.to_owned())
}

fn addresses() -> Vec<Line> {
    vec![line("ns1.mail.test", "A", "127.0.0.11"), line("ns2.mail.test", "A", "127.0.0.12")]
}

fn names() -> Vec<Line> {
    vec![line("mail.test", "NS", "ns1.mail.test."), line("mail.test", "NS", "ns2.mail.test.")]
}

fn healthy() -> Planted {
    let zone = [names(), addresses()].concat();
    Planted { parent: names(), zone: zone.clone(), second_zone: zone, second_serial: 7, signer: None }
}

/// Servers in order, of which the scope lists those that are not in `unlisted`.
struct World {
    servers: Vec<(Ipv4Addr, Option<DnsServer>)>,
}

impl World {
    fn new(planted: &Planted) -> Self {
        let signer = planted.signer.as_ref();
        let zone = |lines, serial| Zone { origin: "mail.test", serial, lines, signer };
        let above = [line("test", "NS", "ns.test."), line("ns.test", "A", "127.0.0.21")];
        let parent = [above.to_vec(), planted.parent.clone()].concat();
        let test = |lines| Zone { origin: "test", serial: 1, lines, signer: None };
        let servers = [
            // It finds the others, as a recursive server does.
            (RESOLVER, serve_at(RESOLVER, &[test(&above), zone(&planted.zone, 7)])),
            (PARENT, serve_at(PARENT, &[test(&parent)])),
            (FIRST, serve_at(FIRST, &[zone(&planted.zone, 7)])),
            (SECOND, serve_at(SECOND, &[zone(&planted.second_zone, planted.second_serial)])),
        ];
        Self { servers: servers.map(|(ip, server)| (ip, Some(server))).into() }
    }

    fn look(&self, unlisted: &[Ipv4Addr], inputs: &Value) -> Outcome {
        let listed: Vec<String> = self
            .servers
            .iter()
            .filter(|(ip, _)| !unlisted.contains(ip))
            .filter_map(|(_, server)| Some(format!("'{}'", server.as_ref()?.address)))
            .collect();
        let area = format!("dns: {{servers: [{}], domains: [mail.test, gone.test]}}", listed.join(", "));
        Case::new("dns-delegation", &area).run(inputs)
    }
}

/// Exactly `faults` are found in what `plant` makes of a healthy zone.
fn check(plant: impl FnOnce(&mut Planted), faults: &[&str]) -> Value {
    let mut planted = healthy();
    plant(&mut planted);
    let outcome = World::new(&planted).look(&[], &json!({"zone": "mail.test"}));
    outcome.assert_faults(faults);
    outcome.facts["dns"].clone()
}

/// A zone that is signed from and until so many days from now, whose parent has these DS records.
fn signed(from: i64, until: i64, ds: impl Fn(&Signer) -> Vec<String>, faults: &[&str]) -> Value {
    check(
        |planted| {
            let signer = Signer::new("mail.test", from, until);
            planted.parent.extend(ds(&signer).iter().map(|ds| line("mail.test", "DS", ds)));
            planted.signer = Some(signer);
        },
        faults,
    )
}

#[test]
fn a_zone_in_order_passes() {
    let facts = check(|_| {}, &[]);
    assert_eq!(facts["parent"]["zone"], "test");
    assert_eq!(facts["parent"]["ns"], json!(["ns1.mail.test", "ns2.mail.test"]));
    assert_eq!((&facts["authoritative"], &facts["serials"]), (&json!(2), &json!([7])));
    assert_eq!(facts["dnssec"]["key_count"], 0);
}

#[test]
fn a_signed_zone_in_order_passes() {
    let facts = signed(-1, 20, |signer| vec![signer.ds()], &[]);
    assert_eq!((&facts["dnssec"]["linked"], &facts["dnssec"]["days_left"]), (&json!(true), &json!(20)));
    // An old key's record beside the present one's does no harm.
    signed(-1, 20, |signer| vec![Signer::new("mail.test", -1, 1).ds(), signer.ds()], &[]);
}

#[test]
fn faults_of_the_delegation_are_found() {
    let third = || line("mail.test", "NS", "ns3.mail.test.");
    check(|planted| planted.parent.push(third()), &["without-address", "names-differ"]);
    check(|planted| planted.zone.push(third()), &["without-address", "names-differ"]);
    let moved = || line("mail.test", "NS", "ns2.old.test.");
    let facts = check(|planted| planted.parent[1] = moved(), &["without-address", "names-differ"]);
    assert_eq!(facts["only_parent"], json!(["ns2.old.test"]));
    assert_eq!(facts["only_zone"], json!(["ns2.mail.test"]));
    check(|planted| planted.second_serial = 6, &["serials-differ"]);
    check(
        |planted| {
            planted.parent.truncate(1);
            planted.zone.remove(1);
        },
        &["one-server"],
    );
}

#[test]
fn a_server_that_does_not_serve_the_zone_is_found() {
    let mut world = World::new(&healthy());
    world.servers[3].1 =
        Some(serve_at(SECOND, &[Zone { origin: "example", serial: 1, lines: &[], signer: None }]));
    let outcome = world.look(&[], &json!({"zone": "mail.test"}));
    outcome.assert_faults(&["lame"]);
    assert_eq!(outcome.facts["dns"]["lame"], json!(["ns2.mail.test (127.0.0.12): REFUSED"]));
    // One that has the zone above alone refers to others, without authority.
    let parent = Zone { origin: "test", serial: 1, lines: &names(), signer: None };
    world.servers[3].1 = Some(serve_at(SECOND, &[parent]));
    world.look(&[], &json!({"zone": "mail.test"})).assert_faults(&["lame"]);
}

#[test]
fn a_server_that_does_not_answer_is_found() {
    let world = World::new(&healthy());
    let closed = serve_at(SECOND, &[]).address;
    let addresses: Vec<String> = world.servers[..3]
        .iter()
        .map(|(_, server)| server.as_ref().unwrap().address.to_string())
        .chain([closed.to_string()])
        .collect();
    let area = format!("dns: {{servers: {addresses:?}, domains: [mail.test]}}");
    Case::new("dns-delegation", &area).run(&json!({"zone": "mail.test"})).assert_faults(&["silent"]);
    let addresses = [&addresses[0], &format!("{PARENT}:{}", closed.port()), &addresses[2]];
    let area = format!("dns: {{servers: {addresses:?}, domains: [mail.test]}}");
    let outcome = Case::new("dns-delegation", &area).run(&json!({"zone": "mail.test"}));
    outcome.assert_faults(&["parent-silent", "servers-not-asked"]);
}

#[test]
fn servers_that_are_not_listed_are_not_asked_and_that_is_said() {
    let world = World::new(&healthy());
    let outcome = world.look(&[PARENT, SECOND], &json!({"zone": "mail.test"}));
    outcome.assert_faults(&["parent-not-asked", "servers-not-asked"]);
    assert_eq!(outcome.facts["dns"]["not_asked"], json!(["ns2.mail.test (127.0.0.12)"]));
}

#[test]
fn a_server_is_asked_at_the_addresses_that_are_listed() {
    let facts = check(|planted| planted.zone.push(line("ns1.mail.test", "AAAA", "2001:db8::11")), &[]);
    assert_eq!((&facts["other_addresses"], &facts["not_asked"]), (&json!(1), &json!([])));
}

#[test]
fn a_name_that_is_no_zone_is_found() {
    World::new(&healthy()).look(&[], &json!({"zone": "gone.test"})).assert_faults(&["not-delegated"]);
}

#[test]
fn a_resolver_that_refuses_is_found() {
    let resolver = serve_at(RESOLVER, &[]);
    let area = format!("dns: {{servers: ['{}'], domains: [mail.test]}}", resolver.address);
    let outcome = Case::new("dns-delegation", &area).run(&json!({"zone": "mail.test"}));
    outcome.assert_faults(&["dns-fails", "parent-not-asked"]);
}

#[test]
fn faults_of_the_signatures_are_found() {
    let own = |signer: &Signer| vec![signer.ds()];
    signed(-1, 20, |_| Vec::new(), &["dnskey-without-ds"]);
    signed(-1, 20, |_| vec![Signer::new("mail.test", -1, 20).ds()], &["ds-mismatch"]);
    signed(-1, 2, own, &["signature-ending"]);
    let facts = signed(-20, -2, own, &["signature-refused"]);
    assert_eq!(facts["dnssec"]["refused"], "DNSKEY: the signature ended 2 days ago");
    signed(1, 20, own, &["signature-refused"]);
    signed(-20, -2, |_| Vec::new(), &["signature-refused", "dnskey-without-ds"]);
    let ds = Signer::new("mail.test", -1, 20).ds();
    check(|planted| planted.parent.push(line("mail.test", "DS", &ds)), &["ds-without-dnskey"]);
}
