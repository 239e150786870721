//! Questions to DNS, counted, with failures noted.

use crate::network::{Resolver, absolute};
use hickory_resolver::net::NetError;
use hickory_resolver::proto::rr::{RData, RecordType};

/// The most questions that one run asks: records decide what is asked next, and could go on for ever.
const QUESTIONS_MAX: usize = 100;
/// The longest text record that is looked at, in bytes.
const TEXT_BYTES_MAX: usize = 8_192;

/// Asks DNS.
pub(super) struct Dns {
    resolver: Resolver,
    questions: usize,
    errors: Vec<String>,
}

impl Dns {
    pub(super) fn new(resolver: Resolver) -> Self {
        Self { resolver, questions: 0, errors: Vec::new() }
    }

    /// Names that got no answer, with the reason.
    pub(super) fn errors(self) -> Vec<String> {
        self.errors
    }

    /// Text records, each joined to one text; none if DNS did not answer.
    pub(super) async fn texts(&mut self, name: &str) -> Option<Vec<String>> {
        let records = self.ask(name, RecordType::TXT).await?;
        Some(
            records
                .iter()
                .filter_map(|record| match record {
                    RData::TXT(text) => Some(joined(&text.txt_data)),
                    _ => None,
                })
                .collect(),
        )
    }

    /// Mail servers with their preferences; none if DNS did not answer.
    pub(super) async fn mail_servers(&mut self, name: &str) -> Option<Vec<(u16, String)>> {
        let records = self.ask(name, RecordType::MX).await?;
        Some(
            records
                .iter()
                .filter_map(|record| match record {
                    RData::MX(mx) => Some((mx.preference, mx.exchange.to_ascii())),
                    _ => None,
                })
                .collect(),
        )
    }

    /// How many addresses a name has; none if DNS did not answer.
    pub(super) async fn addresses(&mut self, name: &str) -> Option<usize> {
        let v4 = self.ask(name, RecordType::A).await?;
        let v6 = self.ask(name, RecordType::AAAA).await?;
        let address = |record: &&RData| matches!(record, RData::A(_) | RData::AAAA(_));
        Some(v4.iter().filter(address).count() + v6.iter().filter(address).count())
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

fn joined(strings: &[Box<[u8]>]) -> String {
    let bytes: Vec<u8> = strings.iter().flatten().copied().take(TEXT_BYTES_MAX).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}
