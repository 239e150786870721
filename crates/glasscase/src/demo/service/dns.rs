//! A DNS server that knows one domain (RFC 1035, over UDP), and refuses to answer for any other.

use anyhow::Result;
use hickory_resolver::proto::op::{Message, MessageType, OpCode, ResponseCode};
use hickory_resolver::proto::rr::rdata::{A, MX, SOA, TXT};
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};
use std::net::Ipv4Addr;
use tokio::net::UdpSocket;

/// The longest question that is read.
const QUESTION_BYTES_MAX: usize = 1_232;
/// How long answers may be kept, in seconds.
const TTL: u32 = 60;

/// The records of one domain.
pub(super) struct Zone {
    origin: Name,
    authority: Record,
    records: Vec<Record>,
}

impl Zone {
    /// A mail domain whose one server is `host`, on loopback. Its DMARC policy only watches: something to find.
    ///
    /// # Errors
    /// If a name is none.
    pub(super) fn new(domain: &str, host: &str) -> Result<Self> {
        let name = |text: &str| Name::from_ascii(format!("{text}."));
        let (origin, server) = (name(domain)?, name(host)?);
        let text = |text: String| RData::TXT(TXT::new(vec![text]));
        let record = |name: Name, data| Record::from_rdata(name, TTL, data);
        let soa = SOA::new(server.clone(), name(&format!("hostmaster.{domain}"))?, 1, 3_600, 600, 86_400, 60);
        let records = vec![
            record(origin.clone(), RData::MX(MX::new(10, server.clone()))),
            record(origin.clone(), text("v=spf1 mx ~all".to_owned())),
            record(
                name(&format!("_dmarc.{domain}"))?,
                text(format!("v=DMARC1; p=none; rua=mailto:lena.vogt@{domain}")),
            ),
            record(server, RData::A(A(Ipv4Addr::LOCALHOST))),
        ];
        Ok(Self { authority: record(origin.clone(), RData::SOA(soa)), origin, records })
    }

    /// The answer to a question; none if it is no question.
    fn answer(&self, question: &[u8]) -> Option<Vec<u8>> {
        let asked = Message::from_vec(question).ok()?;
        if asked.metadata.message_type != MessageType::Query {
            return None;
        }
        let mut answer = Message::response(asked.metadata.id, asked.metadata.op_code);
        answer.metadata.recursion_desired = asked.metadata.recursion_desired;
        answer.add_queries(asked.queries.clone());
        match asked.queries.first() {
            Some(query) if asked.metadata.op_code == OpCode::Query && self.origin.zone_of(query.name()) => {
                self.fill(&mut answer, query.name(), query.query_type());
            }
            _ => answer.metadata.response_code = ResponseCode::Refused,
        }
        answer.to_vec().ok()
    }

    fn fill(&self, answer: &mut Message, name: &Name, kind: RecordType) {
        let named = |record: &&Record| record.name == *name;
        answer.metadata.authoritative = true;
        answer
            .add_answers(self.records.iter().filter(named).filter(|one| one.record_type() == kind).cloned());
        if answer.answers.is_empty() {
            answer.add_authority(self.authority.clone());
        }
        if *name != self.origin && !self.records.iter().any(|record| named(&record)) {
            answer.metadata.response_code = ResponseCode::NXDomain;
        }
    }
}

/// Answers questions for ever.
pub(super) async fn serve(socket: UdpSocket, zone: Zone) {
    let mut question = [0; QUESTION_BYTES_MAX];
    loop {
        // A socket on loopback fails for what a client did, such as closing its port: that concerns no other.
        let Ok((length, client)) = socket.recv_from(&mut question).await else { continue };
        if let Some(answer) = zone.answer(question.get(..length).unwrap_or_default()) {
            let _ = socket.send_to(&answer, client).await;
        }
    }
}
