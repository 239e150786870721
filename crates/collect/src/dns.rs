//! Questions to DNS: through a resolver here, counted, with failures noted; to one server and as it answers in
//! [`exchange`].

pub(crate) mod exchange;
pub(crate) mod shown;

use crate::network::{Resolver, absolute};
use hickory_resolver::net::NetError;
use hickory_resolver::proto::rr::rdata::SRV;
use hickory_resolver::proto::rr::{RData, RecordType};
use std::net::IpAddr;

/// The most questions that one run asks: records decide what is asked next, and could go on for ever.
pub(crate) const QUESTIONS_MAX: usize = 100;
/// The longest text record that is looked at, in bytes.
const TEXT_BYTES_MAX: usize = 8_192;

/// Asks DNS.
pub(crate) struct Dns {
    resolver: Resolver,
    questions: usize,
    errors: Vec<String>,
}

impl Dns {
    pub(crate) fn new(resolver: Resolver) -> Self {
        Self { resolver, questions: 0, errors: Vec::new() }
    }

    /// Names that got no answer, with the reason.
    pub(crate) fn errors(self) -> Vec<String> {
        self.errors
    }

    /// Text records, each joined to one text; none if DNS did not answer.
    pub(crate) async fn texts(&mut self, name: &str) -> Option<Vec<String>> {
        let text = |record| match record {
            RData::TXT(text) => Some(joined(&text.txt_data)),
            _ => None,
        };
        Some(self.ask(name, RecordType::TXT).await?.into_iter().filter_map(text).collect())
    }

    /// Mail servers with their preferences; none if DNS did not answer.
    pub(crate) async fn mail_servers(&mut self, name: &str) -> Option<Vec<(u16, String)>> {
        let server = |record| match record {
            RData::MX(mx) => Some((mx.preference, mx.exchange.to_ascii())),
            _ => None,
        };
        Some(self.ask(name, RecordType::MX).await?.into_iter().filter_map(server).collect())
    }

    /// The servers of a zone, with a final dot; none if DNS did not answer.
    pub(crate) async fn name_servers(&mut self, name: &str) -> Option<Vec<String>> {
        let server = |record| match record {
            RData::NS(server) => Some(server.0.to_lowercase().to_ascii()),
            _ => None,
        };
        Some(self.ask(name, RecordType::NS).await?.into_iter().filter_map(server).collect())
    }

    /// The names that an address's own name points to; none if DNS did not answer.
    pub(crate) async fn pointers(&mut self, name: &str) -> Option<Vec<String>> {
        let pointer = |record| match record {
            RData::PTR(pointer) => Some(shown::name(&pointer.0)),
            _ => None,
        };
        Some(self.ask(name, RecordType::PTR).await?.into_iter().filter_map(pointer).collect())
    }

    /// Where a service stands; none if DNS did not answer.
    pub(crate) async fn services(&mut self, name: &str) -> Option<Vec<SRV>> {
        let service = |record| match record {
            RData::SRV(service) => Some(service),
            _ => None,
        };
        Some(self.ask(name, RecordType::SRV).await?.into_iter().filter_map(service).collect())
    }

    /// The names behind an alias, in the order in which they are followed; none if DNS did not answer.
    pub(crate) async fn aliases(&mut self, name: &str) -> Option<Vec<String>> {
        let alias = |record| match record {
            RData::CNAME(alias) => Some(alias.0.to_ascii().trim_end_matches('.').to_owned()),
            _ => None,
        };
        Some(self.ask(name, RecordType::A).await?.into_iter().filter_map(alias).collect())
    }

    /// The addresses of a name; none if DNS did not answer.
    pub(crate) async fn addresses(&mut self, name: &str) -> Option<Vec<IpAddr>> {
        let mut addresses = self.v4_addresses(name).await?;
        let v6 = self.ask(name, RecordType::AAAA).await?;
        addresses.extend(v6.into_iter().filter_map(address));
        Some(addresses)
    }

    /// The IPv4 addresses of a name; none if DNS did not answer.
    pub(crate) async fn v4_addresses(&mut self, name: &str) -> Option<Vec<IpAddr>> {
        Some(self.ask(name, RecordType::A).await?.into_iter().filter_map(address).collect())
    }

    /// The answers, none of them if there are no such records; or nothing at all if DNS did not answer.
    async fn ask(&mut self, name: &str, kind: RecordType) -> Option<Vec<RData>> {
        self.questions += 1;
        if self.questions > QUESTIONS_MAX {
            self.fail(name, &format!("more than {QUESTIONS_MAX} questions would be needed"));
            return None;
        }
        match self.resolver.lookup(absolute(name), kind).await {
            Ok(found) => Some(found.answers().iter().map(|record| record.data.clone()).collect()),
            Err(error) if error.is_no_records_found() && answered(&error) => Some(Vec::new()),
            Err(error) => {
                self.fail(name, &error.to_string());
                None
            }
        }
    }

    fn fail(&mut self, name: &str, reason: &str) {
        let error = format!("{name} ({reason})");
        if !self.errors.contains(&error) {
            self.errors.push(error);
        }
    }
}

/// Whether "no records" is the server's answer and not its failure.
fn answered(error: &NetError) -> bool {
    use hickory_resolver::net::DnsError;
    use hickory_resolver::proto::op::ResponseCode;
    match error {
        NetError::Dns(DnsError::NoRecordsFound(none)) => {
            matches!(none.response_code, ResponseCode::NoError | ResponseCode::NXDomain)
        }
        _ => false,
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it turns records into addresses")]
fn address(record: RData) -> Option<IpAddr> {
    match record {
        RData::A(address) => Some(address.0.into()),
        RData::AAAA(address) => Some(address.0.into()),
        _ => None,
    }
}

/// The strings of a text record as one text.
pub(crate) fn joined(strings: &[Box<[u8]>]) -> String {
    let bytes: Vec<u8> = strings.iter().flatten().copied().take(TEXT_BYTES_MAX).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}
