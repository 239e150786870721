//! Values that stand for all of their kind, so that what is found does not follow from which of them a line has.

use super::{AddressOwner, CompiledContext};
use crate::detect::is_no_entity;
use std::net::Ipv4Addr;

/// The longest and the shortest values of each kind; those of the context are no stand-ins.
#[derive(Debug, Default)]
pub(crate) struct StandIns {
    longest: Values,
    shortest: Values,
}

/// A value of each kind of number, and an address of each kind of owner: nobody known, the vendor, the tenant, its people.
#[derive(Debug, Default)]
pub(crate) struct Values {
    numbers: Numbers<&'static str>,
    identifier: &'static str,
    hexadecimal: &'static str,
    short_hexadecimal: &'static str,
    addresses: [String; 4],
}

/// A number of each kind, or some of each to choose from: a port behind an address, one behind a name, a counter, a number
/// that is all that is written in its place, one with decimals.
#[derive(Clone, Copy, Debug, Default)]
struct Numbers<T> {
    port: T,
    named_port: T,
    counter: T,
    alone: T,
    fraction: T,
}

/// Each as long as any number that has a code for it.
const LONGEST: Numbers<[&str; 4]> = {
    let ports = ["58213", "61937", "74159", "83621"];
    let counters = ["582137469", "619374582", "741596328", "836214759"];
    let fractions = ["582.137469582", "619.374582619", "741.596328741", "836.214759836"];
    Numbers { port: ports, named_port: ports, counter: counters, alone: counters, fraction: fractions }
};
/// Each as short as any number that has a code for it.
const SHORTEST: Numbers<[&str; 4]> = {
    let (pairs, counters) = (["58", "61", "74", "83"], ["5821", "6193", "7415", "8362"]);
    let fractions = ["5.8", "6.1", "7.4", "8.3"];
    Numbers { port: pairs, named_port: counters, counter: counters, alone: pairs, fraction: fractions }
};
/// Addresses that may be nobody's.
const STRANGERS: [[u8; 4]; 8] = [
    [4, 7, 7, 4],
    [9, 4, 7, 9],
    [11, 7, 7, 7],
    [77, 177, 77, 177],
    [198, 51, 100, 77],
    [177, 177, 177, 177],
    [198, 151, 100, 177],
    [203, 117, 113, 177],
];
/// What stands in an address behind the prefix of its network.
const HOST_BITS: [u32; 3] = [0x0505_0505, 0x4d4d_4d4d, 0xb1b1_b1b1];

impl StandIns {
    /// Those for a context that is otherwise complete.
    pub(super) fn of(context: &CompiledContext) -> Self {
        let owners = [None, Some(AddressOwner::Vendor), Some(AddressOwner::Tenant), Some(AddressOwner::User)];
        let addresses = owners.map(|owner| addresses_of(owner, context));
        let shortest = addresses.clone().map(|list| list.into_iter().next().unwrap_or_default());
        let longest = addresses.map(|list| list.into_iter().next_back().unwrap_or_default());
        Self {
            longest: Values {
                numbers: numbers(&LONGEST, context),
                identifier: "160899968791986290658213",
                hexadecimal: "7ff1b2d17980a3c4",
                short_hexadecimal: "7f1b2",
                addresses: longest,
            },
            shortest: Values {
                numbers: numbers(&SHORTEST, context),
                identifier: "16089996",
                hexadecimal: "7ff1b2",
                short_hexadecimal: "7",
                addresses: shortest,
            },
        }
    }

    pub(crate) fn longest(&self) -> &Values {
        &self.longest
    }

    pub(crate) fn shortest(&self) -> &Values {
        &self.shortest
    }

    /// Whether there is a number of each kind.
    pub(crate) fn have_numbers(&self) -> bool {
        let whole = |Numbers { port, named_port, counter, alone, fraction }: &Numbers<&str>| {
            ![port, named_port, counter, alone, fraction].iter().any(|number| number.is_empty())
        };
        whole(&self.longest.numbers) && whole(&self.shortest.numbers)
    }

    /// Whether there is an address of an owner: 0 nobody known, 1 the vendor, 2 the tenant, 3 its people.
    pub(crate) fn have_address(&self, owner: usize) -> bool {
        !self.longest.address(owner).is_empty()
    }
}

impl Values {
    pub(crate) fn port(&self) -> &[u8] {
        self.numbers.port.as_bytes()
    }

    pub(crate) fn named_port(&self) -> &[u8] {
        self.numbers.named_port.as_bytes()
    }

    pub(crate) fn counter(&self) -> &[u8] {
        self.numbers.counter.as_bytes()
    }

    pub(crate) fn alone(&self) -> &[u8] {
        self.numbers.alone.as_bytes()
    }

    /// A number with decimals.
    pub(crate) fn fraction(&self) -> &[u8] {
        self.numbers.fraction.as_bytes()
    }

    /// What stands behind `blk_`.
    pub(crate) fn identifier(&self) -> &[u8] {
        self.identifier.as_bytes()
    }

    /// What stands behind `0x`.
    pub(crate) fn hexadecimal(&self) -> &[u8] {
        self.hexadecimal.as_bytes()
    }

    /// What stands behind `0x` and is shorter.
    pub(crate) fn short_hexadecimal(&self) -> &[u8] {
        self.short_hexadecimal.as_bytes()
    }

    /// The address of an owner: 0 nobody known, 1 the vendor, 2 the tenant, 3 its people; empty if there is none.
    pub(crate) fn address(&self, owner: usize) -> &[u8] {
        self.addresses.get(owner).map(String::as_bytes).unwrap_or_default()
    }
}

/// Whether the context knows nothing of a word.
fn is_free(word: &str, context: &CompiledContext) -> bool {
    !context.lists_number(word.as_bytes()) && !context.may_begin_phrase(word.as_bytes())
}

/// The first of each kind that the context does not list; empty if there is none.
fn numbers(choice: &Numbers<[&'static str; 4]>, context: &CompiledContext) -> Numbers<&'static str> {
    let first =
        |words: [&'static str; 4]| words.into_iter().find(|word| is_free(word, context)).unwrap_or_default();
    let Numbers { port, named_port, counter, alone, fraction } = *choice;
    Numbers {
        port: first(port),
        named_port: first(named_port),
        counter: first(counter),
        alone: first(alone),
        fraction: first(fraction),
    }
}

/// Some addresses of an owner, the shorter ones first.
fn addresses_of(owner: Option<AddressOwner>, context: &CompiledContext) -> Vec<String> {
    let candidates = match owner {
        None => STRANGERS.map(Ipv4Addr::from).to_vec(),
        Some(owner) => HOST_BITS.iter().flat_map(|host| context.networks.members_v4(owner, *host)).collect(),
    };
    let fits = |address: &Ipv4Addr| context.owner_v4(*address) == owner && !is_no_entity(*address);
    let mut fitting: Vec<String> =
        candidates.into_iter().filter(fits).map(|address| address.to_string()).collect();
    fitting.retain(|address| is_free(address, context));
    fitting.sort_unstable_by(|one, other| (one.len(), one).cmp(&(other.len(), other)));
    fitting
}
