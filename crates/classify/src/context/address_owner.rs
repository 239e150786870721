//! Whose an address is.

/// The owner of an address, least protective first, so that the greater of two is the one to believe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum AddressOwner {
    /// In the vendor's networks.
    Vendor,
    /// In the tenant's server networks.
    Tenant,
    /// In a network of the tenant's people, or a person's own address.
    User,
}
