//! TLSA records, and whether DNSSEC holds for them.

use super::association::Association;
use crate::dns::exchange::{Asker, Question};
use crate::kind::dns_delegation::chain::{self, Signed};
use crate::scope::Domain;
use domain::Moment;
use hickory_resolver::proto::dnssec::rdata::{DNSSECRData, DS};
use hickory_resolver::proto::op::{Message, ResponseCode};
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use std::net::SocketAddr;

/// The most records that are looked at.
const RECORDS_MAX: usize = 32;

/// What DNS says of a server's certificates.
pub(super) struct Records {
    /// Where the records stand.
    pub(super) name: String,
    /// Why there is no answer.
    pub(super) error: Option<String>,
    pub(super) associations: Vec<Association>,
    /// Whether there are signatures.
    pub(super) is_signed: bool,
    /// Whether the signatures hold and the zone above names their key.
    pub(super) is_linked: bool,
    /// Whether the DNS server says that it has checked them.
    pub(super) is_validated: bool,
    /// Why they do not hold.
    pub(super) fault: Option<String>,
}

impl Records {
    pub(super) fn of(host: &Domain, port: u16) -> Self {
        Self {
            name: format!("_{port}._tcp.{host}"),
            error: None,
            associations: Vec::new(),
            is_signed: false,
            is_linked: false,
            is_validated: false,
            fault: None,
        }
    }

    /// Whether servers that deliver may rely on them. One that validates looks further up than is looked here; so either
    /// the DNS server asked has done it, or the zone and the one above it agree.
    pub(super) fn is_secure(&self) -> bool {
        self.is_validated || self.is_linked
    }

    pub(super) async fn read(&mut self, asker: &mut Asker, server: SocketAddr, now: Moment) {
        match Name::from_ascii(format!("{}.", self.name)) {
            Ok(name) => {
                let done = self.ask(asker, server, &name, now).await;
                self.error = done.err();
            }
            Err(error) => self.error = Some(error.to_string()),
        }
    }

    async fn ask(
        &mut self,
        asker: &mut Asker,
        server: SocketAddr,
        name: &Name,
        now: Moment,
    ) -> Result<(), String> {
        let answer = asked(asker, server, name, RecordType::TLSA).await?;
        for record in answer.answers.iter().take(RECORDS_MAX) {
            if let RData::TLSA(tlsa) = &record.data {
                self.associations.push(Association::of(tlsa));
            }
        }
        if self.associations.is_empty() {
            return Ok(());
        }
        self.is_validated = answer.metadata.authentic_data;
        // Behind an alias, the records have another owner.
        let owner = answer.answers.iter().find(|record| record.record_type() == RecordType::TLSA);
        let owner = owner.map_or_else(|| name.clone(), |record| record.name.clone());
        let Some(zone) = chain::signer(&answer.answers, RecordType::TLSA) else {
            self.fault = Some("the records are not signed".to_owned());
            return Ok(());
        };
        self.is_signed = true;
        let keys = asked(asker, server, &zone, RecordType::DNSKEY).await?.answers;
        let above = asked(asker, server, &zone, RecordType::DS).await?;
        let ds: Vec<DS> = above
            .answers
            .iter()
            .filter_map(|record| match &record.data {
                RData::DNSSEC(DNSSECRData::DS(ds)) => Some(ds.clone()),
                _ => None,
            })
            .collect();
        if ds.is_empty() {
            self.fault = Some(format!("the zone above `{zone}` names no key of it (no DS record)"));
            return Ok(());
        }
        let signed = Signed { keys, owner, kind: RecordType::TLSA, answer: answer.answers };
        self.fault = chain::refusal(&zone, &ds, &signed, now);
        self.is_linked = self.fault.is_none();
        Ok(())
    }
}

async fn asked(
    asker: &mut Asker,
    server: SocketAddr,
    name: &Name,
    kind: RecordType,
) -> Result<Message, String> {
    let question = Question { name: name.clone(), kind, recursion: true, tcp: false };
    let message = asker.ask(server, &question).await?.message;
    match message.metadata.response_code {
        ResponseCode::NoError | ResponseCode::NXDomain => Ok(message),
        code => Err(format!("the DNS server answers `{code}` to the question for {kind} of `{name}`")),
    }
}
