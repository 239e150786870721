//! The figures of a report: how much of everything the log holds.

use serde::Serialize;
use std::collections::BTreeMap;

/// How much of everything the log holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Support cases.
    pub cases: Cases,
    /// Consents and approvals of access requests.
    pub consents: Consents,
    /// Access as a whole.
    pub access: Access,
    /// Runs of diagnostics.
    pub runs: Runs,
    /// Reads of evidence.
    pub reads: Reads,
    /// What runs collected.
    pub evidence: Evidence,
    /// Personal parts beside the leaves.
    pub parts: Parts,
}

/// Support cases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cases {
    /// Opened, ever.
    pub opened: u64,
    /// Open at the end of the log.
    pub open: u64,
}

/// Consents and approvals of access requests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Consents {
    /// Consents given, renewals included.
    pub given: u64,
    /// Of these, signed by a consent key of the customer's.
    pub signed: u64,
    /// Of these, attested by the server alone, as it may where no consent key is in use. Behind what is neither signed nor
    /// attested stands nothing that holds.
    pub attested: u64,
    /// Consents that ended by their deadline.
    pub lapsed: u64,
    /// Consents that were ended before.
    pub withdrawn: u64,
    /// Access requests of engineers.
    pub requests: u64,
    /// Of these, approved in full or in part.
    pub approved: u64,
    /// Of the approvals, signed by a consent key of the customer's.
    pub approvals_signed: u64,
    /// What each consent key signed, by its id.
    pub by_key: BTreeMap<String, Signed>,
}

/// What one consent key signed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Signed {
    /// Consents.
    pub consents: u64,
    /// Approvals of access requests.
    pub approvals: u64,
    /// Whether it is a passkey, which signed what a page asked of it.
    pub passkey: bool,
    /// Whether the key was given by whoever verifies.
    pub given: bool,
}

/// Access as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Access {
    /// How often the customer stopped all access.
    pub locks: u64,
    /// How often the vendor's support tenant was added as a partner.
    pub partner_added: u64,
}

/// Runs of diagnostics.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Runs {
    /// Asked for, denied ones included.
    pub asked: u64,
    /// Covered by a consent when they were asked for.
    pub covered: u64,
    /// Denied, and not run.
    pub denied: u64,
    /// Steps of runs (asked for, taken, shipped) that no consent covered.
    pub uncovered: u64,
    /// Ended with evidence.
    pub shipped: u64,
    /// Ended without.
    pub stopped: u64,
    /// Not ended at the end of the log.
    pub under_way: u64,
}

/// Reads of evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reads {
    /// By the vendor.
    pub by_vendor: u64,
    /// By the customer's own people.
    pub by_customer: u64,
    /// By the vendor, though no consent covered them.
    pub uncovered: u64,
    /// In which something was masked.
    pub masked: u64,
}

/// What runs collected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Collections stored.
    pub stored: u64,
    /// Collections destroyed.
    pub deleted: u64,
    /// Of these, more than an hour after their time.
    pub deleted_late: u64,
    /// Collections that are still there at the end of the log.
    pub kept: u64,
}

/// Personal parts beside the leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Parts {
    /// In the file, and equal to what was recorded.
    pub present: u64,
    /// Gone, and recorded as erased.
    pub erased: u64,
}
