//! The forms in which a log's entries leave, and the connections that they leave by.
//!
//! What always holds:
//! - A form is a function of the entry, so the same entry always gives the same bytes, and the same id.
//! - No form holds free text that people wrote: ids, words, times and, where the receiver's form has them, names.
//! - A connection goes to an address that was checked, and to no other: names are resolved once and pinned.
//!
//! What is absent: when to send and what comes next (they are `operations`'), storage, and a clock.

mod cef;
mod connect;
mod entry;
mod facts;
mod fault;
mod mail;
mod ocsf;
mod signature;
mod syslog;
mod syslog_link;
mod webhook;

pub use connect::{Outgoing, OutgoingError};
pub use entry::{Entry, EventId};
pub use fault::Fault;
pub use mail::{ConfirmText, Mail, MailBody, MailLink, MailSettings, MailText, is_mail_address};
pub use ocsf::ocsf;
pub use signature::{BadSecret, Secret};
pub use syslog::{Payload, framed, message};
pub use syslog_link::SyslogLink;
pub use webhook::{WebhookLink, notice_body, webhook_body, webhook_ocsf_body};
