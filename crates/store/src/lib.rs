//! Appends and loads events, and keeps projections, in SQLite or PostgreSQL.
//!
//! A tenant's log is the truth. [`Store::append`] is the one way to change it: a unit of work loads the folded
//! tenant, records what fell due, decides, appends, and writes projections and records in one transaction.
//!
//! What always holds:
//! - sequences of a tenant are contiguous from 0; an event takes effect no earlier than the one in front of it, and is
//!   recorded no earlier than it takes effect, nor than any instant that was marked ([`Store::mark_clock`]);
//! - what is acknowledged is on disk: SQLite syncs at every commit, and commands that arrive together share one;
//! - projections are functions of the log: [`Store::rebuild`] makes them again byte for byte;
//! - every transaction is bound to one tenant: every query names it, and on PostgreSQL row-level security repeats it.
//!
//! What is absent: rules (they are `domain`'s), sealing of parts (the caller's), and a wall clock (an option).

mod answers;
mod append;
mod checkpoints;
mod clock;
mod column;
mod correlations;
mod counted;
mod database;
mod destinations;
mod directory;
mod error;
mod event_lists;
mod fold;
mod group_commit;
mod halts;
mod location;
mod log;
mod migrate;
mod notices;
mod optimistic;
mod options;
mod page;
mod parts;
mod projection;
mod rebuild;
mod records;
mod resources;
mod runners_seen;
mod shelf;
mod store;
mod tickets;
mod transaction;
mod tree;
mod unit;

pub use append::{
    Append, CredentialKind, Decide, IdempotencyKey, NewEvent, Outcome, Part, RecordWrite, Verdict,
};
pub use checkpoints::CheckpointRow;
pub use correlations::ChangeRow;
pub use counted::CountedRow;
pub use destinations::{DestinationRow, Lease, NewDestination, PutOff, UndeliveredRow};
pub use directory::{Credential, PersonRow};
pub use error::StoreError;
pub use event_lists::{EventList, ListedEvent};
pub use halts::HaltRow;
pub use location::Location;
pub use log::StoredEvent;
pub use notices::{
    AddressChange, AddressCode, CONFIRMING, MailAddress, MailLine, MailPutOff, MailRow, NewNotice,
    NoticeChoice, NoticeRow, NoticeWebhook, WebhookLease, WebhookPutOff,
};
pub use options::{Clock, Options, Synchronous};
pub use page::{PAGE_ROWS_MAX, Page};
pub use parts::{PartOfEvent, PartPlace, StoredPart};
pub use projection::{
    CaseFilter, CaseRow, CollectionRow, ConsentWord, DryRunRow, QueueKey, QueueRow, RequestRow, RunRow,
    RunState, Waiting,
};
pub use rebuild::Rebuilt;
pub use resources::{ResourceKind, ResourceRow};
pub use runners_seen::RunnerSeen;
pub use store::{Head, Store};
pub use tickets::TicketFilter;
