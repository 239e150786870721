//! Records of names, as one DNS server gives them.

use crate::CollectError;
use crate::dns::exchange::{Asker, Question, Reply};
use crate::dns::shown;
use crate::network::Transport;
use crate::rounded::millis;
use crate::scope::is_special;
use crate::site::Site;
use aws_lc_rs::digest::{SHA256, digest};
use diagnostics::collector::DnsRecords;
use diagnostics::{InputError, Optional as _};
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};

/// The record types that can be asked for.
const TYPES: [RecordType; 13] = [
    RecordType::A,
    RecordType::AAAA,
    RecordType::MX,
    RecordType::TXT,
    RecordType::NS,
    RecordType::SOA,
    RecordType::CAA,
    RecordType::SRV,
    RecordType::CNAME,
    RecordType::PTR,
    RecordType::DS,
    RecordType::DNSKEY,
    RecordType::TLSA,
];
/// The most records that are told of one answer.
const RECORDS_MAX: usize = 50;

/// What was asked and what came back. Filled while it is read, so that a limit leaves what was read before.
#[derive(Debug, Default, Serialize)]
struct Told {
    domain: String,
    /// The server that was asked last, with its port.
    server: Option<SocketAddr>,
    asked: usize,
    /// Questions that got no answer, with the reason.
    unanswered: Vec<String>,
    /// The answer codes that occurred, each once.
    codes: BTreeSet<String>,
    /// All records of all answers as `name TYPE value`, in order, each once.
    records: BTreeSet<String>,
    count: usize,
    /// The texts of TXT records.
    texts: Vec<String>,
    /// The same for the same records, whole: of IPv6 addresses the network alone is told.
    fingerprint: Option<String>,
    /// Addresses that cannot be reached from the Internet.
    private_addresses: BTreeSet<String>,
    /// Whether every answer was authoritative, and whether the server vouches for every one (RFC 4035, the AD bit).
    authoritative: bool,
    authenticated: bool,
    /// Whether signatures came with any answer.
    signed: bool,
    answers: Vec<Value>,
}

/// Asks for every type of every name, one after the other.
pub(super) fn collect(site: &mut Site, parameters: &DnsRecords) -> Result<Value, CollectError> {
    let domain = site.scope.domain(site.subscription, &parameters.domain.get(site.inputs)?)?;
    let names = names(domain.as_str(), &parameters.names.get(site.inputs)?)?;
    let types = types(&parameters.types.get(site.inputs)?)?;
    let tcp = parameters.tcp.get(site.inputs)?;
    let servers = site.name_servers(parameters.dns_server.find(site.inputs)?.as_deref())?;
    let mut asker = Asker::new(site);
    let mut whole = BTreeSet::new();
    let mut told =
        Told { domain: domain.to_string(), authoritative: true, authenticated: true, ..Told::default() };
    for name in &names {
        for kind in &types {
            let question = Question { name: name.clone(), kind: *kind, recursion: true, tcp };
            told.asked += 1;
            let answer = site.wait(ask(&mut asker, &servers, &question))?;
            let Some((server, answer)) = answer else { break };
            told.server = server;
            told.take(site, &question, answer, &mut whole);
        }
    }
    asker.settle(site);
    told.fingerprint = fingerprint(&whole);
    told.authoritative &= !told.answers.is_empty();
    told.authenticated &= !told.answers.is_empty();
    serde_json::to_value(told).map_err(|error| site.failed(error.to_string()))
}

/// Asks one server after the other until one answers.
async fn ask(
    asker: &mut Asker,
    servers: &[SocketAddr],
    question: &Question,
) -> (Option<SocketAddr>, Result<Reply, String>) {
    let mut last = (None, Err("there is no server to ask".to_owned()));
    for server in servers {
        let reply = asker.ask(*server, question).await;
        let answered = reply.is_ok();
        last = (Some(*server), reply);
        if answered {
            break;
        }
    }
    last
}

/// The names in full: each below the domain; `@` is the domain itself.
fn names(domain: &str, below: &[String]) -> Result<Vec<Name>, InputError> {
    let name = |part: &String| {
        let full = if part == "@" { format!("{domain}.") } else { format!("{part}.{domain}.") };
        let unfit = |_| InputError::Unfit { input: "names".to_owned(), value: part.clone() };
        Name::from_ascii(full).map_err(unfit)
    };
    below.iter().map(name).collect()
}

fn types(words: &[String]) -> Result<Vec<RecordType>, InputError> {
    let kind = |word: &String| {
        let found = TYPES.into_iter().find(|kind| kind.to_string().eq_ignore_ascii_case(word));
        found.ok_or_else(|| InputError::Unfit { input: "types".to_owned(), value: word.clone() })
    };
    words.iter().map(kind).collect()
}

/// A short hash over all records; none if there are none.
fn fingerprint(records: &BTreeSet<String>) -> Option<String> {
    let text = records.iter().map(String::as_str).collect::<Vec<_>>().join("\n");
    let hash = digest(&SHA256, text.as_bytes());
    let first = hash.as_ref().first_chunk().filter(|_| !records.is_empty())?;
    Some(format!("{:016x}", u64::from_be_bytes(*first)))
}

impl Told {
    fn take(
        &mut self,
        site: &mut Site,
        question: &Question,
        answer: Result<Reply, String>,
        whole: &mut BTreeSet<String>,
    ) {
        let asked = format!("{} {}", shown::name(&question.name), question.kind);
        let reply = match answer {
            Ok(reply) => reply,
            Err(reason) => {
                self.unanswered.push(format!("{asked} ({reason})"));
                return;
            }
        };
        let head = &reply.message.metadata;
        let (signatures, found): (Vec<&Record>, Vec<&Record>) =
            reply.message.answers.iter().partition(|record| record.record_type() == RecordType::RRSIG);
        let code = shown::code(head.response_code);
        self.codes.insert(code.clone());
        self.authoritative &= head.authoritative;
        self.authenticated &= head.authentic_data;
        self.signed |= !signatures.is_empty();
        self.count += found.len();
        let mut values = Vec::new();
        for record in found.iter().take(RECORDS_MAX).take_while(|_| site.budget.take_row()) {
            whole.insert(format!("{} {} {}", shown::name(&record.name), record.record_type(), record.data));
            values.push(self.note(record));
        }
        values.sort();
        self.answers.push(json!({
            "name": shown::name(&question.name),
            "type": question.kind.to_string(),
            "code": code,
            "authoritative": head.authoritative,
            "authenticated": head.authentic_data,
            "signed": !signatures.is_empty(),
            "truncated": reply.truncated,
            "transport": match reply.transport { Transport::Udp => "udp", Transport::Tcp => "tcp" },
            "milliseconds": millis(reply.elapsed),
            "ttl": found.iter().map(|record| record.ttl).min(),
            "count": found.len(),
            "values": values,
        }));
    }

    /// Notes a record, and gives its value.
    fn note(&mut self, record: &Record) -> String {
        let value = shown::value(&record.data);
        match &record.data {
            RData::TXT(_) => self.texts.push(value.clone()),
            RData::A(address) => self.note_address(address.0.into()),
            RData::AAAA(address) => self.note_address(address.0.into()),
            _ => {}
        }
        self.records.insert(format!("{} {} {value}", shown::name(&record.name), record.record_type()));
        value
    }

    fn note_address(&mut self, address: IpAddr) {
        if is_special(address) {
            self.private_addresses.insert(shown::address(address));
        }
    }
}
