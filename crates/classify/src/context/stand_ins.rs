//! Values that stand for all of their kind, so that what is found does not follow from which of them a line has.

use super::{AddressOwner, CompiledContext};
use crate::detect::is_no_entity;
use std::net::Ipv4Addr;

/// A counter, and an address of each kind of owner: nobody known, the vendor, the tenant, its people.
#[derive(Debug, Default)]
pub(crate) struct StandIns {
    counter: &'static str,
    addresses: [String; 4],
}

/// Numbers that may be a counter, an account, a code or a postcode. The first that the context does not list is taken.
const COUNTERS: [&str; 4] = ["58213", "61937", "74159", "83621"];
/// Addresses that may be nobody's.
const STRANGERS: [[u8; 4]; 4] =
    [[203, 0, 113, 77], [198, 51, 100, 77], [77, 177, 77, 177], [11, 77, 177, 77]];
/// What stands in an address behind the prefix of its network.
const HOST_BITS: u32 = 0x4d4d_4d4d;

impl StandIns {
    /// Those for a context that is otherwise complete.
    pub(super) fn of(context: &CompiledContext) -> Self {
        let is_free =
            |word: &str| !context.lists_number(word.as_bytes()) && !context.may_begin_phrase(word.as_bytes());
        let owners = [None, Some(AddressOwner::Vendor), Some(AddressOwner::Tenant), Some(AddressOwner::User)];
        let addresses = owners.map(|owner| {
            let fits = |address: &Ipv4Addr| {
                context.owner_v4(*address) == owner
                    && !is_no_entity(*address)
                    && is_free(&address.to_string())
            };
            let mut candidates = match owner {
                None => STRANGERS.map(Ipv4Addr::from).to_vec(),
                Some(owner) => context.networks.members_v4(owner, HOST_BITS),
            };
            candidates.sort_unstable();
            candidates.into_iter().find(fits).map_or_else(String::new, |address| address.to_string())
        });
        Self { counter: COUNTERS.into_iter().find(|word| is_free(word)).unwrap_or_default(), addresses }
    }

    /// A number that the context does not list; empty if there is none.
    pub(crate) fn counter(&self) -> &[u8] {
        self.counter.as_bytes()
    }

    /// The address of an owner: 0 nobody known, 1 the vendor, 2 the tenant, 3 its people; empty if there is none.
    pub(crate) fn address(&self, owner: usize) -> &[u8] {
        self.addresses.get(owner).map(String::as_bytes).unwrap_or_default()
    }
}
