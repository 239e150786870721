//! What consents and approvals have in common: somebody was shown a text and agreed to it for a time.

use crate::canonical::Document;
use crate::digest::Digest;
use crate::recorded::RECORDING_SPAN;
use crate::shown::{Language, NotShown, Shown};
use domain::{CaseId, Moment};

/// A document that a customer agrees to.
pub trait Agreement: Document {
    /// For which case.
    fn case(&self) -> &CaseId;

    /// What the person was shown.
    fn shown(&self) -> &Shown;

    /// The same document with something else shown.
    #[must_use]
    fn with_shown(self, shown: Shown) -> Self;

    /// The text that a person is shown, in plain words. `shown` has no part in it but for the wording's version.
    fn render(&self, language: Language) -> String;

    /// When it ends, counted from `given_at`: at this instant it is gone.
    fn deadline(&self) -> Moment;

    /// The document as shown in `language`: fills in `shown` from the other fields.
    #[must_use]
    fn showing(self, language: Language) -> Self {
        let document = self.with_shown(Shown::in_language(language));
        let text_sha256 = Digest::of(document.render(language).as_bytes());
        let shown = Shown { text_sha256, ..document.shown().clone() };
        document.with_shown(shown)
    }

    /// Whether the text that was shown is the text of this document.
    ///
    /// # Errors
    /// [`NotShown`] with both digests.
    fn check_shown(&self) -> Result<(), NotShown> {
        self.shown().check_text(&self.render(self.shown().language))
    }

    /// When it ends at the latest, since its time counts from the moment at which it is recorded.
    fn latest_deadline(&self) -> Moment {
        self.deadline().plus(RECORDING_SPAN)
    }
}
