//! What a runner checks by itself before each run, whatever the server says (design.md, *What a consent proves*).

use crate::agreement::Agreement as _;
use crate::approval::ApprovalDocument;
use crate::document::ConsentDocument;
use domain::{AccessLifetime, CaseId, Categories, Level, Moment, Span, SubscriptionId, TenantId};

/// How far a runner's clock may be from the server's: a document may seem to be made this much in the future, and a run
/// to begin this much before its claim.
pub const CLOCK_SKEW: Span = Span::from_seconds(300);

/// What a run wants to do, and when.
#[derive(Clone, Debug)]
pub struct RunAsk<'a> {
    /// Whose systems.
    pub tenant: &'a TenantId,
    /// For which case.
    pub case: &'a CaseId,
    /// On which subscription.
    pub subscription: &'a SubscriptionId,
    /// The level it needs.
    pub level: Level,
    /// The categories it reads.
    pub categories: Categories,
    /// The runner's time.
    pub at: Moment,
}

/// The documents that a run rests on. Whoever calls has checked their signatures ([`crate::verify`]): what is in
/// here counts as the customer's word.
#[derive(Clone, Copy, Debug)]
pub struct Papers<'a> {
    /// The case's consent.
    pub consent: &'a ConsentDocument,
    /// Approved access requests. Those of other cases and those that are over count for nothing.
    pub approvals: &'a [ApprovalDocument],
    /// Consents of the tenant's other cases, which may prolong the case's own.
    pub others: &'a [ConsentDocument],
}

/// Why the documents do not cover a run.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NotCovered {
    /// The consent is another organisation's.
    #[error("the consent is of the organisation `{found}`")]
    OtherTenant {
        /// Whose it is.
        found: TenantId,
    },
    /// The consent is for another case.
    #[error("the consent is for the case `{found}`")]
    OtherCase {
        /// Which case.
        found: CaseId,
    },
    /// The consent was made later than now.
    #[error("the consent was given at {given_at}, which is still to come by the clock of this machine")]
    NotYetGiven {
        /// When it says it was made.
        given_at: Moment,
    },
    /// The consent's time is over.
    #[error("the consent lapsed at {deadline}")]
    Lapsed {
        /// When it ended.
        deadline: Moment,
    },
    /// The consent does not name the subscription.
    #[error("the consent does not name the subscription `{subscription}`")]
    SubscriptionNotInCase {
        /// Which one is wanted.
        subscription: SubscriptionId,
    },
    /// The diagnostic needs the advanced level.
    #[error("the diagnostic needs the advanced consent, and this consent is standard")]
    AdvancedConsentRequired,
    /// Some categories are not granted.
    #[error("neither the consent nor an approval covers {missing}")]
    CategoryNotGranted {
        /// Those that are missing.
        missing: Categories,
    },
}

impl NotCovered {
    /// The word for it in a run's record and over HTTP; where the access rules have one, theirs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OtherTenant { .. } => "other_tenant",
            Self::OtherCase { .. } => "other_case",
            Self::NotYetGiven { .. } => "not_yet_given",
            Self::Lapsed { .. } => "lapsed",
            Self::SubscriptionNotInCase { .. } => "subscription_not_in_case",
            Self::AdvancedConsentRequired => "advanced_consent_required",
            Self::CategoryNotGranted { .. } => "category_not_granted",
        }
    }
}

/// Whether the customer's documents cover a run, and everything that may be shipped unmasked.
///
/// Time counts from the documents' own `given_at`, so this is never later than the server's answer. What only the log
/// knows (a withdrawal, a lock, a closed case) is the server's to tell.
///
/// # Errors
/// The first reason why they do not cover it, in the order of the access rules.
pub fn check_run(papers: &Papers<'_>, ask: &RunAsk<'_>) -> Result<Categories, NotCovered> {
    let consent = papers.consent;
    if consent.tenant != *ask.tenant {
        return Err(NotCovered::OtherTenant { found: consent.tenant.clone() });
    }
    if consent.case != *ask.case {
        return Err(NotCovered::OtherCase { found: consent.case.clone() });
    }
    if is_to_come(consent.given_at, ask.at) {
        return Err(NotCovered::NotYetGiven { given_at: consent.given_at });
    }
    let deadline = papers.deadline(ask.at);
    if ask.at >= deadline {
        return Err(NotCovered::Lapsed { deadline });
    }
    if !consent.subscriptions.contains(ask.subscription) {
        return Err(NotCovered::SubscriptionNotInCase { subscription: ask.subscription.clone() });
    }
    if ask.level > consent.level {
        return Err(NotCovered::AdvancedConsentRequired);
    }
    let covered = papers.covered(ask.at);
    let missing = ask.categories.minus(covered);
    if missing.is_empty() { Ok(covered) } else { Err(NotCovered::CategoryNotGranted { missing }) }
}

fn is_to_come(given_at: Moment, now: Moment) -> bool {
    given_at > now.plus(CLOCK_SKEW)
}

impl Papers<'_> {
    /// The consent's own deadline, or a later one to which others prolong it, each after the days that its own document
    /// says (access.md, rules 2 and 11). A consent that has lapsed stays lapsed (rule 3): one given after the deadline
    /// reached so far prolongs nothing.
    fn deadline(&self, now: Moment) -> Moment {
        let mut prolonging: Vec<_> =
            self.others.iter().filter(|other| self.is_prolonged_by(other, now)).collect();
        prolonging.sort_by_key(|other| other.given_at);
        prolonging.iter().fold(self.consent.deadline(), |deadline, other| {
            if other.given_at < deadline { deadline.max(other.deadline()) } else { deadline }
        })
    }

    fn is_prolonged_by(&self, other: &ConsentDocument, now: Moment) -> bool {
        other.tenant == self.consent.tenant
            && self.consent.access_lifetime == AccessLifetime::Shared
            && other.access_lifetime == AccessLifetime::Shared
            && other.case != self.consent.case
            && other.prolongs.covers(&self.consent.case)
            && self.consent.given_at < other.given_at
            && !is_to_come(other.given_at, now)
    }

    /// What the consent and the approvals that are not over cover. An approval survives a renewed consent, so it need
    /// not name this very one.
    fn covered(&self, now: Moment) -> Categories {
        let counts = |approval: &&ApprovalDocument| {
            approval.tenant == self.consent.tenant
                && approval.case == self.consent.case
                && !is_to_come(approval.given_at, now)
                && now < approval.deadline()
        };
        let approved = self.approvals.iter().filter(counts);
        approved.fold(self.consent.categories, |covered, approval| covered.union(approval.categories))
    }
}
