//! The verification of an exported log by replay.
//!
//! [`verify()`] reads an export once. What can be judged without knowing what an event means (leaves, order,
//! completeness, checkpoints and their signatures) is the `ledger`'s to judge. Here every leaf is read as an event, its
//! personal parts are held against their commitments, its consents and run records against their signatures, and the
//! access rules are replayed: each run or read that no consent covered is named.
//!
//! What always holds:
//! - a [`Report`] is [`Verdict::Sound`] only if nothing at all was found;
//! - the same input gives the same report: there is no clock here, and time that passed is shown by the log itself;
//! - memory is bounded by the tenant's folded state, the parts that are missing, and a thousand faults; of a closed case
//!   less than a hundred bytes are kept.
//!
//! What is absent: files, sockets, clocks, keys that sign. No input makes this crate panic.
//!
//! [`verify_receipt`] checks the text that proves a single event.
//!
//! Given the customer's consent keys, nothing but what these signed counts as consent; given a runner's own log, the two
//! are held against each other.
//!
//! What is not proven: that a server which can open evidence recorded every read.

mod batch;
mod breach;
mod code;
mod enrolled;
mod figures;
mod pipeline;
mod receipt;
mod replay;
mod report;
mod runner_log;
mod since;
mod story;
mod verify;
mod witnesses;

pub use figures::{Access, Cases, Consents, Evidence, Figures, Parts, Reads, Runs, Signed};
pub use receipt::{ReceiptFault, ReceiptReport, verify_receipt};
pub use report::{
    CaseStory, FAULTS_MAX, Fault, Report, RunnerLogReport, SinceReport, Verdict, WitnessReport,
};
pub use runner_log::{RunnerLog, RunnerLogFault};
pub use since::{BadSince, Since};
pub use verify::{Options, verify, verify_since};
