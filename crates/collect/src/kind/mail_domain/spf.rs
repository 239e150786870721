//! The SPF record and everything it includes (RFC 7208).

mod term;

use crate::dns::Dns;
use serde::Serialize;
use std::collections::VecDeque;
use term::{Kind, Term};

/// Lookups are counted no further than this; more than 10 is a fault already (RFC 7208, section 4.6.4).
const LOOKUPS_COUNTED_MAX: usize = 20;
/// The most faults that are told.
const ERRORS_MAX: usize = 20;

/// What the SPF record says.
#[derive(Debug, Default, Serialize)]
pub(super) struct Spf {
    /// Whether DNS answered.
    answered: bool,
    count: usize,
    record: Option<String>,
    /// Lookups that a receiver needs in the worst case.
    lookups: usize,
    /// Lookups that find nothing.
    void_lookups: usize,
    /// The qualifier of `all`: `-`, `~`, `?`, `+`, or `none` if there is no `all`.
    all: String,
    errors: Vec<String>,
}

/// A record that is still to be looked at: its name, and whether its `all` counts.
struct Next {
    name: String,
    decides: bool,
}

pub(super) async fn read(spf: &mut Spf, dns: &mut Dns, domain: &str) {
    "none".clone_into(&mut spf.all);
    let Some(records) = records(dns, domain).await else { return };
    spf.answered = true;
    spf.count = records.len();
    let Some(record) = records.into_iter().next() else { return };
    let mut queue = VecDeque::new();
    spf.evaluate(dns, &record, &Next { name: domain.to_owned(), decides: true }, &mut queue).await;
    spf.record = Some(record);
    let mut followed = vec![domain.to_owned()];
    while let Some(next) = queue.pop_front() {
        if spf.lookups > LOOKUPS_COUNTED_MAX || spf.errors.len() >= ERRORS_MAX {
            return;
        }
        if followed.contains(&next.name) {
            spf.errors.push(format!("`{}` is included twice or in a circle", next.name));
            continue;
        }
        followed.push(next.name.clone());
        spf.follow(dns, &next, &mut queue).await;
    }
}

async fn records(dns: &mut Dns, name: &str) -> Option<Vec<String>> {
    let is_spf = |text: &String| {
        let version = text.split(' ').next().unwrap_or_default();
        version.eq_ignore_ascii_case("v=spf1")
    };
    Some(dns.texts(name).await?.into_iter().filter(is_spf).collect())
}

impl Spf {
    async fn follow(&mut self, dns: &mut Dns, next: &Next, queue: &mut VecDeque<Next>) {
        let Some(records) = records(dns, &next.name).await else { return };
        match records.as_slice() {
            [record] => self.evaluate(dns, record, next, queue).await,
            [] => {
                self.void_lookups += 1;
                self.errors.push(format!("`{}` has no SPF record", next.name));
            }
            more => self.errors.push(format!("`{}` has {} SPF records", next.name, more.len())),
        }
    }

    /// Counts what one record needs, and queues what it refers to.
    async fn evaluate(&mut self, dns: &mut Dns, record: &str, at: &Next, queue: &mut VecDeque<Next>) {
        let terms = self.terms(record, &at.name);
        let all = terms.iter().position(|term| term.kind == Kind::All);
        // What follows `all` is never reached; a redirect is ignored beside it (RFC 7208, sections 5.1 and 6.1).
        for term in terms.iter().take(all.unwrap_or(terms.len())) {
            self.directive(dns, &term.kind, &at.name, queue).await;
            if self.lookups > LOOKUPS_COUNTED_MAX {
                return;
            }
        }
        match all.and_then(|index| terms.get(index)) {
            Some(all) if at.decides => self.all = all.qualifier.to_string(),
            Some(_) => {}
            None => self.redirect(&terms, at, queue),
        }
    }

    /// The well-formed words of a record; the others are faults.
    fn terms(&mut self, record: &str, name: &str) -> Vec<Term> {
        let words = record.split(' ').skip(1).filter(|word| !word.is_empty());
        let mut terms = Vec::new();
        for word in words {
            match Term::parse(word) {
                Ok(term) => terms.push(term),
                Err(reason) => self.errors.push(format!("`{word}` of `{name}`: {reason}")),
            }
        }
        terms
    }

    async fn directive(&mut self, dns: &mut Dns, kind: &Kind, own: &str, queue: &mut VecDeque<Next>) {
        match kind {
            Kind::Include(name) => {
                self.lookups += 1;
                queue.extend(plain(name).map(|name| Next { name: name.to_owned(), decides: false }));
            }
            Kind::Address(name) => self.address(dns, name.as_deref().unwrap_or(own)).await,
            Kind::MailServers(name) => self.mail_servers(dns, name.as_deref().unwrap_or(own)).await,
            Kind::Lookup => self.lookups += 1,
            Kind::All | Kind::Redirect(_) | Kind::Free => {}
        }
    }

    fn redirect(&mut self, terms: &[Term], at: &Next, queue: &mut VecDeque<Next>) {
        let target = terms.iter().find_map(|term| match &term.kind {
            Kind::Redirect(name) => Some(name),
            _ => None,
        });
        if let Some(name) = target {
            self.lookups += 1;
            queue.extend(plain(name).map(|name| Next { name: name.to_owned(), decides: at.decides }));
        }
    }

    async fn address(&mut self, dns: &mut Dns, name: &str) {
        self.lookups += 1;
        if let Some(name) = plain(name)
            && dns.addresses(name).await.is_some_and(|found| found.is_empty())
        {
            self.void_lookups += 1;
        }
    }

    async fn mail_servers(&mut self, dns: &mut Dns, name: &str) {
        self.lookups += 1;
        if let Some(name) = plain(name)
            && dns.mail_servers(name).await.is_some_and(|servers| servers.is_empty())
        {
            self.void_lookups += 1;
        }
    }
}

/// A name that does not depend on a message: one without macros.
fn plain(name: &str) -> Option<&str> {
    (!name.contains('%')).then_some(name)
}
