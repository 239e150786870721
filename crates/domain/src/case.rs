//! A support case, as far as the rules need it.

use crate::consent::ConsentState;
use crate::event::Severity;
use crate::ids::{NatureId, PersonId, ServiceId, SubscriptionId, TeamId};
use crate::moment::Moment;
use serde::{Deserialize, Serialize};

/// A support request of the tenant's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// The subscriptions that it names.
    pub subscriptions: Vec<SubscriptionId>,
    /// Which service it is about.
    pub service: ServiceId,
    /// What kind of problem it is; decides which categories a consent offers by default.
    pub nature: NatureId,
    /// How urgent the customer says it is.
    pub severity: Severity,
    /// The vendor's team that works it.
    pub team: TeamId,
    /// Which of the vendor's engineers works it, if somebody took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engineer: Option<PersonId>,
    /// When it was opened.
    pub opened_at: Moment,
    /// Whether it is open.
    pub open: bool,
    /// What became of its consent.
    pub consent: ConsentState,
    /// How many consents were given on it.
    pub consents: u64,
    /// The document of the latest of them, once it ended.
    pub ended_document: Option<String>,
}

impl Case {
    /// The document of the latest consent, whether it is in force or ended; the next consent names it.
    pub fn latest_document(&self) -> Option<&str> {
        match self.consent.in_force() {
            Some(consent) => Some(&consent.document),
            None => self.ended_document.as_deref(),
        }
    }
}
