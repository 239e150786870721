//! `glasscase evidence`

use clap::Subcommand;
use domain::{CaseId, CollectionId};

/// What can be done with evidence.
#[derive(Debug, Subcommand)]
pub(crate) enum EvidenceCommand {
    /// List what the runs of a case collected
    List {
        /// The case
        case: CaseId,
    },
    /// Show a collection's text, with the category of each sensitive value; the read is recorded
    Show {
        /// The collection
        collection: CollectionId,
    },
    /// Destroy a collection before it is due, for good
    Delete {
        /// The collection
        collection: CollectionId,

        /// Do not ask whether to go on
        #[arg(long, short)]
        yes: bool,
    },
}
