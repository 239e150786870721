//! A case's consent: what it covers, and what became of it.

use crate::category::Categories;
use crate::deadlines::Terms;
use crate::event::Proof;
use crate::ids::RequestId;
use crate::level::Level;
use crate::moment::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The customer's word for one case, in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// How deep diagnostics may look.
    pub level: Level,
    /// What they may read; support data always among it.
    pub categories: Categories,
    /// The instant it was given.
    pub anchor: Moment,
    /// What was agreed to of its end.
    pub terms: Terms,
    /// The case's how-manieth consent, from 1.
    pub number: u64,
    /// The canonical text of what was agreed.
    pub document: String,
    /// What stands behind it.
    pub proof: Proof,
    /// Approved access requests that have not ended.
    pub grants: BTreeMap<RequestId, Grant>,
}

/// An approved access request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// What was approved.
    pub categories: Categories,
    /// When it ends: at this instant it is gone.
    pub until: Moment,
    /// The canonical text of what was approved.
    pub document: String,
    /// What stands behind it.
    pub proof: Proof,
}

/// What became of a case's consent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentState {
    /// Never given, or not since reopening.
    #[default]
    Never,
    /// Given, and neither withdrawn nor recorded as lapsed. Whether its time is over is asked of the tenant.
    InForce(Consent),
    /// Ended by withdrawing, by removing the partner, or by revoking its key.
    Withdrawn,
    /// Ended by its deadline.
    Lapsed,
}

impl ConsentState {
    /// The consent, while it has not ended.
    pub const fn in_force(&self) -> Option<&Consent> {
        match self {
            Self::InForce(consent) => Some(consent),
            _ => None,
        }
    }

    pub(crate) const fn in_force_mut(&mut self) -> Option<&mut Consent> {
        match self {
            Self::InForce(consent) => Some(consent),
            _ => None,
        }
    }
}
