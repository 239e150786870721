//! What a customer agrees to when they consent.

use crate::agreement::Agreement;
use crate::canonical::sealed::Kind;
use crate::canonical::{Document, NUMBER_MAX, check_nonce, is_distinct};
use crate::digest::Digest;
use crate::prolonged::{NAMED_MAX, Prolonged};
use crate::render;
use crate::shown::{Language, Shown};
use domain::{
    AccessLifetime, CaseId, Categories, Category, Level, Moment, Settings, Span, SubscriptionId, TenantId,
};
use serde::{Deserialize, Serialize};

/// A consent, whole: everything that the customer's word covers, and what they were shown (design.md, idea 3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a consent document")]
pub struct ConsentDocument {
    /// The tenant's `access_days` at signing, 1 to 30.
    pub access_days: u8,
    /// The tenant's `access_lifetime` at signing.
    pub access_lifetime: AccessLifetime,
    /// For which case.
    pub case: CaseId,
    /// What they may read; support data is always among it.
    pub categories: Categories,
    /// When the document was made. It must be recorded within [`RECORDING_SPAN`](crate::RECORDING_SPAN) of this instant.
    pub given_at: Moment,
    /// How deep diagnostics may look.
    pub level: Level,
    /// 32 random hexadecimal digits, lower case: no two consents are the same.
    pub nonce: String,
    /// The how-manieth consent of the case it is, from 1.
    pub number: u64,
    /// The case's consent before this one; there is one exactly from the second on.
    pub previous: Option<Previous>,
    /// The other cases whose consents in force this one prolongs; none unless the lifetime is `shared`.
    pub prolongs: Prolonged,
    /// What the person was shown.
    pub shown: Shown,
    /// The subscriptions that diagnostics may run on: those of the case, each once, at least one.
    pub subscriptions: Vec<SubscriptionId>,
    /// Whose consent.
    pub tenant: TenantId,
}

/// The consent before a consent of the same case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the consent before: `number` and `sha256`")]
pub struct Previous {
    /// Its number.
    pub number: u64,
    /// Its challenge.
    pub sha256: Digest,
}

impl Document for ConsentDocument {}

impl Agreement for ConsentDocument {
    fn case(&self) -> &CaseId {
        &self.case
    }

    fn shown(&self) -> &Shown {
        &self.shown
    }

    fn with_shown(self, shown: Shown) -> Self {
        Self { shown, ..self }
    }

    fn render(&self, language: Language) -> String {
        render::consent(self, language)
    }

    /// When it lapses, unless another consent prolongs it.
    fn deadline(&self) -> Moment {
        self.given_at.plus(Span::from_days(u32::from(self.access_days)))
    }
}

impl ConsentDocument {
    fn check_prolonged(&self) -> Result<(), &'static str> {
        if !self.prolongs.is_none() && self.access_lifetime != AccessLifetime::Shared {
            return Err("`prolongs` must be empty unless `access_lifetime` is `shared`");
        }
        let named = self.prolongs.named();
        if named.contains(&self.case) || !is_distinct(named) || named.len() > NAMED_MAX {
            return Err("`prolongs` must name other cases, each once and at most 20, or be `every`");
        }
        Ok(())
    }

    fn check_place(&self) -> Result<(), &'static str> {
        if !(1..=NUMBER_MAX).contains(&self.number) {
            return Err("`number` must be 1 or more");
        }
        let before = self.previous.as_ref().map_or(0, |previous| previous.number);
        if before.checked_add(1) == Some(self.number) {
            Ok(())
        } else {
            Err("`previous` must be the consent with the number before, and `null` for the first")
        }
    }
}

impl Kind for ConsentDocument {
    const WHAT: &'static str = "a consent document";
    const PREFIX: &'static [u8] = b"glasscase/consent/v1\0";

    fn check(&self) -> Result<(), &'static str> {
        if self.subscriptions.is_empty() || !is_distinct(&self.subscriptions) {
            return Err("`subscriptions` must name at least one, each once");
        }
        if !self.categories.contains(Category::SupportData) {
            return Err("`categories` must have `support_data`, which is part of every consent");
        }
        let settings = Settings { access_days: self.access_days, ..Settings::default() };
        if settings.check().is_err() {
            return Err("`access_days` must be 1 to 30");
        }
        self.check_prolonged()?;
        self.check_place()?;
        self.shown.check_wording()?;
        check_nonce(&self.nonce)
    }
}
