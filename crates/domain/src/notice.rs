//! What people are told of.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $word:literal $urgent:literal;)*) => {
        /// What a notice is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum NoticeKind {
            $($(#[$doc])* $kind,)*
        }

        impl NoticeKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// The kind's word.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $word,)*
                }
            }

            /// Whether somebody may have to act: then a mail goes at once, else it waits for the case's digest.
            pub const fn is_urgent(self) -> bool {
                match self {
                    $(Self::$kind => $urgent,)*
                }
            }
        }
    };
}

kinds! {
    /// The vendor's support tenant was added to the directory.
    PartnerAdded "partner_added" false;
    /// It was removed.
    PartnerRemoved "partner_removed" false;
    /// The customer is asked for consent.
    ConsentAsked "consent_asked" true;
    /// Consent was given.
    ConsentGiven "consent_given" false;
    /// A consent ends in 7 days, a day or an hour.
    ConsentLapsing "consent_lapsing" true;
    /// A consent ended because its time was over; it can be given again.
    ConsentLapsed "consent_lapsed" true;
    /// A consent was ended before its time.
    ConsentWithdrawn "consent_withdrawn" false;
    /// An engineer's request for more waits for an answer.
    AccessRequested "access_requested" true;
    /// A consent was used for the first time.
    FirstUse "first_use" false;
    /// More runs within an hour than help usually takes.
    UnusualUse "unusual_use" true;
    /// A run ended with evidence.
    RunFinished "run_finished" false;
    /// Evidence was destroyed.
    EvidenceDeleted "evidence_deleted" false;
    /// All access was stopped.
    Locked "locked" true;
    /// Access resumed.
    Unlocked "unlocked" true;
}

impl fmt::Display for NoticeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
