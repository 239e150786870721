//! A tenant context in the form that lines are checked against. Built once, shared by every thread.

mod lists;
mod patterns;

use super::directory::spellings;
use super::domain_owner::Domains;
use super::naming_scheme::NamingSchemes;
use super::networks::Networks;
use super::numbers::Numbers;
use super::stand_ins::StandIns;
use super::{
    AddressOwner, ContextError, ContextForm, Directory, Known, Owner, Phrase, TenantContext, phrases,
};
use crate::marks::Marks;
use crate::phrase_table::PhraseTable;
use crate::word::{self, Word};
use crate::word_filter::WordFilter;
use crate::word_table::Table;
use lists::{insert_known, insert_networks, words};
use patterns::patterns;
use regex_automata::meta::Regex;
use std::mem;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// A tenant context ready for use.
#[derive(Debug)]
pub struct CompiledContext {
    /// Tells this context from every other one of the process; never 0.
    serial: u64,
    pub(super) networks: Networks,
    domains: Domains,
    known: Table<Known>,
    local_parts: Table<()>,
    given: Table<()>,
    /// The names of the organisation.
    organisation: PhraseTable<Phrase>,
    /// What the directory writes in more than a word.
    people: PhraseTable<Phrase>,
    /// The words that are looked for wherever a word stands, and those that begin a phrase.
    words: WordFilter,
    /// The ids among the known words.
    identifiers: WordFilter,
    /// Listed words without a letter.
    numbers: Numbers,
    /// Numbers that begin a phrase.
    first_numbers: Numbers,
    numbers_with_colon: bool,
    machines: NamingSchemes,
    stand_ins: StandIns,
    /// None without a pattern: nothing of expressions is in memory then.
    tenant_servers: Option<Regex>,
    vendor_servers: Option<Regex>,
}

impl CompiledContext {
    /// Compiles a context. Takes time in proportion to its size; do it once and share the result.
    ///
    /// # Errors
    ///
    /// Names the list, index and value when a network or a server pattern cannot be read.
    pub fn new(context: &TenantContext) -> Result<Self, ContextError> {
        Self::compile(context, context.tenant.users.iter().collect())
    }

    /// Reads and compiles the JSON form. People are taken in one by one as they are read: of a large directory nothing
    /// but the compiled form is ever in memory.
    ///
    /// # Errors
    ///
    /// Names line and column when the bytes are not a context, else as [`CompiledContext::new`].
    pub fn from_json(bytes: &[u8]) -> Result<Self, ContextError> {
        let mut context = ContextForm::<Directory>::from_json(bytes)?;
        let directory = mem::take(&mut context.tenant.users);
        Self::compile(&context, directory)
    }

    /// Compiles all but the people, which `directory` holds already.
    fn compile<P>(context: &ContextForm<P>, mut directory: Directory) -> Result<Self, ContextError> {
        let (tenant, vendor) = (&context.tenant, &context.vendor);
        let mut domains = Domains::default();
        vendor.domains.iter().for_each(|d| domains.insert(d, Owner::Vendor));
        tenant.domains.iter().for_each(|d| domains.insert(d, Owner::Tenant));
        insert_networks(&mut directory.networks, context)?;
        directory.trouble.take().map_or(Ok(()), Err)?;
        insert_known(&mut directory.known, context);
        let mut organisation = PhraseTable::default();
        tenant.names.iter().for_each(|name| phrases::insert(&mut organisation, name, Phrase::Organisation));
        let words = words(context, &directory, &organisation);
        let listed =
            tenant.ids.iter().flat_map(|id| spellings(id)).chain(context.vendor.operators.iter().cloned());
        listed.for_each(|word| directory.numbers.insert(word.trim().as_bytes()));
        tenant.names.iter().for_each(|name| directory.numbers.insert(name.trim().as_bytes()));
        tenant.names.iter().for_each(|name| directory.add_numbers_of(name));
        let identifiers: Vec<u32> =
            directory.known.words().filter(|word| word.len() >= 32).map(word::hash).collect();
        let mut compiled = Self {
            serial: SERIAL.fetch_add(1, Ordering::Relaxed),
            networks: directory.networks,
            domains,
            known: directory.known,
            local_parts: directory.local_parts,
            given: directory.given,
            organisation,
            people: directory.phrases,
            words,
            identifiers: WordFilter::of(&identifiers, &[]),
            numbers: directory.numbers,
            first_numbers: directory.first_numbers,
            numbers_with_colon: directory.numbers_with_colon,
            machines: directory.machines.into_schemes(),
            stand_ins: StandIns::default(),
            tenant_servers: patterns("tenant.server_patterns", &tenant.server_patterns)?,
            vendor_servers: patterns("vendor.server_patterns", &vendor.server_patterns)?,
        };
        compiled.stand_ins = StandIns::of(&compiled);
        Ok(compiled)
    }

    pub(crate) fn serial(&self) -> u64 {
        self.serial
    }

    pub(crate) fn owner_v4(&self, address: Ipv4Addr) -> Option<AddressOwner> {
        self.networks.owner_v4(address)
    }

    pub(crate) fn owner_v6(&self, address: Ipv6Addr) -> Option<AddressOwner> {
        self.networks.owner_v6(address)
    }

    /// Whose the domain name is, and where its listed domain starts.
    pub(crate) fn domain(&self, name: &[u8]) -> Option<(Owner, usize)> {
        self.domains.suffix(name)
    }

    pub(crate) fn underscored_domain(&self, name: &[u8]) -> Option<usize> {
        self.domains.underscored_suffix(name)
    }

    /// What the context knows of a word.
    pub(crate) fn known(&self, word: &[u8]) -> Option<Known> {
        self.known.get(word)
    }

    /// Whether the context lists a word without letters.
    pub(crate) fn lists_number(&self, word: &[u8]) -> bool {
        self.numbers.has(word)
    }

    /// Values that stand for all of their kind.
    pub(crate) fn stand_ins(&self) -> &StandIns {
        &self.stand_ins
    }

    /// Whether a colon stands in a phrase that begins with a number.
    pub(crate) fn has_numbers_with_colon(&self) -> bool {
        self.numbers_with_colon
    }

    /// Whether a number of two digits is listed.
    pub(crate) fn lists_pairs(&self) -> bool {
        self.numbers.has_pairs()
    }

    /// Whether an identifier of hexadecimal digits is listed.
    pub(crate) fn lists_identifier(&self, id: &[u8]) -> bool {
        self.identifiers.look_up(word::hash(id)) != 0 && self.known(id).is_some()
    }

    /// Whether a phrase may begin with this word without letters.
    pub(crate) fn may_begin_phrase(&self, word: &[u8]) -> bool {
        self.first_numbers.has(word)
    }

    /// Whether a listed phrase stands in `text` with its first word at `at`.
    pub(crate) fn phrase_stands_at(&self, text: &[u8], at: usize) -> bool {
        const LEAD_BYTES: usize = 16;
        const PHRASE_BYTES: usize = 512;
        let from = at.saturating_sub(LEAD_BYTES);
        let around = text.get(from..text.len().min(at + PHRASE_BYTES)).unwrap_or_default();
        let mut words = Vec::new();
        word::split(around, &mut words);
        let first = words.partition_point(|word| from + word.start < at);
        self.phrase_at(around, &words, first).is_some()
    }

    /// Whether a word may be listed, or be the name of a server; few others are taken for one.
    pub(crate) fn may_name(&self, word: &[u8]) -> bool {
        let marks = self.marks_of(word::hash(word));
        marks.has(Marks::PHRASE)
            || marks.has(Marks::KNOWN) && (self.known(word).is_some() || self.is_local_part(word))
            || self.is_tenant_server(word)
            || self.is_vendor_server(word)
            || self.names_machines_so(word)
    }

    /// Whether listed machines are named as `word` is.
    pub(crate) fn names_machines_so(&self, word: &[u8]) -> bool {
        self.machines.has(word)
    }

    /// Whether a word is the local part of somebody's UPN.
    pub(crate) fn is_local_part(&self, word: &[u8]) -> bool {
        self.local_parts.get(word).is_some()
    }

    /// Whether somebody's name begins with the word.
    pub(crate) fn is_given_name(&self, word: &[u8]) -> bool {
        self.given.get(word).is_some()
    }

    /// The longest listed phrase whose first word is the `index`th.
    pub(crate) fn phrase_at(
        &self,
        view: &[u8],
        words: &[Word],
        index: usize,
    ) -> Option<(Range<usize>, Phrase)> {
        let [organisation, people] =
            [&self.organisation, &self.people].map(|table| table.longest_at(view, words, index));
        let length = |found: &Option<(Range<usize>, Phrase)>| found.as_ref().map_or(0, |(at, _)| at.len());
        if length(&people) > length(&organisation) { people } else { organisation }
    }

    /// What the context may know of a word with this hash.
    pub(crate) fn marks_of(&self, hash: u32) -> Marks {
        Marks::of_context(self.words.look_up(hash))
    }

    /// Whether a short host name is a tenant server's.
    pub(crate) fn is_tenant_server(&self, short: &[u8]) -> bool {
        self.tenant_servers.as_ref().is_some_and(|patterns| patterns.is_match(short))
    }

    /// Whether a short host name is a vendor server's.
    pub(crate) fn is_vendor_server(&self, short: &[u8]) -> bool {
        self.vendor_servers.as_ref().is_some_and(|patterns| patterns.is_match(short))
    }
}

/// The next context's serial number.
static SERIAL: AtomicU64 = AtomicU64::new(1);
