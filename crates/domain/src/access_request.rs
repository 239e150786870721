//! An engineer's request for more categories (access.md, rule 8).

use crate::category::Categories;
use crate::ids::CaseId;
use crate::moment::{Moment, Span};
use serde::{Deserialize, Serialize};

/// How long an access request waits for an answer: at exactly this age it is gone.
pub const REQUEST_LIFE: Span = Span::from_hours(12);

/// Where an access request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    /// Waits for a lead of the vendor's.
    AwaitingLead,
    /// Waits for the customer.
    Pending,
    /// Approved, in full or in part; the categories last until the grant ends.
    Approved,
    /// Denied by the customer or by a lead.
    Denied,
    /// Nobody answered in time.
    Expired,
    /// The case was closed meanwhile.
    Withdrawn,
}

impl RequestState {
    /// Whether somebody can still answer it.
    pub const fn is_waiting(self) -> bool {
        matches!(self, Self::AwaitingLead | Self::Pending)
    }
}

/// An engineer's request for more categories on one case for a duration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessRequest {
    /// For which case.
    pub case: CaseId,
    /// What is asked for.
    pub categories: Categories,
    /// For how long after approval.
    pub span: Span,
    /// When the engineer asked.
    pub asked_at: Moment,
    /// Where it stands.
    pub state: RequestState,
}

impl AccessRequest {
    /// When it is gone unless answered. A lead's endorsement does not move it (access.md, rule 13).
    pub fn expires_at(&self) -> Moment {
        self.asked_at.plus(REQUEST_LIFE)
    }
}
