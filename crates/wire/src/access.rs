//! Who can see what until when.

use domain::{CaseId, Categories, Level, Moment, TenantId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The state of access to a tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Access {
    /// Whether the emergency stop is on.
    pub locked: bool,
    /// The partner entry, while it exists.
    pub partner: Option<Partner>,
    /// The latest deadline among consents in force, whatever the lock.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub access_until: Option<Moment>,
    /// The cases with a consent in force.
    pub cases: Vec<CaseAccess>,
}

/// The vendor's support tenant in the customer's cross-tenant access settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Partner {
    /// The support tenant.
    #[schema(value_type = String)]
    pub tenant: TenantId,
    /// Its public name.
    pub name: String,
}

/// What a case's consent opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CaseAccess {
    /// The case.
    #[schema(value_type = String)]
    pub case: CaseId,
    /// The consent's level.
    #[schema(value_type = String)]
    pub level: Level,
    /// The consent's categories and the approved ones.
    #[schema(value_type = Vec<String>)]
    pub categories: Categories,
    /// When the consent lapses.
    #[schema(value_type = String, format = DateTime)]
    pub until: Moment,
}

/// The partner was removed by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PartnerRemoved {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Moment,
    /// The cases whose advanced consent was withdrawn by it.
    #[schema(value_type = Vec<String>)]
    pub withdrawn: Vec<CaseId>,
}
