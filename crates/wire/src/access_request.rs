//! Access requests: more categories for a while.

use crate::consent::Signed;
use domain::{CaseId, Categories, Moment, RequestId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An engineer's request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object that asks for access")]
pub struct RequestAccess {
    /// What is asked for.
    #[schema(value_type = Vec<String>)]
    pub categories: Categories,
    /// For how long after approval, in seconds.
    pub seconds: u32,
    /// Why, at most 2,000 characters.
    pub reason: String,
}

/// The request was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Requested {
    /// The request.
    #[schema(value_type = String)]
    pub request: RequestId,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Moment,
    /// When it is gone unless answered.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Moment,
    /// Whether a lead of the vendor's has to endorse it first.
    pub awaits_lead: bool,
}

/// A request as its people see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AccessRequest {
    /// The request.
    #[schema(value_type = String)]
    pub request: RequestId,
    /// For which case.
    #[schema(value_type = String)]
    pub case: CaseId,
    /// What is asked for.
    #[schema(value_type = Vec<String>)]
    pub categories: Categories,
    /// For how long after approval, in seconds.
    pub seconds: u32,
    /// `awaiting_lead`, pending, approved, denied, expired or withdrawn.
    pub state: String,
    /// Why it was asked; none once erased.
    pub reason: Option<String>,
    /// When it was asked.
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Moment,
    /// When what was approved ends.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub until: Option<Moment>,
}

/// Asks for the document that a signature under an approval would cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with the categories to approve")]
pub struct DraftApproval {
    /// The categories to approve; all when left out.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub categories: Option<Categories>,
    /// The language in which it is shown: en or fr.
    #[serde(default)]
    pub language: Option<String>,
}

/// A drafted approval: the same shape as a drafted consent.
pub type ApprovalDraft = crate::consent::Drafted;

/// Approves a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object that approves")]
pub struct Approve {
    /// The categories to approve; all when left out. Without a signature only.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub categories: Option<Categories>,
    /// A signed approval, where the organisation has consent keys.
    #[serde(default)]
    pub signed: Option<Signed>,
}

/// The request was approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Approved {
    /// What was approved.
    #[schema(value_type = Vec<String>)]
    pub categories: Categories,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Moment,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    pub until: Moment,
}
