//! A tenant context in the form that lines are checked against. Built once, shared by every thread.

use super::domain_owner::Domains;
use super::networks::Networks;
use super::phrases::PhraseList;
use super::{AddressOwner, ContextError, Known, Owner, Phrase, Tenant, TenantContext, User};
use crate::marks::Marks;
use crate::phrase_table::PhraseTable;
use crate::word::{self, Word};
use crate::word_filter::WordFilter;
use crate::word_table::Table;
use regex_automata::meta::Regex;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// A tenant context ready for use.
#[derive(Debug)]
pub struct CompiledContext {
    /// Tells this context from every other one of the process; never 0.
    serial: u64,
    networks: Networks,
    domains: Domains,
    known: Table<Known>,
    local_parts: Table<()>,
    phrases: PhraseTable<Phrase>,
    /// The words that are looked for wherever a word stands, and those that begin a phrase.
    words: WordFilter,
    tenant_servers: Regex,
    vendor_servers: Regex,
}

impl CompiledContext {
    /// Compiles a context. Takes time in proportion to its size; do it once and share the result.
    ///
    /// # Errors
    ///
    /// Names the list, index and value when a network or a server pattern cannot be read.
    pub fn new(context: &TenantContext) -> Result<Self, ContextError> {
        let (tenant, vendor) = (&context.tenant, &context.vendor);
        let mut domains = Domains::default();
        vendor.domains.iter().for_each(|d| domains.insert(d, Owner::Vendor));
        tenant.domains.iter().for_each(|d| domains.insert(d, Owner::Tenant));
        let phrases = phrases(tenant).table();
        Ok(Self {
            serial: SERIAL.fetch_add(1, Ordering::Relaxed),
            networks: networks(context)?,
            domains,
            known: known(context),
            local_parts: local_parts(tenant),
            words: WordFilter::of(&names(context), phrases.firsts()),
            phrases,
            tenant_servers: patterns("tenant.server_patterns", &tenant.server_patterns)?,
            vendor_servers: patterns("vendor.server_patterns", &vendor.server_patterns)?,
        })
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

    /// Whether a word is the local part of somebody's UPN.
    pub(crate) fn is_local_part(&self, word: &[u8]) -> bool {
        self.local_parts.get(word).is_some()
    }

    /// The longest listed phrase whose first word is the `index`th.
    pub(crate) fn phrase_at(
        &self,
        view: &[u8],
        words: &[Word],
        index: usize,
    ) -> Option<(Range<usize>, Phrase)> {
        self.phrases.longest_at(view, words, index)
    }

    /// What the context may know of a word with this hash.
    pub(crate) fn marks_of(&self, hash: u32) -> Marks {
        Marks::of_context(self.words.look_up(hash))
    }

    /// Whether a short host name is a tenant server's.
    pub(crate) fn is_tenant_server(&self, short: &[u8]) -> bool {
        self.tenant_servers.is_match(short)
    }

    /// Whether a short host name is a vendor server's.
    pub(crate) fn is_vendor_server(&self, short: &[u8]) -> bool {
        self.vendor_servers.is_match(short)
    }
}

/// The next context's serial number.
static SERIAL: AtomicU64 = AtomicU64::new(1);

fn networks(context: &TenantContext) -> Result<Networks, ContextError> {
    let mut networks = Networks::default();
    let tenant = &context.tenant;
    let lists = [
        ("vendor.networks", &context.vendor.networks, AddressOwner::Vendor),
        ("tenant.networks", &tenant.networks, AddressOwner::Tenant),
        ("tenant.user_networks", &tenant.user_networks, AddressOwner::User),
    ];
    for (list, values, owner) in lists {
        insert_all(&mut networks, list, values, owner)?;
    }
    for (index, user) in tenant.users.iter().enumerate() {
        insert_all(&mut networks, &format!("tenant.users[{index}].ips"), &user.ips, AddressOwner::User)?;
    }
    Ok(networks)
}

fn insert_all(
    networks: &mut Networks,
    list: &str,
    values: &[String],
    owner: AddressOwner,
) -> Result<(), ContextError> {
    for (index, value) in values.iter().enumerate() {
        networks.insert(value, owner).ok_or_else(|| ContextError::Network {
            place: format!("{list}[{index}]"),
            value: value.clone(),
        })?;
    }
    Ok(())
}

/// Words are inserted in the order of [`Known`], so that of two meanings the more protective stays.
fn known(context: &TenantContext) -> Table<Known> {
    let (tenant, users, mut table) = (&context.tenant, &context.tenant.users, Table::default());
    let mut add = |word: &str, known| table.insert(word.trim().as_bytes(), known);
    for domain in &tenant.domains {
        add(domain.split('.').next().unwrap_or_default(), Known::NetBios);
    }
    tenant.names.iter().for_each(|name| add(name, Known::NetBios));
    for id in tenant.ids.iter().flat_map(|id| spellings(id)) {
        add(&id, Known::TenantId);
    }
    context.vendor.operators.iter().for_each(|operator| add(operator, Known::Operator));
    users.iter().map(|user| &user.puid).for_each(|puid| add(puid, Known::Puid));
    users.iter().map(|user| &user.sid).for_each(|sid| add(sid, Known::Sid));
    for id in users.iter().flat_map(|user| spellings(&user.object_id)) {
        add(&id, Known::ObjectId);
    }
    users.iter().flat_map(|user| &user.machines).for_each(|machine| add(machine, Known::Machine));
    users.iter().flat_map(|user| &user.usernames).for_each(|name| add(name, Known::Username));
    table
}

/// An id with and without its dashes, and with them where 32 hexadecimal digits make a GUID.
fn spellings(id: &str) -> Vec<String> {
    let plain: String = id.chars().filter(|c| !matches!(c, '-' | '{' | '}')).collect();
    let mut spellings = vec![id.trim_matches(['{', '}']).to_owned()];
    if plain.len() == 32 && plain.bytes().all(|b| b.is_ascii_hexdigit()) {
        let parts = [&plain[..8], &plain[8..12], &plain[12..16], &plain[16..20], &plain[20..]];
        spellings.push(parts.join("-"));
        spellings.push(plain);
    }
    spellings
}

fn local_parts(tenant: &Tenant) -> Table<()> {
    let mut table = Table::default();
    for user in &tenant.users {
        if let Some((local, _)) = user.upn.split_once('@') {
            table.insert(local.as_bytes(), ());
        }
    }
    table
}

/// The hash of every word that is looked for without a key or a shape that points to it.
fn names(context: &TenantContext) -> Vec<u32> {
    let (tenant, users) = (&context.tenant, &context.tenant.users);
    let ids = tenant.ids.iter().chain(&context.vendor.operators).map(String::as_str);
    let local_parts = users.iter().filter_map(|user| Some(user.upn.split_once('@')?.0));
    let listed = users.iter().flat_map(|user| user.usernames.iter().chain(&user.machines));
    let domains = tenant.domains.iter().chain(&context.vendor.domains).map(String::as_str);
    let words = ids.chain(domains).chain(local_parts).chain(listed.map(String::as_str));
    let labels = tenant.domains.iter().filter_map(|domain| domain.split('.').next());
    words.chain(labels).map(|word| word::hash(word.trim().as_bytes())).collect()
}

fn phrases(tenant: &Tenant) -> PhraseList {
    let mut list = PhraseList::default();
    for name in &tenant.names {
        list.insert(name, Phrase::Organisation);
    }
    for User { display_name, phones, machines, .. } in &tenant.users {
        list.insert(display_name, Phrase::Person);
        for phone in phones {
            list.insert(phone, Phrase::Phone);
        }
        for machine in machines.iter().filter(|machine| machine.contains(' ')) {
            list.insert(machine, Phrase::Machine);
        }
    }
    list
}

/// One automaton for all patterns of a list; each has to match a whole short host name.
fn patterns(list: &str, patterns: &[String]) -> Result<Regex, ContextError> {
    let mut anchored = Vec::new();
    for (index, pattern) in patterns.iter().enumerate() {
        let whole = format!("^(?i:{pattern})$");
        Regex::new(&whole).map_err(|error| ContextError::Pattern {
            place: format!("{list}[{index}]"),
            value: pattern.clone(),
            reason: error.to_string().lines().last().unwrap_or_default().to_owned(),
        })?;
        anchored.push(whole);
    }
    Regex::new_many(&anchored).map_err(|error| ContextError::TooLarge { reason: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_network_is_named() {
        let mut context = TenantContext::default();
        context.tenant.networks = vec!["10.0.0.0/8".into(), "ten/8".into()];
        let error = CompiledContext::new(&context).unwrap_err().to_string();
        assert_eq!(
            error,
            "tenant context, tenant.networks[1]: `ten/8` is not an address or `address/prefix`"
        );
    }

    #[test]
    fn a_bad_pattern_is_named() {
        let mut context = TenantContext::default();
        context.vendor.server_patterns = vec!["edge-[".into()];
        let error = CompiledContext::new(&context).unwrap_err().to_string();
        assert!(error.starts_with("tenant context, vendor.server_patterns[0]: `edge-[` is not"), "{error}");
    }

    #[test]
    fn an_id_is_found_in_any_spelling() {
        let mut context = TenantContext::default();
        context.tenant.ids = vec!["8B1F2F5E-3f6a-4a53-9f57-0d5e5b6f7c21".into()];
        let context = CompiledContext::new(&context).unwrap();
        assert_eq!(context.known(b"8b1f2f5e3f6a4a539f570d5e5b6f7c21"), Some(Known::TenantId));
        assert_eq!(context.known(b"8b1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c21"), Some(Known::TenantId));
    }

    #[test]
    fn a_pattern_matches_whole_names_only() {
        let mut context = TenantContext::default();
        context.tenant.server_patterns = vec!["srv-[a-z]+".into(), "^db[0-9]$".into()];
        let context = CompiledContext::new(&context).unwrap();
        assert!(context.is_tenant_server(b"SRV-fic") && context.is_tenant_server(b"db3"));
        assert!(!context.is_tenant_server(b"srv-fic9") && !context.is_tenant_server(b"olddb3"));
    }
}
