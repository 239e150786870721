//! The canonical documents that a customer agrees to, and the check of what stands behind them.
//!
//! A [`ConsentDocument`] or [`ApprovalDocument`] has exactly one text (RFC 8785). SHA-256 of a versioned prefix and
//! this text is its challenge, and the challenge is what a consent key signs (design.md, idea 3): an
//! offline key directly, a [`Passkey`] in an [`Assertion`]. Runners sign a
//! [`RunRecord`] in the same way.
//!
//! What always holds:
//! - a text that `parse` accepts is byte for byte the canonical text of the document it gives;
//! - no text of one kind of document has the challenge of another kind: the prefixes differ;
//! - [`check_recorded`] holds an event to the same conditions before it is appended and when a log is verified;
//! - no input makes this crate panic, and no message or debug output holds a secret.
//!
//! What is absent: input and output, clocks and randomness. A key's seed and every moment arrive as arguments.

mod agreement;
mod ahead;
mod approval;
mod canonical;
mod coverage;
mod digest;
mod document;
mod key;
mod prolonged;
mod proven;
mod recorded;
mod render;
mod run_record;
mod shown;
mod signature;

pub use agreement::Agreement;
pub use ahead::Ahead;
pub use approval::ApprovalDocument;
pub use canonical::{BadDocument, DOCUMENT_BYTES_MAX, Document};
pub use coverage::{CLOCK_SKEW, NotCovered, Papers, RunAsk, check_run};
pub use digest::{BadDigest, Digest};
pub use document::{ConsentDocument, Previous};
pub use key::{
    ALGORITHMS, Assertion, BadAssertion, BadAuthenticatorData, BadClientData, BadCoseKey, BadKey, BadPasskey,
    BadRegistration, BadRelyingParty, BadSecret, Passkey, PublicKey, Registration, RelyingParty, RunnerKey,
    SigningKey,
};
pub use prolonged::{Every, NAMED_MAX, Prolonged};
pub use proven::KnownKeys;
pub use recorded::{Mismatch, RECORDING_SPAN, Recorded, check_recorded, check_recorded_ahead};
pub use run_record::{BadRunRecord, BadTimes, RunRecord, verify_run_record, verify_run_record_ahead};
pub use shown::{Language, NotShown, Shown, UnknownLanguage, WORDING};
pub use signature::{Attestation, SignatureError, verify};
