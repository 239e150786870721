//! What a customer agrees to when they approve an access request.

use crate::agreement::Agreement;
use crate::canonical::sealed::Kind;
use crate::canonical::{Document, check_nonce};
use crate::digest::Digest;
use crate::render;
use crate::shown::{Language, Shown};
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
    /// When the document was made. It must be recorded within [`RECORDING_SPAN`](crate::RECORDING_SPAN) of this instant.
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

impl Document for ApprovalDocument {}

impl Agreement for ApprovalDocument {
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
        render::approval(self, language)
    }

    fn deadline(&self) -> Moment {
        self.given_at.plus(Span::from_seconds(self.seconds))
    }
}

impl Kind for ApprovalDocument {
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
