//! The log as a directory's audit log: each event told as entries of the form that audit tools already read (wire.md,
//! section 5). Entries are a function of the log and stored nowhere: an entry's id says which event it tells of.

mod activity;
mod applications;
mod complete;
mod entry;
mod search;
mod told;
mod view;
mod walk;

pub use activity::Activity;
pub use applications::{Application, Applications};
pub use entry::{
    AuditPlace, AuditResult, AuditTarget, DirectoryAudit, Initiator, Modified, Names, NotAnAuditId,
};
pub use search::{
    AuditBounds, AuditFilter, AuditPage, AuditSearch, count_directory_audits, list_directory_audits,
    show_directory_audit,
};
pub(crate) use walk::first_where;

/// By the word of each event, what its entries are called, in their order.
pub fn audit_activities() -> &'static [(&'static str, &'static [Activity])] {
    &activity::ACTIVITIES
}
