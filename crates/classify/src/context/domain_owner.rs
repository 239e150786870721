//! Lookup of a domain name, by its longest listed suffix.

use crate::word_table::Table;

/// Whose a domain is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The tenant's.
    Tenant,
    /// The vendor's.
    Vendor,
}

/// The listed domains, lower-case; and the tenant's with underscores for dots, as in `OneDrive` paths.
#[derive(Debug, Default)]
pub(super) struct Domains {
    dotted: Table<Owner>,
    underscored: Table<Owner>,
}

impl Domains {
    pub(super) fn insert(&mut self, domain: &str, owner: Owner) {
        let domain = domain.trim().trim_matches('.').to_ascii_lowercase();
        if domain.is_empty() {
            return;
        }
        if owner == Owner::Tenant && domain.contains('.') {
            self.underscored.insert(domain.replace('.', "_").as_bytes(), owner);
        }
        self.dotted.insert(domain.as_bytes(), owner);
    }

    /// The owner of `name` and where its listed domain starts in it.
    pub(super) fn suffix(&self, name: &[u8]) -> Option<(Owner, usize)> {
        longest(&self.dotted, name, b'.')
    }

    /// Where an underscored tenant domain starts in `name`.
    pub(super) fn underscored_suffix(&self, name: &[u8]) -> Option<usize> {
        longest(&self.underscored, name, b'_').map(|(_, at)| at)
    }
}

fn longest(table: &Table<Owner>, name: &[u8], separator: u8) -> Option<(Owner, usize)> {
    if table.is_empty() {
        return None;
    }
    let starts = memchr::memchr_iter(separator, name).map(|at| at + 1);
    std::iter::once(0).chain(starts).find_map(|at| table.get(name.get(at..)?).map(|owner| (owner, at)))
}
