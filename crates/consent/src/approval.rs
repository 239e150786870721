//! What a customer agrees to when they approve an access request.

use crate::canonical::{self, BadDocument, Document, check_nonce};
use crate::digest::Digest;
use crate::recorded::RECORDING_SPAN;
use crate::render;
use crate::shown::{Language, NotShown, Shown};
use domain::{CaseId, Categories, Moment, RequestId, Span, TenantId};
use serde::{Deserialize, Serialize};

/// The approval of an access request: more categories on one case for a while (access.md, rule 8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an approval document")]
pub struct ApprovalDocument {
    /// For which case.
    pub case: CaseId,
    /// What is approved; at least one.
    pub categories: Categories,
    /// The challenge of the consent that it widens.
    pub consent: Digest,
    /// When the document was made. It must be recorded within [`RECORDING_SPAN`] of this instant.
    pub given_at: Moment,
    /// 32 random hexadecimal digits, lower case: no two approvals are the same.
    pub nonce: String,
    /// The access request that it answers.
    pub request: RequestId,
    /// For how long from the approval on.
    pub seconds: u32,
    /// What the person was shown.
    pub shown: Shown,
    /// Whose approval.
    pub tenant: TenantId,
}

impl ApprovalDocument {
    /// The text that is hashed and signed (RFC 8785).
    pub fn canonical(&self) -> String {
        canonical::text(self)
    }

    /// Reads a canonical text. Unknown fields, other ways to write the same, and impossible values are refused.
    ///
    /// # Errors
    /// [`BadDocument`] naming what is wrong.
    pub fn parse(text: &str) -> Result<Self, BadDocument> {
        canonical::parse(text)
    }

    /// What a consent key signs: SHA-256 of `glasscase/approval/v1`, a zero byte and the canonical text.
    pub fn challenge(&self) -> Digest {
        Self::challenge_of(&self.canonical())
    }

    /// The challenge of a canonical text, as [`ApprovalDocument::parse`] accepted it.
    pub fn challenge_of(text: &str) -> Digest {
        canonical::challenge::<Self>(text)
    }

    /// The text that a person is shown, in plain words. `shown` has no part in it but for the wording's version.
    pub fn render(&self, language: Language) -> String {
        render::approval(self, language)
    }

    /// The document as shown in `language`: fills in `shown` from the other fields.
    #[must_use]
    pub fn showing(mut self, language: Language) -> Self {
        self.shown = Shown::in_language(language);
        self.shown.text_sha256 = Digest::of(self.render(language).as_bytes());
        self
    }

    /// Whether the text that was shown is the text of this document.
    ///
    /// # Errors
    /// [`NotShown`] with both digests.
    pub fn check_shown(&self) -> Result<(), NotShown> {
        self.shown.check_text(&self.render(self.shown.language))
    }

    /// When it ends, counted from `given_at`: at this instant it is gone.
    pub fn deadline(&self) -> Moment {
        self.given_at.plus(Span::from_seconds(self.seconds))
    }

    /// When it ends at the latest, since its time counts from the moment at which it is recorded.
    pub fn latest_deadline(&self) -> Moment {
        self.deadline().plus(RECORDING_SPAN)
    }
}

impl Document for ApprovalDocument {
    const WHAT: &'static str = "an approval document";
    const PREFIX: &'static [u8] = b"glasscase/approval/v1\0";

    fn check(&self) -> Result<(), &'static str> {
        if self.categories.is_empty() {
            return Err("`categories` must name at least one");
        }
        if self.seconds == 0 {
            return Err("`seconds` must be 1 or more");
        }
        self.shown.check_wording()?;
        check_nonce(&self.nonce)
    }
}
