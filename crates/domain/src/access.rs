//! The decision: may a diagnostic of this level read these categories, here and now? (access.md, *A decision*)
//!
//! The functions answer for any instant from the last event on, whether or not what fell due since is recorded:
//! nothing has to run for access to end.

use crate::category::{Categories, Category};
use crate::consent::{Consent, ConsentState};
use crate::event::Proof;
use crate::ids::{CaseId, SubscriptionId};
use crate::level::Level;
use crate::moment::Moment;
use crate::run::Collection;
use crate::tenant::Tenant;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a diagnostic may not run. The first that holds, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The tenant has no such case.
    UnknownCase,
    /// The case is closed.
    Closed,
    /// Consent was never given, or not since reopening.
    NoConsent,
    /// The consent was withdrawn.
    Withdrawn,
    /// The consent's time is over.
    Lapsed,
    /// The tenant is locked.
    Locked,
    /// The subscription is not one of the case's.
    SubscriptionNotInCase,
    /// The diagnostic needs the advanced consent, and the consent is standard.
    AdvancedConsentRequired,
    /// Neither the consent nor an approved request covers some of the categories.
    CategoryNotGranted,
}

impl Reason {
    /// The word used in files and over HTTP.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnknownCase => "unknown_case",
            Self::Closed => "closed",
            Self::NoConsent => "no_consent",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
            Self::Locked => "locked",
            Self::SubscriptionNotInCase => "subscription_not_in_case",
            Self::AdvancedConsentRequired => "advanced_consent_required",
            Self::CategoryNotGranted => "category_not_granted",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a diagnostic wants to do.
#[derive(Clone, Debug)]
pub struct Ask<'a> {
    /// For which case.
    pub case: &'a CaseId,
    /// On which subscription.
    pub subscription: &'a SubscriptionId,
    /// The level it needs.
    pub level: Level,
    /// The categories it reads.
    pub categories: Categories,
}

/// The answer to an [`Ask`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "answer")]
pub enum Decision {
    /// It may run. `covered` is everything that may be shipped unmasked.
    Allowed {
        /// The consent's categories and the approved ones.
        covered: Categories,
    },
    /// It may not.
    Denied {
        /// The first rule that stands against it.
        reason: Reason,
        /// The categories that nobody granted, if that is the reason.
        missing: Categories,
    },
}

impl Decision {
    /// Whether it may run.
    pub const fn is_allowed(self) -> bool {
        matches!(self, Self::Allowed { .. })
    }

    const fn denied(reason: Reason) -> Self {
        Self::Denied { reason, missing: Categories::NONE }
    }
}

impl Tenant {
    /// Decides `ask` at `now`, which is not before the tenant's last event.
    pub fn decision(&self, ask: &Ask<'_>, now: Moment) -> Decision {
        let consent = match self.readable_consent(ask.case, now) {
            Ok(consent) => consent,
            Err(reason) => return Decision::denied(reason),
        };
        if !self.case(ask.case).is_some_and(|case| case.subscriptions.contains(ask.subscription)) {
            return Decision::denied(Reason::SubscriptionNotInCase);
        }
        if ask.level > consent.level {
            return Decision::denied(Reason::AdvancedConsentRequired);
        }
        let covered = self.covered(consent, now);
        let missing = ask.categories.minus(covered);
        if missing.is_empty() {
            Decision::Allowed { covered }
        } else {
            Decision::Denied { reason: Reason::CategoryNotGranted, missing }
        }
    }

    /// What may be shown of a case's evidence at `now`: reading is decided like a run, without the reasons of
    /// subscription and level; categories that are not covered are masked, not denied.
    ///
    /// # Errors
    /// The first reason that stands against reading anything.
    pub fn readable(&self, case: &CaseId, now: Moment) -> Result<Categories, Reason> {
        self.readable_consent(case, now).map(|consent| self.covered(consent, now))
    }

    /// What the vendor may read of a collection at `now`: under consent what a run collected; what the customer attached
    /// is support data, readable while the case is open, consent or not, unless locked.
    ///
    /// # Errors
    /// The first reason that stands against reading anything.
    pub fn readable_collection(&self, collection: &Collection, now: Moment) -> Result<Categories, Reason> {
        if collection.run.is_some() {
            return self.readable(&collection.case, now);
        }
        let case = self.case(&collection.case).ok_or(Reason::UnknownCase)?;
        match () {
            () if !case.open => Err(Reason::Closed),
            () if self.locked => Err(Reason::Locked),
            () => {
                let consented = self.readable(&collection.case, now).unwrap_or(Categories::NONE);
                Ok(consented.with(Category::SupportData))
            }
        }
    }

    /// The consent under which the case's systems may be looked into at `now`.
    fn readable_consent(&self, case: &CaseId, now: Moment) -> Result<&Consent, Reason> {
        let found = self.case(case).ok_or(Reason::UnknownCase)?;
        if !found.open {
            return Err(Reason::Closed);
        }
        let consent = match &found.consent {
            ConsentState::Never => return Err(Reason::NoConsent),
            ConsentState::Withdrawn => return Err(Reason::Withdrawn),
            ConsentState::Lapsed => return Err(Reason::Lapsed),
            ConsentState::InForce(consent) => consent,
        };
        // What a revoked key signed is withdrawn together with the revocation.
        if consent.proof == Proof::Server && self.signs_consents() {
            return Err(Reason::Withdrawn);
        }
        if now >= self.deadline_of(consent) {
            return Err(Reason::Lapsed);
        }
        if self.locked { Err(Reason::Locked) } else { Ok(consent) }
    }

    /// When the case's own consent lapses, if one is in force at `now`.
    pub fn case_deadline(&self, case: &CaseId, now: Moment) -> Option<Moment> {
        let consent = self.case(case)?.consent.in_force()?;
        Some(self.deadline_of(consent)).filter(|deadline| now < *deadline)
    }

    /// Whether the partner entry exists at `now` (access.md, rule 9).
    pub fn has_partner(&self, now: Moment) -> bool {
        !self.locked && self.in_force_advanced(now).next().is_some()
    }
}
