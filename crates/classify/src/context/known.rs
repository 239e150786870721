//! What a single word means to the tenant.

/// What the context knows of a word, least protective first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Known {
    /// The first label of a tenant domain: its `NetBIOS` name.
    NetBios,
    /// A tenant id.
    TenantId,
    /// An account of the vendor's staff.
    Operator,
    /// A person's PUID.
    Puid,
    /// A person's security identifier.
    Sid,
    /// A person's directory object id.
    ObjectId,
    /// A person's device.
    Machine,
    /// A person's account name or local part.
    Username,
}
